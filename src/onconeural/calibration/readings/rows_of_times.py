"""Which reading a row has that prints a time: to a tumour, a treatment, a grade, a relapse, to death."""

from __future__ import annotations

from onconeural.calibration.published.times_to import TIMES_TO, TimeTo
from onconeural.calibration.readings import course as c
from onconeural.calibration.readings import death as m
from onconeural.calibration.readings import disability as d
from onconeural.calibration.readings import events as e
from onconeural.calibration.readings import search as s
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.columns import Reading, Row

READINGS: dict[TimeTo, tuple[Reading, str]] = {
    "death": (m.time_to_death, "months from the printed origin to death, among those who die while they are observed"),
    "free of progression or relapse": (
        e.free_survival,
        "Kaplan-Meier from the printed origin: one step worse than the best since (or a relapse), or dead",
    ),
    "onset after the tumour": (c.lead_of_tumour, "finding of the tumour to onset, tumour first"),
    "tumour after the diagnosis": (
        s.search_time,
        "diagnosis of the syndrome to finding the tumour, where that comes later",
    ),
    "onset on a drug": (c.drug_to_onset, "start of the checkpoint inhibitor to onset"),
    "tumour treatment": (t.tumour_treatment_delay, "onset to treatment of the tumour, neurology first"),
    "tumour": (c.lead, "onset to finding the tumour, neurology first"),
    "second line": (t.second_line_delay, "onset to the second line of immunotherapy"),
    "treatment": (t.treatment_delay, "onset to treatment"),
    "relapse": (e.time_to_relapse, "onset to the first relapse"),
    "good outcome": (e.time_to_good, "first day with mRS 0 to 2 after the worst, among those who reach it"),
    "improvement": (
        e.time_to_improvement,
        "start of treatment to the first monthly visit one step better, among those improved",
    ),
    "progression": (
        e.free_survival,
        "Kaplan-Meier from the printed origin: one step worse than the best since (or a relapse), or dead",
    ),
    "plateau": (d.time_to_plateau, "onset to 90 % of the rise of the mRS within two years"),
    "grade": (e.time_to_grade, "onset to the first day with the grade named, among those who reach it"),
    "survival": (m.survival, "Kaplan-Meier from the printed origin of time"),
    "first visit": (c.first_visit, "onset to half-way to the diagnosis"),
    "diagnosis": (c.delay, "onset to neurological diagnosis"),
}
# The first that matches counts.
TIME_ROWS: tuple[Row, ...] = tuple((words, *READINGS[what]) for what, words in TIMES_TO.items())
