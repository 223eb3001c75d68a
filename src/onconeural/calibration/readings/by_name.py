"""Which reading an observable has: by what it prints (a time, a grade, a share, a ratio) and the words in its name."""

from __future__ import annotations

from onconeural.calibration.published.intervals import SHARES, TIMES
from onconeural.calibration.published.wording import RATIOS
from onconeural.calibration.readings.columns import Row
from onconeural.calibration.readings.rows_of_course import COURSE_ROWS, SIGNS
from onconeural.calibration.readings.rows_of_disability import DISABILITY_ROWS, GRADE_ROWS
from onconeural.calibration.readings.rows_of_outcome import DEATH_ROWS, OUTCOME_ROWS
from onconeural.calibration.readings.rows_of_ratios import RATIO_ROWS
from onconeural.calibration.readings.rows_of_times import TIME_ROWS
from onconeural.evidence.cohort_records import Observable

SHARE_ROWS: tuple[Row, ...] = (*COURSE_ROWS, *OUTCOME_ROWS, *DISABILITY_ROWS, *DEATH_ROWS, *SIGNS)


def rows_for(seen: Observable) -> tuple[Row, ...]:
    """The rows of words among which an observable is looked up, in this order.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> rows_for(cohort("graus2001_hu200").observables[-1]) is RATIO_ROWS
    True
    """
    if seen.kind == "odds ratio":  # of all who died by then, not of when they died
        return tuple(row for row in RATIO_ROWS if not row[2].startswith("Cox;"))
    if seen.kind in RATIOS:
        return RATIO_ROWS
    if seen.unit in TIMES:
        return TIME_ROWS
    return SHARE_ROWS if seen.kind in SHARES else GRADE_ROWS
