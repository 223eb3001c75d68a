"""Sources as CSL-JSON and BibTeX: only what is recorded, and a note on what is unconfirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from onconeural.evidence.plain import plain
from onconeural.evidence.source_records import Source

_KINDS = {
    "case_report": "article-journal",
    "guideline": "article-journal",
    "review": "article-journal",
    "textbook": "chapter",
    "meeting_abstract": "paper-conference",
    "news": "webpage",
    "label": "document",
    "report": "report",
    "encyclopaedia": "entry-encyclopedia",
}
_PAGES = ("teaching_page", "calculator_page", "laboratory_page", "secondary", "machine_written", "scale")
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def csl_items(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return sources as items of CSL-JSON, for citation managers.

    >>> csl_items([Source("a2020", "Rossi", 2020, "J Test", doi="10.1234/x")])[0]["author"]
    [{'family': 'Rossi'}]
    """
    return [csl_item(source) for source in sources]


def csl_item(source: Source) -> dict[str, Any]:
    """Return one source as an item of CSL-JSON; a field that is not known is left out."""
    item = {
        "id": source.key,
        "type": "webpage" if source.kind in _PAGES else _KINDS.get(source.kind or "", "article-journal"),
        "author": [{"family": source.first_author}] if source.first_author else None,
        "issued": {"date-parts": [[source.year]]} if source.year else None,
        "title": source.title,
        "container-title": source.journal,
        "DOI": source.doi,
        "PMID": source.pmid,
        "PMCID": source.pmcid,
        "URL": source.url,
        "note": note(source),
    }
    return {name: value for name, value in item.items() if value is not None}


def bibtex(sources: Iterable[Source]) -> str:
    r"""Return sources as BibTeX entries, special characters escaped.

    >>> print(bibtex([Source("a2020", "Rossi", 2020, "J Test & Trial", doi="10.1234/x_y")]))
    @article{a2020,
      author = {Rossi and others},
      year = {2020},
      journal = {J Test \& Trial},
      doi = {10.1234/x_y},
      note = {first author only}
    }
    <BLANKLINE>
    """
    return "".join(_entry(source) for source in sources)


def _entry(source: Source) -> str:
    fields = {
        "author": f"{latex(source.first_author)} and others" if source.first_author else None,
        "year": str(source.year) if source.year else None,
        "title": f"{{{latex(source.title)}}}" if source.title else None,
        "journal": latex(source.journal) if source.journal else None,
        "doi": _verbatim(source.doi),
        "pmid": _verbatim(source.pmid),
        "pmcid": _verbatim(source.pmcid),
        "url": _verbatim(source.url),
        "note": latex(note(source)),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    kind = "article" if csl_item(source)["type"] == "article-journal" else "misc"
    return f"@{kind}{{{re.sub(r'[^A-Za-z0-9_:.-]', '-', source.key)},\n{lines}\n}}\n"


def note(source: Source) -> str:
    """Return what a reader must know of a reference: what is unconfirmed, and that only one author is recorded."""
    parts = ["first author only"] if source.first_author else []
    if source.details_unconfirmed:
        parts.append("unconfirmed: " + ", ".join(source.details_unconfirmed).replace("_", " "))
    if source.quality:
        parts.append(source.quality.replace("_", " ") + " source")
    return "; ".join(parts)


def latex(text: str) -> str:
    r"""Return a text with what LaTeX would interpret written out.

    >>> latex("50 % of {x}")
    '50 \\% of \\{x\\}'
    """
    return plain(text).translate(_LATEX)


def _verbatim(text: str | None) -> str | None:
    """Return an identifier for a field that BibTeX takes as it is, without braces that would end it."""
    return re.sub(r"[{}\\]", "", plain(text)) if text else None
