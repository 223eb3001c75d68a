"""Antibodies as data: what an antibody sets, who has it, and which antibodies have no settings of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from onconeural.model.antibody_record import Antibody
from onconeural.model.areas import area_setting
from onconeural.model.registry import load, registry
from onconeural.model.settings import Record, borrowed
from onconeural.model.tumours import Tumour, modelled_tumours, tumour

READING = "@"  # between the antibody and the reading of its class in the id of a settings set
OWN = frozenset(
    ("id", "antibody_class", "why_uncertain", "tumours", "with_tumour", "age", "female", "sources", "limits")
)
OWN |= {
    "tumour_free",
    "treated",
    "borrows",
    "readings",
}  # never borrowed: who the patients are, and how many


class _Others(Record):
    """Antibodies without settings of their own, and what to consider where no antibody is given."""

    stand_ins: dict[str, str]
    outside: dict[str, str]
    by_phenotype: dict[str, tuple[str, ...]]


class _File(Record):
    """The settings sets of antibodies, those of patients without one, and what is said of other antibodies."""

    sets: dict[str, Antibody]
    without: dict[str, Antibody]
    others: _Others


@cache
def _file() -> _File:
    data: Any = dict(load("antibodies.yaml"))  # type: ignore[call-overload]
    written = {raw["id"]: raw for raw in data.pop("antibodies")}
    without = data.pop("without_antibody")
    data.pop("schema_version")
    sets = [_complete(one, written) for raw in written.values() for one in _readings(raw)]
    rest = [_complete(one, written) for one in _diseases(without)]
    return _File(sets={r.id: r for r in sets}, without={r.id: r for r in rest}, others=_Others.model_validate(data))


def _readings(raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One record for each reading of the class; one in all where the class is certain."""
    common = {key: part for key, part in raw.items() if key != "readings"}
    if "readings" not in raw:
        yield {**common, "antibody": raw["id"], "reading": raw["antibody_class"]}
    for reading, part in raw.get("readings", {}).items():
        yield {**common, **part, "id": f"{raw['id']}{READING}{reading}", "antibody": raw["id"], "reading": reading}


def _diseases(raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One record for each disease of the patients without an antibody."""
    common = {key: part for key, part in raw.items() if key != "diseases"}
    for name, part in raw["diseases"].items():
        yield {**common, **part, "id": f"{raw['id']}{READING}{name}", "antibody": raw["id"]}


def _complete(raw: dict[str, Any], written: Mapping[str, dict[str, Any]]) -> Antibody:
    return Antibody.model_validate(borrowed(raw, written[raw["borrows"]], OWN) if "borrows" in raw else raw)


def modelled() -> tuple[str, ...]:
    """Ids of all settings sets: an antibody, or an antibody with the reading of its class.

    >>> modelled()[:2], [key for key in modelled() if key.startswith("tr_dner")]
    (('hu', 'yo'), ['tr_dner@intracellular', 'tr_dner@surface'])
    """
    return tuple(_file().sets)


def without_antibody() -> tuple[str, ...]:
    """Ids of the settings sets of patients in whom no antibody is known: only published series are read with them.

    They are no antibody, so that no work-up and no forecast offers them.

    >>> without_antibody(), set(without_antibody()) & set(modelled())
    (('none@t_cells', 'none@limbic', 'none@nerve'), set())
    """
    return tuple(_file().without)


def antibody(key: str) -> Antibody:
    """The settings set with this id; KeyError for any other.

    >>> antibody("ampar").borrows
    'gababr'
    """
    found = _file()
    return found.sets[key] if key in found.sets else found.without[key]


def readings(key: str) -> tuple[str, ...]:
    """Ids of the settings sets of an antibody: one, two where its class is uncertain, or none.

    >>> readings("hu"), readings("sox1")
    (('hu',), ())
    """
    return tuple(record.id for record in _file().sets.values() if record.antibody == key)


def stand_in(key: str) -> str | None:
    """The antibody whose settings stand in for one without settings of its own (assumed), or None.

    >>> stand_in("zic4")
    'hu'
    """
    return _file().others.stand_ins.get(key)


def outside_domain(key: str) -> str | None:
    """Why an antibody lies outside the domain of the model, or None."""
    return _file().others.outside.get(key)


def antibodies_of_phenotype(phenotype: str) -> tuple[str, ...]:
    """Settings sets to consider when no antibody is given: those that present this way, else all (assumed)."""
    keys = _file().others.by_phenotype.get(phenotype)
    return modelled() if keys is None else tuple(one for key in keys for one in readings(key))


@cache
def varying_symbols() -> tuple[str, ...]:
    """Parameters that differ between patients, antibodies or tumours, in registry order."""
    every = {**_file().sets, **_file().without}
    records: tuple[Antibody | Tumour, ...] = (*every.values(), *map(tumour, modelled_tumours()))
    set_somewhere = {s for record in records for s in (*record.settings, *record.spread)}
    set_somewhere |= {p.symbol for p in registry().parameters if area_setting("hu", p.symbol) is not None}
    return tuple(p.symbol for p in registry().parameters if p.spread is not None or p.symbol in set_somewhere)
