"""Who the words of a subgroup mean: patients with a tumour, of one sex, of one age, treated, with one syndrome."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.antibody_mix import NONE
from onconeural.calibration.patients.certainty import certainty, in_class, risk_of
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.age_and_sex import ADULT
from onconeural.calibration.published.antibody_rows import named, negative_of
from onconeural.calibration.published.certainty_classes import class_of_words, classes_of
from onconeural.calibration.published.limits import limit
from onconeural.calibration.published.tumour_names import tumours_meant
from onconeural.calibration.readings.area_words import AREAS
from onconeural.calibration.readings.areas import central, involved_then
from onconeural.calibration.readings.columns import span, tumour_known
from onconeural.calibration.readings.given import given
from onconeural.calibration.readings.tumour import limited_or_not
from onconeural.model import antibody
from onconeural.population import readings as read
from onconeural.population.course_record import GRID

Flags = NDArray[np.bool_]
Who = Callable[[Sample], Flags]

OLD = 65.0  # years, where a row says elderly or older adults (usual in geriatrics)
YOUNGEST = 10.0 * 12.0  # months: words of a shorter time than this are no age (assumed)
LATE_ONSET = 45.0  # years, where it says late onset, or tells young from older adults: the limit of PMID 23946310
SEVERE, MILD = 4, 2  # mRS of who is called severely or mildly affected at diagnosis (assumed)
# How patients answered to a treatment is not whether they got it; an answer to the first treatment is the usual one.
ANSWER = r"respon|improv|refractor|(?<!heart_)fail(ed|ure)"
TO_THE_FIRST = (
    r"_(to|after|on|with|under|following|of)_(the_)?(any_)?"
    r"(first_line(_\w+)?|immunotherapy|(initial_|first_)?(treatment|therapy))$"
)
LACKING = r"(?:no|not|non|without|never|other_than)_(?!or_|small_cell|hodgkin)(.+)$"
TIMED = "early|late|within|before|after|delayed"  # no early treatment: late, or none
CERTAIN = r"^(definite|probable|possible)(_(pns|cases?|patients))?$|^autoimmune_encephalitis$"


def _syndrome_of(sample: Sample) -> NDArray[np.str_]:
    return read.syndrome(sample.course)


def _dead(sample: Sample) -> Flags:
    return np.asarray(sample.course.death <= np.maximum(sample.followed, sample.course.diagnosis))


def _better(sample: Sample) -> Flags:
    return read.improved(sample.course, sample.treatment, 6)


def _good_last(sample: Sample) -> Flags:
    return np.asarray(read.rankin(read.at(sample.course.mrs, np.fmin(sample.followed, GRID[-1]))) <= 2)


def _paraneoplastic(sample: Sample) -> Flags:
    """With a tumour; in a series of several antibodies also those whom the criteria call definite or probable."""
    several = "mixed" in sample.publication.antibody or len(sample.publication.antibody) > 1
    sure = np.isin(certainty(sample, classes_of(sample.publication)[0]), ("definite", "probable"))
    return tumour_known(sample) | (sure & several)


def _has_antibody(sample: Sample, has: bool) -> Flags:
    return np.full(len(sample.course), (sample.antibody != NONE) == has)


def _reads(sample: Sample, reading: str) -> Flags:
    return np.full(len(sample.course), antibody(sample.cohort.antibody).reading == reading)


# The first that is found in the name of the group counts.
_WHO: tuple[tuple[str, Who], ...] = (
    (r"^high_risk_(ab|antibod)", lambda s: np.full(len(s.course), risk_of(s) == "high")),
    (r"^intermediate_risk_(ab|antibod)", lambda s: np.full(len(s.course), risk_of(s) == "intermediate")),
    (r"^low(er)?_risk_(ab|antibod)", lambda s: np.full(len(s.course), risk_of(s) == "lower")),
    (
        r"^((ab|antibod(y|ies))_)?neg(ative)?($|_)|^seroneg|^(no|without)_(known_)?antibod",
        lambda s: _has_antibody(s, has=False),
    ),
    (
        r"^(ab|antibod(y|ies))_pos(itive)?|^positive$|^seropos|^with_(known_)?antibod",
        lambda s: _has_antibody(s, has=True),
    ),
    (
        r"^(no|non|without)_?(?!lung|breast|ovar|testi|gyn|germ|small|thym)(\w+_)?(tumour|cancer|carcinoma|malign|neoplas|paraneo)(?!\w*_(treat|therap|surg|remov|cr$|complete|respon|remission))"
        r"|idiopathic|(tumour|cancer)_(negative|absent|free|not_)|^cryptogenic|^not_paraneoplastic|^(nt|non_?sclc)_?lems",
        lambda s: ~tumour_known(s),
    ),
    (r"^paraneoplastic$", _paraneoplastic),
    (
        r"^(with_)?(an?_|any_|known_)?(tumour|cancer|carcinoma|malignan\w+|paraneoplastic|neoplasm)(_(found|positive|detected|identified|"
        r"present|associated|related|patients|lems))?$|^sclc_lems$",
        tumour_known,
    ),
    (
        r"^(no|without|not)_(tumour|cancer)_(cr$|complete|remission|respon)",
        lambda s: ~read.complete_response(s.course) & read.tumour_treated(s.course),
    ),
    (
        r"(tumour|cancer|hl|hodgkin\w*)_(cr$|complete_(re\w+)|remission)|^(in_)?complete_(re\w+_of_(the_)?(tumour|cancer)|(tumour|cancer|oncolog\w*)_re)",
        lambda s: read.complete_response(s.course) & read.tumour_treated(s.course),
    ),
    (r"(neuro\w*|pns|onset)_first|before_(tumour|cancer)", lambda s: np.asarray(s.tumour_seen >= 0)),
    (r"(tumour|cancer)_first|after_(tumour|cancer)$", lambda s: np.asarray(s.tumour_seen < 0)),
    (r"^(females?|wom[ae]n|f|girls?)$", lambda s: s.female),
    (r"^(males?|m[ae]n|m|boys?)$", lambda s: ~s.female),
    (r"^pns_only$|peripheral_only", lambda s: _syndrome_of(s) == "peripheral"),
    (r"^(died|dead|deceased|non_?survivors?|fatal)$", _dead),
    (r"^(survived|survivors?|alive|living)$", lambda s: ~_dead(s)),
    (
        r"^(non_?respon(ders?|sive)|unresponsive|not_improved|unimproved|(no|poor|lack_of)_(response|improvement)|refractory|"
        r"failure|failed(_first_line)?|(first_line|treatment)_fail(ed|ures?))$",
        lambda s: ~_better(s),
    ),
    (r"^(responders?|(neuro\w*_)?improved|responsive|response|improvement)$", _better),
    (r"^(good|favourable)(_outcome|_prognosis)?$", _good_last),
    (r"^(poor|unfavourable|bad)(_outcome|_prognosis)?$", lambda s: ~_good_last(s)),
    (r"^(no|without)_relapse|^non_?relaps|^monophasic", lambda s: ~read.relapse(s.course)),
    (r"^(with_)?relaps", lambda s: read.relapse(s.course)),
    (
        r"(not|non|un\w+)_?(ambula|walk)|wheelchair|^severe|severely_(disab|affect)|bedridden",
        lambda s: s.grade >= SEVERE,
    ),
    (r"^ambula|^walking|able_to_walk", lambda s: s.grade < SEVERE),
    (r"^mild|mildly_affect|^independent", lambda s: s.grade <= MILD),
    (r"^disab|^dependent", lambda s: s.grade > MILD),
    (r"^(isolated_)?cns|(?<!_)central|(?<!limited_)cns_involv", central),
    (r"lems|lambert_?eaton", lambda s: np.full(len(s.course), s.at_junction)),
    (r"surface", lambda s: _has_antibody(s, has=True) & _reads(s, "surface")),
    (r"intracellular|onconeur", lambda s: _has_antibody(s, has=True) & _reads(s, "intracellular")),
    (r"^(neuro\w*_)?(stab|unchanged)", lambda s: ~read.worse(s.course, s.treatment, 6)),
    (r"^(neuro\w*_)?(wors|deterior|progress)", lambda s: read.worse(s.course, s.treatment, 6)),
    (r"^(sclc_|stage_)*(limited(_stage|_disease|_sclc|$)|ld(_|$))|_limited$", lambda s: limited_or_not(s) == 1.0),
    (r"^(sclc_|stage_)*(extensive(_stage|_disease|_sclc|$)|ed(_|$))|_extensive$", lambda s: limited_or_not(s) == 0.0),
    (r"several_areas|more_than_one_area|multiple_areas|two_or_more", lambda s: np.asarray(involved_then(s) >= 2)),
    (r"(one|single)_area|^(monofocal|unifocal|isolated)$", lambda s: np.asarray(involved_then(s) == 1)),
)


def people(sample: Sample, words: str) -> Flags | None:
    """Who the words mean, shape (n,); None for nobody whom the simulation knows."""
    words = re.sub(r"^(sex|gender)_|_(sex|gender)$", "", re.sub(r"\+$", "_positive", re.sub(r"-$", "_negative", words)))
    if both := re.match(r"^(females?|wom[ae]n|males?|m[ae]n|girls?|boys?)_(?:aged_|of_)?(.+)$", words):
        parts = [people(sample, part) for part in both.groups()]
        return None if parts[1] is None or parts[0] is None else parts[0] & parts[1]
    if re.search(CERTAIN, words):
        rule, beside = classes_of(sample.publication)
        return in_class(sample, class_of_words(words) or "", rule, beside)
    if (of_one := _of_antibody(sample, words)) is not None:
        return of_one
    if (joined := _joined(sample, words)) is not None:
        return joined
    words = re.sub(r"^(?:absence|lack)_of_", "no_", words)
    words = re.sub(r"^(sclc|thymoma|teratoma|hodgkin)_(?:neg\w*|absent|free)$", r"no_\1", words)
    words = re.sub(r"^(?:symptom_)?(?:onset|duration)_(?=(?:l[te]|g[te]|within|over|under|[<>]=?)_?\d)", "", words)
    if (lacking := _lacking(sample, words)) is not None:
        return lacking
    answer = bool(re.search(ANSWER, words)) and not re.search("tumour|cancer|oncolog", words)
    words = re.sub(TO_THE_FIRST, "", words) if answer else words
    found = None if answer else given(sample, words)
    if found is None:
        found = next((who(sample) for pattern, who in _WHO if re.search(pattern, words)), None)
    if found is None:
        found = _graded(sample, words) if re.search("mrs|rankin", words) else aged(sample, words)
    return _with_area(sample, words) if found is None else found


def _of_antibody(sample: Sample, words: str) -> Flags | None:
    """Who has the antibody that words name, or has it not where they say so; None where they name none."""
    if key := named(words):
        return np.full(len(sample.course), sample.antibody == key)
    other = re.match(r"^(?:non|not|no|without|other_than)[_-]?(.+)$", words)
    lacking = negative_of(words) or (named(other.group(1)) if other else None)
    return np.full(len(sample.course), sample.antibody != lacking) if lacking else None


def _joined(sample: Sample, words: str) -> Flags | None:
    """Who is in one of the groups that "or" joins, or in both that "with" joins; None unless all of them are known."""
    if both := re.match(r"^(?!treated)(.+?)_(with|without)_(.+)$", words):
        first, second = (people(sample, part) for part in (both[1], ("" if both[2] == "with" else "no_") + both[3]))
        return None if first is None or second is None else first & second
    parts = re.sub(r"^(early|late|delayed)_or_(no|without)_(.+)$", r"\1_\3_or_\2_\3", words).split("_or_")
    found = [who for part in parts if (who := people(sample, part)) is not None] if len(parts) > 1 else []
    return np.asarray(np.any(found, axis=0)) if len(found) == len(parts) else None


def aged(sample: Sample, words: str) -> Flags | None:
    """Who has an age that the words name, by printed limits, else by usual ones."""
    age = sample.age
    usual: tuple[tuple[str, Flags], ...] = (
        (r"^child|^p(a)?ediatric|^adolesc", age < ADULT),
        (r"^adults?$", age >= ADULT),
        (r"^young(er)?($|_adult|_patients)", (age >= ADULT) & (age < LATE_ONSET)),
        (r"^(elder|older_adult|old($|_age)|geriatric)", age >= OLD),
        (r"^late_onset$", age >= LATE_ONSET),
        (r"^early_onset$", age < LATE_ONSET),
    )
    if band := re.search(r"(?<!\d)(\d{1,2})(?:_to_|_|-|–)(\d{2})(?!\d)", words):
        return np.asarray((age >= float(band.group(1))) & (age < float(band.group(2)) + 1.0))
    if (span(words) or 0.0) < YOUNGEST and span(words) is not None and "year" not in words:
        return None
    named = limit(words)
    if named is None:
        return next((np.asarray(who) for pattern, who in usual if re.search(pattern, words)), None)
    return named.holds(age)


def _lacking(sample: Sample, words: str) -> Flags | None:
    """All but those whom the words after a *no* mean; None without it, or where the words are a group of their own."""
    other = re.match(LACKING, words)
    if other is None or any((found := re.search(own, words)) and found.start() == 0 for own, _ in _WHO):
        return None
    if given(sample, words) is not None and not re.search(TIMED, words):
        return None
    has = people(sample, other.group(1))
    return None if has is None else ~has


def _graded(sample: Sample, words: str) -> Flags | None:
    grade = sample.grade
    if band := re.search(r"(?:mrs|rankin)\D*([0-6])(?:_to_|_|-)([0-6])", words):
        return np.asarray((grade >= float(band.group(1))) & (grade <= float(band.group(2))))
    named = limit(words)
    return None if named is None else named.holds(grade)


def _with_area(sample: Sample, words: str) -> Flags | None:
    area = next((area for pattern, area in AREAS.items() if re.search(pattern, words)), None)
    if area is not None:
        return np.asarray(_syndrome_of(sample) == area)
    kinds = tumours_meant(words)
    return np.asarray(tumour_known(sample) & np.isin(sample.tumour, kinds)) if kinds else None
