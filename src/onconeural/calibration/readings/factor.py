"""Ratios between patients with and without a factor: hazards of an event, odds of an outcome."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import DISCHARGE, Sample
from onconeural.calibration.published.grades import DISABLED, band, grade_named
from onconeural.calibration.published.limits import Limit, limit
from onconeural.calibration.readings import areas as a
from onconeural.calibration.readings import columns as k
from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import events as e
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Columns
from onconeural.calibration.readings.moments import grade_when
from onconeural.calibration.readings.people import people
from onconeural.calibration.readings.tumour import limited_or_not
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Array = NDArray[np.float64]
OLD = 60.0  # years, where a row says only that the patients are older (assumed)
LATE = "ge_45"  # years, where a row says late onset and no age: the limit of PMID 23946310


def _above(values: Array, words: str, otherwise: float) -> Array:
    named = limit(words) or Limit(otherwise, below=False, included=False)
    return np.where(np.isfinite(values), named.holds(values), np.nan)


def _per(words: str) -> float:
    """How many of the unit that words name a step is: 10 for per_10_years, 1 where they name none."""
    if "decade" in words:
        return 10.0
    found = re.search(r"per_(\d+)", words)
    return float(found.group(1)) if found else 1.0


def _delay(sample: Sample, words: str) -> Array:
    """Delay of treatment in the unit that words name (months), or of the diagnosis."""
    day = sample.course.diagnosis if "diagnos" in words else sample.treatment
    unit = 7.0 if "week" in words else 1.0 if re.search("per_day|days", words) else read.MONTH
    return np.asarray(day / unit / _per(words))


def _of_stage(sample: Sample, words: str) -> Array:
    """The stage that words name first, 1 or 0, of those with a small-cell lung cancer; NaN for all others."""
    limited, first = limited_or_not(sample), re.search("limited|extensive", words)
    return limited if first is not None and first.group() == "limited" else 1.0 - limited


def _people(sample: Sample, words: str) -> NDArray[np.bool_]:
    if (who := people(sample, words)) is None:
        raise ValueError(f"the model does not have the factor {words}")
    return who


# What is said of a tumour beyond its being there.
OF_THE_TUMOUR = (
    r"treat|therap|remov|resect|progress|relaps|recurr|stage|size|burden|growth|spread|type|histolog|after|before|first"
)
# Words that the outcome leaves in front of a factor: worse_survival_with_, mortality_in_.
DIRECTION = (
    r"^(worse|better|poor(er)?|short(er)?|long(er)?|low(er)?|high(er)?|reduced|increased|decreased|greater|less|more|"
    r"(risk|odds|hazard)_of)__"
)
JOINED = r"^(than|with|in|if|for|by|of|among|when)_"
# Words of a factor, and its value for each patient; the first that is found counts. Others are subgroups.
_FACTORS: tuple[tuple[str, Callable[[Sample, str], NDArray[np.generic]]], ...] = (
    (r"late_onset", lambda s, w: _above(s.age, w if re.search(r"\d", w) else LATE, OLD)),
    (r"younger\w*(per_|_age$)", lambda s, w: -s.age / _per(w)),
    (r"younger(?!\w*\d)", lambda s, w: 1.0 - _above(s.age, w, OLD)),
    (
        r"age_?per|per_(\d+_)?(year|decade)|^age(_at_\w+|_years)?$|_age$",
        lambda s, w: s.age / _per(w),
    ),
    (r"older|elder|younger|(^|_)aged?(_|$)", lambda s, w: _above(s.age, w, OLD)),
    (r"(rankin|mrs)\w*?_?(gt|ge|lt|le|over|above|>|<)", lambda s, w: _above(s.grade, w, 3.0)),
    (r"(lower|low|better|less)_(\w+_)?(rankin|mrs)", lambda s, w: -s.grade),
    (r"rankin|mrs", lambda s, w: s.grade),
    (r"(delay|time_to_treat\w*|time_to_immuno\w*)(?!.*(gt|lt|ge|le|over|under|>|<|within)_?\d)", _delay),
    (
        r"^((?!within|early|late|alone|only|_and_|no_|without_).)*(tumour_treat|antitumour|oncolog|chemo|cancer_treat)\w*$",
        lambda s, w: np.isfinite(s.course.treated),
    ),
    (r"no_treatment|untreated", lambda s, w: np.isnan(np.fmin(s.course.treated, s.course.immune))),
    (
        r"(tumour|cancer)_(respon|remission|cr$|complete)",
        lambda s, w: np.where(read.tumour_treated(s.course), read.complete_response(s.course).astype(float), np.nan),
    ),
    (r"(limited|extensive)(_|$)", _of_stage),
    (r"sclc", lambda s, w: k.small_cell(s)),
    (
        r"(lung|breast|ovar\w*|testi\w*|gyn\w*|germ_cell)_(cancer|tumour|carcinoma)",
        _people,
    ),
    (
        rf"(?<!no_)(?<!without_)((tumour|cancer|malign)(?!\w*_({OF_THE_TUMOUR}))|(^|_)paraneoplastic$)",
        lambda s, w: k.tumour_known(s),
    ),
    (r"more_than_one_area|multifocal|several", lambda s, w: a.several_areas_then(s)),
)


Judged = tuple[NDArray[np.generic], NDArray[np.bool_]]


def _graded(sample: Sample, seen: Observable, good: bool) -> Judged:
    grade = grade_when(sample, seen)
    return (grade <= 2) if good else (grade > 2), sample.who & np.isfinite(grade)


def _between(sample: Sample, seen: Observable) -> Judged:
    """With an mRS between the grades that the name gives; the dead have 6."""
    (low, high), grade = band(seen.name), grade_when(sample, seen)
    return (grade >= low) & (grade <= high), sample.who & np.isfinite(grade)


def _disabled(sample: Sample, seen: Observable) -> Judged:
    """With a grade that the words name, else mRS 3 to 5, among the living."""
    grade = grade_when(sample, seen)
    return grade >= grade_named(seen.name.lower(), DISABLED), sample.who & (grade <= 5)


def _better(sample: Sample, seen: Observable) -> Judged:
    """Better after the start of treatment; at discharge a month after immunotherapy, else after the diagnosis."""
    course, start, window = sample.course, sample.treatment, t.WINDOW
    if "discharge" in seen.name:
        start, window = np.where(np.isnan(course.immune), course.diagnosis, course.immune), DISCHARGE
    return read.improved(course, start, window), sample.who & np.isfinite(read.at(course.mrs, start))


def _not_better(sample: Sample, seen: Observable) -> Judged:
    better, who = _better(sample, seen)
    return ~better.astype(bool), who


def _held(sample: Sample) -> Judged:
    course = sample.course
    return ~read.worse(course, course.diagnosis, 6.0), sample.who & (course.diagnosis + 183.0 <= course.days[-1])


def _worse(sample: Sample) -> Judged:
    held, who = _held(sample)
    return ~held.astype(bool), who


def _dead(sample: Sample, seen: Observable) -> Judged:
    return sample.course.death <= k.last_day(sample, seen), sample.who & np.isfinite(k.origin(sample, seen))


def _found(sample: Sample) -> Judged:
    return k.tumour_known(sample), sample.who


# Words of an outcome, and its reading.
_OUTCOMES: tuple[tuple[str, Callable[[Sample, Observable], Judged]], ...] = (
    (r"death|died|mortality|dying|fatal", _dead),
    (r"good|(?<!un)favou?rable|independ|success", lambda s, o: _graded(s, o, good=True)),
    (r"mrs_?3_5|disab|wheelchair|bedridden", _disabled),
    (r"(mrs|rankin)_?(l[te]|g[te]|[<>]=?)_?[0-6]|mrs_?[0-6]_[0-6]", _between),
    (r"poor|unfavou?rable|severe", lambda s, o: _graded(s, o, good=False)),
    (r"(improv\w*?_or_stab|stab\w*?_or_improv|not_wors)", lambda s, o: _held(s)),
    (r"(no|non|un|not)_?(improv|respon)", _not_better),
    (r"improv|respon|recover", _better),
    (r"stab", lambda s, o: _held(s)),
    (r"wors|deterior|progress|declin", lambda s, o: _worse(s)),
    (r"relapse", lambda s, o: (read.relapse(s.course), s.who)),
    (r"^(tumour|cancer|malignancy)(_(found|detect|identif|presen|diagnos))?", lambda s, o: _found(s)),
)
# An outcome that only the note names: "for good outcome", "predictor of relapse".
NOTED = re.compile(
    r"(?i)\b(?:for|of|outcome:)\s+((?:good|poor|(?:un)?favou?rable)(?: outcome)?|death|mortality|relapse|"
    r"improvement(?: or stabili[sz]ation)?|improv\w+|stabili[sz]ation|worsening)\b"
)
DEATH = r"death|died|mortality|survival|dying|fatal|(^|_)os(_|$)"


def ratio(sample: Sample, seen: Observable) -> Columns:
    """Columns of a ratio: time to an event and a factor (Cox), or an outcome and a factor (logistic regression).

    Outcome and factor are found in the words of the row; raises ValueError for those that the model does not have.
    """
    outcome, words = _split(seen)
    words = re.sub(JOINED, "", re.sub(DIRECTION, "", words))
    words = re.sub(r"_(vs|versus)_.*$|^at_(discharge|last_(visit|follow_?up))_", "", words)
    x = _factor(sample, words)
    if outcome == "death" and seen.kind != "odds ratio":
        return m.hazard_by(sample, x, seen)
    if seen.kind == "hazard ratio":
        return _hazard_of(sample, seen, outcome, x)
    judge = next((read_it for pattern, read_it in _OUTCOMES if re.search(pattern, outcome)), None)
    if judge is None:
        raise ValueError(f"the model does not have the outcome {seen.name}")
    moment = "_at_discharge" if "discharge" in seen.name.lower() else ""
    happened, who = judge(sample, seen if seen.group else replace(seen, name=outcome + moment))
    who = who & np.isfinite(x)
    binary = bool(np.isin(x[who], (0.0, 1.0)).all())
    return {"y": happened[who], "e" if binary else "step": x[who]}


def _factor(sample: Sample, words: str) -> Array:
    factor = next((value(sample, words) for pattern, value in _FACTORS if re.search(pattern, words)), None)
    return np.asarray(_people(sample, words) if factor is None else factor, dtype=float)


def _hazard_of(sample: Sample, seen: Observable, outcome: str, x: Array) -> Columns:
    """Time from onset (or a printed origin) to an event that is not death, and a factor."""
    day = next((day(sample, outcome) for pattern, day in e.EVENTS if re.search(pattern, outcome)), None)
    if day is None:
        raise ValueError(f"the model has no day of {outcome}")
    start = k.origin(sample, seen, "onset")
    known = np.isfinite(x)
    columns = e.until(sample, day, start, known)
    return {**columns, "x": x[e.at_risk(sample, day, start) & known]}


def _split(seen: Observable) -> tuple[str, str]:
    """Outcome and factor: the words before and after each other in the name, or name and group."""
    name, group = (
        re.sub(r"(^|_)(hr|or|rr|odds|hazard)(_|$)", "_", seen.name.lower()).strip("_"),
        (seen.group or "").lower(),
    )
    if dead := re.search(DEATH, name):
        return "death", group or name.replace(dead.group(), "").strip("_")
    rows = [pattern for pattern, _ in (e.EVENTS if seen.kind == "hazard ratio" else _OUTCOMES)]
    start = r"^(time_to_|risk_of_)?" if seen.kind == "hazard ratio" else ""
    found = next((m for p in rows if (m := re.search(rf"{start}(un)?({p})[a-z]*?\d?(_outcome)?(?=_|$)", name))), None)
    if found is None and seen.kind == "hazard ratio":
        return "death", "_".join(filter(None, (name, group)))
    if found is None and (noted := NOTED.search(seen.note or "")):
        return noted.group(1).lower().replace(" ", "_"), "_".join(filter(None, (name, group)))
    if found is None:
        raise ValueError(f"no outcome of the model is named in {seen.name}: name it first, as in good_outcome_<factor>")
    return found.group(), group or name.replace(found.group(), "").strip("_")


def older_success(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, by age; mRS at diagnosis beside it."""
    success, who = t.success(sample)
    return {"y": success[who], "step": _above(sample.age, seen.name.lower(), OLD)[who], "beside_mrs": sample.grade[who]}
