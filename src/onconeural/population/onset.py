"""From plausible patients to patients with disease: lives are simulated up to the first neurological symptom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Dose, Precision, Result
from onconeural.model import Antibody, disease_model, doses, scales
from onconeural.population.draws import uniform
from onconeural.population.persons import persons, treated, visible_size
from onconeural.population.plausible import Patients, plausible
from onconeural.population.relapse import TREATMENT_DELAY, FollowUp, Lived, with_relapses

Array = NDArray[np.float64]

FOUND = ("found_by_symptom", "found_by_chance")
ENDS = ("onset", "death", "lethal_burden")
RTOL = 1e-4
PRECISION: Precision = "single"  # inside a step: at this tolerance the results are as exact as with double


@dataclass(frozen=True)
class Diseased:
    """Patients at onset (day 0): parameters (n,), model state (S, n), and the tumour's history before onset.

    ``tumour_found`` is the day (negative) on which it was found before onset, NaN otherwise; ``local`` and
    ``chemotherapy`` are the start days of the treatment that followed, NaN without one; of a tumour that came back,
    ``chemotherapy`` is the start of the last one.
    """

    antibody: NDArray[np.str_]
    patient: NDArray[np.int64]
    parameters: dict[str, Array]
    state: Array
    tumour_found: Array
    local: Array
    chemotherapy: Array
    searched: int
    failed: int

    def __len__(self) -> int:
        return len(self.patient)

    def take(self, index: NDArray[np.intp]) -> Diseased:
        """Some of the patients, also repeatedly."""
        return Diseased(
            self.antibody[index],
            self.patient[index],
            {k: v[index] for k, v in self.parameters.items()},
            self.state[:, index],
            self.tumour_found[index],
            self.local[index],
            self.chemotherapy[index],
            self.searched,
            self.failed,
        )


def tumour_cells(state: Array) -> Array:
    """All tumour cells in model states of shape (S, n): those that T cells see and the escape clone, shape (n,)."""
    return np.asarray(state[[disease_model().states.index(s) for s in ("T", "Z")]].sum(axis=0))


def join(groups: list[Diseased]) -> Diseased:
    """Several groups as one."""
    symbols = groups[0].parameters
    return Diseased(
        np.concatenate([g.antibody for g in groups]),
        np.concatenate([g.patient for g in groups]),
        {k: np.concatenate([g.parameters[k] for g in groups]) for k in symbols},
        np.concatenate([g.state for g in groups], axis=1),
        np.concatenate([g.tumour_found for g in groups]),
        np.concatenate([g.local for g in groups]),
        np.concatenate([g.chemotherapy for g in groups]),
        sum(g.searched for g in groups),
        sum(g.failed for g in groups),
    )


def diseased(
    antibody: Antibody, seed: int, first: int, count: int, progress: Callable[[float], None] | None = None
) -> Diseased:
    """The patients among first ... first + count - 1 who reach onset within the antibody's horizon.

    A tumour that is found before onset is treated as practised, and the life goes on; so is a relapse of it.
    """
    patients = plausible(antibody, seed, first, count)
    life = _live(antibody, patients, progress)
    found_at = np.where(np.isin(life.stopped_by, FOUND), life.end_time, np.nan)
    known = np.flatnonzero(np.isfinite(found_at))
    time, state = life.end_time.copy(), life.end_state.copy()
    reached = np.asarray(life.stopped_by) == "onset"
    failed = int(life.failed.sum())
    local, chemo = _treatment(antibody, seed, patients, found_at)
    if len(known):
        later = _live_on(antibody, seed, patients, life, known, (local[known], chemo[known]))
        time[known], state[:, known] = later.end_time, later.end_state
        reached[known] = later.stopped_by == "onset"
        chemo[known] = np.where(np.isnan(later.again), chemo[known], later.again)
        failed += int(later.failed.sum())
    ill = np.flatnonzero(reached)
    return Diseased(
        np.full(len(ill), antibody.id),
        patients.patient[ill],
        {k: v[ill] for k, v in patients.parameters.items()},
        state[:, ill],
        (found_at - time)[ill],
        (local - time)[ill],
        (chemo - time)[ill],
        count,
        failed,
    )


def _pulse(antibody: Antibody, parameters: dict[str, Array]) -> list[Dose]:
    """The danger pulse of patients without a tumour."""
    free = antibody.tumour_free
    if free is None:
        return []
    day = np.where(parameters["T0"] < 1.0, free.day, np.nan)
    return [Dose("u_dg", day, free.amount * parameters["ag"])]


def _live(antibody: Antibody, patients: Patients, progress: Callable[[float], None] | None) -> Result:
    return disease_model().simulate(
        antibody.horizon,
        n=len(patients),
        parameters=patients.parameters,
        doses=_pulse(antibody, patients.parameters),
        stop_at=(*ENDS, *FOUND),
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
        progress=progress,
    )


def _live_on(
    antibody: Antibody, seed: int, patients: Patients, life: Result, known: NDArray[np.intp], given: tuple[Array, Array]
) -> Lived:
    """Lives after the finding of a tumour; ``given``: when local treatment and chemotherapy begin."""
    parameters = {k: v[known] for k, v in patients.parameters.items()}

    def live(who: NDArray[np.intp], again: Array, times: Array) -> Result:
        """The lives of some, with chemotherapy again from the days ``again`` on."""
        here, (local, chemo) = {k: v[who] for k, v in parameters.items()}, (day[who] for day in given)
        plan = [*doses("local_tumour_treatment", local), *doses("chemotherapy", chemo), *doses("chemotherapy", again)]
        return disease_model().simulate(
            antibody.horizon,
            n=len(who),
            parameters=here,
            start=life.end_time[known][who],
            state=life.end_state[:, known][:, who],
            doses=[*_pulse(antibody, here), *plan],
            outputs=("Tt",) if len(times) else (),
            times=times,
            stop_at=ENDS,
            scales=scales(),
            rtol=RTOL,
            precision=PRECISION,
        )

    follow_up = followed(antibody, seed, patients.patient[known], parameters["Tdet"])
    return with_relapses(live, follow_up, np.fmin(*given), antibody.horizon)


def followed(antibody: Antibody, seed: int, patients: NDArray[np.int64], detectable: Array) -> FollowUp:
    """Who is followed after the treatment of a tumour; ``detectable`` (n,) is Tdet, in cells."""
    share = treated(antibody, persons(antibody, seed, patients)).relapse
    watched = uniform(seed, "relapse", patients) < share
    return FollowUp(watched, visible_size(seed, patients, detectable))


def _treatment(antibody: Antibody, seed: int, patients: Patients, found_at: Array) -> tuple[Array, Array]:
    """Start times of local treatment and chemotherapy for tumours found before onset (NaN: not given)."""
    start = found_at + TREATMENT_DELAY
    share = treated(antibody, persons(antibody, seed, patients.patient))
    local = uniform(seed, "local_treatment", patients.patient) < share.local
    chemo = uniform(seed, "chemotherapy", patients.patient) < share.chemotherapy
    return np.where(local, start, np.nan), np.where(chemo, start, np.nan)
