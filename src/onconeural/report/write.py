"""The report as files: each one is there whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from onconeural.report.figure_files import KINDS, drawings
from onconeural.report.html import forecast_html
from onconeural.report.json import forecast_json
from onconeural.storage import write_atomically

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast

FIGURES = "figures"


def write_report(forecast: Forecast, out_dir: Path, *, figures: bool = False) -> dict[str, Path]:
    """Write report.html and report.json, and with ``figures`` each figure as SVG and PNG; return each path by kind.

    Lacking folders are made. Raises ``OSError`` where a file or a link stands in the place of a folder.
    """
    _make_folder(out_dir)
    if figures:
        _make_folder(out_dir / FIGURES, inside=out_dir)
    contents = {"html": (out_dir / "report.html", forecast_html(forecast).encode())}
    for name, draw in drawings(forecast).items() if figures else ():
        contents |= {f"{name}_{kind}": (out_dir / FIGURES / f"{name}.{kind}", draw(kind)) for kind in KINDS}
    contents["json"] = (out_dir / "report.json", _json_bytes(forecast))  # the last: where it is, all is there
    for path, content in contents.values():
        write_atomically(path, content)
    return {kind: path for kind, (path, _) in contents.items()}


def _json_bytes(forecast: Forecast) -> bytes:
    # Only ASCII: whoever prints the file to a terminal sees codes, not escapes.
    text = json.dumps(forecast_json(forecast), indent=2, sort_keys=True, allow_nan=False, ensure_ascii=True)
    return f"{text}\n".encode("ascii")


def _make_folder(folder: Path, inside: Path | None = None) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"cannot write the report: {str(folder)!r} is a file; name a folder")
    if inside is not None and folder.is_symlink():
        raise OSError(f"cannot write the report: {str(folder)!r} is a link that may lead out of {str(inside)!r}")
    folder.mkdir(parents=True, exist_ok=True)
