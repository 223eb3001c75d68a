"""The workspace of a group of patients: every quantity is a row with one place for each patient (a lane)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onconeural.engine.codegen.ir import DOUBLE, INTEGER, TRUTH, Code, Value, vector

# What the driver keeps for each lane: numbers, then whole numbers
NUMBERS = (
    "time", "size", "short", "stop", "until", "horizon", "due", "tolerance",
    "step", "new_time", "next_output", "found", "midway",
)  # fmt: skip
WHOLE = ("patient", "flag", "code", "stopped_by", "dose", "output", "attempts", "active", "changed")
SCALARS = ("next", "live", "again")


@dataclass(frozen=True)
class Layout:
    """Which row holds what. Moving states come first, then those that only events change, infusion rates, slots."""

    width: int
    moving: tuple[int, ...]
    still: tuple[int, ...]
    infused: int
    slots: int
    comparisons: int
    stages: int
    factors: int  # numbers that the factors of a linear system take

    @cached_property
    def row_of_state(self) -> dict[int, int]:
        """The row of each state by its number in the model."""
        return {s: i for i, s in enumerate((*self.moving, *self.still))}

    @cached_property
    def start(self) -> dict[str, int]:
        """The first row of each block."""
        sizes = {
            "y": len(self.moving) + len(self.still),
            "infusion": self.infused,
            "slot": self.slots,
            "new": len(self.moving),
            "before": self.comparisons,
            "after": self.comparisons,
            **dict.fromkeys((*NUMBERS, *WHOLE, *SCALARS), 1),
            "mid": len(self.moving),
            "dense": 3 * len(self.moving),
            "stage": self.stages * len(self.moving),
            "factors": self.factors,
            "slope": len(self.moving),
        }
        starts, total = {}, 0
        for name, size in sizes.items():
            starts[name] = total
            total += size
        return {**starts, "end": total}

    def row(self, block: str, i: int = 0) -> int:
        """A row of a block."""
        return self.start[block] + i


class Frame:
    """Reads and writes the workspace in a function under construction."""

    def __init__(self, code: Code, pointer: Value, layout: Layout) -> None:
        self.code, self.pointer, self.layout, self.width = code, pointer, layout, layout.width

    @property
    def kind(self) -> str:
        """A vector of numbers."""
        return vector(DOUBLE, self.width)

    @property
    def whole(self) -> str:
        """A vector of whole numbers."""
        return vector(INTEGER, self.width)

    @property
    def truth(self) -> str:
        """A vector of truths."""
        return vector(TRUTH, self.width)

    def block(self, name: str) -> Value:
        """The address of a block."""
        return self.code.at(self.pointer, self.layout.row(name), self.kind)

    def get(self, name: str, i: int = 0) -> Value:
        """A row."""
        kind = self.whole if name in WHOLE else self.kind
        return self.code.load(self.pointer, self.layout.row(name, i), kind)

    def put(self, value: Value | float, name: str, i: int = 0) -> None:
        """Write a row."""
        kind = self.whole if name in WHOLE else self.kind
        given = value if isinstance(value, Value) else self.code.constant(value, kind)
        self.code.store(given, self.pointer, self.layout.row(name, i))

    def place(self, name: str, lane: Value | int, i: Value | int = 0) -> Value:
        """The address of one lane of a row; ``i`` may be computed."""
        first = self.code.at(self.pointer, self.layout.row(name) * self.width)
        return self.code.at(self.code.at(first, i * self.width), lane)

    def one(self, name: str, lane: Value | int, i: Value | int = 0) -> Value:
        """One lane of a row."""
        kind = INTEGER if name in (*WHOLE, *SCALARS) else DOUBLE
        return self.code.load(self.place(name, lane, i), kind=kind)

    def set_one(self, value: Value | float, name: str, lane: Value | int, i: Value | int = 0) -> None:
        """Write one lane of a row."""
        kind = INTEGER if name in (*WHOLE, *SCALARS) else DOUBLE
        given = value if isinstance(value, Value) else self.code.constant(value, kind)
        self.code.store(given, self.place(name, lane, i))
