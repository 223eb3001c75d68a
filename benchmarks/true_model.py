"""What the facts of a patient are worth where the model is true: the table of docs/guide/published_cases.md.

    python benchmarks/true_model.py [--scored 500] [--seed 7] [--antibody yo --day 60]

Virtual patients who are alive on the forecast day are read twice (a third of the way and on the day), with the reading
error, and their tumour is sought on that day. The future of each is hidden and forecast from the other patients of the
antibody, weighted as a forecast weighs them: by both readings, the area affected most and what is known of the
tumour. All get the same strategy from the forecast day on, and are read again half a year later.
"""

import argparse
from dataclasses import dataclass, replace

import numpy as np

from onconeural.case import Case
from onconeural.evidence import antibody_label
from onconeural.forecast import Strategy, all_strategies
from onconeural.forecast.classes import class_shares, promised, rps, shares_unread
from onconeural.forecast.course import run_arms
from onconeural.forecast.facts import MRS_SD, Alive, Disability, Syndrome, Tumour
from onconeural.forecast.gathering import Gathered, effective_number, gather
from onconeural.forecast.history import History, history
from onconeural.forecast.horizon import DEAD, grid, rankin
from onconeural.forecast.lanes import Arm
from onconeural.forecast.past import FUNCTIONS
from onconeural.forecast.twins import resample, sample
from onconeural.model import antibody, areas

ANTIBODIES = ("hu", "yo", "ri", "cv2_crmp5", "amphiphysin@intracellular", "tr_dner@intracellular", "nmdar", "gababr")
DAYS = (14.0, 60.0, 182.0)
LATER = 182.0  # days from the forecast day to the outcome
TWINS = 500
ALIVE = Alive("alive")


@dataclass(frozen=True)
class World:
    """Virtual patients (n,) of one antibody, what was read of them, and what becomes of them.

    ``read`` (2, n) before or on the forecast day; ``known``: whether a tumour is; ``later``: their mRS at follow-up by
    what is known of the tumour, 6 for the dead; ``outcome``: class by what is read then.
    """

    patients: Gathered
    past: History
    read: np.ndarray
    known: np.ndarray
    later: dict[bool, np.ndarray]
    outcome: np.ndarray
    scored: np.ndarray


def world(key: str, day: float, *, scored: int, seed: int, strategy: Strategy) -> World:
    past = _past(day)
    found = gather((key,), past, seed, 1, lambda share: None)
    random, own = np.random.default_rng(seed), found.past
    before, sensitivity = np.isfinite(found.pool.tumour_found), np.nan_to_num(own.on("sens"))
    known = before | (random.random(len(own)) < sensitivity)
    later = {status: _later(found, past, _tumour(day, known=status), strategy) for status in (True, False)}
    happened = np.where(known, later[True], later[False])
    read = np.array([_read(own.on("mrs", when), random) for when in past.times()])
    then = np.where(happened == DEAD, DEAD, _read(happened, random))
    outcome = np.where(then == DEAD, 3.0, 1.0 + np.sign(then - read[-1]))
    alive = found.weights(replace(past, facts=(ALIVE,)))
    usable = np.isfinite(later[True]) & np.isfinite(later[False]) & (random.random(len(own)) < alive / alive.max())
    return World(found, past, read, known, later, outcome, np.flatnonzero(usable)[:scored])


def scores(world: World) -> np.ndarray:
    """Of each patient (n, 4): score of the twins, what they expect, score without the facts, effective twins."""
    return np.array([_scored(world, i) for i in world.scored])


def _scored(world: World, one: int) -> tuple[float, float, float, float]:
    later, observed = world.later[bool(world.known[one])], int(world.outcome[one])
    weight = _others(world, one, replace(world.past, facts=_facts(world, one)))
    before = resample(_others(world, one, replace(world.past, facts=(ALIVE,))), TWINS, 0.5)
    twins, now = resample(weight, TWINS, 0.5), world.patients.past.on("mrs")
    shares = class_shares(later[twins], rankin(now[twins]), int(world.read[-1, one]))
    happened = np.where(world.known, world.later[True], world.later[False])
    average = shares_unread(happened[before], now[before])
    return rps(shares, observed), promised(shares), rps(average, observed), effective_number(weight)


def _others(world: World, one: int, past: History) -> np.ndarray:
    weight = np.where(np.isfinite(world.later[True] + world.later[False]), world.patients.weights(past), 0.0)
    weight[one] = 0.0
    return weight / weight.sum()


def _facts(world: World, one: int) -> tuple:
    own, day = world.patients.past, world.past.day
    worst = areas()[int(np.argmin([own.on(name)[one] for name in FUNCTIONS]))]
    readings = (
        Disability("mRS", float(d), float(r)) for d, r in zip(world.past.times(), world.read[:, one], strict=True)
    )
    before = bool(np.isfinite(world.patients.pool.tumour_found[one]))
    return (ALIVE, *readings, Syndrome("area", (worst,)), _tumour(day, known=bool(world.known[one]), before=before))


def _tumour(day: float, *, known: bool, before: bool = False) -> Tumour:
    if before:
        return Tumour("found before onset", "known", None, before_onset=True)
    return Tumour("sought", "known" if known else "unknown", day if known else None, False, () if known else (day,))


def _past(day: float) -> History:
    readings = [{"day": round(day / 3.0), "mrs": 3}, {"day": day, "mrs": 3}]
    past = history(Case(case_id="virtual", phenotype="limbic_encephalitis", forecast_day=day, observations=readings))
    return replace(past, facts=(ALIVE, *past.mrs))


def _later(found: Gathered, past: History, status: Tumour, strategy: Strategy) -> np.ndarray:
    """The mRS of every patient at follow-up, in the order of the patients; NaN for those who did not get so far."""
    ran = np.flatnonzero(~found.past.failed)
    everyone = sample(found, replace(past, facts=()), len(ran))
    if not np.array_equal(everyone.people.patient, found.pool.patient[ran]):
        raise RuntimeError("each patient was expected once")
    days = grid(past.day)
    course = run_arms(everyone, (Arm(strategy, past.day),), replace(past, facts=(status,)), days, lambda share: None)
    mrs = np.full(len(found.past), np.nan)
    mrs[ran] = course.mrs[0][:, int(np.argmin(np.abs(days - past.day - LATER)))]
    return np.where(found.past.gone, np.nan, mrs)


def _read(mrs: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.clip(rankin(mrs + random.normal(0.0, MRS_SD, len(mrs))), 0.0, DEAD - 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scored", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--antibody", choices=ANTIBODIES)
    parser.add_argument("--day", type=float)
    given = parser.parse_args()
    strategy = next(s for s in all_strategies() if s.id == "tumour_immuno")
    print("| antibody | forecast day | twins | twins expect | no facts | gain (standard error) | effective twins |")
    print("|---|---|---|---|---|---|---|")
    for key in (given.antibody,) if given.antibody else ANTIBODIES:
        for day in (given.day,) if given.day else DAYS:
            found = scores(world(key, day, scored=given.scored, seed=given.seed, strategy=strategy))
            print(line(key, day, found), flush=True)


def line(key: str, day: float, found: np.ndarray) -> str:
    twins, expected, before, effective = found.T
    gain = before - twins
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    label = antibody_label(antibody(key).antibody)
    return (
        f"| {label} | {day:.0f} | {twins.mean():.3f} | {expected.mean():.3f} | {before.mean():.3f} "
        f"| {gain.mean():+.3f} ({error:.3f}) | {np.median(effective):.0f} |"
    )


if __name__ == "__main__":
    main()
