"""Machine code from LLVM text, by llvmlite: no compiler is needed on the machine."""

from __future__ import annotations

import ctypes
from functools import cache
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.codegen.ir import DOUBLE
from onconeural.storage import Store

QUICK, FULL = 0, 2  # how much work goes into the code: both give the same bits
_NUMBERS = count()
code_cache = Store("code", most=200)


class Library:
    """Machine code in memory; ``address`` gives its public function."""

    def __init__(self, text: str, function: str, level: int = FULL, image: bytes | None = None) -> None:
        """``image``: the machine code where it is known."""
        self._code = _link(image or _image(text, level), function)
        self.address: int = self._code[function]

    @classmethod
    def kept(cls, text: str, function: str, level: int = FULL) -> Library | None:
        """The same from disk; None if it is not there."""
        image = code_cache.load(_name(text, level))
        return None if image is None else cls(text, function, level, image)

    def call(self, table: NDArray[np.int64]) -> None:
        """Run the function on a table of eight-byte fields; the lock of Python is released while it runs."""
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self.address)(table.ctypes.data)


MOST_LANES = 16
MOST_STATES = 30  # measured: with more, the stages of as many patients as fit into AVX-512 crowd the nearest cache


def lanes_of_this_machine(states: int = 1, real: str = DOUBLE) -> int:
    """How many patients of a model of that size run side by side: at most what a vector register holds."""
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    features = llvm.get_host_cpu_features()
    doubles = 4 if features.get("avx2") else 2
    if features.get("avx512f") and states <= MOST_STATES:
        doubles = 8
    return doubles if real == DOUBLE else 2 * doubles


def _name(text: str, level: int) -> str:
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    version = ".".join(map(str, llvm.llvm_version_info))
    return code_cache.key(text, version, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten(), str(level))


def _image(text: str, level: int) -> bytes:
    """The object file of a text, from disk or new."""
    name = _name(text, level)
    image = code_cache.load(name)
    if image is None:
        image = _compile(text, level)
        code_cache.save(name, image)
    return image


@cache
def _machine(level: int) -> Any:  # noqa: ANN401 llvmlite has no types
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target, features = llvm.Target.from_default_triple(), llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=level, reloc="pic", codemodel="small", jit=True
    )


def _compile(text: str, level: int) -> bytes:
    """Memory cells become registers; the code is written without repetition, so that other passes find nothing."""
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    machine = _machine(level)
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    if level > QUICK:
        builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
        passes = llvm.create_new_function_pass_manager()
        passes.add_sroa_pass()
        for function in module.functions:
            if not function.is_declaration:
                passes.run(function, builder)
    return bytes(machine.emit_object(module))


@cache
def _linker() -> Any:  # noqa: ANN401 llvmlite has no types
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    _machine(FULL)
    return llvm.create_lljit_compiler(use_jit_link=True)


def _link(image: bytes, function: str) -> Any:  # noqa: ANN401 llvmlite has no types
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    builder = llvm.JITLibraryBuilder()
    builder.add_object_img(image)
    builder.add_current_process()
    builder.export_symbol(function)
    return builder.link(_linker(), f"library {next(_NUMBERS)}")
