"""Experiments that no clinic can do: the same patients from onset on, treated on a chosen day, with death put aside."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from onconeural.model import disease_model, doses, scales
from onconeural.population.onset import PRECISION, RTOL, Diseased

Array = NDArray[np.float64]

TUMOUR_TREATMENT = ("local_tumour_treatment", "chemotherapy")
FIRST_LINE = ("steroids", "ivig")
NEVER = 1e9  # a cumulative hazard that nobody reaches


def disability(people: Diseased, interventions: Iterable[str], day: float, until: float, step: float = 10.0) -> Array:
    """Course of the mRS (n, times) from onset to ``until`` when the interventions begin on ``day``; nobody dies."""
    return _run(people, interventions, day, np.arange(0.0, until + step / 2, step), ("mrs",))["mrs"]


def mean_disability(people: Diseased, interventions: Iterable[str], day: float, until: float = 540.0) -> float:
    """Mean mRS over patients and over the days from onset to ``until``, when the interventions begin on ``day``.

    Patients whose simulation fails in this arm are left out.
    """
    course = disability(people, interventions, day, until)
    return float(np.nanmean(np.trapezoid(course, axis=1) / (course.shape[1] - 1)))


def _run(
    people: Diseased, interventions: Iterable[str], day: float, times: Array, outputs: tuple[str, ...]
) -> dict[str, Array]:
    n = len(people)
    ceiling = disease_model().parameters["K"]
    earlier = [*doses("local_tumour_treatment", people.local), *doses("chemotherapy", people.chemotherapy)]
    run = disease_model().simulate(
        float(times[-1]),
        parameters={**people.parameters, "Edeath": np.full(n, NEVER), "Tlethal": np.full(n, 2.0 * ceiling)},
        state=people.state,
        doses=[*earlier, *(d for key in interventions for d in doses(key, day))],
        outputs=outputs,
        times=times,
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
    return run.values
