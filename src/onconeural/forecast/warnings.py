"""What a reader of a forecast must be warned of: the case, its twins, what was changed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from onconeural.case import Case
from onconeural.evidence import antibody_label
from onconeural.forecast.candidates import Candidates
from onconeural.forecast.history import History
from onconeural.forecast.likeness import unlike
from onconeural.forecast.twins import TwinSet
from onconeural.model import antibody

MOST_OWN = 0.5  # share of twins of the antibody of the case below which a warning says so
LONGEST = 1826.0  # days from onset: the statistics that the model was held against reach five years


def warnings(
    known: Case, past: History, choice: Candidates, drawn: TwinSet | None, factors: Mapping[str, float]
) -> tuple[str, ...]:
    """All warnings of a forecast, those of the case first; ``drawn``: the twins, None where the case is refused."""
    return (
        *choice.warnings,
        *past.warnings,
        *unlike(choice.antibodies, age=past.age, sex=past.sex, kind=past.tumour_kind),
        *_doubts(drawn, past),
        *_others(drawn, known, choice),
        *_changes(factors),
    )


def _doubts(drawn: TwinSet | None, past: History) -> Iterator[str]:
    if drawn is None:
        return
    if past.tumour != "known":
        yield "no tumour is known: strategies with tumour treatment begin with a search, and treat when it finds one"
    if past.day > LONGEST:
        yield f"day {past.day:g} is later than any published statistic behind the model ({LONGEST:g} days)"
    for reading in drawn.unlike:
        yield f"the model does not know such a course; {reading}"
    if drawn.failed:
        those = (
            "patient could not be simulated and is" if drawn.failed == 1 else "patients could not be simulated and are"
        )
        yield f"{drawn.failed} virtual {those} left out"


def _others(drawn: TwinSet | None, known: Case, choice: Candidates) -> Iterator[str]:
    """A named antibody that few twins have: its result is often false, or the other facts speak against it."""
    named = {a.name for a in known.antibodies} & {antibody(key).antibody for key in choice.antibodies}
    if drawn is None or len(drawn) == 0 or not named:
        return
    share = float(np.mean([antibody(str(key)).antibody in named for key in drawn.people.antibody]))
    if share < MOST_OWN:
        yield (
            f"{', '.join(map(antibody_label, sorted(named)))}: with all facts of this case only {100 * share:.0f} % of "
            "the twins have this antibody; look again at its result, and at age, sex and kind of tumour"
        )


def _changes(factors: Mapping[str, float]) -> Iterator[str]:
    for symbol, factor in factors.items():
        yield f"parameter {symbol} is multiplied by {factor:g} from the forecast day on: this is an experiment"
