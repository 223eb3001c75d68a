"""The workspace of a group of patients: every quantity is a row with one place for each patient (a lane)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onconeural.engine.codegen.ir import DOUBLE, INTEGER, SINGLE, TRUTH, Code, Value, vector
from onconeural.engine.codegen.rodas import RODAS5P

# What the driver keeps for each lane: numbers, then whole numbers
NUMBERS = (
    "time", "size", "short", "stop", "until", "horizon", "due", "tolerance", "pace",
    "step", "new_time", "next_output", "found", "midway", "calm", "error", "restart",
    "looked", "looks",
)  # fmt: skip
WHOLE = ("patient", "flag", "code", "stopped_by", "dose", "output", "attempts", "active", "changed", "begun", "bent")
SCALARS = ("next", "live", "again")
# What has the precision of a step; in double precision some of it is the same as another block
STEP = ("from", "constant", "first", "change", "stage", "factors", "slope")
SAME_IN_DOUBLE = {"from": "y", "constant": "slot"}


@dataclass(frozen=True)
class Layout:
    """Which row holds what. Moving states come first, then those that only events change, infusion rates, slots.

    ``real``: the kind of number that a step computes with; the state and time are double in any case.
    """

    width: int
    moving: tuple[int, ...]
    still: tuple[int, ...]
    infused: int
    slots: int
    comparisons: int
    stages: int
    factors: int  # numbers that the factors of a linear system take
    real: str = DOUBLE

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
            "dense": len(RODAS5P.dense) * len(self.moving),
            "from": len(self.moving),
            "constant": self.slots,
            "first": len(self.moving),
            "change": len(self.moving),
            "stage": self.stages * len(self.moving),
            "factors": self.factors,
            "slope": len(self.moving),
        }
        starts: dict[str, int] = {}
        total = 0
        for name, size in sizes.items():
            if self.real == DOUBLE and name in SAME_IN_DOUBLE:
                starts[name] = starts[SAME_IN_DOUBLE[name]]
                continue
            starts[name] = total
            total += -(-size // 2) if self.real == SINGLE and name in STEP else size
        return {**starts, "end": total}

    def base(self, block: str) -> str:
        """The plain kind of what a block holds."""
        return INTEGER if block in WHOLE else self.real if block in STEP else DOUBLE


class Frame:
    """Reads and writes the workspace in a function under construction."""

    def __init__(self, code: Code, pointer: Value, layout: Layout) -> None:
        self.code, self.pointer, self.layout, self.width = code, pointer, layout, layout.width

    @property
    def kind(self) -> str:
        """A vector of numbers."""
        return vector(DOUBLE, self.width)

    @property
    def real(self) -> str:
        """A vector of numbers as a step computes with them."""
        return vector(self.layout.real, self.width)

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
        return self.code.at(self.pointer, self.layout.start[name], self.kind)

    def kind_of(self, name: str) -> str:
        """The kind of a row of a block."""
        return vector(self.layout.base(name), self.width)

    def get(self, name: str, i: Value | int = 0) -> Value:
        """A row."""
        return self.code.load(self.block(name), i, self.kind_of(name))

    def get_real(self, name: str, i: Value | int = 0) -> Value:
        """A row, in the precision of a step."""
        return self.code.convert(self.get(name, i), self.layout.real)

    def put(self, value: Value | float, name: str, i: Value | int = 0) -> None:
        """Write a row."""
        given = value if isinstance(value, Value) else self.code.constant(value, self.kind_of(name))
        self.code.store(given, self.block(name), i)

    def place(self, name: str, lane: Value | int, i: Value | int = 0) -> Value:
        """The address of one lane of a row; ``i`` may be computed."""
        kind = self.layout.base(name)
        return self.code.at(self.code.at(self.block(name), i * self.width, kind), lane, kind)

    def one(self, name: str, lane: Value | int, i: Value | int = 0) -> Value:
        """One lane of a row."""
        kind = INTEGER if name in SCALARS else self.layout.base(name)
        return self.code.load(self.place(name, lane, i), kind=kind)

    def set_one(self, value: Value | float, name: str, lane: Value | int, i: Value | int = 0) -> None:
        """Write one lane of a row."""
        kind = INTEGER if name in SCALARS else self.layout.base(name)
        given = value if isinstance(value, Value) else self.code.constant(value, kind)
        self.code.store(given, self.place(name, lane, i))
