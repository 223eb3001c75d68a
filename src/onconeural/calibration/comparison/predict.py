"""What the simulation says to a published observable under one draw."""

from __future__ import annotations

import re
from dataclasses import replace

from onconeural.calibration.patients.mixture import OUTSIDE, Mixture, mixture
from onconeural.calibration.patients.simulator import Simulator, pooled
from onconeural.calibration.published.certainty_classes import in_its_class
from onconeural.calibration.published.classes import hold_everybody
from onconeural.calibration.published.entry import on_entry
from onconeural.calibration.published.intervals import published
from onconeural.calibration.published.treated import says_who_was_treated
from onconeural.calibration.published.wording import RATIOS, plain
from onconeural.calibration.readings.columns import months, span
from onconeural.calibration.readings.definition import Aside, definition, unread
from onconeural.calibration.readings.domain import chosen_by_it, not_of_model
from onconeural.calibration.readings.events import FIVE_YEARS
from onconeural.calibration.readings.factor import ratio, said
from onconeural.calibration.readings.statistic import statistic
from onconeural.calibration.readings.subgroups import subgroup
from onconeural.calibration.readings.tumour import (
    against_alone,
    has_no_such_row,
    of_tumours,
    tumour_columns,
    with_against_alone,
    without_syndrome,
)
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number
from onconeural.population.estimates import Estimate

CLASSES = "the classes hold all patients: who died is in that of the last state in life"


def obstacle(publication: Cohort, seen: Observable) -> Aside | str | None:
    """Why an observable is set aside (Aside) or cannot be predicted (words); None where it can.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("graus2001_hu200")
    >>> [o.name for o in hu.observables if obstacle(hu, o) is None][:2]
    ['syndrome', 'syndrome']
    """
    how = definition(seen) if is_number(seen.value) else Aside("statement", "no single number")
    if isinstance(how, Aside):
        return how
    if says_who_was_treated(publication, seen):
        return Aside("input", "who was treated is an input")
    if of_tumours(publication):
        return Aside("outside", "no such quantity of patients with a tumour alone") if has_no_such_row(seen) else None
    found = _of_cohort(publication, seen)  # first: what the model lacks is aside, whether or not its words are known
    return unread(plain(seen)) if how is None and not isinstance(found, Aside) else found


def _of_cohort(publication: Cohort, seen: Observable) -> Aside | str | None:
    if reason := not_of_model(publication, seen):
        return Aside("outside", reason)
    if reason := _given(publication, seen):
        return Aside("input", reason)
    if _time_named(seen) > FIVE_YEARS:
        return Aside("outside", f"later than the {FIVE_YEARS:g} months that are simulated")
    mix = mixture(publication, seen)
    if isinstance(mix, str) and mix.startswith(OUTSIDE):
        return Aside("outside", mix)
    return mix if isinstance(mix, str) else None


def _given(publication: Cohort, seen: Observable) -> str | None:
    """Which input of the series a row is, in words, or None."""
    if on_entry(publication, seen):
        return "how disabled the patients were on entry is an input"
    return "the syndrome by which the series chose its patients" if chosen_by_it(publication, seen) else None


def _time_named(seen: Observable) -> float:
    """The months after the origin that a row prints or names, 0 for none; years of age are none."""
    aged = seen.kind in RATIOS or re.search(r"(^|_)(age|aged|old|older|young|younger)(_|$)", seen.name.lower())
    return seen.time_months or (0.0 if aged else span(plain(seen).name) or 0.0)


def predict(publication: Cohort, seen: Observable, simulator: Simulator) -> Estimate:
    """The predicted statistic, in the unit of its published value; raises ValueError where there is none."""
    if against_alone(publication, seen):
        return statistic(with_against_alone(publication, seen, simulator), seen, 0.0)
    if of_tumours(publication) or without_syndrome(seen):
        return statistic(tumour_columns(publication, seen, simulator), seen, seen.time_months or span(seen.name) or 0.0)
    how, mix = definition(seen), mixture(publication, seen)
    if how is None or isinstance(how, Aside) or not isinstance(mix, Mixture):
        raise ValueError("this observable is not predicted")
    seen = plain(in_its_class(publication, seen))
    found = simulator.drawn(publication, mix).parts
    samples = [(replace(one, part=subgroup(one, seen)), weight) for one, weight in found]
    columns, effective = pooled([(how.read(one, seen), weight, one.effective) for one, weight in samples])
    return statistic(columns, seen, months(samples[0][0], seen), effective)


def meaning(publication: Cohort, seen: Observable) -> str:
    """How the observable was read, in words."""
    how = definition(seen)
    if against_alone(publication, seen):
        return "Cox from the finding of the tumour; with the syndrome against the tumour alone, not adjusted"
    if of_tumours(publication) or without_syndrome(seen):
        return "patients whose tumour was found while they had no syndrome"
    if how is None or isinstance(how, Aside):
        return ""
    return f"{how.meaning}: {said(plain(seen))}" if how.read is ratio else how.meaning


def assumption(publication: Cohort, seen: Observable, simulator: Simulator) -> str:
    """What was assumed of the patients behind a row, and how age and sex were met, in words; empty for nothing."""
    mix = mixture(publication, seen)
    if isinstance(mix, str) or of_tumours(publication) or without_syndrome(seen):
        return ""
    classes = CLASSES if hold_everybody(publication, seen) else ""
    return "; ".join(filter(None, (mix.assumed, simulator.drawn(publication, mix).words, classes)))


def countable(publication: Cohort, seen: Observable) -> bool:
    """Whether a row counts: verified, a prediction of the model, and with a published interval."""
    found = obstacle(publication, seen)
    return seen.verified and not isinstance(found, Aside) and published(publication, seen).low is not None
