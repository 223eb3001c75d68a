"""What the words of a row say was given: immunotherapy, a second line, tumour treatment, both, any, or a drug."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from onconeural.calibration.published.wording import spelt
from onconeural.evidence.cohort_records import Observable
from onconeural.evidence.treatments import treatment_names
from onconeural.model import interventions_named

What = Literal["immunotherapy", "second", "tumour", "any", "both", "immunotherapy_alone", "tumour_alone"]
Form = Literal["share", "least"]

_GIVEN_AS = r"(_(therap(y|ies)|treatments?|drugs?|agents?|regimens?))?"
IMMUNE = (
    r"(any_)?(immuno(therap(y|ies)|suppress(ion|ants?|ive)|modulat(ion|ory)|logic(al)?)?|immune|first_line)"
    rf"(_immuno(therapy|suppression|modulation))?{_GIVEN_AS}"
)
SECOND = rf"(any_)?second_line(_immuno(therapy|suppression|suppressive|modulation))?{_GIVEN_AS}"
_TUMOUR = r"(anti_?)?(tumour|cancer|neoplasm)(_(directed|specific))?"
OF_TUMOUR = rf"{_TUMOUR}_(therap(y|ies)|treat(ment|ed))|onco\w*log(y|ic|ical){_GIVEN_AS}"
TREATED = r"treated|(any_)?(treatments?|therap(y|ies))"
NOBODY = (
    r"none|no|neither|untreated|(no|not|without|never)_(any_)?(treatment|therapy|treated)|supportive(_care)?(_only)?"
)
BOTH = rf"both(_treatments?)?|combin(ed|ation){_GIVEN_AS}"
PLAIN: tuple[tuple[str, What], ...] = (
    (SECOND, "second"),
    (IMMUNE, "immunotherapy"),
    (OF_TUMOUR, "tumour"),
    (TREATED, "any"),
    (BOTH, "both"),
)
FRONT = r"^(received|receiving|given|got|had|use_of|treated_(with|by|using)|pct|n)_"
SORT = r"^(iv|oral|intravenous|high_dose|pulsed?)_|_(therapy|treatment|infusions?|pulses?)$"  # says nothing of what
BACK = r"_(given|used|use|received|administered|performed)$"
NOT = r"^(no|not|without|never)_(?!.+_(and|or)_)"
JOINED = r"_(and|plus|with|combined_with|or|without)_"
ALONE = r"^only_|_(alone|only)$"
# Names whose group says what was given: treatment/steroids, immunotherapy/none.
CLASSES = re.compile(rf"^({TREATED}|management|{IMMUNE}|{SECOND}|{OF_TUMOUR})$")
IN_CARE = {"steroids", "methylprednisolone", "prednisone", "ivig", "plasma_exchange", "rituximab", "cyclophosphamide"}
AS_SECOND = {"rituximab", "cyclophosphamide"}
ON_TUMOUR = {"chemotherapy", "radiotherapy", "surgery", "local_tumour_treatment"}
ALONE_OF: Mapping[What, What] = {"immunotherapy": "immunotherapy_alone", "tumour": "tumour_alone"}


def said_given(seen: Observable) -> Iterator[tuple[What, Form, bool]]:
    """What a row says was given, whether to at least so many, and whether it counts those who got it or the others."""
    one = spelt(seen)
    name, group = (re.sub(BACK, "", re.sub(FRONT, "", (words or "").lower())) for words in (one.name, one.group))
    if group and not CLASSES.match(name):
        return
    known = {"": name, "none": f"no_{name}", "no": f"no_{name}", "yes": name, "any": name}
    words = known.get(group, f"{group}_treatment" if re.fullmatch(_TUMOUR, group) else group)
    if re.fullmatch(NOBODY, words):
        yield "any", "share", False
        return
    for what, form in _given(re.sub(NOT, "", words)):
        yield what, form, not re.match(NOT, words)


def _given(words: str) -> tuple[tuple[What, Form], ...]:
    """The treatment that words name; to at least so many where they name a drug; empty where they name none."""
    if found := next((what for pattern, what in PLAIN if re.fullmatch(pattern, words)), None):
        return ((found, "share"),)
    if re.search(ALONE, words):
        whole = [what for what, form in _given(re.sub(ALONE, "", words)) if form == "share"]
        return tuple((ALONE_OF[what], "share") for what in whole if what in ALONE_OF)
    return _drugs(words) or _joined(words)


def _drugs(words: str) -> tuple[tuple[What, Form], ...]:
    """What was given at least, where words name drugs of the simulated care for one purpose and nothing else."""
    names = [re.sub(SORT, "", word) for word in re.split(r"_(?:and|plus|or)_", words)]
    if not set(names) <= set(treatment_names()):
        return ()
    found = [set(interventions_named(name)) for name in names]
    if all(drugs and drugs <= ON_TUMOUR for drugs in found):
        return (("tumour", "least"),)
    if not all(drugs and drugs <= IN_CARE for drugs in found):
        return ()
    second: tuple[tuple[What, Form], ...] = (("second", "least"),) if set().union(*found) <= AS_SECOND else ()
    return (("immunotherapy", "least"), *second)


def _joined(words: str) -> tuple[tuple[What, Form], ...]:
    """Immunotherapy and tumour treatment in one name: both, either, or one without the other."""
    joined = re.search(JOINED, words)
    if joined is None:
        return ()
    first, other = _given(words[: joined.start()])[:1], _given(words[joined.end() :])[:1]
    if {what for what, _ in first + other} != {"immunotherapy", "tumour"}:
        return ()
    form: Form = "share" if all(form == "share" for _, form in first + other) else "least"
    if joined.group(1) == "without":
        return ((ALONE_OF[first[0][0]], "share"),) if form == "share" else ()
    return (("any" if joined.group(1) == "or" else "both", form),)
