"""Ratios between patients with and without a factor: hazards of an event, odds of an outcome."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings import columns as k
from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import events as e
from onconeural.calibration.readings import ratio_words as w
from onconeural.calibration.readings import stability
from onconeural.calibration.readings.columns import Columns
from onconeural.calibration.readings.factor_named import OLD, above, factor, label
from onconeural.calibration.readings.outcome_named import NOTED, OUTCOMES
from onconeural.calibration.readings.ratio_words import RatioWords
from onconeural.evidence.cohort_records import Observable

Array = NDArray[np.float64]


def ratio(sample: Sample, seen: Observable) -> Columns:
    """Columns of a ratio: time to an event and a factor (Cox), or an outcome and a factor (logistic regression).

    Outcome and factor are found in the words of the row; raises ValueError for those that the model does not have.
    """
    words = words_of(seen)
    x = factor(sample, words.factor, words.others)
    if words.outcome.startswith("death") and seen.kind != "odds ratio":
        return m.hazard_by(sample, x, seen)
    if seen.kind == "hazard ratio":
        return _hazard_of(sample, seen, words.outcome, x)
    judge = next((read_it for pattern, read_it in OUTCOMES if re.search(pattern, words.outcome)), None)
    if judge is None:
        raise ValueError(f"the model does not have the outcome {seen.name}")
    moment = "_at_discharge" if "discharge" in seen.name.lower() and "discharge" not in words.outcome else ""
    happened, who = judge(sample, seen if seen.group else replace(seen, name=words.outcome + moment))
    who = who & np.isfinite(x)
    binary = bool(np.isin(x[who], (0.0, 1.0)).all())
    return {"y": happened[who], "e" if binary else "step": x[who]}


def _hazard_of(sample: Sample, seen: Observable, outcome: str, x: Array) -> Columns:
    """Time from onset (or a printed origin) to an event that is not death, and a factor."""
    day = next((day(sample, outcome) for pattern, day in e.EVENTS if re.search(pattern, outcome)), None)
    if day is None:
        raise ValueError(f"the model has no day of {outcome}")
    start = k.origin(sample, seen, "onset")
    known = np.isfinite(x)
    columns = e.until(sample, day, start, known)
    return {**columns, "x": x[e.at_risk(sample, day, start) & known]}


def words_of(seen: Observable) -> RatioWords:
    """Outcome and factor in the words of a row; raises ValueError where no outcome of the model is named.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> row = replace(cohort("graus2001_hu200").observables[0], kind="odds ratio")
    >>> words_of(replace(row, name="poor_outcome_at_12_months_older_than_45_vs_18_to_45"))
    RatioWords(outcome='poor_outcome_at_12_months', factor='older_than_45', others='18_to_45')
    """
    name, group = w.bare(seen), (seen.group or "").lower()
    outcome, rest = _outcome_of(seen, name, bool(group))
    words, others = w.compared(group or rest)
    if not words:
        raise ValueError(f"no factor is named in {seen.name}: name it after the outcome, as in good_outcome_<factor>")
    return RatioWords(outcome, words, others)


def _outcome_of(seen: Observable, name: str, grouped: bool) -> tuple[str, str]:
    """The outcome in a name, and the words beside it: said in full, else death, else the first that is named."""
    hazard = seen.kind == "hazard ratio"
    rows = [pattern for pattern, _ in (e.EVENTS if hazard else OUTCOMES)]
    start = r"^(?:first_)?" if hazard else r"(?<![a-z0-9])"
    first = rf"{start}{w.SORT}(?:un)?(?:{{}})[a-z]*?(?:\d|(?<=[lg][te])_[0-6])?(?:_outcome)?(?=_|$)"
    for pattern in (w.SORT + w.IN_FULL, w.DEATH):
        if found := re.search(pattern, name):
            outcome, rest = w.outcome_at(name, found.start(), found.end(), grouped)
            return (outcome.replace(found.group(), "death") if pattern == w.DEATH else outcome), rest
    places = [place for p in rows if (place := re.search(first.format(p), name))]
    nearest = min(places, key=lambda one: (one.group() == "severe", one.start()), default=None)
    found = nearest or re.search(w.FOR_SURE, name)
    if found is not None:
        return w.outcome_at(name, found.start(), found.end(), grouped)
    if hazard:
        return "death", name
    if noted := NOTED.search(seen.note or ""):
        return noted.group(1).lower().replace(" ", "_"), name
    raise ValueError(f"no outcome of the model is named in {seen.name}: name it first, as in good_outcome_<factor>")


def said(seen: Observable) -> str:
    """What a ratio was taken to be of, in words; empty where outcome or factor are not named."""
    try:
        found = words_of(seen)
    except ValueError:
        return ""
    others = f" against {found.others}" if found.others else ""
    return f"{found.outcome} by {found.factor}{others} ({label(found.factor)})"


def doubt(seen: Observable) -> str | None:
    """Why a ratio is not read though its words are known: they leave open what was compared; None for no doubt.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> row = replace(cohort("graus2001_hu200").observables[0], kind="odds ratio", name="good_outcome")
    >>> doubt(replace(row, group="IVIg")), doubt(replace(row, group="immunotherapy"))
    ('the simulated care has no such choice', None)
    """
    if re.search(w.SHIFT, w.bare(seen)):
        return "a shift over all grades of the modified Rankin scale is not read"
    try:
        words = words_of(seen)
    except ValueError:
        return None
    return next((reason for pattern, reason in w.DOUBTS if re.search(pattern, words.factor)), None)


def older_success(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, by age; mRS at diagnosis beside it."""
    success, who = stability.success(sample)
    return {"y": success[who], "step": above(sample.age, seen.name.lower(), OLD)[who], "beside_mrs": sample.grade[who]}
