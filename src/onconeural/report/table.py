"""A forecast as a table for the terminal; every text from outside is shown, none is interpreted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import plain
from onconeural.report import depth, sentences, words
from onconeural.report.corrections import corrections_address
from onconeural.report.further import HEADINGS, MARKED, at_12_months, further, marked
from onconeural.report.records import origin, score_records
from onconeural.report.trust import model_error

if TYPE_CHECKING:
    from onconeural.forecast.result import Estimate, Forecast, Outcome


def forecast_table(forecast: Forecast) -> Group:
    """Return what a terminal shows of a forecast, to be printed by a rich console."""
    return Group(forecast_table_first(forecast), forecast_table_rest(forecast))


def forecast_table_first(forecast: Forecast) -> Group:
    """Return the first part, which needs neither window nor drivers: certainty, twins and the table."""
    return Group(*_head(forecast), _outcomes(forecast), *_error(forecast))


def forecast_table_rest(forecast: Forecast) -> Group:
    """Return the second part: further outcomes, window, drivers, next test, and what the answer rests on."""
    return Group(*_further(forecast), *_depth(forecast), *_foot(forecast))


def _head(forecast: Forecast) -> Iterator[Text]:
    first = sentences.caution(forecast)
    if first:
        yield _text(first, "bold yellow")
    yield _text(words.first_capital(forecast.status), "bold yellow")
    yield _text(f"Case {forecast.case_id}: {forecast.case_summary}", "bold")
    yield _text(sentences.certainty(forecast.certainty))
    for item in forecast.certainty.items:
        mark = " [unconfirmed]" if item.unconfirmed else ""
        yield _text(f"  +{item.points} {item.name}: {item.finding}{mark} Source: {item.source}")
    if records := score_records(forecast.certainty):
        yield _text(f"  records: {', '.join(records)}", "dim")
    run = f" [{origin(forecast)}]" if forecast.twins.pool else ""
    yield _text(f"{sentences.twin_count(forecast)}{run}")
    yield Text()


def _outcomes(forecast: Forecast) -> Table | Text:
    if not forecast.outcomes:
        return _text("No strategy was simulated.")
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        title_justify="left",
        caption_justify="left",
    )
    table.title = _text(f"Simulated, run {forecast.provenance.run_id}", "italic")
    table.caption = _text(
        "Days count from onset. mRS: 0 to 6, the dead count as 6; in brackets the band of 80% of the twins."
    )
    table.add_column("Strategy", overflow="fold")
    for heading in _headings(forecast):
        table.add_column(heading, justify="right", no_wrap=True)
    before = None
    for row in forecast.outcomes:
        table.add_row(_text("" if row.strategy == before else row.label), *_numbers(row, forecast.forecast_day))
        before = row.strategy
    return table


def _error(forecast: Forecast) -> Iterator[Text]:
    if forecast.outcomes:
        yield _text(model_error().sentence)


def _headings(forecast: Forecast) -> tuple[str, ...]:
    span = words.months(forecast.horizon_days)
    later = "12 months"
    return (
        "Start\n(day)",
        f"Mean mRS\n{span}",
        f"Median mRS\n{later}",
        f"Not worse\n{later}",
        f"Alive\n{later}",
        "New area\n6; 12 months",
        "n",
    )


def _numbers(row: Outcome, forecast_day: float) -> Iterator[Text]:
    yield _text(words.compact(forecast_day + row.start_day))
    yield _short(row.mean_mrs)
    yield _short(row.mrs_12_months)
    yield _text(at_12_months(words.percent(row.not_worse), row))
    yield _text(words.percent(row.survival_12_months))
    yield _text("; ".join(words.percent(share) for share in (row.new_area_6_months, row.new_area_12_months)))
    yield _text(str(row.n))


def _short(estimate: Estimate) -> Text:
    return _text(f"{words.number(estimate.value)} ({words.band(estimate).replace(' to ', '-')})")


def _further(forecast: Forecast) -> Iterator[Text | Table]:
    if not forecast.outcomes:
        return
    if marked(forecast):
        yield _text(MARKED)
    yield Text()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, title_justify="left")
    table.title = _text("Further outcomes, begun on the forecast day, against no further treatment", "italic")
    table.add_column("Strategy", overflow="fold")
    for heading in HEADINGS:
        table.add_column(heading, justify="right", overflow="fold")
    for label, *texts in further(forecast):
        table.add_row(_text(label), *map(_text, texts))
    yield table


def _depth(forecast: Forecast) -> Iterator[Text]:
    yield Text()
    yield from _list("The window", depth.windows(forecast))
    yield from _list("What each fact contributes (with it less without it, 95% intervals)", depth.drivers(forecast))
    yield from _list("Which further result would change most", depth.next_tests(forecast))


def _foot(forecast: Forecast) -> Iterator[Text]:
    yield Text()
    yield from _list("Missing", (*forecast.missing, *forecast.certainty.missing))
    yield from _list("Warnings", forecast.warnings)
    yield _text("Any record: onconeural evidence show ID. The references: onconeural cite report.json")
    yield _text(f"Corrections: {corrections_address()}")
    yield _text(INTENDED_USE, "italic")


def _list(heading: str, entries: Iterable[str]) -> Iterator[Text]:
    for position, entry in enumerate(entries):
        if position == 0:
            yield _text(f"{heading}:")
        yield _text(f"  - {entry}")


def _text(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)
