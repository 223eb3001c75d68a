"""A posterior: a small file that says how it was made, and is refused where it does not belong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from onconeural import __version__
from onconeural.calibration.parameters import free_parameters, with_draw
from onconeural.evidence.textfile import read_text
from onconeural.evidence.tree import TreeError
from onconeural.model import Antibody, antibody, model_hash

SCHEMA = 2
LARGEST = 20_000_000  # bytes
MAKE_AGAIN = "make it again with `onconeural calibrate`"


class PosteriorError(Exception):
    """The posterior cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Posterior:
    """Equally likely draws (ln factors by the name of a free parameter), likeliest first, and how they were made.

    ``fitted``: by row, what was met: value and standard deviation on the row's scale (`Target`).
    """

    draws: tuple[Mapping[str, float], ...]
    recipe: Mapping[str, Any]
    hashes: Mapping[str, str]
    fitted: Mapping[str, Sequence[float]]
    prior_sd_left: Mapping[str, float]

    def record(self, key: str, draw: int) -> Antibody:
        """The settings of an antibody under one draw; numbers beyond the last draw begin again."""
        return with_draw(antibody(key), self.draws[draw % len(self.draws)])

    @property
    def basis(self) -> str:
        """What it is calibrated on, in one sentence."""
        names = sorted({row.split("/")[0] for row in self.fitted})
        return f"calibrated on {len(self.fitted)} published statistics of {len(names)} cohorts: {', '.join(names)}"


def hashes() -> dict[str, str]:
    """What a posterior belongs to: equations and data of the model, cohorts, free parameters, version."""
    cohorts = (files("onconeural.evidence") / "data" / "calibration.yaml").read_bytes()
    free = (files("onconeural.calibration") / "data" / "free.yaml").read_bytes()
    return {
        "model": model_hash(),
        "cohorts": hashlib.sha256(cohorts).hexdigest(),
        "free": hashlib.sha256(free).hexdigest(),
        "version": __version__,
    }


def shipped_posterior() -> Path:
    """Where the posterior that ships is; raises PosteriorError where none does."""
    path = Path(str(files("onconeural.calibration") / "data" / "posterior.json"))
    if not path.is_file():
        raise PosteriorError(f"--posterior: found shipped, but no posterior ships with this version; {MAKE_AGAIN}")
    return path


@cache
def shipped() -> Posterior | None:
    """The posterior that ships; None where it belongs to other equations, values or cohorts."""
    try:
        return read_posterior(shipped_posterior())
    except PosteriorError:
        return None


def read_posterior(path: Path) -> Posterior:
    """A posterior that `onconeural calibrate` wrote; raises PosteriorError for any other file."""
    try:
        data = json.loads(read_text(path, (".json",), LARGEST, "a posterior"))
    except TreeError as error:
        raise PosteriorError(f"{path}: found {error.found}, expected {error.expected}") from None
    except (ValueError, RecursionError) as error:
        raise PosteriorError(f"{path}: found {error}, expected a posterior; {MAKE_AGAIN}") from None
    return _checked(data, str(path))


def _checked(data: Any, where: str) -> Posterior:  # noqa: ANN401 - any JSON
    if not isinstance(data, dict) or data.get("schema_version") != SCHEMA:
        raise PosteriorError(f"{where}: found no posterior of schema version {SCHEMA}; {MAKE_AGAIN}")
    for name, now in hashes().items():
        then = str(data.get("hashes", {}).get(name))
        if then != now:
            raise PosteriorError(
                f"{where}: hashes.{name}: found {then[:12]}, expected {now[:12]} (this program); {MAKE_AGAIN}"
            )
    names = {free.name for free in free_parameters()}
    draws = data.get("draws")
    if not draws or any(set(draw) != names for draw in draws):
        raise PosteriorError(f"{where}: draws: found other parameters than the {len(names)} free ones; {MAKE_AGAIN}")
    kept = {name: data[name] for name in ("recipe", "hashes", "fitted", "prior_sd_left")}
    return Posterior(tuple(draws), **kept)
