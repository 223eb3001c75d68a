"""The words of a row in one spelling, and whether its group says what is counted or which patients are meant."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from onconeural.calibration.published.patients_in_names import TIMES, with_patients
from onconeural.calibration.published.said_by_group import said_by_group
from onconeural.evidence.cohort_records import Kind, Observable

RATIOS = ("hazard ratio", "odds ratio", "relative risk")  # kinds of rows about a factor, not about patients
SPELT = (
    ("tumor", "tumour"),
    ("favorable", "favourable"),
    ("stabiliz", "stabilis"),
    ("stabiliti", "stabilisati"),
    ("(?<![0-9])1st_(?=line)", "first_"),
    ("(?<![0-9])2nd_(?=line)", "second_"),
    ("(?<![a-z])hl(?![a-z])", "hodgkin_lymphoma"),
    ("(?<![a-z])([lg])te(?![a-z])", r"\1e"),  # lte 2
    (r"(mrs|rankin)((?:_score)?)_(?:at_most|no_more_than|not_more_than)_(?=\d)", r"\1\2_le_"),
    (r"(mrs|rankin)((?:_score)?)_(?:at_least|no_less_than)_(?=\d)", r"\1\2_ge_"),
    (r"(mrs|rankin)(\w*?)_(?:less|lower|fewer|smaller)_than_(?=[0-6](?!\d))", r"\1\2_lt_"),
    (r"(mrs|rankin)(\w*?)_(?:more|higher|greater)_than_(?=[0-6](?!\d))", r"\1\2_gt_"),
    (r"(mrs|rankin)((?:_score)?)_(?:below|under)_(?=\d)", r"\1\2_lt_"),
    (r"(mrs|rankin)((?:_score)?)_(?:above|over)_(?=\d)", r"\1\2_gt_"),
    (r"(mrs|rankin|age)(_score)?_(of_)?(\d+)_or_(less|lower|below|better|under|younger)", r"\1_le_\4"),
    (r"(mrs|rankin|age)(_score)?_(of_)?(\d+)_or_(more|higher|above|greater|worse|over|older)", r"\1_ge_\4"),
    (r"_[+&]_|(?<=[a-z]{2})[+&](?=[a-z]{2})", "_plus_"),
    ("^death_cause", "cause_of_death"),
    ("(?<![a-z])(good|poor|better|worse|(?:un)?favourable)_prognosis", r"\1_outcome"),
    (r"(?<![a-z])worse_((?:functional|neuro\w*?|clinical)_)?outcome", r"poor_\1outcome"),
    (r"(?<![a-z])better_((?:functional|neuro\w*?|clinical)_)?outcome", r"good_\1outcome"),
    (r"^(?:(?:functional|neuro\w*?|clinical)_)?outcome_(?:was_)?better(?![a-z])", "improved"),
    (r"^(?:(?:functional|neuro\w*?|clinical)_)?outcome_(?:was_)?worse(?![a-z])", "worsened"),
    ("^never_(?:walk|ambulat)[a-z]*_again", "unable_to_walk_last"),
    ("(?<![a-z])(?:ante|pre)dat(ed|es|ing)(?![a-z])", r"preced\1"),
    ("^m(os|pfs)(?![a-z])", r"\1"),
    (
        r"^(?:(?:histological_)?(?:types?|kinds?)|histolog(?:y|ies)|entit(?:y|ies))_of_(?:the_)?(?:\w+_)?(?:tumour|cancer|malignanc(?:y|ie)|neoplasm)s?$",
        "tumour_types",
    ),
    (
        r"^(?:underlying_|primary_|main_)?(?:tumour|cancer|malignancy|neoplasm)_(?:histolog(?:y|ies|ical_types?)|entit(?:y|ies)|kinds?|categor(?:y|ies))$",
        "tumour_types",
    ),
    ("^(tumour|cancer|malignancy)_any$", r"any_\1"),
    ("(?<![a-z])(n[cpt]|n[cpt]_)lems(?![a-z])", "no_tumour_lems"),
    ("(?<![a-z])[cpt]_?lems(?![a-z])", "tumour_lems"),
    ("(?<![a-z])(confined_to_(the_)?bed|bed_confined|bed_?fast|bed_bound|bed_ridden)(?![a-z])", "bedridden"),
    (r"^stage_of_(the_)?(disease|tumour|cancer|sclc)$", "stage"),
    ("≥", ">="),
    ("≤", "<="),
    ("(pns|syndrome)_type|(?<![a-z])type_of_(pns|syndrome)", "syndrome"),
    ("modified_rankin(_scale|_score)?", "mRS"),
    (r"(?<![a-z])(mrs|rankin)_grades?_(?=\d)", r"\1_"),
)
# Words before what a row counts, or after it, that say nothing of the patients.
BEFORE = re.compile(
    r"(?i)^(?:(?:proportion|number|percentage|fraction|share|frequency)_of_(?:the_)?(?=patients|cases|subjects|individuals|those|(?:wo)?men|(?:fe)?males))?"
    r"(?:(?:pct|percent|proportion|number|n)_with_(?=.))?(?:proportion_(?=(?:wo)?men|(?:fe)?male))?"
    r"(?:(?:patients|cases|subjects|individuals|those)_(?:(?:who|that)_(?:were_|had_|have_|are_)?|in_whom_(?:the_)?|with_|whose_)?)?"
    r"(?:(?:median|mean|average)_(?=.))?"
)
AFTER = re.compile(
    r"(?i)(?<=.)_(?:pct|percent(?:age)?|share|proportion|fraction|n|total|overall|yes|group|cases|(?<!in_)patients)$"
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}
# Names whose groups are signs that a patient may have beside others.
OF_SIGNS = r"((neuro\w*|clinical|presenting)_)?(symptoms?|signs?|features?)(_(at|on|during)_\w+|_ever)?"
FORM = r"(clinical|neuro\w*|predominant|main)_(pattern|form|type|subtype|category)"  # a syndrome by another word
_CLASSES = (
    r"^(?!\w*_by_)((area_|areas_)?involvement$|affected_area$|\w*syndrome|\w*presentation|\w*manifestation|\w*phenotype|\w*picture|(\w+_)?areas?(_involved|_affected)?$|"
    rf"{FORM}$|{OF_SIGNS}$|first_symptom|tumour_types|tumours|certainty|site|rankin_max"
)
CATEGORIES = re.compile(rf"{_CLASSES}|outcome)")  # names whose groups are classes that may hold every patient once
# Other names whose groups are no patients: a cause, an antibody, a moment, a test.
CLASSED = re.compile(rf"{_CLASSES})|^(pcd_|pleocytosis|adl_|after_|(mrs|rankin)_(first|second)_line|causes?_)")
# Names whose groups are classes where these words say how it went; any other group is of patients.
RESULT = re.compile(
    r"^(?!\w*_by_)(?!(good|poor|(un)?favourable|complete|partial|full|no|non)_).*(outcome|respon|recover|remission|(^|_)result|course|effect|evolution|improvement$|(neuro\w*|clinical|functional|disease)_(status|condition|state))"
)
HOW = re.compile(
    r"^(very_|clinically_)?(complete|full|partial|none|no$|no_(improv|respon|change|benefit|effect|recover)|good|moderate|fair|excellent|marked|substantial|minor|mild|"
    r"minimal|poor|bad|effective|ineffective|stab|unchanged|same|improv|better|wors|deterior|progress|died|dead|death|deceas|fatal|recover|"
    r"wheelchair|bed|ambul|independ|depend|disab|unfavourable|favourable|remission|remit|refractory|never|alive|severe|relaps|monophas)"
)
GRADED = re.compile(r"mrs|rankin")
# A kind of tumour in a name that says when or how it was found: it stands for the tumour of the series.
KIND = (
    r"((?<!n)sclc|small_cell_(lung_)?cancer|hodgkin(_lymphoma|_disease)?|lymphoma|(ovarian_)?teratoma|thymoma|seminoma|"
    r"germ_cell_tumour|(breast|lung|ovarian|testicular)_cancer)"
)
WHEN = (
    r"first|before|preced\w*|after|within|at|by|on|screen\w*|diagnos\w*|remission|complete_re(?:mission|sponse)|"
    r"(found|detected|diagnosed)_(at|by|after|before|within|on|first|later|\d)"
)
# How many have a cancer of one organ by a time: there it does not stand for all tumours of the series.
ORGAN_BY_A_TIME = r"(breast|lung|ovarian|testicular)_cancer(_found|_detected|_diagnosed)?_(at|by|within)_\d"
SHORT = r"(pcd|lems|pem|pnd|le|ssn|psn|ataxia|enceph\w*|limbic)(?![a-z])"  # a syndrome in short
NO_GRADE = re.compile(r"^(mrs|rankin)(?!(_score)?_?(l[te]|g[te]|[<>]|\d))")  # then the dead are a class of it
AT_A_MOMENT = "peak|nadir|max|maximum|worst|last|final|discharge|admission|baseline|dx|diagnosis|onset"
# After these a number is of steps, not of grades.
CHANGE = r"(?:\w+_)?(?:decreas|drop|reduc|gain|improv|increas|wors|ris(?:e|ing)|declin|fall|fell)"
BAND = re.compile(r"^(?:(?:mrs|rankin)_?)?((?:l[te]|g[te]|[<>]=?)_?[0-6]|[0-6](?:(?:-|_|_?to_?)[0-6])?)$")
MOMENT = re.compile(
    r"^(at_|on_)?(the_)?(onset|first_visit|diagnosis|dx|presentation|admission|discharge|baseline|nadir|peak|worst|before|"
    r"(from|since|after)_(the_)?(\w+_)?(onset|symptoms?|dx|diagnosis|treatment|immunotherapy)|"
    r"after|initial|enrolment|last(_\w+)?|final(_\w+)?|follow_?up|end_of_follow_?up|treatment_start|start_of_treatment|"
    rf"\d+_?({TIMES})(_\w+)?|(week|month|day|year)_?\d+)$"
)
STATISTIC = ("mean", "median", "average", "all", "any", "total", "overall", "whole", "everybody", "pns", "cohort")


def spelt(seen: Observable) -> Observable:
    """The observable with its name and group in one spelling: British, with underscores.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> from dataclasses import replace
    >>> spelt(replace(cohort("graus2001_hu200").observables[0], name="No tumor")).name
    'No_tumour'
    """
    return _worded(seen, _spelt_name(seen.name), None if seen.group is None else _spelt(seen.group))


def _worded(seen: Observable, name: str, group: str | None) -> Observable:
    """The observable with this name and group: itself where they are its own, for a new one is checked again."""
    return seen if (name, group) == (seen.name, seen.group) else replace(seen, name=name, group=group)


@lru_cache(maxsize=8192)  # each row asks for the words of all rows of its cohort
def _spelt_name(name: str) -> str:
    return AFTER.sub("", BEFORE.sub("", _spelt(name), count=1))


@lru_cache(maxsize=8192)
def _spelt(words: str) -> str:
    dashes = "" if re.search(r"\d-\d|[+-]$", words) else "-"
    plain = re.sub(rf"[ ,;()\[\]{dashes}]+", "_", words.strip(" ()[]"))
    plain = re.sub(r"(?i)(?<![a-z])between_(.+?)_and_", r"\1_to_", plain)
    for american, british in SPELT:
        plain = re.sub(american, british, plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?i)_(?:in_|within_|during_)?(?:the_)?first_(?=(?:year|month)$)", "_within_1_", plain)
    for word, number in NUMBERS.items():
        plain = re.sub(rf"(?i)(?<![a-z]){word}_(?=(day|week|month|year))", f"{number}_", plain)
    return plain


def plain(seen: Observable) -> Observable:
    """The observable in one spelling; a group that is a moment or a range of grades is part of the name.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> from dataclasses import replace
    >>> row = cohort("graus2001_hu200").observables[0]
    >>> [plain(replace(row, name="mRS_last", group=words)).name for words in ("0-2", "women")]
    ['mRS_0_2_last', 'mRS_last']
    """
    return _worded(seen, *_plain(seen.name, seen.group, seen.kind, seen.n is None))


@lru_cache(maxsize=8192)
def _plain(name: str, group: str | None, kind: Kind, of_all: bool) -> tuple[str, str | None]:
    """Name and group of a row in one spelling; ``of_all``: it has no number of patients of its own."""
    unread = Observable(name, None, "", kind, None, None, False, "not_judged", group, n=None if of_all else 1)
    one = _with_group(_of_kind(spelt(unread)))
    name, group = one.name, one.group
    words = (group or "").lower()
    if not words or CLASSED.match(name.lower()):
        return name, group
    words = "6" if re.match(r"(dead|died|death)$", words) and NO_GRADE.match(name.lower()) else words
    band = BAND.match(words) if GRADED.search(name.lower()) else None
    if band is not None:
        grades = band.group(1).replace("-", "_")
        return re.sub(r"(?i)(mrs|rankin)(_score)?", rf"\g<0>_{grades}", name, count=1), None
    if MOMENT.match(words):
        return f"{name}_{group}", None
    if re.match(r"(of|among)_(the_|all_)*(deaths?|dead|deceased)$", words) and re.search(r"(?i)death|died|fatal", name):
        return name, None  # a cause of death is counted among the dead
    return name, None if words in STATISTIC else group


def _of_kind(seen: Observable) -> Observable:
    """The row with a tumour for its kind where it says when that was found, and with its grades before the moment."""
    name = re.sub(rf"(?i)(?<![a-z])(?!{ORGAN_BY_A_TIME}){KIND}(?=_({WHEN}))", "tumour", seen.name)
    name = re.sub(
        rf"(?i)(?<![a-z]){KIND}(?=(_diagnosis)?_to_(the_)?(pns|neuro|onset|symptom|syndrome|{SHORT}))", "tumour", name
    )
    name = re.sub(
        r"(?i)^carcinoma(?=_(found|detected|identified|diagnosed|present|after|before|first|within))", "tumour", name
    )
    name = re.sub(rf"(?i)(?<=_)(before|after|preced\w*|to|of|since|from)_{KIND}(?![a-z])", r"\1_tumour", name)
    name = re.sub(rf"(?i)^(mrs|rankin)_(?!{CHANGE})(.+?)_((?:l[te]|g[te])_?[0-6]|[0-6]_[0-6])$", r"\1_\3_\2", name)
    name = re.sub(rf"(?i)^(mrs|rankin)_((?:at_(?:the_)?)?(?:{AT_A_MOMENT}))_([0-6])$", r"\1_\3_\2", name)
    return replace(seen, name=name)


def _with_group(seen: Observable) -> Observable:
    """The row with the patients of its name as its group; ``by_tumour/yes`` is the group tumour."""
    seen = said_by_group(seen, shares=seen.kind not in RATIOS)
    answer = re.match(r"(?i)^(yes|no)$", seen.group or "")
    by = re.match(r"(?i)^(.+)_by_(\w+)$", seen.name)
    if answer and by:
        group = by.group(2) if answer.group().lower() == "yes" else f"no_{by.group(2)}"
        return replace(seen, name=by.group(1), group=group)
    return seen if seen.kind in RATIOS else with_patients(seen)


def is_class(seen: Observable) -> bool:
    """Whether the group of a row says what is counted (a syndrome, a degree of recovery) and not which patients."""
    name, group = seen.name.lower(), (seen.group or "").lower()
    return bool(group) and bool(CLASSED.match(name) or (RESULT.search(name) and HOW.match(group)))


def of_everybody(seen: Observable) -> bool:
    """Whether a row is about all patients of its cohort: without a group, or with a class that any may be in."""
    name, group = seen.name.lower(), (seen.group or "").lower()
    classes = CATEGORIES.match(name) and not name.startswith("outcome")
    return not group or bool(classes or (RESULT.search(name) and not CLASSED.match(name) and HOW.match(group)))


def label(seen: Observable) -> str:
    """The words of a row that say what is counted, in one spelling.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [label(o) for o in cohort("graus2001_hu200").observables if o.group][:1]
    ['syndrome/sensory_neuropathy']
    """
    one = plain(seen)
    return (f"{one.name}/{one.group}" if is_class(one) else one.name).lower()
