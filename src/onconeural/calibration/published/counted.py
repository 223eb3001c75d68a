"""How many patients of a cohort have something, as its rows of all patients count them: a tumour, death, an outcome."""

from __future__ import annotations

import re

from onconeural.calibration.published.wording import is_class, label, plain
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number

# Whole labels of rows.
TUMOUR_FOUND = r"(any_)?(tumour|cancer|malignancy|neoplasm)s?(_(found|detected|identified|diagnosed|confirmed))?"
NO_TUMOUR = r"(no|without)_(tumour|cancer|malignancy|neoplasm)s?(_(found|detected|identified|diagnosed))?"
AT_LAST = r"(_ever|(_at)?(_the)?_(last|final|end)(_\w+)?|(_at|_during)?(_the)?_follow_?up)?"
DIED = rf"(outcome/)?(died|dead|deaths?|deceased|mortality|(case_)?fatality|(death|mortality)_rate){AT_LAST}"
MOST = 0.8  # share of the cohort below which the n of a row is that of a part (assumed)


def with_tumour(cohort: Cohort, least: float = 1.0) -> int | None:
    """How many patients of a cohort have a tumour, None where it does not say; ``least`` as in `counted`.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> with_tumour(cohort("graus2001_hu200"))
    167
    """
    found, none = counted(cohort, TUMOUR_FOUND, least), counted(cohort, NO_TUMOUR, 1.0)
    return cohort.n - none if found is None and none is not None and cohort.n else found


def counted(cohort: Cohort, words: str, least: float = MOST) -> int | None:
    """How many patients have what rows of these words say; of several rows the largest, None where there is none.

    ``words`` hold for the whole `label`. Rows of a subgroup say nothing of it, rows of a printed time only where the
    words say *within*, and those whose n is below ``least`` of the cohort neither.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> counted(cohort("flanagan2011_myelopathy31"), DIED)
    10
    """
    return max((k for o, k in counts(cohort, least) if _says(o, words)), default=None)


def _says(seen: Observable, words: str) -> bool:
    one, name = plain(seen), label(seen)
    of_all = (one.group is None or is_class(one)) and (seen.time_months is None or "_within_" in name)
    return of_all and re.fullmatch(words, name) is not None


def counts(cohort: Cohort, least: float = 1.0) -> list[tuple[Observable, int]]:
    """Rows that count patients of the whole cohort, or of ``least`` (0 to 1) of it or more, with the count.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [(o.name, k) for o, k in counts(cohort("graus2001_hu200")) if "tumour" in o.name and not o.group]
    [('tumour_found', 167), ('no_tumour', 33), ('tumour_first', 24)]
    """
    found = []
    for o in cohort.observables:
        n = o.n or cohort.n
        part = o.n is not None and o.n != cohort.n and (least == 1.0 or o.n < least * (cohort.n or 0))
        if not is_number(o.value) or not o.verified or part or o.comparator in ("<", ">"):
            continue
        if o.kind == "count":
            found.append((o, round(float(o.value))))
        elif o.kind == "percent" and n:
            found.append((o, o.count if o.count is not None else round(float(o.value) * n / 100.0)))
    return found
