"""What each published observable is in the simulation: the columns of patients that its statistic is taken from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onconeural.calibration.published.tumour_names import named_tumour
from onconeural.calibration.published.wording import RATIOS, label, plain
from onconeural.calibration.readings.area_words import tells_apart
from onconeural.calibration.readings.areas import syndrome
from onconeural.calibration.readings.by_name import rows_for
from onconeural.calibration.readings.columns import Reading, Row
from onconeural.calibration.readings.factor import doubt, ratio
from onconeural.evidence.cohort_records import Observable
from onconeural.evidence.files import packaged


@dataclass(frozen=True)
class Definition:
    """A reading of observables whose name matches, and what it takes the publication to mean."""

    read: Reading
    meaning: str


@dataclass(frozen=True)
class Aside:
    """An observable that is not a prediction of the model: an input, a choice of design, or outside its quantities."""

    kind: str
    reason: str


# Words of quantities that the model has: a row with one of them that nobody can read counts as not predicted.
OF_MODEL = (
    r"tumour|cancer|malign|neoplas|carcinom|sclc|teratoma|thymoma|seminoma|hodgkin|lymphoma|mrs|rankin|walk|ambul|gait|wheelchair|"
    r"bed_?(ridden|bound)|disab|depend|surviv|alive|died|dead|deceas|death|mortal|fatal|(^|_)(os|pfs)(_|$)|improv|recover|respon|"
    r"stab|wors|progress|deterior|remission|relaps|recurren|outcome|plateau|nadir|delay|latency|interval|time|(days|weeks|months)_|"
    r"_to_|limbic|cerebell|ataxi|brainstem|neuropath|neuronopath|sensory|(^|[_/])lems|encephalomyel|multifocal|areas?(_|$)|syndrome|"
    r"phenotype|new_|spread|good|poor|favourable|better|sever|mild|handicap|function|sequel|cured?(_|$)"
)
NO_READING = "no reading of this observable has been written"
NO_QUANTITY = Aside("outside", "no word of it names a quantity of the model")
NO_RATE = Aside("outside", "events per person and time, or per tumour, are not counted")
AMONG_WHOM = re.compile(r"(?i)_(in|among)_(?!\w*remission)\w+$")  # thymoma_in_men: the tumours of some
MIX = Aside("input", "the mix of tumours is an input")
NO_OUTCOME = {"rate": NO_RATE, "p_value": Aside("outside", "a p value is not an outcome")}  # kinds of rows
NOT_AN_AREA = Aside("outside", "a sign that the four target areas do not tell apart")


def definition(seen: Observable) -> Definition | Aside | None:
    """How an observable is read in the simulation, why it is set aside, or None where nobody has said.

    Inputs and what was done are looked for among shares, means and medians only: age, a tumour or a treatment can be
    the factor of a ratio.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [definition(o).kind for o in cohort("graus2001_hu200").observables[:1]]
    ['input']
    """
    one = plain(seen)
    words = "/".join(filter(None, (one.name, one.group))).lower()
    if named_tumour(AMONG_WHOM.sub("", one.name)) and seen.kind not in RATIOS:
        return MIX
    for names, aside in _asides():
        if not (aside.kind in ("input", "design") and seen.kind in RATIOS) and names.search(words):
            return aside
    if seen.kind in NO_OUTCOME:
        return NO_OUTCOME[seen.kind]
    key = words if seen.kind in RATIOS else label(seen)
    found = next((row for row in rows_for(seen) if _compiled(row[0]).search(key)), None)
    if found is None:
        return None
    return _doubtful(found, one, words)


def _doubtful(found: Row, seen: Observable, words: str) -> Definition | Aside | None:
    """The reading that was found, if these words tell what it needs."""
    reading, words_of_it = found[1], found[2]
    if reading is ratio and (why := doubt(seen)):
        return Aside("outside", why)
    if reading is syndrome and not tells_apart(seen):
        return None if re.match(r"(any_)?(paraneoplastic|neurological)_syndrome$", words) else NOT_AN_AREA
    return Definition(reading, words_of_it)


def unread(seen: Observable) -> Aside | str:
    """Why a row without a reading is not predicted: set aside only where no word of it names what the model has.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> row = cohort("graus2001_hu200").observables[0]
    >>> unread(replace(row, name="dry_mouth")).reason
    'no word of it names a quantity of the model'
    >>> unread(replace(row, name="tumour_hoped_for"))
    'no reading of this observable has been written'
    """
    words = "/".join(filter(None, (seen.name, seen.group))).lower()
    known = seen.kind in RATIOS or re.search(OF_MODEL, words)
    return NO_READING if known else NO_QUANTITY


@cache
def _asides() -> tuple[tuple[re.Pattern[str], Aside], ...]:
    """The names that are set aside, with the reason, in the order of the file."""
    rows = packaged("onconeural.calibration", "data/asides.yaml")["asides"]
    return tuple((re.compile("|".join(row["names"])), Aside(row["kind"], row["reason"])) for row in rows)


@cache
def _compiled(names: str) -> re.Pattern[str]:
    return re.compile(names)
