"""Gates on quantities: can the number be what it says it is."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.evidence.entries import Base
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown
from onconeural.evidence.quantity import Quantity, is_number
from onconeural.evidence.units import nearest_unit, ucum

PRINTED = 1.01  # percent; printed percentages are rounded to whole numbers


class ValueOutsideInterval(Gate):
    """A value lies in its interval."""

    id = "value-outside-interval"
    refuses = "a value below or above its own interval, and an interval with its ends exchanged or without ends"
    why = "the two were copied from different lines, or one of them is mistyped"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every value that is not inside its interval."""
        for entry, path, quantity in base.quantities():
            if entry.own and (fault := self._fault(quantity)):
                where = f"{path}.value" if is_number(quantity.value) else f"{path}.interval"
                yield self.problem(entry, where, *fault)

    def _fault(self, quantity: Quantity) -> tuple[Shown, str] | None:
        if quantity.interval is None:
            return None
        low, high, value = quantity.interval.low, quantity.interval.high, quantity.value
        if low is None and high is None:
            return Shown("an interval without ends"), "at least one end, or no interval"
        if low is not None and high is not None and low > high:
            return Shown(f"an interval from {low:g} to {high:g}"), "the lower end first"
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            ends = " to ".join("open" if end is None else f"{end:g}" for end in (low, high))
            return Shown(f"{value:g}"), f"a value in its interval, {ends}"
        return None


class PercentOutOfRange(Gate):
    """A percentage of a group lies between 0 and 100."""

    id = "percent-out-of-range"
    refuses = "a percentage below 0 or above 100; a percent change is not a percentage of a group"
    why = "no part of a group is larger than the group"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every percentage outside 0 to 100, in quantities and in rows of criteria."""
        for entry, path, quantity in base.quantities():
            if entry.own and ucum(quantity.unit) == "%" and quantity.statistic != "percent_change":
                for inside, number in quantity.numbers():
                    if not 0 <= number <= 100:
                        yield self.problem(entry, f"{path}.{inside}", number, "a number from 0 to 100")
        for row in base.criteria:
            for name, value in row.record.values.items():
                if row.own and name.endswith("pct") and is_number(value) and not 0 <= value <= 100:
                    yield self.problem(row, f"{row.path}.{name}", value, "a number from 0 to 100")


class UnitNotUcum(Gate):
    """Every unit is a UCUM code, or a word that stands for one."""

    id = "unit-not-ucum"
    refuses = "a unit that is neither a UCUM code of the list in units.yaml nor a word that the list maps to one"
    why = "a unit that a program cannot read cannot be converted, and is converted wrongly by hand"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every unit that the list does not know."""
        units = [(entry, f"{path}.unit", quantity.unit) for entry, path, quantity in base.quantities()]
        for entry, path, unit in units:
            if entry.own and ucum(unit) is None:
                yield self.problem(entry, path, unit, "a unit of units.yaml (UCUM)", nearest_unit(unit))
        for parameter in base.parameters:
            unit = parameter.record.unit or "1"
            if parameter.own and ucum(unit) is None:
                path = f"{parameter.path}.unit"
                yield self.problem(parameter, path, unit, "a unit of units.yaml (UCUM)", nearest_unit(unit))


class CountDisagrees(Gate):
    """Numerator, denominator and value say the same."""

    id = "count-disagrees"
    refuses = "a count above its n, a percentage that count and n do not give, and a quantity without any content"
    why = "one of the three numbers was copied wrongly"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every quantity whose count, n and value contradict each other."""
        for entry, path, quantity in base.quantities():
            if entry.own and (fault := self._fault(quantity)):
                yield self.problem(entry, f"{path}.{fault[0]}", *fault[1:])

    def _fault(self, quantity: Quantity) -> tuple[str, object, str] | None:
        contents = (quantity.interval, quantity.components, quantity.items, quantity.values)
        if quantity.value is None and not any(contents):
            return "value", None, "a value, an interval, parts or items"
        count = quantity.count if quantity.statistic != "count" else quantity.value
        if not quantity.n or not isinstance(count, int | float):
            return None
        if count > quantity.n:
            return "n", quantity.n, f"at least {count:g}, the count"
        share = 100 * count / quantity.n
        is_share = ucum(quantity.unit) == "%" and quantity.comparator is None
        if is_share and isinstance(quantity.value, int | float) and abs(share - quantity.value) > PRINTED:
            return "value", quantity.value, f"{share:.1f}, since {count:g} of {quantity.n:g} are counted"
        return None
