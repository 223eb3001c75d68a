"""Patients whose syndrome a checkpoint inhibitor provoked: the tumour was known, and onset came under the drug."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Dose, Result
from onconeural.model import Antibody, disease_model, doses, scales
from onconeural.population.onset import ENDS, FOUND, PRECISION, RTOL, Diseased
from onconeural.population.plausible import Patients, plausible
from onconeural.population.relapse import TREATMENT_DELAY

Array = NDArray[np.float64]

DRUG = "checkpoint_inhibitor"
WITHIN = 365.25  # days after the finding of the tumour: a later onset is not called provoked (assumed)
FIRST = 2**41  # number of the first patient: none of them is in another cohort


def provoked(antibody: Antibody, seed: int, count: int) -> Diseased:
    """The patients among ``count`` plausible ones who fall ill within a year on a checkpoint inhibitor.

    Their tumour was found while they had no syndrome; the drug began 21 days later and is stopped at onset, when what
    is left of it decays. The search is the usual one, so a patient with few precursors, whom only the drug could make
    ill, may be missed.
    """
    patients = plausible(antibody, seed, FIRST, count)
    life = _fly(patients.parameters, antibody.horizon, [], (*ENDS, *FOUND))
    known = np.flatnonzero(np.isin(life.stopped_by, FOUND))
    drugged = _on_drug(patients, life, known)
    ill = np.asarray(drugged.stopped_by) == "onset"
    who, none = known[ill], np.full(int(ill.sum()), np.nan)
    return Diseased(
        np.full(len(who), antibody.id),
        patients.patient[who],
        {k: v[who] for k, v in patients.parameters.items()},
        drugged.end_state[:, ill],
        life.end_time[who] - drugged.end_time[ill],
        none,
        none.copy(),
        count,
        int(life.failed.sum() + drugged.failed.sum()),
    )


def _on_drug(patients: Patients, life: Result, who: NDArray[np.intp]) -> Result:
    found = life.end_time[who]
    return _fly(
        {k: v[who] for k, v in patients.parameters.items()},
        found + WITHIN,
        doses(DRUG, found + TREATMENT_DELAY),
        ENDS,
        (found, life.end_state[:, who]),
    )


def _fly(
    people: dict[str, Array],
    until: float | Array,
    given: list[Dose],
    ends: tuple[str, ...],
    begin: tuple[Array, Array] | None = None,
) -> Result:
    day, state = begin or (0.0, None)
    return disease_model().simulate(
        until,
        parameters=people,
        start=day,
        state=state,
        doses=given,
        stop_at=ends,
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
