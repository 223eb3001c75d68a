"""Ratios between patients with and without a factor: hazards of death, odds of an outcome."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings import areas as a
from onconeural.calibration.readings import columns as k
from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Columns
from onconeural.evidence.cohort_records import Observable
from onconeural.model import areas, involved_below
from onconeural.population import readings as read

Array = NDArray[np.float64]
OLD = 60.0  # years, where a row says only that the patients are older (assumed)
LATE = "ge_45"  # years, where a row says late onset and no age: the limit of PMID 23946310


def central(sample: Sample) -> NDArray[np.bool_]:
    """Whose limbic system, brainstem or cerebellum is involved at diagnosis."""
    lost = np.nan_to_num(read.losses(sample.course, sample.course.diagnosis))
    rows = [i for i, area in enumerate(areas()) if area.id != "peripheral"]
    return np.asarray((lost[:, rows] > 1.0 - involved_below()).any(axis=1))


def _above(values: Array, words: str, otherwise: float) -> Array:
    limit = re.search(r"(gt|ge|over|above|>=?)_?(\d+)", words)
    k = float(limit.group(2)) if limit else otherwise
    at_least = limit is not None and limit.group(1) in ("ge", ">=")
    return np.where(np.isfinite(values), (values >= k) if at_least else (values > k), np.nan)


def _delay(sample: Sample, words: str) -> Array:
    return np.asarray(sample.treatment / read.MONTH)


# Words of a factor, and its value for each patient; the first that is found counts.
_FACTORS: tuple[tuple[str, Callable[[Sample, str], NDArray[np.generic]]], ...] = (
    (r"late_onset", lambda s, w: _above(s.age, w if re.search(r"\d", w) else LATE, OLD)),
    (r"age_?per|per_year|^age$|_age$", lambda s, w: s.age),
    (r"older|elder|age", lambda s, w: _above(s.age, w, OLD)),
    (r"female|women", lambda s, w: s.female),
    (r"male|\bmen\b", lambda s, w: ~s.female),
    (r"(rankin|mrs)_?(gt|ge|over|above|>)", lambda s, w: _above(s.grade, w, 3.0)),
    (r"rankin|mrs", lambda s, w: s.grade),
    (r"delay|time_to_treat", _delay),
    (r"no_treatment|untreated", lambda s, w: np.isnan(np.fmin(s.course.treated, s.course.immune))),
    (r"tumour_treat|antitumour|oncolog|chemo|cancer_treat", lambda s, w: np.isfinite(s.course.treated)),
    (r"immuno", lambda s, w: np.isfinite(s.course.immune)),
    (r"no_(tumour|cancer)", lambda s, w: ~k.tumour_known(s)),
    (r"sclc", lambda s, w: np.where(k.tumour_known(s), (s.tumour == "sclc").astype(float), np.nan)),
    (r"tumour|cancer|paraneoplastic|malign", lambda s, w: k.tumour_known(s)),
    (r"more_than_one_area|multifocal|several", lambda s, w: a.several_areas_then(s)),
    (r"cns|central", lambda s, w: central(s)),
)


def _graded(sample: Sample, seen: Observable, good: bool) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    grade = d.grade_then(sample, seen)
    return (grade <= 2) if good else (grade > 2), sample.who & np.isfinite(grade)


def _disabled(sample: Sample, seen: Observable) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    """With mRS 3 to 5 among the living."""
    grade = d.grade_then(sample, seen)
    return grade > 2, sample.who & (grade <= 5)


def _better(sample: Sample) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    start = sample.treatment
    return read.improved(sample.course, start, t.WINDOW), sample.who & np.isfinite(read.at(sample.course.mrs, start))


def _held(sample: Sample) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    course = sample.course
    return ~read.worse(course, course.diagnosis, 6.0), sample.who & (course.diagnosis + 183.0 <= course.days[-1])


# Words of an outcome, and its reading.
_OUTCOMES: tuple[tuple[str, Callable[[Sample, Observable], tuple[NDArray[np.generic], NDArray[np.bool_]]]], ...] = (
    (r"good|favou?rable|independ|success", lambda s, o: _graded(s, o, good=True)),
    (r"mrs_?3_5|disab", _disabled),
    (r"poor|unfavou?rable|severe", lambda s, o: _graded(s, o, good=False)),
    (r"improv|respon", lambda s, o: _better(s)),
    (r"stab", lambda s, o: _held(s)),
    (r"relapse", lambda s, o: (read.relapse(s.course), s.who)),
)


def ratio(sample: Sample, seen: Observable) -> Columns:
    """Columns of a ratio: time to death and a factor (Cox), or an outcome and a factor (logistic regression).

    Outcome and factor are found in the words of the row; raises ValueError for those that the model does not have.
    """
    outcome, words = _split(seen)
    factor = next((value(sample, words) for pattern, value in _FACTORS if re.search(pattern, words)), None)
    if factor is None:
        raise ValueError(f"the model does not have the factor {words}")
    x = np.asarray(factor, dtype=float)
    if outcome == "death":
        return m.hazard_by(sample, x, seen)
    happened, who = next(read_it for pattern, read_it in _OUTCOMES if re.search(pattern, outcome))(sample, seen)
    who = who & np.isfinite(x)
    return {"y": happened[who], "step": x[who]}


def _split(seen: Observable) -> tuple[str, str]:
    """Outcome and factor: the words before and after each other in the name, or name and group."""
    name, group = re.sub(r"(^|_)(hr|or|rr)(_|$)", "_", seen.name.lower()).strip("_"), (seen.group or "").lower()
    dead = re.search(r"death|died|mortality|survival|dying", name)
    if (
        not dead
        and seen.kind == "hazard ratio"
        and re.search(r"^(time_to_)?(mrs|rankin|wheelchair|relaps|disab)", name)
    ):
        raise ValueError(f"the model has the hazard of death, and not of {seen.name}")
    if dead or seen.kind == "hazard ratio":
        return "death", group or (name.replace(dead.group(), "").strip("_") if dead else name)
    found = next(
        (m for pattern, _ in _OUTCOMES if (m := re.search(rf"(un)?({pattern})\w*?(_outcome)?(?=_|$)", name))), None
    )
    if found is None:
        raise ValueError(f"the model does not have the outcome {seen.name}")
    return found.group(), group or name.replace(found.group(), "").strip("_")


def older_success(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, by age; mRS at diagnosis beside it."""
    success, who = t.success(sample)
    return {"y": success[who], "step": _above(sample.age, seen.name.lower(), OLD)[who], "beside_mrs": sample.grade[who]}
