"""Machine code from LLVM text, by llvmlite: no compiler is needed on the machine."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

SPEED_LEVEL = 2


def lanes_of_this_machine() -> int:
    """How many patients run side by side: as many numbers as a vector register of this processor holds."""
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    features = llvm.get_host_cpu_features()
    return 8 if features.get("avx512f") else 4 if features.get("avx2") else 2


class Library:
    """Machine code in memory; ``address`` gives the functions."""

    def __init__(self, text: str, function: str) -> None:
        self._tracker = _link(_object(text), function)
        self.address: int = self._tracker[function]

    def call(self, table: Any) -> None:  # noqa: ANN401 a NumPy array of eight-byte fields
        """Run the function on a table; the lock of Python is released while it runs."""
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self.address)(table.ctypes.data)


@cache
def _machine() -> Any:  # noqa: ANN401 llvmlite has no types
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=SPEED_LEVEL, reloc="pic", jit=True
    )


@cache
def _linker() -> Any:  # noqa: ANN401 llvmlite has no types
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    _machine()
    return llvm.create_lljit_compiler()


def _object(text: str) -> bytes:
    """Compile to an object file in memory."""
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    machine = _machine()
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    options = llvm.create_pipeline_tuning_options(speed_level=SPEED_LEVEL)
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))


_COUNT = iter(range(1 << 62))


def _link(image: bytes, function: str) -> Any:  # noqa: ANN401 llvmlite has no types
    import llvmlite.binding as llvm  # noqa: PLC0415 a heavy import

    builder = llvm.JITLibraryBuilder()
    builder.add_object_img(image)
    builder.add_current_process()
    builder.export_symbol(function)
    return builder.link(_linker(), f"library {next(_COUNT)}")
