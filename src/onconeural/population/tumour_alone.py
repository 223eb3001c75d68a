"""Patients with the tumour alone: found by its own signs, treated as practised, with or without an antibody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Result
from onconeural.model import Antibody, disease_model, doses, scales
from onconeural.population.draws import uniform
from onconeural.population.onset import FOUND, PRECISION, RTOL, followed, tumour_cells
from onconeural.population.persons import persons, treated
from onconeural.population.plausible import parameters
from onconeural.population.readings import COMPLETE, CYCLES_END, MONTH
from onconeural.population.relapse import TREATMENT_DELAY, with_relapses

Array = NDArray[np.float64]

DEATHS = ("death", "lethal_burden")
FIRST = 2**40  # number of the first patient: none of them is in a cohort
FOLLOWED = 1096.0  # days after the finding: three years
YEAR = 365.25


@dataclass(frozen=True)
class TumourAlone:
    """n patients whose tumour was found while they had no neurological syndrome.

    ``titre``: autoantibody in plasma on that day, mg/L; ``size``: cells of the tumour on that day; ``treated``: the
    tumour was treated; ``complete``: complete response two weeks after the last cycle; ``relapsed``: it was seen again
    and treated again; ``months`` to death (``died``) or end of observation, from the finding.
    """

    titre: Array
    size: Array
    treated: NDArray[np.bool_]
    complete: NDArray[np.bool_]
    relapsed: NDArray[np.bool_]
    months: Array
    died: NDArray[np.bool_]


@dataclass(frozen=True)
class _Found:
    patient: NDArray[np.int64]
    people: dict[str, Array]
    state: Array
    day: Array

    def take(self, who: NDArray[np.intp]) -> _Found:
        people = {k: v[who] for k, v in self.people.items()}
        return _Found(self.patient[who], people, self.state[:, who], self.day[who])


def tumour_alone(record: Antibody, seed: int, n: int, days: float = FOLLOWED, other_deaths: bool = True) -> TumourAlone:
    """Follow n plausible patients, likely to fall ill or not, for so many ``days`` from the finding of the tumour.

    Without ``other_deaths`` the hazard h0 of death from other causes is zero: survival is then net.
    """
    found = _find(record, seed, n, other_deaths)
    start = found.day + TREATMENT_DELAY
    shares = treated(record, persons(record, seed, found.patient))
    local = np.where(uniform(seed, "local_treatment", found.patient) < shares.local, start, np.nan)
    chemo = np.where(uniform(seed, "chemotherapy", found.patient) < shares.chemotherapy, start, np.nan)
    plan = [("local_tumour_treatment", local), ("chemotherapy", chemo)]
    response = _follow(found, plan, start + CYCLES_END, DEATHS)

    def live(who: NDArray[np.intp], again: Array, times: Array) -> Result:
        """The lives of some, with chemotherapy again from the days ``again`` on."""
        given = [(key, day[who]) for key, day in plan]
        return _follow(found.take(who), [*given, ("chemotherapy", again)], (found.day + days)[who], DEATHS, times)

    follow_up = followed(record, seed, found.patient, found.people["Tdet"])
    rest = with_relapses(live, follow_up, np.fmin(local, chemo), found.day + days)
    size = tumour_cells(response.end_state)
    died = np.isin(rest.stopped_by, DEATHS)
    given = np.isfinite(np.fmin(local, chemo)) & ~np.isin(response.stopped_by, DEATHS)
    titre = found.state[disease_model().states.index("Ab")]
    months = (rest.end_time - found.day) / MONTH
    at_first = tumour_cells(found.state)
    return TumourAlone(titre, at_first, given, size < COMPLETE, np.isfinite(rest.again), months, died)


def provoked(record: Antibody, seed: int, n: int, drug: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who falls ill within a year of the finding of the tumour, without and with a drug from then on."""
    found = _find(record, seed, n)
    plans: tuple[list[tuple[str, Array]], ...] = ([], [(drug, found.day)])
    arms = [_follow(found, plan, found.day + YEAR, ("onset", *DEATHS)) for plan in plans]
    ill = [np.asarray(run.stopped_by) == "onset" for run in arms]
    return ill[0], ill[1]


def _find(record: Antibody, seed: int, n: int, other_deaths: bool = True) -> _Found:
    patients = np.arange(FIRST, FIRST + n, dtype=np.int64)
    people = parameters(record, seed, patients)
    if not other_deaths:
        people["h0"] = np.zeros(n)
    life = disease_model().simulate(
        record.horizon,
        parameters=people,
        stop_at=("onset", *DEATHS, *FOUND),
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
    who = np.flatnonzero(np.isin(life.stopped_by, FOUND))
    chosen = {k: v[who] for k, v in people.items()}
    return _Found(patients[who], chosen, life.end_state[:, who], life.end_time[who])


def _follow(
    found: _Found, plan: list[tuple[str, Array]], until: Array, ends: tuple[str, ...], times: Array | tuple[()] = ()
) -> Result:
    return disease_model().simulate(
        until,
        parameters=found.people,
        start=found.day,
        state=found.state,
        doses=[d for key, start in plan for d in doses(key, start)],
        outputs=("Tt",) if len(times) else (),
        times=times,
        stop_at=ends,
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
