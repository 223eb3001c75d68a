"""A work-up as files: each one is there whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from onconeural.report.search_plan import search_plan_chart
from onconeural.report.workup_document import workup_json
from onconeural.storage import write_atomically

if TYPE_CHECKING:
    from onconeural.workup import WorkUp


def write_workup(result: WorkUp, out_dir: Path) -> dict[str, Path]:
    """Write workup.json and the chart of the search plan (SVG, PNG) to ``out_dir``; return each path by kind.

    Lacking folders are made. Raises ``OSError`` where a file stands in the place of the folder.
    """
    if out_dir.exists() and not out_dir.is_dir():
        raise NotADirectoryError(f"cannot write the work-up: {str(out_dir)!r} is a file; name a folder")
    out_dir.mkdir(parents=True, exist_ok=True)
    # Only ASCII: whoever prints the file to a terminal sees codes, not escapes.
    text = json.dumps(workup_json(result), indent=2, sort_keys=True, allow_nan=False, ensure_ascii=True)
    contents = {
        "json": (out_dir / "workup.json", f"{text}\n".encode("ascii")),
        "svg": (out_dir / "search_plan.svg", search_plan_chart(result, "svg")),
        "png": (out_dir / "search_plan.png", search_plan_chart(result, "png")),
    }
    for path, content in contents.values():
        write_atomically(path, content)
    return {kind: path for kind, (path, _) in contents.items()}
