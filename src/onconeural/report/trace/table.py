"""A trace, a search and the scope as tables for the terminal; no text of a record is interpreted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural.evidence import Found, ScopeRow, citation, plain, sources
from onconeural.report import words
from onconeural.report.references import link
from onconeural.report.trace.result import Trace, Use

MOST_USES = 12  # of one kind; --json has them all


def trace_table(found: Trace) -> Group:
    """Return what a terminal shows of one record: what, from where, how strong, and what depends on it."""
    return Group(*_lines(found), _uses(found.used_by))


def found_table(found: Iterable[Found]) -> Table:
    """Return the records that a search found, one a row."""
    table = _table("Kind", "Id", "What it says", "Reading")
    for item in found:
        status = words.reading(item.status) if item.status else ""
        table.add_row(_text(item.kind), _text(item.id, "bold"), _text(item.text), _text(status))
    return table


def scope_table(rows: Iterable[ScopeRow]) -> Table:
    """Return what is done with every syndrome of the two references."""
    table = _table("Group", "Syndrome", "Named in", "Here", "Why")
    for row in rows:
        named = "\n".join(f"{entry.source}: {words.reading(entry.status)}" for entry in row.named_in)
        state = _text(row.state.replace("_", " "), "bold" if row.state == "modelled" else "")
        table.add_row(_text(row.group), _text(row.label), Text(named), state, _text(row.reason))
    return table


def _lines(found: Trace) -> Iterator[Text]:
    mark = "  UNCONFIRMED: recalled, not read" if found.unconfirmed else ""
    yield _text(f"{found.kind} {found.id}{mark}", "bold")
    yield _text(found.what)
    for heading, pairs in (("What", found.facts), ("How strong", found.strength), ("Editor", found.editorial)):
        if pairs:
            yield _text(f"{heading}:", "bold")
        for name, value in pairs:
            yield _text(f"  {name}: {value}")
    if found.kind != "source":
        yield _text("From where:" if found.sources else "From where: no source is named.", "bold")
    for key in found.sources:
        yield _text(f"  {_reference(key)}")


def _reference(key: str) -> str:
    record = sources().get(key)
    if record is None:
        return f"{key} (not in the evidence)"
    text, address = f"{key}: {citation(record)}", link(record)
    return text if address is None or address in text else f"{text} <{address}>"


def _uses(uses: tuple[Use, ...]) -> Table | Text:
    if not uses:
        return _text("Nothing depends on it yet.")
    table = _table("What depends on it", "Id", "How")
    for kind in dict.fromkeys(use.kind for use in uses):
        of_kind = [use for use in uses if use.kind == kind]
        for use in of_kind[:MOST_USES]:
            table.add_row(_text(use.kind), _text(use.id), _text(use.text))
        if len(of_kind) > MOST_USES:
            table.add_row(_text(kind), Text("..."), Text(f"{len(of_kind) - MOST_USES} more (--json shows all)"))
    return table


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == "Id")  # an id must stay whole to be copied
    return table


def _text(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)
