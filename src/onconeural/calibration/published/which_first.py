"""Which came first, the tumour or the syndrome: the rows of a cohort that say so, and of whom they are a share."""

from __future__ import annotations

import re

from onconeural.calibration.published.antibody_rows import is_share
from onconeural.calibration.published.counted import MOST, with_tumour
from onconeural.calibration.published.wording import label
from onconeural.evidence.cohort_records import Cohort, Observable

TUMOUR = r"(tumours?|cancers?|malignanc(y|ies)|neoplasms?|neoplasia)"
FOUND = (
    r"(found|detected|identified|diagnosed|diagnosis|dx|discovered|revealed|known|present|confirmed|seen|"
    r"(?<!im)prove[nd]|documented|verified|established|demonstrated|recogni[sz]ed|uncovered|disclosed|evident)"
)
NEURO = r"(neuro\w*|pns|pcd|lems|onset|symptoms?|\w*syndrome|encephalitis|ataxia|cerebellar\w*|diagnosis_of_pns)"

CARE = r"[a-z]|_(treat|therap|surg|resect|remov|remission|respon)"  # what is done about the tumour, not its finding
SEARCH = r"screen|search|work_?up|round|pet|ct|scan|examination|evaluation|visit"

# Looked for in this order: a name of the second kind may hold words of the first.
TUMOUR_FIRST = (
    rf"^(known|previous|prior|past|pre_?existing)_{TUMOUR}|{TUMOUR}_(first($|_)(?!\w*({SEARCH}))|preced\w*|(already_)?known_(at|before)_(the_)?(onset|symptom)|already_known|(was_)?({FOUND}_)?(first(?!_({SEARCH}))|before|prior_to)_?{NEURO}?)"
    rf"|{TUMOUR}_before|^pns_after_{TUMOUR}|{NEURO}_after_(the_)?({FOUND}_)?{TUMOUR}(?!{CARE})"
)
NEUROLOGY_FIRST = (
    rf"{TUMOUR}_(occult|not_known|unknown|undiagnosed|unsuspected)_(at|before)_(the_)?(neuro\w*_|symptom_)?onset|{NEURO}_first|first_(sign|manifestation|symptom|presentation)_of_(the_)?{TUMOUR}|preced\w*_(the_)?{TUMOUR}|before_(the_)?(diagnosis_of_)?{TUMOUR}(?!{CARE})"
    rf"|{TUMOUR}_((was_)?{FOUND}_)?after_(the_)?{NEURO}|{TUMOUR}_(\w+_)?followed_(the_)?{NEURO}"
)


def first_of_all(cohort: Cohort, seen: Observable) -> bool:
    """Whether a row of what came first is of all patients, and not of those with a tumour alone.

    It is where it counts without an n, where its n is that of a cohort in which not all have a tumour, and where
    neurology first, tumour first and no tumour add up to the whole cohort.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [first_of_all(cohort(key), o) for key in ("graus2001_hu200", "gultekin2000_limbic50")
    ...  for o in cohort(key).observables if o.name == "neuro_first"]
    [True, False]
    """
    if seen.kind == "count" and seen.n is None:
        return True
    rows = [o for o in cohort.observables if re.match(r"(tumour|cancer)_(found|confirmed|detected)", o.name)]
    counts = [o.count if o.count is not None else o.value for o in rows if not o.group and o.unit != "text"]
    fewer = any(isinstance(k, int | float) and k < (cohort.n or 0) for k in counts)
    return (seen.n is not None and seen.n == cohort.n and fewer) or _adds_up(cohort, seen)


def _adds_up(cohort: Cohort, seen: Observable) -> bool:
    """Whether neurology first, tumour first and no tumour, where all three are printed, make up the whole cohort."""
    rows = {o.name: o for o in cohort.observables}
    if seen.name != "neuro_first" or not {"neuro_first", "tumour_first", "no_tumour"} <= rows.keys() or not cohort.n:
        return False
    parts = [float(rows[name].value or 0.0) for name in ("neuro_first", "tumour_first", "no_tumour")]
    return abs(parts[0] * cohort.n / 100.0 + parts[1] + parts[2] - cohort.n) < 0.03 * cohort.n


def with_tumour_behind(cohort: Cohort, seen: Observable) -> int | None:
    """How many patients have a tumour, where a row without an n says of these alone what came first.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("sillevissmitt2002_hu73")
    >>> found = next(o for o in hu.observables if o.name == "tumour_found")
    >>> with_tumour_behind(hu, found), with_tumour_behind(hu, replace(found, name="neuro_first", n=None))
    (None, 62)
    """
    of_them = seen.kind == "percent" and seen.n is None and not seen.group and _order(seen) is not None
    return with_tumour(cohort) if of_them and not first_of_all(cohort, seen) else None


def came_first(cohort: Cohort, order: str) -> int | None:
    """In how many patients one of `TUMOUR_FIRST` and `NEUROLOGY_FIRST` is so; None where the cohort does not say.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [came_first(cohort("graus2001_hu200"), order) for order in (TUMOUR_FIRST, NEUROLOGY_FIRST)]
    [24, 142]
    """
    found, least = [], MOST * (with_tumour(cohort, MOST) or cohort.n or 0)
    for seen in cohort.observables:
        if not is_share(seen) or seen.group or seen.time_months is not None or _order(seen) != order:
            continue
        of = seen.n or with_tumour_behind(cohort, seen) or cohort.n
        if of and of >= least:
            share = seen.count if seen.count is not None else float(seen.value or 0.0)
            counted = seen.kind == "count" or seen.count is not None
            found.append(round(share if counted else share * of / 100.0))
    return max(found, default=None)


def _order(seen: Observable) -> str | None:
    words = label(seen)
    return next((order for order in (TUMOUR_FIRST, NEUROLOGY_FIRST) if re.search(order, words)), None)
