"""The part of a phenopacket that says when, with what and from which terminologies it was made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onconeural.evidence.files import load

_RESOURCES = {
    "HP": ("hp", "hp_2025_01_16", "http://purl.obolibrary.org/obo/HP_"),
    "MONDO": ("mondo", "mondo_2026_08", "http://purl.obolibrary.org/obo/MONDO_"),
    "ATC": ("atc", "atc_ddd_2026", "https://atcddd.fhi.no/atc_ddd_index/?code="),
}


def meta_data(packet: dict[str, Any], created: datetime, version: str) -> dict[str, Any]:
    """Return the metaData of a packet: one resource for every prefix in use."""
    prefixes = dict.fromkeys(identifier.partition(":")[0] for identifier in _identifiers(packet))
    return {
        "created": created.strftime("%Y-%m-%dT00:00:00Z"),
        "createdBy": f"onconeural {version}",
        "phenopacketSchemaVersion": "2.0",
        "resources": [_resource(prefix, version) for prefix in prefixes],
    }


def _identifiers(data: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a packet
    rows = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if isinstance(data, dict) and "label" in data and ":" in data["id"]:
        yield data["id"]
    for value in rows:
        yield from _identifiers(value)


def _resource(prefix: str, version: str) -> dict[str, str]:
    known = load("codes.yaml")["meta"]["sources"]
    if prefix in _RESOURCES:
        name, source, address = _RESOURCES[prefix]
        title = known[source]["name"]
        words = [word.strip("),") for word in title.split() if word[:2] == "20"]
        return _row(name, title, known[source]["url"], words[0], prefix, address)
    if prefix == "UCUM":
        return _row(
            "ucum", "Unified Code for Units of Measure", "https://ucum.org", "not stated", "UCUM", "https://ucum.org/"
        )
    home, title = "https://github.com/onconeural/onconeural", "Words of the case format of onconeural"
    return _row("onconeural", title, home, version, prefix, f"{home}/blob/main/docs/guide/formats.md#")


def _row(name: str, title: str, url: str, version: str, prefix: str, address: str) -> dict[str, str]:
    return {
        "id": name,
        "name": title,
        "url": url,
        "version": version,
        "namespacePrefix": prefix,
        "iriPrefix": address,
    }
