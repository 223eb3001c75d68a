"""The forecast for Python and notebooks: tables, figures and the page of one case."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onconeural import INTENDED_USE
from onconeural.case import Case, load_case
from onconeural.evidence import plain
from onconeural.forecast import Strategy, forecast, read_strategies
from onconeural.report.json import forecast_json
from onconeural.report.records_table import Records, known
from onconeural.report.sentences import answer

if TYPE_CHECKING:
    from onconeural.forecast import Forecast
    from onconeural.report.style import Kind


def forecast_case(
    case: Case | str | os.PathLike[str],
    *,
    seed: int = 1,
    twins: int = 1000,
    strategies: tuple[Strategy, ...] | str | os.PathLike[str] | None = None,
    factors: Mapping[str, float] | None = None,
    depth: bool = True,
    progress: Callable[[str, float], None] | None = None,
) -> Answer:
    """Forecast one case, from a file or a Case: tables, figures, and a page in a notebook.

    ``strategies``: a file of strategies, or strategies, the reference first; those of the package when left out.
    ``factors`` multiply parameters of the model, by symbol, from the forecast day on. Without ``depth`` there are no
    windows and no drivers, and it is much faster. ``twins``: 300 to 20,000.
    Raises CaseError, with every problem, for a file that cannot be used, ValueError for a number out of range.

    >>> answer = forecast_case("examples/hu_sclc_67f.yaml", twins=300, depth=False)
    >>> answer.outcomes.columns[:3]
    ('strategy', 'label', 'start_day')
    """
    patient = case if isinstance(case, Case) else load_case(case)
    compared = strategies if strategies is None or isinstance(strategies, tuple) else read_strategies(strategies)
    result = forecast(
        patient, seed=seed, twins=twins, compared=compared, factors=factors, depth=depth, progress=progress
    )
    return Answer(result)


@dataclass(frozen=True, repr=False)
class Answer:
    """A forecast with everything that can be shown of it; ``forecast`` holds the values themselves."""

    forecast: Forecast

    @property
    def status(self) -> str:
        """Whether strategies may be ranked, and why not."""
        return self.forecast.status

    @property
    def outcomes(self) -> Records:
        """One row per strategy and start: shares 0 to 1, mRS 0 to 6, days from the forecast day."""
        return self._records("Outcomes by strategy and start", [_flat(asdict(row)) for row in self.forecast.outcomes])

    @property
    def curves(self) -> Records:
        """MRS over time: one row per strategy, start and day from onset."""
        rows = [
            {"strategy": c.strategy, "start_day": c.start_day, "day": day, "mean": mean, "low": low, "high": high}
            for c in self.forecast.curves
            for day, mean, low, high in zip(c.days, c.mean, c.low, c.high, strict=True)
        ]
        return self._records("mRS over time", rows)

    @property
    def windows(self) -> Records:
        """The gain of each strategy by start day, and whether a window may be shown."""
        rows = [
            {"strategy": w.strategy, "start_day": day, **_flat({"gain_mrs": asdict(gain)}), "shown": w.shown}
            for w in self.forecast.windows
            for day, gain in zip(w.start_days, w.gain_mrs, strict=True)
        ]
        return self._records("The window: gain by start day", rows)

    @property
    def drivers(self) -> Records:
        """What each fact contributes."""
        return self._records("What each fact contributes", [_flat(asdict(d)) for d in self.forecast.drivers])

    @property
    def next_tests(self) -> Records:
        """Which further result would change most."""
        rows = [
            {"test": t.test, "result": name, "probability": share, "expected_gain": t.expected_gain}
            for t in self.forecast.next_tests
            for name, share in t.results
        ]
        return self._records("Which further result would change most", rows)

    def figure(self, what: str = "mrs_over_time", kind: Kind = "svg") -> bytes:
        """One figure as SVG or PNG: "mrs_over_time", "window", "new_area", "time_line" or "search_plan"."""
        from onconeural.report.figure_files import KINDS, NAMES, drawings  # noqa: PLC0415 matplotlib is slow to load

        for name, found, words in (("what", what, NAMES), ("kind", kind, KINDS)):
            if found not in words:
                raise ValueError(f"{name}: found {found!r}, expected {' or '.join(words)}")
        there = drawings(self.forecast)
        if what not in there:
            raise ValueError(f"what: found {what!r}, expected {' or '.join(there)}: this forecast has no data for it")
        return there[what](kind)

    def to_dict(self) -> dict[str, Any]:
        """The document of ``report.json``."""
        return forecast_json(self.forecast)

    def write(self, folder: str | os.PathLike[str], *, figures: bool = False) -> dict[str, Path]:
        """Write report.html and report.json, and with ``figures`` every figure; return each path by kind."""
        from onconeural.report.write import write_report  # noqa: PLC0415 matplotlib is slow to load

        return write_report(self.forecast, Path(folder), figures=figures)

    def __repr__(self) -> str:
        text = " ".join(answer(self.forecast))
        return plain(f"<forecast of case {self.forecast.case_id}: {text} {INTENDED_USE}>")

    def _repr_html_(self) -> str:
        from markupsafe import escape  # noqa: PLC0415

        lines = (self.status, *answer(self.forecast), INTENDED_USE)
        said = "".join(f"<p>{escape(plain(line))}</p>" for line in lines)
        keep = ("label", "start_day", "mean_mrs", "gain_mrs", "not_worse", "survival_12_months", "n")
        rows = tuple({name: row[name] for name in keep} for row in self.outcomes.rows)
        return said + Records(self.outcomes.title, rows)._repr_html_()

    def _records(self, title: str, rows: list[dict[str, Any]]) -> Records:
        return Records(
            f"{title}, case {self.forecast.case_id}, simulated, run {self.forecast.provenance.run_id}",
            tuple({name: known(value) for name, value in row.items()} for row in rows),
        )


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A record without inner tables: an estimate becomes three columns, lists are left out."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat[name] = value["value"]
            flat[f"{name}_low"], flat[f"{name}_high"] = value["low"], value["high"]
        elif not isinstance(value, list | tuple):
            flat[name] = value
    return flat
