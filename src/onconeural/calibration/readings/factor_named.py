"""The factors of a ratio that words name, and their value for each simulated patient."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.grades import DEAD, band
from onconeural.calibration.published.limits import Limit, limit
from onconeural.calibration.readings import areas as a
from onconeural.calibration.readings import columns as k
from onconeural.calibration.readings.moments import AT_WORST, worst_ever
from onconeural.calibration.readings.people import aged, people
from onconeural.calibration.readings.tumour import limited_or_not
from onconeural.population import readings as read

Array = NDArray[np.float64]
OLD = 60.0  # years, where a row says only that the patients are older (assumed)
LATE = "ge_45"  # years, where a row says late onset and no age: the limit of PMID 23946310
FOUR_WEEKS = 28.0  # days


def above(values: Array, words: str, otherwise: float) -> Array:
    """Who keeps to the limit that words name, 1 or 0, else who is above ``otherwise``; NaN stays NaN."""
    named = limit(words) or Limit(otherwise, below=False, included=False)
    return np.where(np.isfinite(values), named.holds(values), np.nan)


def _per(words: str) -> float:
    """How many of the unit that words name a step is: 10 for per_10_years, 1 where they name none."""
    if "decade" in words:
        return 10.0
    found = re.search(r"per_(\d+)", words)
    return float(found.group(1)) if found else 1.0


def _age(sample: Sample, words: str) -> Array:
    """Who has an age that words name, 1 or 0; who is older than 60 where they name none (assumed)."""
    found = aged(sample, words)
    return above(sample.age, words, OLD) if found is None else found.astype(float)


def _delay(sample: Sample, words: str) -> Array:
    """Delay of treatment in the unit that words name (months), or of the diagnosis."""
    day = sample.course.diagnosis if "diagnos" in words else sample.treatment
    unit = 7.0 if "week" in words else 1.0 if re.search(r"per_(\d+_)?day|days", words) else read.MONTH
    return np.asarray(day / unit / _per(words))


def _of_stage(sample: Sample, words: str) -> Array:
    """The stage that words name first, 1 or 0, of those with a small-cell lung cancer; NaN for all others."""
    limited, first = limited_or_not(sample), re.search("limited|extensive", words)
    return limited if first is not None and first.group() == "limited" else 1.0 - limited


def _grade(sample: Sample, words: str) -> Array:
    """The mRS at the diagnosis, or the worst where words say so: per grade, or with those that words name or not."""
    grade = read.rankin(worst_ever(sample)) if re.search(AT_WORST, words) else sample.grade
    if limit(words):
        return above(grade, words, 3.0)
    if not re.search(r"(mrs|rankin)(_score)?_?[0-6]", words):
        return grade
    low, high = band(words)
    return np.where(np.isfinite(grade), (grade >= low) & (grade <= min(high, DEAD)), np.nan)


def _no_better(sample: Sample, words: str) -> Array:
    """Who is not one step better 28 days after the start of treatment, 1 or 0 (better: 0 or 1); NaN if untreated."""
    then, later = (read.rankin(read.at(sample.course.mrs, sample.treatment + day)) for day in (0.0, FOUR_WEEKS))
    better = np.where(np.isfinite(later), later < then, np.nan)
    return 1.0 - better if re.match("no|without|lack|absen|fail", words) else better


Factor = tuple[str, str, Callable[[Sample, str], NDArray[np.generic]]]
# Words of a factor, what it is, and its value for each patient; the first that is found counts. Others are subgroups.
_FACTORS: tuple[Factor, ...] = (
    (r"late_onset", "age above a limit", lambda s, w: above(s.age, w if re.search(r"\d", w) else LATE, OLD)),
    (
        r"^(?!.*(gt|lt|ge|le|over|under|than|>|<|within)_?\d).*(delay(?!ed)|(time|onset)_(\w+_)?to_(the_)?(start_of_)?"
        r"(treat|immuno|therap|first_line))",
        "delay",
        _delay,
    ),
    (
        r"age_?per|per_(\d+_)?(year|decade)|^(increasing_)?age(_at_([a-z]+_)?[a-z]+|_years|_continuous)?$",
        "age in years",
        lambda s, w: s.age / _per(w),
    ),
    (r"older|elder|younger|(^|_)aged?_(\w+_)?([lg][te]_?|[<>]=?|\w+_)?\d", "age above or below a limit", _age),
    (r"rankin|mrs", "mRS", _grade),
    (
        r"improve\w*_(with)?in_(the_)?(first_)?(4_?w(ee)?ks?|1_?m(onth)?|28_?days)(_(of|after|from)_\w+)?$",
        "better in 28 days",
        _no_better,
    ),
    (
        r"^(?!.*(within|early|late|alone|only|_and_|_plus_|no_|without_)).*(tumour_treat|antitumour|oncolog|chemo|cancer_treat)",
        "tumour treatment",
        lambda s, w: np.isfinite(s.course.treated),
    ),
    (
        r"no_treatment|(?<!tumour_)untreated",
        "no treatment",
        lambda s, w: np.isnan(np.fmin(s.course.treated, s.course.immune)),
    ),
    (
        r"^(?!no_|without_).*(tumour|cancer)_(respon|remission|cr$|complete)",
        "complete response of the tumour",
        lambda s, w: np.where(read.tumour_treated(s.course), read.complete_response(s.course).astype(float), np.nan),
    ),
    (r"(limited|extensive)(_|$)", "stage", _of_stage),
    (r"^(an?_|any_|underlying_|proven_)?sclc(_found|_detected|_positive)?$", "SCLC", lambda s, w: k.small_cell(s)),
    (
        r"^(an?_|any_|underlying_|associated_|concomitant_|concurrent_|detected_|known_|malignant_)*"
        r"(tumour|cancer|malignan\w+|neoplas\w+|carcinoma|paraneoplastic)s?"
        r"(_(found|positive|detected|identified|present|presence|diagnosed|associat\w+|related|(at|by)_\w+))?$",
        "tumour found",
        lambda s, w: k.tumour_known(s),
    ),
    (r"more_than_one_area|multifocal|several", "several areas", lambda s, w: a.several_areas_then(s)),
)


def _known(words: str) -> Factor | None:
    return next((row for row in _FACTORS if re.search(row[0], words)), None)


def label(words: str) -> str:
    """What a factor is taken to be: a quantity, or the patients whom its words mean.

    >>> label("age_per_10_years"), label("female")
    ('age in years', 'patients so named')
    """
    known = _known(words)
    return known[1] if known else "patients so named"


def factor(sample: Sample, words: str, others: str = "") -> Array:
    """The value of a factor, shape (n,): a quantity, or 1 with it and 0 without; NaN for those who are not compared.

    ``others``: the words of those whom a row compares with; all others where these are unknown, or overlap. Raises
    ValueError for a factor that the model does not have.
    """
    known = _known(words)
    found = known[2](sample, words) if known else people(sample, words)
    if found is None:
        raise ValueError(f"the model does not have the factor {words}")
    values = np.asarray(found, dtype=float)
    against = people(sample, others) if others and np.isin(values, (0.0, 1.0)).all() else None
    if against is None or not against.any() or (against & (values == 1.0)).any():
        return values
    return np.where((values == 1.0) | against, values, np.nan)
