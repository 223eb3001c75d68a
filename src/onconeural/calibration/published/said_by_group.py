"""Rows whose group says what is counted: a stage, a grade, no tumour, the end point of a trial, a cause of death."""

from __future__ import annotations

import re
from dataclasses import replace

from onconeural.evidence.cohort_records import Observable

TUMOURS = r"(tumour|cancer|neoplasm|neoplasia|malignanc)(y|ies|s|_types?)?"
GRADES = r"(?:l[te]|g[te]|[<>]=?)_?[0-6]|[0-6](?:(?:_|_?to_?)[0-6])?"
# Causes of death as groups; a tumour or a syndrome alone is whom the row is about.
CAUSE = (
    r"(?:(?:tumour|cancer|neuro\w*|pns)_(?:progress\w*|related|causes?)|neurological|encephalitis|unrelated|other_causes?|"
    r"(?:sepsis|infection|pneumonia|cardi\w*|pulmonary\w*|suicide|covid\w*|toxicity)(?:_\w+)?)"
)
# Names that ask which came first, and groups that say it.
TIMING = (
    r"(tumour|cancer|malignancy)_(\w+_)?(timing|time|order|sequence)$|"
    r"(timing|time|order|sequence|chronology|temporal_\w+?|first_event)(_(of|at)_\w+)?$"
)
FIRST_TUMOUR, FIRST_NEURO = "tumour|cancer|malignancy", r"neuro\w*|pns|syndrome|pcd"
FIRST = r"(_(first|before|preced\w*)(_\w+)?)?$"
BEFORE, AFTER = r"(before|prior_to|preced\w*)(_|$)", r"(after|following|later)(_|$)"
ENDPOINT = r"(primary|secondary)_(end_?point|outcome)(_(reached|met|achieved))?"  # its group says what it was


def said_by_group(seen: Observable, shares: bool) -> Observable:
    """The row with a group that says what is counted in its name: a stage, no tumour found, a cause of death.

    ``shares``: the row is of patients, and no ratio.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> row = cohort("graus2001_hu200").observables[0]
    >>> said_by_group(replace(row, name="outcome", group="mRS_0-2_last"), shares=True).name
    'mRS_0_2_last'
    """
    words, name = (seen.group or "").lower(), seen.name.lower()
    if re.match(r"((sclc|tumour|cancer|disease)_)?stage$", name) and re.match("limited|extensive", words):
        return replace(seen, name=f"{words.removesuffix('_stage')}_stage", group=None)
    none = seen.n is None and re.match("(none|not)(_found|_detected|_identified)?$", words)  # with an n: of a part
    if none and re.match(rf"((underlying|associated|primary)_)?{TUMOURS}$", name):
        return replace(seen, name="no_tumour", group=None)
    if order := _order(name, words) if seen.kind in ("percent", "count") else "":
        return replace(seen, name=order, group=None)
    if outcome := _outcome_in_group(name, words) if shares else "":
        return replace(seen, name=outcome, group=None)
    if re.match("(died|dead|deaths?)$", name) and (of := re.match(rf"(of|from|due_to|by)_|{CAUSE}$", words)):
        return replace(seen, name=f"died_{'' if of.group(1) else 'of_'}{seen.group}", group=None)
    return seen


def _order(name: str, words: str) -> str:
    """Which came first, where the name asks for the order or time of the tumour and the group says it, or empty."""
    if not re.match(TIMING, name):
        return ""
    if re.match(r"(concomitant|simultaneous|synchronous|concurrent|same_time)", words):
        return "synchronous"
    if re.match(rf"({FIRST_TUMOUR}){FIRST}", words) or (re.search("tumour|cancer", name) and re.match(BEFORE, words)):
        return "tumour_first"
    of_tumour = re.search("tumour|cancer", name) and re.match(AFTER, words)
    return "neuro_first" if of_tumour or re.match(rf"({FIRST_NEURO}){FIRST}", words) else ""


def _outcome_in_group(name: str, words: str) -> str:
    """What is counted, where only the group says it: a grade, an improvement; empty where the name says it."""
    if words and re.match(rf"{ENDPOINT}$", name):
        return words
    graded = re.match(rf"(mrs|rankin)(_score)?_(?P<band>{GRADES})(?P<tail>_.*)?$", words.replace("-", "_"))
    named = re.search("outcome$|status$|result$|^disability$", name)  # outcome/mRS 0-2 at last visit
    return f"mRS_{graded['band']}{graded['tail'] or ''}" if graded and named else ""
