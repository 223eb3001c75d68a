"""The table through which one call of the compiled driver gets its work and leaves its results."""

from __future__ import annotations

from onconeural.engine.codegen.ir import DOUBLE, INTEGER, POINTER, Code, Value

# Every field is eight bytes: a pointer, a whole number or a number.
POINTERS = (
    "parameters",  # P addresses, one per parameter
    "strides",  # P whole numbers: 0 where all patients share the value, else 1
    "state",  # (S + infused, m), in and out
    "time",  # (m) numbers ...
    "size",
    "until",
    "horizon",
    "due",
    "tolerance",
    "pace",
    "atol",  # (moving states)
    "code",  # (m) whole numbers ...
    "stopped_by",
    "dose",
    "output",
    "attempts",
    "dose_time",  # (D, m)
    "dose_row",  # (D, m) whole numbers: rows of the workspace
    "dose_keep",
    "dose_amount",
    "times",  # (M)
    "values",  # (K, m, M), curves ``stride`` numbers apart
    "needed",  # rows of the workspace that outputs read
    "observe",  # function: see record.py
    "terminal",  # (E) whole numbers: 1 where an event ends the run
    "event_time",  # (E, m)
    "who",  # (count) patients to run
)
COUNTS = ("count", "patients", "doses", "outputs", "needs", "max_steps", "curves", "stride")
REALS = ("rtol",)
FIELDS = (*POINTERS, *COUNTS, *REALS)

RUNNING, DONE, STOPPED, ASK, TOO_SMALL, TOO_MANY = range(6)  # codes: how a patient's flight ended


class Job:
    """Reads the table in a function under construction."""

    def __init__(self, code: Code, pointer: Value) -> None:
        self.code, self.pointer = code, pointer

    def field(self, name: str) -> Value:
        """A field, with its kind."""
        kind = POINTER if name in POINTERS else DOUBLE if name in REALS else INTEGER
        return self.code.load(self.pointer, FIELDS.index(name), kind)

    def one(self, name: str, index: Value, kind: str = DOUBLE) -> Value:
        """An element of an array."""
        return self.code.load(self.field(name), index, kind)

    def set_one(self, name: str, index: Value, value: Value) -> None:
        """Write an element of an array."""
        self.code.store(value, self.field(name), index)

    def entry(self, name: str, row: Value | int, patient: Value, kind: str = DOUBLE) -> Value:
        """An element of a matrix with one column per patient."""
        return self.one(name, self.index(row, patient), kind)

    def index(self, row: Value | int, patient: Value) -> Value:
        """The position of (row, patient)."""
        return patient + self.field("patients") * row
