"""Cases of the SBML Test Suite: none may give a wrong number. A sample; benchmarks/sbml_suite.py runs all of them."""

import importlib.util
import os
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = Path(os.environ.get("ONCONEURAL_SHARED", ROOT.parent / "shared")) / "sbml-suite" / "cases.zip"
SLOW = {"00952", "00962", "00963", "00964", "00965", "00966", "00967"}  # thousands of random events each
EVERY = 9

pytestmark = pytest.mark.skipif(not CASES.is_file(), reason=f"no SBML test cases in {CASES}")


def suite():
    spec = importlib.util.spec_from_file_location("sbml_suite", ROOT / "benchmarks" / "sbml_suite.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names():
    if not CASES.is_file():
        return []
    with zipfile.ZipFile(CASES) as archive:
        found = sorted({n.split("/")[0] for n in archive.namelist() if n.endswith("model.xml")})
    return [n for n in found if n not in SLOW][::EVERY]


@pytest.fixture(scope="module")
def run():
    return suite()._run


@pytest.mark.parametrize("name", names())
def test_a_case_passes_or_is_refused_by_name(run, name):
    _, status, why = run((str(CASES), name))
    assert status in ("passed", "unsupported"), why
    if status == "unsupported":
        assert why.startswith("not simulated:") or "cannot be brought" in why


def test_most_cases_pass(run):
    sample = names()[::2]
    passed = sum(run((str(CASES), name))[1] == "passed" for name in sample)
    assert passed >= 0.8 * len(sample)
