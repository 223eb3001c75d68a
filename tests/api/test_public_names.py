"""Names that are loaded when first used: all are there, none is hidden by a module, and none is loaded too early."""

import subprocess
import sys
from importlib import import_module

import pytest

LATE = ("onconeural.calibration", "onconeural.evidence", "onconeural.report")


@pytest.mark.parametrize("package", LATE)
def test_every_public_name_is_there(package):
    module = import_module(package)
    assert module.__all__
    assert [name for name in module.__all__ if getattr(module, name) is None] == []
    assert dir(module) == module.__all__
    with pytest.raises(AttributeError, match="attribute nothing"):
        _ = module.nothing


def test_a_function_is_not_hidden_by_the_module_of_its_name():
    code = "import onconeural.evidence.nearest, onconeural.evidence as e; sys.exit(e.nearest('Hu', ['hu']) != 'hu')"
    assert subprocess.run([sys.executable, "-c", f"import sys; {code}"], check=False).returncode == 0


@pytest.mark.parametrize("package", LATE)
def test_a_package_alone_loads_nothing_heavy(package):
    heavy = "('numpy', 'pydantic', 'matplotlib', 'sklearn')"
    code = f"import sys, {package}; sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
