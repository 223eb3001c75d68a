"""Ratios of stability half a year after diagnosis or after tumour treatment, by what was done and how bad it was."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings.columns import Columns, Flags
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

HALF_YEAR = 183.0  # days


def stable_by_response(sample: Sample, seen: Observable) -> Columns:
    """Stable, by complete response of the tumour, of the same patients in whom stability is counted."""
    course = sample.course
    who = sample.who & read.tumour_treated(course)
    return {"y": read.stable_after_tumour_treatment(course)[who], "e": read.complete_response(course)[who]}


def held(sample: Sample) -> tuple[Flags, Flags]:
    """Who is not one step worse half a year after diagnosis, and who is seen until then, each of shape (n,)."""
    course = sample.course
    return ~read.worse(course, course.diagnosis, 6.0), sample.who & (course.diagnosis + HALF_YEAR <= course.days[-1])


def stable_by_tumour_treatment(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis, by tumour treatment; beside it age above 60 and mRS above 3."""
    stable_then, who = held(sample)
    beside = {"beside_age": sample.age > 60, "beside_mrs": sample.grade > 3}
    return {"y": stable_then[who], **_by_treatment(sample, who, beside)}


def success_by_tumour_treatment(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, by tumour treatment; beside it age and mRS."""
    happened, who = success(sample)
    return {"y": happened[who], **_by_treatment(sample, who, {"beside_age": sample.age, "beside_mrs": sample.grade})}


def _by_treatment(sample: Sample, who: Flags, beside: Mapping[str, NDArray[np.generic]]) -> Columns:
    treated = sample.course.treated < sample.course.diagnosis + HALF_YEAR
    return {"step": treated[who], **{name: values[who] for name, values in beside.items()}}


def success(sample: Sample) -> tuple[Flags, Flags]:
    """Who is not worse half a year after diagnosis with mRS 3 or less, and who is judged, each of shape (n,)."""
    stable_then, who = held(sample)
    return stable_then & (read.rated(sample.course, sample.course.diagnosis + HALF_YEAR, read.LATER) <= 3), who


def stable_by_rankin(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, per mRS step at diagnosis; beside it age."""
    happened, who = success(sample)
    return {"y": happened[who], "step": sample.grade[who], "beside_age": sample.age[who]}
