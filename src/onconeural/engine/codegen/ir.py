"""A small structured writer of LLVM code: values that add and compare like numbers, loops and branches as blocks."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np

DOUBLE, SINGLE, INTEGER, SHORT, TRUTH, POINTER = "double", "float", "i64", "i32", "i1", "ptr"
NUMERIC = (DOUBLE, SINGLE)


@cache
def vector(kind: str, width: int) -> str:
    """The type of ``width`` values side by side; of one value it is the plain type."""
    return kind if width == 1 else f"<{width} x {kind}>"


@cache
def base_of(kind: str) -> str:
    """The plain type of a vector type."""
    return kind.split(" x ")[1][:-1] if kind[0] == "<" else kind


@cache
def width_of(kind: str) -> int:
    """How many values a type holds."""
    return int(kind[1:].split(" x ", maxsplit=1)[0]) if kind[0] == "<" else 1


class Value:
    """A value in a function under construction; operators write instructions."""

    __slots__ = ("code", "kind", "name")

    def __init__(self, code: Code, name: str, kind: str) -> None:
        self.code, self.name, self.kind = code, name, kind

    def _with(self, other: Value | float) -> Value:
        return other if isinstance(other, Value) else self.code.constant(other, self.kind)

    def _binary(self, floating: str, whole: str, other: Value | float) -> Value:
        operation = floating if base_of(self.kind) in NUMERIC else whole
        return self.code.write(f"{operation} {self.kind} {self.name}, {self._with(other).name}", self.kind)

    def __add__(self, other: Value | float) -> Value:
        return self._binary("fadd", "add", other)

    def __sub__(self, other: Value | float) -> Value:
        return self._binary("fsub", "sub", other)

    def __mul__(self, other: Value | float) -> Value:
        return self._binary("fmul", "mul", other)

    def __truediv__(self, other: Value | float) -> Value:
        return self._binary("fdiv", "sdiv", other)

    def __and__(self, other: Value) -> Value:
        return self._binary("and", "and", other)

    def __or__(self, other: Value) -> Value:
        return self._binary("or", "or", other)

    def __xor__(self, other: Value) -> Value:
        return self._binary("xor", "xor", other)

    def __lshift__(self, other: int) -> Value:
        return self._binary("shl", "shl", other)

    def __rshift__(self, other: int) -> Value:
        return self._binary("ashr", "ashr", other)

    def __neg__(self) -> Value:
        return self.code.write(f"fneg {self.kind} {self.name}", self.kind)

    def __invert__(self) -> Value:
        return self ^ self.code.constant(1, self.kind)

    def compare(self, relation: str, other: Value | float) -> Value:
        """A comparison: lt, le, gt, ge, eq, ne (what is not a number is only ne)."""
        floating = base_of(self.kind) in NUMERIC
        word = ("une" if relation == "ne" else "o" + relation) if floating else _whole(relation)
        line = f"{'fcmp' if floating else 'icmp'} {word} {self.kind} {self.name}, {self._with(other).name}"
        return self.code.write(line, vector(TRUTH, width_of(self.kind)))

    def __lt__(self, other: Value | float) -> Value:
        return self.compare("lt", other)

    def __le__(self, other: Value | float) -> Value:
        return self.compare("le", other)

    def __gt__(self, other: Value | float) -> Value:
        return self.compare("gt", other)

    def __ge__(self, other: Value | float) -> Value:
        return self.compare("ge", other)


def _whole(relation: str) -> str:
    return relation if relation in ("eq", "ne") else "s" + relation


class Module:
    """A file of functions; what they need from outside is declared once."""

    def __init__(self) -> None:
        self.functions: list[str] = []
        self.needed: dict[str, str] = {}

    @contextmanager
    def function(
        self, name: str, arguments: Sequence[tuple[str, str]], *, result: str = "void", public: bool = False
    ) -> Iterator[Code]:
        """Write a function; ``arguments`` are pairs of kind and name."""
        code = Code(self)
        code.arguments = {n: Value(code, f"%{n}", k) for k, n in arguments}
        yield code
        if result == "void":
            code.line("ret void")
        listed = ", ".join(f"{k}{' noalias' if k == POINTER else ''} %{n}" for k, n in arguments)
        link = "" if public else "internal "
        tail = "" if public else " noinline"
        body = "\n".join(["entry:", *code.first, *code.lines])
        self.functions.append(f"define {link}{result} @{name}({listed}) nounwind{tail} {{\n{body}\n}}")

    def declare(self, name: str, signature: str) -> None:
        """A function from outside."""
        self.needed[name] = signature

    def text(self) -> str:
        """The whole module as LLVM text."""
        return "\n".join([*self.needed.values(), *self.functions]) + "\n"


class Code:
    """One function under construction."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.arguments: dict[str, Value] = {}
        self.first: list[str] = []
        self.lines: list[str] = []
        self._count = 0

    def line(self, text: str) -> None:
        """An instruction without a result."""
        self.lines.append(text)

    def write(self, text: str, kind: str) -> Value:
        """An instruction with a result."""
        self._count += 1
        name = f"%v{self._count}"
        self.lines.append(f"{name} = {text}")
        return Value(self, name, kind)

    def label(self) -> str:
        """A fresh name of a block."""
        self._count += 1
        return f"b{self._count}"

    # ------------------------------------------------------------------ values

    def constant(self, value: float, kind: str = DOUBLE) -> Value:
        """A constant, the same in every place of a vector."""
        base, width = base_of(kind), width_of(kind)
        text = (
            _number(value, base) if base in NUMERIC else str(int(value)) if base != TRUTH else str(bool(value)).lower()
        )
        if width > 1:
            text = "<" + ", ".join([f"{base} {text}"] * width) + ">"
        return Value(self, text, kind)

    def fma(self, a: Value, b: Value | float, c: Value) -> Value:
        """a*b + c, rounded once: the same on every machine."""
        return self.math("fma", a, b if isinstance(b, Value) else self.constant(b, a.kind), c)

    def math(self, name: str, *arguments: Value) -> Value:
        """A function of numbers that LLVM knows: fma, fabs, floor, ceil, trunc, sqrt."""
        return self.intrinsic(f"llvm.{name}.{_short(arguments[0].kind)}", arguments)

    def intrinsic(self, name: str, arguments: Sequence[Value], result: str = "") -> Value:
        """Call a function that the backend knows, or the C library has."""
        kind = result or arguments[0].kind
        kinds = ", ".join(a.kind for a in arguments)
        self.module.declare(name, f"declare {kind} @{name}({kinds})")
        return self.call(name, arguments, kind)

    def call(self, function: str, arguments: Sequence[Value], result: str = "void") -> Value:
        """Call a function of the module (or one behind a pointer value's name)."""
        listed = ", ".join(f"{a.kind} {a.name}" for a in arguments)
        target = function if function[0] == "%" else f"@{function}"
        if result == "void":
            self.line(f"call void {target}({listed})")
            return Value(self, "", "void")
        return self.write(f"call {result} {target}({listed})", result)

    def select(self, condition: Value, a: Value | float, b: Value | float) -> Value:
        """A where the condition holds, else b."""
        kind = a.kind if isinstance(a, Value) else b.kind if isinstance(b, Value) else DOUBLE
        left, right = (x if isinstance(x, Value) else self.constant(x, kind) for x in (a, b))
        return self.write(f"select {condition.kind} {condition.name}, {kind} {left.name}, {kind} {right.name}", kind)

    def smaller(self, a: Value, b: Value | float) -> Value:
        """The smaller one; b where a is not a number."""
        return self.select(a < b, a, b)

    def larger(self, a: Value, b: Value | float) -> Value:
        """The larger one; b where a is not a number."""
        return self.select(a > b, a, b)

    def cast(self, value: Value, how: str, kind: str) -> Value:
        """Convert: bitcast, sitofp, fptosi, inttoptr ..."""
        return self.write(f"{how} {value.kind} {value.name} to {kind}", kind)

    def convert(self, value: Value, base: str) -> Value:
        """The same numbers in another precision; nothing is written where they have it already."""
        if base_of(value.kind) == base:
            return value
        return self.cast(value, "fpext" if base == DOUBLE else "fptrunc", vector(base, width_of(value.kind)))

    def splat(self, value: Value, width: int) -> Value:
        """One value in every place of a vector."""
        if width == 1:
            return value
        kind = vector(value.kind, width)
        one = self.write(f"insertelement {kind} undef, {value.kind} {value.name}, i64 0", kind)
        mask = vector("i32", width)
        return self.write(f"shufflevector {kind} {one.name}, {kind} undef, {mask} zeroinitializer", kind)

    def pick(self, value: Value, place: int) -> Value:
        """One place of a vector."""
        if width_of(value.kind) == 1:
            return value
        kind = base_of(value.kind)
        return self.write(f"extractelement {value.kind} {value.name}, i64 {place}", kind)

    def each_place(self, function: Callable[..., Value], *vectors: Value) -> Value:
        """Apply a function of plain values to every place of vectors."""
        kind, width = vectors[0].kind, width_of(vectors[0].kind)
        if width == 1:
            return function(*vectors)
        whole = Value(self, "undef", kind)
        for i in range(width):
            one = function(*(self.pick(v, i) for v in vectors))
            whole = self.write(f"insertelement {kind} {whole.name}, {one.kind} {one.name}, i64 {i}", kind)
        return whole

    def how_many(self, truth: Value) -> Value:
        """The number of places of a vector of truths that are true."""
        width = width_of(truth.kind)
        if width == 1:
            return self.cast(truth, "zext", INTEGER)
        bits = self.cast(truth, "bitcast", f"i{width}")
        return self.intrinsic("llvm.ctpop.i64", (self.cast(bits, "zext", INTEGER),))

    def any(self, truth: Value) -> Value:
        """Whether any place of a vector of truths is true."""
        width = width_of(truth.kind)
        if width == 1:
            return truth
        bits = self.cast(truth, "bitcast", f"i{width}")
        return self.write(f"icmp ne i{width} {bits.name}, 0", TRUTH)

    # ------------------------------------------------------------------ memory

    def place(self, kind: str, count: int = 1) -> Value:
        """Memory of this function for ``count`` values."""
        self._count += 1
        name = f"%m{self._count}"
        self.first.append(f"{name} = alloca {kind}, i64 {count}, align 64")
        return Value(self, name, POINTER)

    def at(self, pointer: Value, index: Value | int, kind: str = DOUBLE) -> Value:
        """The address of an element."""
        where = index.name if isinstance(index, Value) else str(index)
        if where == "0":
            return pointer
        return self.write(f"getelementptr {kind}, ptr {pointer.name}, i64 {where}", POINTER)

    def load(self, pointer: Value, index: Value | int = 0, kind: str = DOUBLE) -> Value:
        """Read an element."""
        where = self.at(pointer, index, kind)
        return self.write(f"load {kind}, ptr {where.name}, align {_alignment(kind)}", kind)

    def store(self, value: Value | float, pointer: Value, index: Value | int = 0, kind: str = DOUBLE) -> None:
        """Write an element."""
        given = value if isinstance(value, Value) else self.constant(value, kind)
        where = self.at(pointer, index, given.kind)
        self.line(f"store {given.kind} {given.name}, ptr {where.name}, align {_alignment(given.kind)}")

    def store_where(self, valid: Value, value: Value, pointer: Value) -> None:
        """Write the places of a vector that are valid."""
        width = width_of(value.kind)
        if width == 1:
            with self.when(valid):
                self.store(value, pointer)
            return
        name = f"llvm.masked.store.v{width}f64.p0"
        self.module.declare(name, f"declare void @{name}({value.kind}, ptr, i32, {valid.kind})")
        listed = f"{value.kind} {value.name}, ptr {pointer.name}, i32 8, {valid.kind} {valid.name}"
        self.line(f"call void @{name}({listed})")

    # ------------------------------------------------------------------ blocks

    def start(self, label: str) -> None:
        """Begin a block."""
        self.line(f"{label}:")

    def go(self, label: str) -> None:
        """Jump to a block."""
        self.line(f"br label %{label}")

    def branch(self, condition: Value, yes: str, no: str) -> None:
        """Jump to one of two blocks."""
        self.line(f"br i1 {condition.name}, label %{yes}, label %{no}")

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Only if the condition holds."""
        inside, after = self.label(), self.label()
        self.branch(condition, inside, after)
        self.start(inside)
        yield
        self.go(after)
        self.start(after)

    @contextmanager
    def repeat(self, count: Value | int) -> Iterator[Value]:
        """For 0 ... count - 1; gives the counter."""
        counter = self.place(INTEGER)
        self.store(self.constant(0, INTEGER), counter)
        limit = count if isinstance(count, Value) else self.constant(count, INTEGER)
        head, inside, after = self.label(), self.label(), self.label()
        self.go(head)
        self.start(head)
        i = self.load(counter, kind=INTEGER)
        self.branch(i < limit, inside, after)
        self.start(inside)
        yield i
        self.store(i + 1, counter)
        self.go(head)
        self.start(after)

    @contextmanager
    def loop(self) -> Iterator[Loop]:
        """Until it is left."""
        ring = Loop(self, self.label(), self.label())
        self.go(ring.head)
        self.start(ring.head)
        yield ring
        self.go(ring.head)
        self.start(ring.after)


class Loop:
    """A loop under construction."""

    def __init__(self, code: Code, head: str, after: str) -> None:
        self.code, self.head, self.after = code, head, after

    def leave_if(self, condition: Value) -> None:
        """Leave the loop when the condition holds."""
        on = self.code.label()
        self.code.branch(condition, self.after, on)
        self.code.start(on)


def _number(value: float, base: str) -> str:
    """A constant as LLVM writes it: the bits of a double, also where that is the nearest number of single precision."""
    near = float(value)
    if base == SINGLE:
        with np.errstate(all="ignore"):  # too large for single precision is infinite there
            near = float(np.float32(value))
    return "0x" + struct.pack(">d", near).hex().upper()


@cache
def _alignment(kind: str) -> int:
    return 4 if base_of(kind) in (SINGLE, SHORT) else 8


@cache
def _short(kind: str) -> str:
    """v4f64 for <4 x double>."""
    width, bits = width_of(kind), "f32" if base_of(kind) == SINGLE else "f64"
    return bits if width == 1 else f"v{width}{bits}"
