"""The words of a ratio: which of them name the outcome, which the factor, and whom it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onconeural.calibration.published.patients_in_names import TIMES
from onconeural.evidence.cohort_records import Observable

# How the ratio was estimated: it says nothing of outcome or factor.
ESTIMATED = (
    r"(?:un)?adj(?:usted)?(?:_for_\w+)?|crude|(?:uni|bi|multi)_?vari(?:ate|able)(?:_analysis|_model)?|cox|logistic|regression|"
    r"(?:(?:independent(?:ly)?|significant)_)?(?:predict(?:ors?|ed|s|ing)|risk_factors?|associated|association)"
    r"(?:_(?:of|for|with))?|independently|time_to(?!_treat|_immuno|_therap|_diagnos)|risk_of|odds_of|hazard_of|effect_of"
)
MEASURED = r"(?:[acsu]_?)?(?:hr|rr)|(?:hazard|odds|risk)_ratio|relative_risk|odds|hazard"
DEATH = r"(?:(?<![a-z])(?:deaths?|died|dying)|mortality|survival|fatal\w*?|(?:^|_)os)(?=_|$)"
# An outcome that is said in full: it is the outcome wherever it stands.
IN_FULL = (
    r"(?:good|poor|bad|successful|(?:un)?favou?rable)_(?:(?:functional|neuro\w*?|clinical|long_term|short_term|final|overall)_)?"
    r"(?:outcome|result|recovery|response)"
)
FOR_SURE = rf"{IN_FULL}|(?<![a-z])(?:first_)?(?:relapses?|recurrence)"  # no factor is called so
WHEN = (
    rf"(?:_(?:at|by|within|after|in))?_(?:\d+_?(?:{TIMES})(?![a-z0-9])|(?:month|week|year)_?\d+)|_(?:at_)?(?:the_)?"
    r"(?:last|final|long_term)(?:_(?:visit|follow_?up))?(?![a-z])|_(?:at|on)_(?:hospital_)?discharge"
)
GRADE = r"_(?:mrs|rankin)(?:_score)?_?(?:(?:l[te]|g[te]|[<>]=?)_?[0-6]|[0-6](?:_|_?to_?)[0-6])(?![a-z0-9])"
BEFORE_IT = (
    r"(?!_(?:at|on|before)_(?!\d|last|final|follow|discharge|end)|_(?:initial|baseline))"  # a moment of a factor
)
REACHED = (  # recovery to mRS 2, which is 2 or less
    r"(?:recover|improv|return|reach|achiev|attain)\w*?_(?:to_|of_)?(?:an?_)?(?=(?:mrs|rankin)_?(?:l[te]|<|0_2|[012](?:_|$)))"
)
SORT = r"(?:(?:long_term|functional|clinical|neurological|persistent|any)_)*"  # of an outcome: read as the outcome
TO_THE_FIRST = (
    r"_(?:to|after|on|with)_(?:the_)?(?:any_|initial_)?"
    r"(?:first_line(?:_\w*?(?:therapy|treatment))?|immunotherapy|treatment|therapy)(?=_)"
)
SHIFT = (
    r"(?:worse|better|lower|higher|shift\w*(?:_(?:in|of|on|to))?|ordinal)_(?:the_)?(?:mrs|rankin)|(?:mrs|rankin)_shift"
)
VERSUS = r"_(?:vs|versus|against|compared_(?:with|to))_(.+)$"
EDGES = (
    r"^_+|_+$|^(?:vs_[0-6](?:_[0-6])?|for|of|with|by|if|in|on|and|an?|the|having|receiving|received|use_of|use|presence_of|patients_with|patients)_|"
    r"_(?:yes|present|received|receiving|given|administered|used?|use|increase|increment|status|for|of|by|with|in|and)$|"
    r"_(?:at|in|for|during|after)_(?:the_)?(?:first|initial|index)_(?:event|episode|attack|bout)$|_(?:first|initial)_(?:event|episode|attack)$"
)
# Words of a factor that leave open what was compared, and why it is not read.
TIMING = r"within|before|after|early|late|delay|time_to|(?:l[te]|g[te]|under|over)_?\d"
DOUBTS = (
    (
        rf"^(?!.*(?:{TIMING}))(?!.*(?:immunotherap|first_line|second_line|rituximab|cyclophosph|tumour|cancer)).*"
        r"(?:steroid|prednis|ivmp|ivig|immunoglobulin|plasma|(?<![a-z])plex|apheresis)",
        "the simulated care has no such choice",
    ),
    (r"^(?!.*(?:tumour|cancer|onco)).*combin", "the simulated care has no such choice"),
    (r"chemo_?radi|radio_?chemo|cranial_irradiat", "the simulated care has no such choice"),
    (
        r"maintenance|duration|(?:long_term|prolonged|chronic|continu\w+|ongoing|repeated)_(?:\w+_)?(?:immuno|treat|therap|steroid|ivig)|longer_than",
        "how long immunotherapy goes on is not told apart",
    ),
    (
        r"(?:^|_)log_|(?:per|each)_(?:sd|standard|log|doubl|quartile|tertile|category)",
        "per which step the ratio is was not read",
    ),
    (
        r"(?:^|_)(?:older|younger|old|young|advanced|high(?:er)?|low(?:er)?)_age$|^(?:older|younger)$",
        "no limit of age is named",
    ),
    (
        r"(?:mrs|rankin)\w*_(?:discharge|last|follow|\d+_?(?:m|y|w))",
        "the grade at that moment is no factor of the model",
    ),
)


@dataclass(frozen=True)
class RatioWords:
    """The words of the outcome, with its time, of the factor, and of those it is compared with (empty: all others)."""

    outcome: str
    factor: str
    others: str = ""


def bare(seen: Observable) -> str:
    """The name of a ratio without the words that say what kind of ratio it is, and with the time behind the outcome.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> row = replace(cohort("graus2001_hu200").observables[0], kind="odds ratio")
    >>> bare(replace(row, name="multivariable_aOR_good_6_month_outcome_female"))
    'good_outcome_6_month_female'
    """
    measured = MEASURED
    if seen.kind == "odds ratio":  # a small "or" between two words joins them where the ratio is written OR
        written = re.search(r"(^|_)[acu]?OR(_|$)", seen.name)
        measured = rf"{MEASURED}|(?-i:[acu]?OR)" if written else rf"{MEASURED}|[acu]?or"
    name = re.sub(rf"(?i)(?<![a-z0-9])(?:{measured})(?:_(?:of|for))?(?![a-z0-9])", "", seen.name).lower()
    name = re.sub(rf"(?<![a-z])(?:{ESTIMATED})(?![a-z])", "", re.sub("_+", "_", name).strip("_"))
    name = re.sub("_+", "_", name).strip("_")
    name = re.sub(rf"(good|poor|(?:un)?favourable)_(\d+_?(?:{TIMES}))_(outcome|prognosis)", r"\1_\3_\2", name)
    name = re.sub(
        r"(?:death|died)_or_(poor|unfavourable)|(poor|unfavourable)(_outcome)?_or_(?:death|died)", _or_dead, name
    )
    name = re.sub(rf"{REACHED}(mrs|rankin)_?([012])(?=_|$)(?!_[0-6](?:_|$))", r"mrs_le_\2", name)
    return re.sub(rf"^(\d+_?(?:{TIMES}))_(.+)$", _time_last, re.sub(REACHED, "", name))


def _or_dead(found: re.Match[str]) -> str:
    return f"{found.group(1) or found.group(2)}{found.group(3) or ''}"


def _time_last(found: re.Match[str]) -> str:
    time, rest = found.groups()
    outcome = re.match(rf"{IN_FULL}|{DEATH}|relapse", rest)
    return f"{outcome.group()}_{time}{rest[outcome.end() :]}" if outcome else f"{rest}_{time}"


def outcome_at(name: str, start: int, end: int, more: bool) -> tuple[str, str]:
    """The outcome that stands between two places of a name, with its time or grade, and the words that are left.

    ``more``: there is a factor beside these words.
    """
    tail = name[end:]
    if re.search("respon|improv|refractory|fail", name[start:end]) and (to := re.match(TO_THE_FIRST, tail)):
        end, tail = end + to.end(), tail[to.end() :]
    found = re.match(rf"(?:{WHEN})+", tail)
    end, tail = (end + found.end(), tail[found.end() :]) if found else (end, tail)
    graded = re.match(rf"{GRADE}{BEFORE_IT}(?:{WHEN})*|_(?:mrs|rankin)(?!_?[0-6lg<>]|_per)(?=_|$)", tail)
    of_grade = re.search("good|poor|bad|favourable|success", name[start:end])
    if graded and of_grade and (more or name[:start].strip("_") or tail[graded.end() :].strip("_")):
        named = graded.group().strip("_") if re.search(r"\d", graded.group()) else name[start:end]
        return named, _joined(name[:start], tail[graded.end() :])
    return name[start:end].strip("_"), _joined(name[:start], tail)


def _joined(*parts: str) -> str:
    return "_".join(part.strip("_") for part in parts if part.strip("_"))


def compared(words: str) -> tuple[str, str]:
    """The words of a factor without those that say nothing, and whom it is compared with.

    >>> compared("early_vs_late_treatment"), compared("with_teratoma_present")
    (('early_treatment', 'late_treatment'), ('teratoma', ''))
    """
    others = re.search(VERSUS, words)
    words = words[: others.start()] if others else words
    while (shorter := re.sub(EDGES, "", words)) != words:
        words = shorter
    other = others.group(1) if others else ""
    if lacking := re.match(r"(.+)_(?:not|no|never)$", words):
        words = f"no_{lacking.group(1)}"
    noun = re.match(r"(?:early|late|later|delayed)_(.+)", other)
    return (f"{words}_{noun.group(1)}" if noun and words in ("early", "late", "delayed") else words), other
