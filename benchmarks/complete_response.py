"""Where the effect of a complete response on the syndrome goes: the tables of docs/model.md.

    python benchmarks/complete_response.py [--draws 300000] [--seed 11]

The same patients with Hu antibodies, whose tumour is found after onset and treated, live three times from onset on:
treated as practised, not treated, and with the whole tumour gone on the first day of treatment. Nobody dies of the
tumour; whoever dies of the syndrome is not stable. Immunotherapy stays as it was.
"""

import argparse
from dataclasses import dataclass

import numpy as np

from onconeural.model import antibody, disease_model, doses, scales
from onconeural.population import Cohort, cohort, persons
from onconeural.population import readings as read
from onconeural.population.course_record import GRID
from onconeural.population.estimates import odds_ratio
from onconeural.population.onset import PRECISION, RTOL

CURVES = ("mrs", "Cbt", "a", "Hneu", "Hbg")
NEVER, WHOLE = 1e9, {"surg": 30.0, "Tloc": 1e15}  # a hazard that nobody reaches; local treatment that leaves nothing
MOMENTS = (read.CYCLES_END, 182.0, 365.0, 730.0)  # days from the start of tumour treatment


@dataclass(frozen=True)
class Arm:
    """Curves (n, days), the first day of treatment and the hazard at which each dies, shapes (n,); what raters add."""

    curves: dict
    start: np.ndarray
    fate: np.ndarray
    rater: np.ndarray

    def at(self, name, days):
        return read.at(self.curves[name], self.start + days)

    def gone(self, days):
        return self.at("Hneu", days) + self.at("Hbg", days) >= self.fate

    def stable(self, days):
        first, later = (
            np.clip(read.rankin(self.at("mrs", d) + self.rater[:, i]), 0, 5) for i, d in enumerate((0.0, days))
        )
        return (later <= first) & ~self.gone(days)


def live(c: Cohort, who, local, chemotherapy, change=None) -> Arm:
    """The lives of the patients ``who`` under other days of tumour treatment (NaN: none)."""
    parameters = {k: v[who] for k, v in c.people.parameters.items()}
    fate = parameters["Edeath"]
    ceiling = disease_model().parameters["K"]
    others = {"Edeath": NEVER, "Tlethal": 2 * ceiling} | (change or {})
    plan = [(drug, c.course.immune[who]) for drug in antibody(c.antibody).immunotherapy.drugs]
    plan += [("local_tumour_treatment", local), ("chemotherapy", chemotherapy)]
    run = disease_model().simulate(
        float(GRID[-1]),
        parameters=parameters | {k: np.full(len(who), v) for k, v in others.items()},
        state=c.people.state[:, who],
        doses=[d for key, day in plan if np.any(np.isfinite(day)) for d in doses(key, day)],
        outputs=CURVES,
        times=GRID,
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
    return Arm(run.values, c.course.treated[who], fate, c.course.rater[who])


def arms(c: Cohort, who) -> dict[str, Arm]:
    course = c.course
    none = np.full(len(who), np.nan)
    return {
        "as practised": live(c, who, course.local[who], course.chemotherapy[who]),
        "not treated": live(c, who, none, none),
        "tumour gone on the first day": live(c, who, course.treated[who], none, WHOLE),
    }


def counted(c: Cohort) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Whom the ratio can be read of: a name, who is counted, and who is stable."""
    course = c.course
    end = course.treated + read.CYCLES_END
    of, stable = read.tumour_treated(course), read.stable_after_tumour_treatment(course)
    everybody = read.diagnosed(course) & (course.treated >= 0) & (end <= GRID[-1])
    tumour = everybody & course.by_tumour & (course.death < end)
    last = np.where(tumour, course.death - np.diff(GRID)[0], end)
    seen = read.rated(course, last, read.LATER) <= read.rated(course, course.treated)
    return [
        ("those alive at its end", of & ~(course.death < end), stable),
        ("also who died of the syndrome (in use)", of, stable),
        ("everybody; who died of the tumour as when last seen", everybody, np.where(tumour, seen, stable)),
        ("everybody; who died of the tumour as worse", everybody, stable),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    c = cohort("hu", given.draws, given.seed)
    response = read.complete_response(c.course)
    print("| of treated tumours are counted | odds ratio | stable, % |\n|---|---|---|")
    for name, of, stable in counted(c):
        print(f"| {name} | {odds_ratio(stable, response, of).value:.2f} | {100 * stable[of].mean():.0f} |")
    who = np.flatnonzero(read.tumour_treated(c.course))
    kind = persons(antibody("hu"), given.seed, c.people.patient).tumour[who]
    table(arms(c, who), response[who], kind)


def table(lives: dict[str, Arm], response, kind) -> None:
    heads = "".join(f" {day:.0f} days |" for day in MOMENTS)
    print(
        f"\n| stable, % (response, none) | T cells left | antigen | odds ratio |{heads}\n|---|---|---|---|{'---|' * 4}"
    )
    for name, arm in lives.items():
        cells, antigen = (
            " and ".join(f"{np.median(values[of]):.2g}" for of in (response, ~response))
            for values in (arm.at("Cbt", MOMENTS[0]) / arm.at("Cbt", 0.0), arm.at("a", MOMENTS[0]))
        )
        ratio = odds_ratio(arm.stable(MOMENTS[0]), response, np.isfinite(arm.start)).value
        shares = "".join(f" {' and '.join(of_both(arm, response, day))} |" for day in MOMENTS)
        print(f"| {name} | {cells} | {antigen} | {ratio:.2f} |{shares}")
    untreated = lives["not treated"]
    for tumour in np.unique(kind):
        print(f"not treated, {tumour}: {odds_ratio(untreated.stable(MOMENTS[0]), response, kind == tumour).value:.2f}")


def of_both(arm: Arm, response, day: float) -> list[str]:
    seen = arm.start + day <= GRID[-1]
    return [f"{100 * arm.stable(day)[seen & of].mean():.0f}" for of in (response, ~response)]


if __name__ == "__main__":
    main()
