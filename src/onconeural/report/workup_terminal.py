"""A work-up for the terminal; every text from outside is shown, none is interpreted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import plain
from onconeural.report import sentences, words, workup_words
from onconeural.report.corrections import corrections_address
from onconeural.report.references import reference
from onconeural.report.workup_document import source_order

if TYPE_CHECKING:
    from onconeural.workup import Reliability, ScoreResult, TumourSearch, WorkUp


def workup_table(result: WorkUp) -> Group:
    """Return what a terminal shows of a work-up, to be printed by a rich console."""
    return Group(*_certainty(result), *_antibodies(result.antibodies), *_search(result.search), *_rest(result))


def _certainty(result: WorkUp) -> Iterator[RenderableType]:
    yield _text(f"Case {result.case_id}: {result.phenotype}, day {words.compact(result.day)} from onset", "bold")
    yield _head("How sure is the diagnosis?")
    yield _text(f"{sentences.certainty(result.certainty)} Clock: {words.clock(result.certainty.clock)}.")
    for item in result.certainty.items:
        yield _text(f"  +{item.points} {item.name}: {item.finding}{workup_words.mark(item.reading_status)}")
    yield from _list("Say also", result.certainty.flags)
    others = (f"{o.reading}: {o.score} points, {words.category(o.category)}" for o in result.certainty.alternatives)
    yield from _list("Other readings", others)
    changes = [workup_words.change(row) for row in result.changes if row.changes_class]
    yield from _list("One new fact that would change the class", changes)
    yield from _list("Over time", (workup_words.moment(row) for row in result.over_time))
    classes = result.criteria_2004
    met = ", ".join(row.id.replace("_", " ") for row in classes.criteria if row.met)
    yield _text(f"Criteria of 2004: {workup_words.class_2004(classes.category)}{f' ({met})' if met else ''}")
    yield from _list("Unconfirmed", classes.unconfirmed)


def _antibodies(results: tuple[Reliability, ...]) -> Iterator[RenderableType]:
    yield _head("Can the antibody be trusted?")
    if not results:
        yield _text("No positive antibody result is in the case file.")
    for result in results:
        yield _text(workup_words.antibody(result))
        yield from _list("Under other conditions", (_other(result, index) for index in range(len(result.others))))
        yield from _list("Assumed", result.assumptions)
        yield from _list("Do", (_said(row.text, row.reading_status) for row in result.advice))
        yield from _list("Know", (_said(row.text, row.reading_status) for row in result.context))


def _other(result: Reliability, index: int) -> str:
    row = result.others[index]
    return f"{row.condition}: {workup_words.share(row.probability)}"


def _search(search: TumourSearch) -> Iterator[RenderableType]:
    yield _head("Where is the tumour?")
    yield _text(search.sentence)
    yield from _list("How often it was found in published groups", (workup_words.tumour(row) for row in search.shares))
    yield from _list("Usual, but no number was read", search.without_number)
    for plan in search.plans:
        yield _text(f"Plan: {workup_words.plan_name(plan)}")
        yield from _list(None, (f"first: {workup_words.tests(plan.first_round)}",))
        yield from _list(None, (f"second: {workup_words.tests(plan.second_round)}",))
        yield from _list(None, (f"note: {plan.note}",) if plan.note else ())
    yield from _repeats(search)
    yield from _list("Rules", (_said(row.text, row.reading_status) for row in search.rules))
    if search.orchiectomy:
        rows = (f"{_MET[row.met]}: {row.text}" for row in search.orchiectomy.conditions)
        yield from _list(f"Orchiectomy only if all five hold ({search.orchiectomy.source})", rows)
    figures = (f"{row.label}, {row.what}: {workup_words.share(row.share)}; {row.setting} ({row.source})"
               for row in search.yields)  # fmt: skip
    yield from _list("What the tests found", (*figures, *search.yield_unknown))


_MET = {True: "yes", False: "no", None: "not stated"}


def _repeats(search: TumourSearch) -> Iterator[RenderableType]:
    if search.state == "search":
        yield _text(workup_words.anchor(search))
    for row in search.schedules:
        mark = workup_words.mark(row.reading_status)
        yield from _list(f"Repeats by {row.id} ({row.source}){mark}", workup_words.repeats(row))
    if search.alternative:
        row, last = search.alternative, search.alternative.stop_day
        yield _text(f"Other guideline, {row.id} ({row.source}): {len(row.repeats)} repeats until day {last}.")
    yield _text(f"{search.stop.text}{workup_words.mark(search.stop.reading_status)}")
    yield _text(search.reopen.text)


def _rest(result: WorkUp) -> Iterator[RenderableType]:
    yield _head("Scores")
    yield _scores(result.scores)
    for score in result.scores:
        if score.applicable:
            yield from _list(score.name, (score.verdict, *(f"not stated: {text}" for text in score.missing)))
            yield from _list(None, score.notes)
    yield from _list("Warnings", (_said(row.text, row.reading_status) for row in result.warnings))
    yield from _list("Missing for the score", result.certainty.missing)
    rows = (reference(key, number) for number, key in enumerate(source_order(result), start=1))
    yield from _list("References", (f"{row['number']}. {row['key']}: {row['citation']}" for row in rows))
    yield _text("[unconfirmed]: recalled, not read. [synthesis]: put together from other rows, not published.")
    yield _text(f"Corrections: {corrections_address()}")
    yield _text(INTENDED_USE, "italic")


def _scores(results: tuple[ScoreResult, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Score")
    table.add_column("Points", justify="right")
    table.add_column("Of", justify="right")
    table.add_column("Not stated", justify="right")
    for row in results:
        span = "-" if row.low is None else str(row.low) if row.low == row.high else f"{row.low} to {row.high}"
        unknown = str(len(row.missing)) if row.applicable else "not for this patient"
        table.add_row(_text(row.name), _text(span), _text(str(row.maximum)), _text(unknown))
    return table


def _said(text: str, status: str) -> str:
    return f"{text}{workup_words.mark(status)}"


def _head(text: str) -> Text:
    return Text(f"\n{text}", style="bold cyan")


def _list(heading: str | None, entries: Iterable[str]) -> Iterator[Text]:
    for position, entry in enumerate(entries):
        if position == 0 and heading:
            yield _text(f"{heading}:")
        yield _text(f"  - {entry}")


def _text(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)
