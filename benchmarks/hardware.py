"""What this processor can do: the largest measured rate of fused multiply-adds on one core; and our share of it."""

from __future__ import annotations

import ctypes
import platform
import re
import time
from pathlib import Path

from onconeural.engine import Model
from onconeural.engine.codegen.ir import SINGLE
from onconeural.engine.codegen.native import Library, lanes_of_this_machine

CHAINS = 12  # independent sums: more than the latency of an fma times the units that compute it
TURNS = 2_000_000


def processor() -> str:
    """Name of the processor, where the system tells it."""
    found = (
        re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
        if Path("/proc/cpuinfo").exists()
        else None
    )
    return found[1] if found else platform.processor()


def peak_gflops(rounds: int = 5) -> float:
    """Billions of operations in single precision a second: best of some rounds of a loop of fused multiply-adds."""
    width = lanes_of_this_machine(real=SINGLE)
    library = Library(_kernel(width), "peak")
    kernel = ctypes.CFUNCTYPE(ctypes.c_float, ctypes.c_int64)(library.address)
    best = 0.0
    for _ in range(rounds):
        begun = time.process_time()
        kernel(TURNS)
        best = max(best, 2.0 * width * CHAINS * TURNS / (time.process_time() - begun) / 1e9)
    return best


def _kernel(width: int) -> str:
    kind = f"<{width} x float>"
    suffix = f"v{width}f32"
    half = f"<{', '.join(['float 0.5'] * width)}>"
    sums = [f"%s{i} = phi {kind} [zeroinitializer, %entry], [%n{i}, %loop]" for i in range(CHAINS)]
    steps = [
        f"%n{i} = call {kind} @llvm.fma.{suffix}({kind} %s{i}, {kind} {half}, {kind} {half})" for i in range(CHAINS)
    ]
    total = [f"%t0 = fadd {kind} %n0, %n1"]
    total += [f"%t{i} = fadd {kind} %t{i - 1}, %n{i + 1}" for i in range(1, CHAINS - 1)]
    lines = [
        f"declare {kind} @llvm.fma.{suffix}({kind}, {kind}, {kind})",
        "define float @peak(i64 %turns) {",
        "entry:", "br label %loop", "loop:", "%k = phi i64 [0, %entry], [%next, %loop]", *sums, *steps,
        "%next = add i64 %k, 1", "%more = icmp slt i64 %next, %turns", "br i1 %more, label %loop, label %done",
        "done:", *total, f"%r = extractelement {kind} %t{CHAINS - 2}, i32 0", "ret float %r", "}",
    ]  # fmt: skip
    return "\n".join(lines)


_OPERATIONS = {r"@llvm\.fma": 2, r"= fadd ": 1, r"= fsub ": 1, r"= fmul ": 1, r"= fdiv ": 1, r"@llvm\.sqrt": 1}


def flops_per_attempt(model: Model, infused: tuple[int, ...], dosed: set[str]) -> int | None:
    """Floating-point operations of one step attempt of one patient, counted in the code that is compiled.

    A fused multiply-add is two; a loop over the states counts once for each state. None where what an attempt calls
    has loops of its own, whose length the text does not tell.
    """
    assembly = model.solver(infused, SINGLE, model.asleep(dosed)).assembly
    parts = re.split(r"(?m)^define [^@]*@(\w+)", assembly.text)
    bodies = dict(zip(parts[1::2], parts[2::2], strict=True))
    attempt, total, seen = bodies["attempt"], 0, set()
    for block in re.split(r"(?m)^(?=\S+:$)", attempt):
        seen.add(block.split(":")[0])
        back = re.search(r"br label %(\S+)\s*}?\s*$", block)
        total += _count(block) * (len(assembly.layout.moving) if back and back[1] in seen else 1)
    called = {name: len(re.findall(rf"call void @{name}\(", attempt)) for name in bodies}
    if any("br i1" in bodies[name] for name, times in called.items() if times):
        return None
    return total + sum(_count(bodies[name]) * times for name, times in called.items())


def _count(text: str) -> int:
    return sum(weight * len(re.findall(operation, text)) for operation, weight in _OPERATIONS.items())
