"""Results of checks that are run by hand: each in a file that says how it was made and what it belongs to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from onconeural.calibration.fit.posterior import hashes

SCHEMA = 1
CHECKS = {  # file in data/checks: the command that makes it
    "identifiability": "onconeural identify",
    "recovery": "onconeural recover",
    "second_method": "onconeural calibrate",
    "weights": "onconeural weights",
}
WORDS = {
    "model": "the model",
    "cohorts": "the calibration cohorts",
    "free": "the free parameters",
    "version": "the version of the program",
}


@dataclass(frozen=True)
class Stored:
    """A result that ships. ``changed``: what has changed since it was made, in words; empty while it is fresh."""

    name: str
    recipe: Mapping[str, Any]
    result: Mapping[str, Any]
    changed: tuple[str, ...]

    @property
    def note(self) -> str:
        """How old it is, in one sentence; empty while it is fresh."""
        if not self.changed:
            return ""
        return f"**Stale**: {' and '.join(self.changed)} changed since; make it again with `{CHECKS[self.name]}`."


def check_document(name: str, recipe: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a result's file, with fingerprints of what it belongs to."""
    return {"schema_version": SCHEMA, "check": name, "recipe": dict(recipe), "hashes": hashes(), "result": dict(result)}


def stored(name: str) -> Stored | None:
    """A result that ships with the program, or None where none does.

    >>> stored("no such check") is None
    True
    """
    path = files("onconeural.calibration") / "data" / "checks" / f"{name}.json"
    if name not in CHECKS or not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    changed = tuple(WORDS[key] for key, now in hashes().items() if data["hashes"].get(key) != now)
    return Stored(name, data["recipe"], data["result"], changed)
