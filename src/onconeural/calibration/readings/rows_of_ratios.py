"""Which reading a ratio has; the last takes outcome and factor from the words of the row."""

from __future__ import annotations

from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import factor as f
from onconeural.calibration.readings import stability as st
from onconeural.calibration.readings.columns import Row

RATIO_ROWS: tuple[Row, ...] = (
    (r"hr_death_tumour$|death_tumour_present", m.death_by_tumour_known, "Cox; tumour known by the diagnosis"),
    (r"death_sclc", m.death_by_sclc, "Cox; small-cell lung cancer against other tumours"),
    (r"death_age_g[te]\d+", m.death_by_age, "Cox; age above the printed limit"),
    (r"death_rankin_gt3", m.death_by_high_rankin, "Cox; ordinal mRS above 3 at diagnosis"),
    (r"death_(rankin|mrs)(_at_\w+)?$", m.death_by_rankin, "Cox; per step of the ordinal mRS at diagnosis"),
    (r"stabilisation_tumour_cr", st.stable_by_response, "stable after tumour treatment, by complete response"),
    (
        r"successful_outcome_antitumour",
        st.success_by_tumour_treatment,
        "not worse half a year after diagnosis and mRS 3 or less, by tumour treatment until then; age, mRS beside it",
    ),
    (
        r"(tumour_treatment_for|antitumour_therapy)",
        st.stable_by_tumour_treatment,
        "not worse half a year after diagnosis, by tumour treatment begun until then; age and mRS beside it",
    ),
    (r"successful_outcome_higher_rankin", st.stable_by_rankin, "not worse half a year after diagnosis, per mRS step"),
    (
        r"successful_outcome_older",
        f.older_success,
        "not worse half a year after diagnosis and mRS 3 or less, by age above 60; mRS beside it",
    ),
    (r"favourable/tumour$", d.favourable_by_tumour, "mRS 0 to 2 when last seen, by a tumour found"),
    (r"", f.ratio, "the outcome and the factor in the words of the row: Cox for death, else logistic regression"),
)
