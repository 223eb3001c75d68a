"""Where the published cases lie: beside the repository, or where ONCONEURAL_SHARED says."""

import os
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"
ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ONCONEURAL_SHARED", ROOT.parent / "shared"))
PUBLISHED = sorted((SHARED / "cases").glob("*.yaml"))

every_published_case = pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem) for path in PUBLISHED]
    or [pytest.param(None, marks=pytest.mark.skip(reason=f"no published cases in {SHARED / 'cases'}"))],
)
