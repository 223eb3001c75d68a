"""Scored forecasts as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import plain
from onconeural.report import words
from onconeural.report.corrections import corrections_address
from onconeural.report.depth import signed

if TYPE_CHECKING:
    from onconeural.forecast.result import Difference
    from onconeural.forecast.verdict import Scored, Verdict

SCHEMA_VERSION = "1.2"


def scores_table(verdict: Verdict) -> Group:
    """Return what a terminal shows: a row for each scored case, the mean scores, the verdict, and who was left out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("File", overflow="fold")
    for heading in ("Day", "Seen on", "Better / same /\nworse / died", "Observed", "Score", "80% set"):
        table.add_column(heading, justify="right")
    for case in verdict.cases:
        if case.rps is not None:
            table.add_row(*map(_text, _row(case)))
    left_out = [_text(f"  - {case.file}: {case.not_scored}") for case in verdict.cases if case.not_scored]
    head = _text(f"Forecasts with every later fact hidden: {words.first_capital(verdict.text)}.")
    head.stylize("bold yellow")
    return Group(
        head,
        table,
        *map(_text, _summary(verdict)),
        _text(f"Not scored: {len(left_out)}"),
        *left_out,
        _text(INTENDED_USE),
    )


def scores_json(verdict: Verdict) -> dict[str, Any]:
    """Return the same as plain data; what was not computed is null."""
    document: dict[str, Any] = _plain_values(asdict(verdict))
    head = {"schema_version": SCHEMA_VERSION, "intended_use": INTENDED_USE, "corrections": corrections_address()}
    return {**head, "verdict": document.pop("text"), **document}


def _row(case: Scored) -> tuple[str, ...]:
    shares = " / ".join(words.percent(share) for share in case.shares or ())
    inside = "inside" if case.covered else "outside"
    days = (words.compact(case.day), words.compact(case.followup))
    return (case.file, *days, shares, case.observed or "", words.number(case.rps, 2), inside)


def _summary(verdict: Verdict) -> tuple[str, ...]:
    if not verdict.scored:
        return ("No case could be scored.",)
    return (
        f"{verdict.scored} of {len(verdict.cases)} cases scored. Ranked probability score, 0 is best, 1 is worst: "
        f"twins {words.number(verdict.rps, 2)}. Other forecasts, and the gain of the twins with its 95% interval: "
        f"virtual patients of the antibody {_beside(verdict.rps_antibody, verdict.gain_over_antibody)}; "
        f"average of the other cases {_beside(verdict.rps_average, verdict.gain_over_average)}; "
        f"no change {_beside(verdict.rps_no_change, verdict.gain_over_no_change)}.",
        f"If the model were true, the twins would score {words.number(verdict.rps_promised, 2)}; "
        f"the difference is {signed(verdict.over_promise)}. Above 0 the forecasts are surer than they are right.",
        f"The observed class lies in the 80% set of the forecast in {words.percent(verdict.coverage)} of cases; "
        f"these sets, of whole classes, should hold {words.percent(verdict.coverage_promised)}.",
        f"{_received(verdict)} scored cases are treated as they were, from the forecast day on; the others as "
        "guidelines name it, because they date no treatment.",
    )


def _beside(score: float, gain: Difference) -> str:
    return f"{words.number(score, 2)}, gain {signed(gain)}"


def _received(verdict: Verdict) -> str:
    done = [case.treatment or "" for case in verdict.cases if case.rps is not None]
    return f"{sum(given.startswith('as received') for given in done)} of {len(done)}"


def _plain_values(value: Any) -> Any:  # noqa: ANN401 any plain data
    if isinstance(value, dict):
        return {key: _plain_values(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_values(inner) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _text(text: str) -> Text:
    return Text(plain(text))
