"""The data files that ship with the package: read once, as plain data, with a hash over all of them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from onconeural.evidence.nearest import nearest

CRITERIA = (
    "antibody_reliability",
    "ape2",
    "criteria_2004",
    "delta_p",
    "neos",
    "pns_care",
    "score_checks",
    "search_rules",
    "tumour_frequency",
    "tumour_search",
)
FILES = (
    "calibration.yaml",
    "claims.yaml",
    "codes.yaml",
    "editorial.yaml",
    "fit_notes.yaml",
    "fresh.yaml",
    "links.yaml",
    "names.yaml",
    "scope.yaml",
    "sources.yaml",
    "units.yaml",
    "validation.yaml",
    "waivers.yaml",
    *(f"{name}.yaml" for name in CRITERIA),
)

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader is ten times as fast


class UnknownKeyError(KeyError):
    """A key that the evidence does not hold; the message names the nearest key."""

    def __init__(self, what: str, key: str, names: tuple[str, ...]) -> None:
        meant = nearest(key, names)
        hint = f"; did you mean {meant!r}?" if meant else ""
        super().__init__(f"no {what} {key!r} in the evidence{hint}")

    def __str__(self) -> str:
        """Give the message without the quotes that KeyError adds."""
        return str(self.args[0])


def _bytes(name: str) -> bytes:
    return (files("onconeural.evidence") / "data" / name).read_bytes()


@cache
def packaged(package: str, path: str) -> dict[str, Any]:
    """Return a YAML file that ships in a package, as plain data; it is shared between callers: do not change it.

    For our own files only; what a user gives goes through ``evidence.tree``.

    >>> packaged("onconeural.evidence", "data/pns_care.yaml")["meta"]["maximum_total"]
    10
    """
    text = files(package).joinpath(path).read_bytes()
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return data


def load(name: str) -> dict[str, Any]:
    """Return one data file of the evidence as plain data; it is shared between callers, so it must not be changed."""
    return packaged("onconeural.evidence", f"data/{name}")


def records(name: str, key: str) -> list[dict[str, Any]]:
    """Return the records under ``key`` of a shipped file, each with its editorial facts filled in.

    >>> records("claims.yaml", "claims")[0]["reviewed_by_rule"]
    'seed: read status as recorded'
    """
    data = load(name)
    defaults = {**load("editorial.yaml")["defaults"], **data.get("defaults", {})}
    return [{**defaults, **record} for record in data[key]]


def criteria(name: str) -> dict[str, Any]:
    """Return one set of diagnostic criteria as plain data; shared between callers, so it must not be changed.

    Raises UnknownKeyError for a name that is not shipped.

    >>> criteria("pns_care")["meta"]["maximum_total"]
    10
    """
    if name not in CRITERIA:
        raise UnknownKeyError("criteria", name, CRITERIA)
    return load(f"{name}.yaml")


@cache
def evidence_hash() -> str:
    """Return the sha256 (hexadecimal) over the names and bytes of all shipped data files.

    >>> len(evidence_hash())
    64
    """
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(name.encode() + b"\0" + hashlib.sha256(_bytes(name)).digest())
    return digest.hexdigest()
