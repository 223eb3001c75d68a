"""Classes of outcome that a series prints: whether they hold all its patients, also those who died."""

from __future__ import annotations

import re

from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number

OUTCOMES = re.compile(r"outcome|response", re.IGNORECASE)
OF_THE_DEAD = re.compile(r"died|dead|death|deceas|fatal|mrs_?6|(^|_)6$", re.IGNORECASE)
ROUNDING = 0.5  # patients by which printed percentages may miss the whole


def hold_everybody(cohort: Cohort, seen: Observable) -> bool:
    """Whether the classes of a row's name add up to all patients and none is of the dead.

    Then who died is in a class too: that of the last state in life. A series that has a class of the dead, or whose
    classes leave patients over, counts its dead apart.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> hammack = cohort("hammack1992_hd21")
    >>> [o.group for o in hammack.observables if hold_everybody(hammack, o)]
    ['wheelchair_or_bed', 'stable_ambulatory', 'recovered_from_nonambulatory']
    """
    if seen.group is None or not OUTCOMES.search(seen.name):
        return False
    rows = [o for o in cohort.observables if o.name == seen.name and o.group and is_number(o.value)]
    n = seen.n or cohort.n
    if len(rows) < 2 or not n or any(OF_THE_DEAD.search(o.group or "") for o in rows):
        return False
    if any((o.n or cohort.n) != n or o.kind not in ("count", "percent") for o in rows):
        return False
    patients = [float(o.value or 0.0) * (1.0 if o.kind == "count" else n / 100.0) for o in rows]
    return abs(sum(patients) - n) <= ROUNDING * len(rows) * (rows[0].kind == "percent") + 1e-9
