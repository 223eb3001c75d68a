"""One row of a dose file: what is given, when, how often, to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from onconeural.evidence import nearest
from onconeural.evidence.problems import Refused, shown
from onconeural.tables.csv_in import number
from onconeural.tables.problems import Problems

MOST_REPEATS = 100_000


@dataclass(frozen=True)
class DoseRow:
    """``state`` becomes ``state * keep + amount`` at ``time``, ``count`` times, ``every`` so many days.

    ``patient`` None: for all. ``duration``: the amount is infused over this time. ``taper``: the amount falls from
    repeat to repeat by equal parts, to ``amount / count`` in the last one.
    """

    state: str
    time: float
    patient: str | None = None
    amount: float = 0.0
    duration: float = 0.0
    keep: float = 1.0
    every: float = 0.0
    count: int = 1
    taper: bool = False

    def given(self) -> Iterator[tuple[float, float]]:
        """Time and amount of every repeat.

        >>> list(DoseRow("x", 2.0, amount=3.0, every=7.0, count=3, taper=True).given())
        [(2.0, 3.0), (9.0, 2.0), (16.0, 1.0)]
        """
        for i in range(self.count):
            share = 1.0 - i / self.count if self.taper else 1.0
            yield self.time + i * self.every, self.amount * share


@dataclass(frozen=True)
class _Number:
    """A column of numbers: what it may be, in words and as a test."""

    expected: str
    fits: Callable[[float], bool] = lambda value: True


_NUMBERS = {
    "time": _Number("a finite number"),
    "amount": _Number("a finite number"),
    "duration": _Number("a number of at least 0", lambda v: v >= 0),
    "keep": _Number("a number from 0 to 1", lambda v: 0 <= v <= 1),
    "every": _Number("a number of at least 0", lambda v: v >= 0),
    "count": _Number(f"a whole number from 1 to {MOST_REPEATS}", lambda v: 1 <= v <= MOST_REPEATS and v == int(v)),
}
COLUMNS = ("patient", "time", "state", "amount", "duration", "keep", "every", "count", "taper")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def dose_row(
    place: str, row: Mapping[str, object], states: Collection[str], ids: Collection[str] | None, problems: Problems
) -> DoseRow | None:
    """One row as a value; None, and its problems noted, when it is no dose. ``ids`` None: not to be checked."""
    before = len(problems.found)
    given = {name: value for name, value in row.items() if value is not None and value != ""}
    for name in given:
        if name not in COLUMNS:
            problems.add(place, f"{shown(name)}", f"one of {', '.join(COLUMNS)}", nearest(name, COLUMNS))
    numbers = {n: _number(f"{place}, {n}", given[n], _NUMBERS[n], problems) for n in _NUMBERS if n in given}
    state = _name(f"{place}, state", given.get("state"), "a state of the model", states, problems)
    patient = _name(f"{place}, patient", given.get("patient", ""), "a patient of the population", ids, problems)
    taper = _TRUTH.get(str(given.get("taper", False)).lower())
    if taper is None:
        problems.add(f"{place}, taper", shown(given["taper"]), "true or false")
    if "time" not in given:
        problems.add(place, "no time", "the time of the dose")
    _contradictions(place, numbers, problems)
    if len(problems.found) > before:
        return None
    count = int(numbers.pop("count", 1.0))
    return DoseRow(state, patient=patient or None, count=count, taper=bool(taper), **numbers)


def _number(place: str, value: object, column: _Number, problems: Problems) -> float:
    found = None if isinstance(value, bool | Refused) else number(str(value))
    if found is None or not column.fits(found):
        problems.add(place, shown(value), column.expected)
        return 1.0
    return found


def _name(place: str, value: object, what: str, known: Collection[str] | None, problems: Problems) -> str:
    """A name that must be known; an empty text is nobody's name and passes where a name may be missing."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if value is None:
        problems.add(place.split(",", maxsplit=1)[0], "no state", what)
    elif value != "" and not (text and (known is None or text in known)):
        problems.add(place, shown(value), what, nearest(text, known or ()))
    return text


def _contradictions(place: str, numbers: Mapping[str, float], problems: Problems) -> None:
    if not {"amount", "keep"} & set(numbers):
        problems.add(place, "neither amount nor keep", "what is added, or the share that is left")
    if numbers.get("duration", 0.0) > 0 and numbers.get("keep", 1.0) != 1.0:
        problems.add(place, "keep with a duration", "a share that is left at once, or an amount over time")
    if numbers.get("count", 1.0) > 1 and numbers.get("every", 0.0) <= 0:
        problems.add(place, "count without every", "the time between two repeats")
