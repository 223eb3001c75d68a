"""What each published observable is in the simulation: the columns of patients that its statistic is taken from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration import course_observables as c
from onconeural.calibration import treatment_observables as t
from onconeural.calibration.sample import Sample
from onconeural.evidence.cohort_records import Observable
from onconeural.evidence.files import packaged

Columns = dict[str, NDArray[np.generic]]
Reading = Callable[[Sample, Observable], Columns]


@dataclass(frozen=True)
class Definition:
    """A reading of observables whose name matches, and what it takes the publication to mean."""

    names: re.Pattern[str]
    read: Reading
    meaning: str


@dataclass(frozen=True)
class Aside:
    """An observable that is not a prediction of the model: an input, a choice of design, or outside its quantities."""

    kind: str
    reason: str


# The first that matches the name (with the group after a slash) counts.
_DEFINITIONS: tuple[tuple[str, Reading, str], ...] = (
    (r"hr_death_tumour|death_tumour_present", c.death_by_tumour_known, "Cox; tumour known by the diagnosis"),
    (r"death_sclc", c.death_by_sclc, "Cox; small-cell lung cancer against other tumours"),
    (r"death_age_gt\d+", c.death_by_age, "Cox; age above the printed limit"),
    (r"death_rankin_gt3", c.death_by_high_rankin, "Cox; ordinal mRS above 3 at diagnosis"),
    (r"death_rankin|death_mrs", c.death_by_rankin, "Cox; per step of the ordinal mRS at diagnosis"),
    (r"stabilisation_tumour_cr", t.stable_by_response, "stable after tumour treatment, by complete response"),
    (r"stable_at_end_of_tumour_treatment", t.stable_after_tumour, "mRS rose by less than one step meanwhile"),
    (
        r"successful_outcome_antitumour",
        t.success_by_tumour_treatment,
        "not worse half a year after diagnosis and mRS 3 or less, by tumour treatment until then; age, mRS beside it",
    ),
    (
        r"(tumour_treatment_for|antitumour_therapy)",
        t.stable_by_tumour_treatment,
        "not worse half a year after diagnosis, by tumour treatment begun until then; age and mRS beside it",
    ),
    (r"successful_outcome_higher_rankin", t.stable_by_rankin, "not worse half a year after diagnosis, per mRS step"),
    (r"favourable/tumour$", t.favourable_by_tumour, "mRS 0 to 2 when last seen, by a tumour found"),
    (r"tumour_found|cancer_found|with_tumour", c.tumour_found, "tumour found within five years of onset"),
    (r"no_tumour$|no_cancer_found", c.no_tumour, "no tumour found within five years of onset"),
    (r"neuro(logy)?_first|neuropathy_first", c.neurology_first, "onset before the tumour is found"),
    (r"tumour_first$|cancer_first", c.tumour_first, "tumour found before onset"),
    (
        r"onset_to_tumour|lead_time|neuro_to_cancer|^groupi_delay",
        c.lead,
        "onset to finding the tumour, neurology first",
    ),
    (r"onset_to_(immuno|treat|first)|treatment_delay|time_to_(treat|immuno)", t.treatment_delay, "onset to treatment"),
    (
        r"onset_to_antibody_dx|onset_to_(diagnosis|admission)|time_to_diagnosis|diagnos\w*_delay|delay$",
        c.delay,
        "onset to neurological diagnosis",
    ),
    (r"time_to_(plateau|nadir|peak)", t.time_to_plateau, "onset to 90 % of the rise of the mRS within two years"),
    (r"relapse", t.relapse, "better by one step, then worse by one step, within 24 months of onset"),
    (r"time_to_good_outcome", t.time_to_good, "first day with mRS 0 to 2 after the worst, among those who reach it"),
    (r"good_outcome_within", t.good_within, "mRS 0 to 2 at a visit after the worst, within the time"),
    (r"outcome/recovered", t.recovered, "mRS 4 or 5 at some time, 3 or less when last seen"),
    (r"outcome/stable_ambul", t.never_severe, "mRS 3 or less when last seen and never above"),
    (r"outcome/partial", t.partial, "a step better at a visit, mRS 3 to 5 when last seen"),
    (r"improved_at_last", t.improved_last, "one step better when last seen than at the start of treatment"),
    (r"tumour_complete_response", t.complete_response, "below the size of a complete response, of tumours treated"),
    (r"(no|un)_?improve", t.not_improved, "no step better at a monthly visit"),
    (r"improve\w*_?or_?stab|stable_or_improved|positive_response", t.held, "not one step worse, and alive"),
    (r"improved_if_rankin_ge4", t.improved_if_severe, "one step better at a monthly visit, mRS 4 or more before"),
    (r"improved_if_rankin_le3", t.improved_if_mild, "one step better at a monthly visit, mRS 3 or less before"),
    (r"stabilised_if_rankin_le3", t.held_if_mild, "not one step worse, mRS 3 or less before"),
    (r"stable_6m_plex_plus_tumour", t.held_of_both, "tumour treated too and not one step worse, of all with the drugs"),
    (r"stable_6m_if_tumour_treated|stable_6m_tumour", t.stable_half_year, "not one step worse, treated"),
    (r"improved_within_4_weeks", t.improved_four_weeks, "one step better 28 days after the start"),
    (r"improved|improvement|first_line_response|response$", t.improved, "one step better at a monthly visit"),
    (r"stable_started_when_mild", t.mild_before, "mRS 3 or less at the start, of those who stay stable"),
    (r"stabilised_while_progressing", t.stopped, "progressing before, not one step worse after"),
    (r"^stabili[sz]|^stable", t.stable, "neither one step better nor one step worse"),
    (r"worsen|^worse|^deteriorat", t.worse, "one step worse or dead"),
    (r"survival|alive", c.survival, "Kaplan-Meier from the printed origin of time"),
    (r"died|death|mortality|fatality", c.died, "dead by the printed time, else by the end of follow-up"),
    (r"poor", t.poor, "mRS 3 to 6"),
    (r"mrs3_5|severely_disabled", t.disabled, "mRS 3 to 5 among the living (4 to 5: severely)"),
    (r"adl_independent|independent", t.independent, "mRS 0 to 2 among the living"),
    (r"good|favourable|mrs_?(le2|0_?2)", t.good, "mRS 0 to 2"),
    (r"bedridden|bedbound|bed_bound", t.bedridden, "mRS 5 among the living"),
    (r"^(ambulatory|walking|able_to_walk)", t.can_walk, "mRS 3 or less among the living, when last seen"),
    (r"unable_to_walk|nonambulatory|wheelchair_(last|or_bed)|outcome/wheelchair", t.cannot_walk, "mRS 4 or 5"),
    (r"rankin_max", t.worst_grade, "highest ordinal mRS"),
    (r"(rankin|mrs)_(follow|last|final|outcome)", t.grade_last, "ordinal mRS when last seen, 6 for the dead"),
    (r"(rankin|mrs)_(nadir|peak|worst|max$)", t.grade_worst, "highest ordinal mRS"),
    (r"(rankin|mrs)_at_|(rankin|mrs)_(diagnosis|dx|admission)", t.grade_at_start, "ordinal mRS at the printed moment"),
    (r"^multifocal$|two_or_more_areas", c.several_areas, "two or more areas involved at some time"),
    (r"^(syndrome|phenotype\w*|presentation|limbic$|pcd_fraction)", c.syndrome, "the area, predominant or involved"),
    (r"pleocytosis/after", c.late_inflammation, "more killer T cells in tissue than 47 % of those seen early"),
)


def _compiled() -> tuple[Definition, ...]:
    return tuple(Definition(re.compile(names), reading, meaning) for names, reading, meaning in _DEFINITIONS)


DEFINITIONS = _compiled()


def definition(seen: Observable) -> Definition | Aside | None:
    """How an observable is read in the simulation, why it is set aside, or None where nobody has said.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [definition(o).kind for o in cohort("graus2001_hu200").observables[:1]]
    ['input']
    """
    name = "/".join(filter(None, (seen.name, seen.group))).lower()
    for row in packaged("onconeural.calibration", "data/asides.yaml")["asides"]:
        if re.search(row["names"], name):
            return Aside(row["kind"], row["reason"])
    return next((d for d in DEFINITIONS if d.names.search(name)), None)
