"""The papers, guidelines, labels and pages behind every number, and how to cite them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic.dataclasses import dataclass

from onconeural.evidence.editorial import STRICT, Editorial
from onconeural.evidence.files import UnknownKeyError, records


@dataclass(frozen=True, config=STRICT)
class Source(Editorial):
    """One paper, guideline, label or page.

    A field is None when it is not known. ``details_unconfirmed`` names the fields that were not seen in the
    source itself; ``quality`` is set for sources that are only a pointer.
    """

    key: str
    first_author: str | None = None
    year: int | None = None
    journal: str | None = None
    title: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    kind: str | None = None
    quality: str | None = None
    details_unconfirmed: tuple[str, ...] = ()


@cache
def sources() -> Mapping[str, Source]:
    """Return every source by its key.

    >>> sources()["graus2021"].year
    2021
    """
    return MappingProxyType({record["key"]: Source(**record) for record in records("sources.yaml", "sources")})


def source(key: str) -> Source:
    """Return one source; raises UnknownKeyError, with the nearest key, when there is none.

    >>> source("grauss2021")
    Traceback (most recent call last):
    ...
    onconeural.evidence.files.UnknownKeyError: no source 'grauss2021' ...; did you mean 'graus2021'?
    """
    if key not in sources():
        raise UnknownKeyError("source", key, tuple(sources()))
    return sources()[key]


def citation(source: Source) -> str:
    """Return one line of plain text that cites a source: only what is known, and what is unconfirmed.

    >>> print(citation(Source("a1", "Rossi", 2020, "J Test", None, "10.1/x", None, None, None)))
    Rossi (first author) 2020. J Test. https://doi.org/10.1/x
    """
    who = f"{source.first_author} (first author)" if source.first_author else "Author not recorded"
    head = f"{who} {source.year}" if source.year else f"{who}, year not recorded"
    parts = [head, *filter(None, (source.title, source.journal, _link(source)))]
    line = ". ".join(part.rstrip(".") for part in parts)
    notes = [source.quality.replace("_", " ") + " source"] if source.quality else []
    if source.details_unconfirmed:
        notes.append("details unconfirmed: " + ", ".join(source.details_unconfirmed).replace("_", " "))
    return f"{line} [{'; '.join(notes)}]" if notes else line


def _link(source: Source) -> str | None:
    """Return the most lasting address there is."""
    if source.doi:
        return f"https://doi.org/{source.doi}"
    if source.pmid:
        return f"PMID {source.pmid}"
    return source.pmcid or source.url
