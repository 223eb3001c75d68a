import os
from pathlib import Path

import pytest
import yaml

from onconeural.case import load_case


@pytest.fixture(scope="session")
def shared():
    root = Path(os.environ.get("ONCONEURAL_SHARED", Path(__file__).parents[2].parent / "shared"))
    if not root.is_dir():
        pytest.skip(f"no shared data at {root}; set ONCONEURAL_SHARED to run this test")
    return root


@pytest.fixture(scope="session")
def vectors(shared):
    return yaml.safe_load((shared / "criteria" / "vectors_pns_care.yaml").read_text(encoding="utf-8"))["vectors"]


@pytest.fixture(scope="session")
def shared_cases(shared):
    return [load_case(path) for path in sorted((shared / "cases").glob("*.yaml"))]
