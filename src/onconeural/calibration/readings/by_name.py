"""Which reading an observable has, by the words in its name; the first that matches counts."""

from __future__ import annotations

from collections.abc import Callable

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings import areas as a
from onconeural.calibration.readings import course as c
from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import factor as f
from onconeural.calibration.readings import grade as g
from onconeural.calibration.readings import outcome as o
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Columns
from onconeural.evidence.cohort_records import Observable

Reading = Callable[[Sample, Observable], Columns]

# Words in name/group, the reading, and what it takes the publication to mean: ratios, and everything else.
RATIO_NAMES: tuple[tuple[str, Reading, str], ...] = (
    (r"hr_death_tumour$|death_tumour_present", m.death_by_tumour_known, "Cox; tumour known by the diagnosis"),
    (r"death_sclc", m.death_by_sclc, "Cox; small-cell lung cancer against other tumours"),
    (r"death_age_g[te]\d+", m.death_by_age, "Cox; age above the printed limit"),
    (r"death_rankin_gt3", m.death_by_high_rankin, "Cox; ordinal mRS above 3 at diagnosis"),
    (r"death_(rankin|mrs)(_at_\w+)?$", m.death_by_rankin, "Cox; per step of the ordinal mRS at diagnosis"),
    (r"stabilisation_tumour_cr", t.stable_by_response, "stable after tumour treatment, by complete response"),
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
    (
        r"successful_outcome_older",
        f.older_success,
        "not worse half a year after diagnosis and mRS 3 or less, by age above 60; mRS beside it",
    ),
    (r"favourable/tumour$", d.favourable_by_tumour, "mRS 0 to 2 when last seen, by a tumour found"),
    (r"", f.ratio, "the outcome and the factor in the words of the row: Cox for death, else logistic regression"),
)
NAMES: tuple[tuple[str, Reading, str], ...] = (
    (r"stable_at_end_of_tumour_treatment", t.stable_after_tumour, "mRS rose by less than one step meanwhile"),
    (
        r"in_remission|remission_at_onset",
        c.in_remission,
        "tumour treated before onset and then as small as a complete response",
    ),
    (
        r"(time|onset|survival)\w*_of_(those_who_died|the_dead|the_deceased|non_?survivors)",
        m.time_to_death,
        "months from the printed origin to death, among those who die while they are observed",
    ),
    (r"^(tumour|cancer)_by_(outcome|survival)", c.tumour_found, "tumour found while they are observed"),
    (
        r"cause_of_death|(died|deaths?)_(of|by|from|due_to)_(?!\d|end|last|those|the_)|(neuro\w*|pns|tumour|cancer)_(related_)?(death|mortality)",
        m.cause_of_death,
        "death by the tumour or not, among the dead",
    ),
    (r"non_cerebellar_involv", a.beyond_cerebellum, "another area than the cerebellum involved at some time"),
    (
        r"pcd_fraction",
        a.predominant_of_all,
        "the predominant area, of all with the antibody and not of the series alone",
    ),
    (r"(mrs|rankin)_(first|second)_line", g.line, "ordinal mRS at the start, or 4 weeks (second line: 3 months) later"),
    (
        r"^(no_tumour|without_tumour|no_cancer)(_found)?$|no_cancer_found",
        c.no_tumour,
        "no tumour found within five years of onset",
    ),
    (
        r"(tumour|cancer|malignancy|neoplasm)_(was_)?(found|detected|identified|present|confirmed|diagnosed$)|with_(tumour|cancer)(?!_(treat|therap|surg|resect))|^(any_)?(tumour|cancer|malignancy|neoplasm)(_associated|_share)?$|^underlying_|(tumour|cancer)_(association|frequency|rate)",
        c.tumour_found,
        "tumour found within five years of onset",
    ),
    (
        r"neuro(logy|logical|pathy)?(_symptoms)?_first|pns_first|preced\w*_(tumour|cancer)|before_(tumour|cancer)|(tumour|cancer)_(found_)?after_(neuro|onset|pns)",
        c.neurology_first,
        "onset before the tumour is found",
    ),
    (
        r"tumour_first$|cancer_first|(tumour|cancer)_(before|preced\w*|diagnosed_(first|before)|known_before)",
        c.tumour_first,
        "tumour found before onset",
    ),
    (
        r"(onset|pns|neuro\w*)_to_(tumour|cancer)|lead_time|(time|latency)_to_(tumour|cancer)|(tumour|cancer)_(diagnosis_)?delay|^groupi_delay",
        c.lead,
        "onset to finding the tumour, neurology first",
    ),
    (
        r"onset_to_(immuno|treat|first|therapy)|(treatment|therapy)_delay|time_to_(first_)?(treat|immuno|therapy)|(delay|latency)_to_(treat|immuno|therapy)",
        t.treatment_delay,
        "onset to treatment",
    ),
    (
        r"onset_to_(antibody_)?(dx|diagnosis|admission|test)|time_to_(antibody_)?(dx|diagnosis)|delay_to_diagnosis|diagnos\w*_delay|onset_to_antibody|delay$",
        c.delay,
        "onset to neurological diagnosis",
    ),
    (
        r"(time|onset)_to_(plateau|nadir|peak)",
        d.time_to_plateau,
        "onset to 90 % of the rise of the mRS within two years",
    ),
    (
        r"relapse_free|(no|without)_relapse|monophasic",
        t.no_relapse,
        "never better by one step and then worse by one, in 24 months",
    ),
    (r"relaps|recurren", t.relapse, "better by one step, then worse by one step, within 24 months of onset"),
    (r"time_to_good_outcome", d.time_to_good, "first day with mRS 0 to 2 after the worst, among those who reach it"),
    (r"good_outcome_within", d.good_within, "mRS 0 to 2 at a visit after the worst, within the time"),
    (r"outcome/recovered", o.recovered, "mRS 4 or 5 at some time, 3 or less when last seen"),
    (r"outcome/stable_ambul", o.never_severe, "mRS 3 or less when last seen and never above"),
    (r"outcome/partial", o.partial, "a step better at a visit, mRS 3 to 5 when last seen"),
    (r"(complete|full|partial)_or_(complete|full|partial)_", t.improved, "one step better at a monthly visit"),
    (
        r"(?<!or_)partial_(response|recovery|remission)(?!_or)",
        o.recovered_partly,
        "a step better at a visit, mRS 2 to 5 at the moment of the row",
    ),
    (r"improved_at_last", t.improved_last, "one step better when last seen than at the start of treatment"),
    (
        r"tumour_(complete_response|remission)|complete_(tumour|oncolog\w*)_response",
        t.complete_response,
        "below the size of a complete response, of tumours treated",
    ),
    (
        r"(spontaneous|untreated)_(improve|recover)|(improve\w*|recover\w*)_(spontaneous|untreated|without_treat)",
        t.improved_untreated,
        "one step better at a monthly visit before any treatment, or without one",
    ),
    (
        r"(no|un)_?improve|^(no_?|non_?)respon|refractory|treatment_failure",
        o.not_improved,
        "no step better at a monthly visit",
    ),
    (
        r"improve\w*_?or_?stab|stab\w*_or_improv|positive_response|not_worse|no_progression|non_progress",
        t.held,
        "not one step worse, and alive",
    ),
    (r"improved_if_rankin_ge4", t.improved_if_severe, "one step better at a monthly visit, mRS 4 or more before"),
    (r"improved_if_rankin_le3", t.improved_if_mild, "one step better at a monthly visit, mRS 3 or less before"),
    (r"stabilised_if_rankin_le3", t.held_if_mild, "not one step worse, mRS 3 or less before"),
    (r"stable_6m_plex_plus_tumour", t.held_of_both, "tumour treated too and not one step worse, of all with the drugs"),
    (r"stable_6m_if_tumour_treated|stable_6m_tumour", t.stable_half_year, "not one step worse, treated"),
    (r"improve\w*_(within_)?4_?w(ee)?ks?", t.improved_four_weeks, "one step better 28 days after the start"),
    (
        r"(complete|full)_(neuro\w*_)?(recovery|remission|response)|clinical_remission|recovered_(fully|completely)|^full_recovery|^remitted|^remission($|/)|returned_to_(baseline|normal)|asymptomatic",
        g.recovered_fully,
        "mRS 0 or 1 at the printed time, else when last seen",
    ),
    (
        r"improved|improvement|respon|(mrs|rankin)_(decreas|drop|reduc|gain)",
        t.improved,
        "one step better at a monthly visit",
    ),
    (r"stable_started_when_mild", t.mild_before, "mRS 3 or less at the start, of those who stay stable"),
    (r"stabilised_while_progressing", t.stopped, "progressing before, not one step worse after"),
    (r"stabilis|^stable", t.stable, "neither one step better nor one step worse"),
    (r"worsen|^worse|deteriorat|^(chronic_)?progress|(mrs|rankin)_increas", t.worse, "one step worse or dead"),
    (
        r"(mrs|rankin)(_score)?_?(l[te]|g[te]|[<>]|[0-6]_?[0-6])\w*_at_(onset|presentation|diagnosis|admission|baseline)",
        g.between,
        "mRS between two grades, at diagnosis",
    ),
    (r"(mrs|rankin)\w*_or_(dead|died|death)|(dead|died|death)_or_(mrs|rankin)", g.between, "mRS between two grades"),
    (r"alive_(and|without|with_no)_(indep|good|disab)", d.good, "mRS 0 to 2"),
    (r"surviv|alive|(^|_)os(_|$)|time_to_death", m.survival, "Kaplan-Meier from the printed origin of time"),
    (r"died|death|mortality|fatal|dead|deceas", m.died, "dead by the printed time, else by the end of follow-up"),
    (r"poor|unfavourable", d.poor, "mRS 3 to 6"),
    (r"mrs3_5|severe(ly)?_disab", d.disabled, "mRS 3 to 5 among the living (4 to 5: severely)"),
    (r"(time|onset)_to_wheelchair", g.time_to_wheelchair, "onset to the first mRS 4 or 5, among those who reach it"),
    (
        r"unable_to_walk|non_?ambula|not_walking|wheelchair|walking_lost|los[st]\w*_(of_)?ambulation",
        d.cannot_walk,
        "mRS 4 or 5",
    ),
    (
        r"^(ambula|walk|able_to_walk|independent_walk)|_walking$",
        d.can_walk,
        "mRS 3 or less among the living, when last seen",
    ),
    (r"independen", d.independent, "mRS 0 to 2 among the living"),
    (r"good|favourable|substantial_recovery|mrs_?(le2|0_?2)", d.good, "mRS 0 to 2"),
    (r"bedridden|bedbound|bed_bound", d.bedridden, "mRS 5 among the living"),
    (r"rankin_max", d.worst_grade, "highest ordinal mRS"),
    (
        r"(mrs|rankin)(_score)?_?(l[te]|g[te]|[<>]|(of_)?[0-6]((_|-|_?to_?)?[0-6])?(_(?!month|year|week)|/|$))",
        g.between,
        "mRS between two grades",
    ),
    (r"mrs|rankin", g.grade, "ordinal mRS at the printed moment, else when last seen; 6 for the dead"),
    (
        r"^multifocal($|_)|two_or_more_areas|more_than_one_(area|syndrome)",
        a.several_areas,
        "two or more areas involved at some time",
    ),
    (
        r"^(syndrome|phenotype\w*|presentation|limbic|cerebell|ataxia|pcd|brainstem|rhombenc|pem|encephalomyel|sensory_n|ssn|peripheral|neuropathy|lems)",
        a.syndrome,
        "the area, predominant or involved",
    ),
    (r"pleocytosis/after", c.late_inflammation, "more killer T cells in tissue than 47 % of those seen early"),
)
