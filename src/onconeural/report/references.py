"""References in reading order: numbered when the reader first meets them, linked only where that is safe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from onconeural.evidence import UnknownKeyError, citation, source, sources
from onconeural.workup import work_up

if TYPE_CHECKING:
    from onconeural.evidence import Source
    from onconeural.forecast.result import Forecast


WORD = re.compile(r"(\w+)")


def reading_order(forecast: Forecast) -> tuple[str, ...]:
    """Return the source keys of a forecast, each once, in the order in which a reader meets them."""
    certainty = forecast.certainty
    keys = [forecast.case_source or "", certainty.source]
    for item in certainty.items:
        keys += [*keys_in(f"{item.finding} {item.note or ''} {item.rule}"), item.source]
    for text in (*(other.reading for other in certainty.alternatives), *certainty.flags):
        keys += keys_in(text)
    keys += _of_work_up(forecast)
    keys += [caution.source or "" for caution in forecast.cautions]
    return tuple(dict.fromkeys(key for key in (*keys, *forecast.sources) if key))


def _of_work_up(forecast: Forecast) -> tuple[str, ...]:
    """Return the sources of the antibody results and of the tumour search."""
    if forecast.case is None:
        return ()
    work = work_up(forecast.case)
    results = (source for found in work.antibodies for source in found.sources)
    return (*results, *work.search.sources)


def keys_in(text: str) -> list[str]:
    """Return the keys of known sources that a text names.

    >>> keys_in("usual for Yo (list from graus2021), see nobody1999")
    ['graus2021']
    """
    return [word for word in WORD.findall(text) if word in sources()]


def reference(key: str, position: int) -> dict[str, Any]:
    """Return one numbered reference; a key that the evidence lacks is shown as given, without a link."""
    try:
        record = source(key)
    except UnknownKeyError:
        text = f"{key} (as given in the case file; not in the evidence base)"
        return {
            "number": position,
            "key": key,
            "citation": text,
            "doi": None,
            "pmid": None,
            "url": None,
            "link": None,
        }
    return {
        "number": position,
        "key": key,
        "citation": citation(record),
        "doi": record.doi,
        "pmid": record.pmid,
        "url": record.url,
        "link": link(record),
    }


def link(record: Source) -> str | None:
    """Return the address of a source: its DOI, else its PubMed page, else its own page if http or https."""
    if record.doi:
        return f"https://doi.org/{quote(record.doi, safe='/():;.-_')}"
    if record.pmid and str(record.pmid).isdecimal():
        return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    return web_address(record.url)


def web_address(text: str | None) -> str | None:
    """Return an address if it is a http or https address with a host, else nothing.

    >>> web_address("javascript:alert(1)")
    >>> web_address("https://example.org/a")
    'https://example.org/a'
    """
    if not text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None
