"""A forecast made by hand: every number follows a simple rule, so nobody can take it for a result."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from math import exp

import pytest

from onconeural.case import Case
from onconeural.forecast.result import (
    Assumption,
    AtStart,
    Curve,
    Difference,
    Driver,
    Estimate,
    Forecast,
    NextTest,
    Outcome,
    Provenance,
    Regimen,
    Shares,
    Twins,
    Watch,
    Window,
)
from onconeural.workup import Alternative, Certainty, Item

STRATEGIES = {
    "nothing": "No treatment",
    "tumour": "Tumour treatment",
    "steroids": "Methylprednisolone",
    "ivig": "Immunoglobulin",
    "plasma_exchange": "Plasma exchange",
    "rituximab": "Rituximab",
    "tumour_and_immune": "Tumour treatment and cyclophosphamide",
}
STARTS = (0.0, 28.0, 84.0)
FORECAST_DAY = 120.0
HORIZON = 730.0

HOSTILE = "<script>alert(1)</script>[red]x[/red]\x1b[31m\u202e{{7*7}}\"'$x^2$ onload='a()'"


def _estimate(value: float) -> Estimate:
    return Estimate(value, max(0.0, value - 1.25), min(6.0, value + 1.25))


def _outcome(position: int, strategy: str, start_day: float) -> Outcome:
    return Outcome(
        strategy=strategy,
        label=STRATEGIES[strategy],
        start_day=start_day,
        mean_mrs=_estimate(3.0 + 0.1 * position + start_day / 280),
        mrs_12_months=Estimate(4.0, 2.0, 6.0),
        improved=0.25,
        stable=0.25 + 0.01 * position,
        worse=0.5 - 0.01 * position,
        not_worse=0.5 + 0.01 * position,
        walks_unaided=0.375,
        survival_12_months=0.75,
        survival_24_months=0.625,
        new_area_6_months=0.125,
        new_area_12_months=0.25,
        relapse=0.125,
        function_12_months=0.375,
        tumour_control=float("nan"),
        gain_mrs=Difference(-0.1 * position, -0.1 * position - 0.05, -0.1 * position + 0.05),
        gain_not_worse=Difference(0.01 * position, 0.0, 0.02 * position),
        still_acting=False,
        distribution=(Shares(0.0, (0.0, 0.25, 0.25, 0.25, 0.25, 0.0, 0.0)),),
        n=512 - position,
        failed=position % 2,
    )


def _curve(position: int, strategy: str, start_day: float) -> Curve:
    days = tuple(FORECAST_DAY + 10.0 * step for step in range(int(HORIZON // 10) + 1))
    end = 3.0 + 0.2 * position + start_day / 280
    mean = tuple(end * (1 - exp(-day / 60)) for day in days)
    return Curve(
        strategy=strategy,
        label=STRATEGIES[strategy],
        start_day=start_day,
        days=days,
        mean=mean,
        low=_scaled(mean, 0.6),
        high=_scaled(mean, 1.35),
        low_50=_scaled(mean, 0.8),
        high_50=_scaled(mean, 1.2),
        low_95=_scaled(mean, 0.3),
        high_95=_scaled(mean, 1.6),
    )


def _scaled(values: tuple[float, ...], factor: float) -> tuple[float, ...]:
    return tuple(min(6.0, factor * value) for value in values)


def _by_start(days: tuple[float, ...]) -> tuple[AtStart, ...]:
    return tuple(AtStart(day, Estimate(3.0 + day / 100, 2.0, 4.0), 0.5, 0.75 - day / 100, 0.25, 512) for day in days)


def made_up_case(more: str = "") -> Case:
    """Return the case behind the forecast; ``more`` stands behind every free text of it."""
    return Case(
        case_id="synthetic_1",
        source="kissinger2026",
        phenotype="rapidly_progressive_cerebellar_syndrome",
        age=56,
        sex="F",
        antibodies=[{"name": "yo", "specimen": "serum", "technique": "line_blot", "titre": f"high{more}"}],
        cancer={"found": False},
        timeline=[
            {"day": 0, "event": "onset", "detail": f"unsteady{more}"},
            {"day": 118, "event": "presentation", "detail": f"cannot walk{more}"},
            {"day": 120, "event": "tumour_search", "detail": f"negative{more}"},
        ],
        findings={"csf_cells": {"status": "present", "value": 12, "unit": "cells/uL", "day": 119}},
        treatments=[{"name": "ivig", "start_day": 119, "dose": f"five days{more}"}, {"name": "steroids"}],
        observations=[{"day": 60, "mrs": 3, "other": f"walks with help{more}"}],
        forecast_day=FORECAST_DAY,
    )


def _windows() -> tuple[Window, ...]:
    """One window that may be shown, and one that may not."""
    gains = tuple(Difference(value, value - 0.25, value + 0.25) for value in (1.5, 1.25, 1.0, 0.5))
    days = (0.0, 7.0, 14.0, 30.0)
    shares = tuple(Difference(0.0, -0.01, 0.01) for _ in days)
    half, at = Difference(22.0, 18.0, 27.0), _by_start(days)
    return (
        Window("tumour", STRATEGIES["tumour"], days, gains, shares, True, None, "mrs", 14.0, half, at),
        Window("ivig", STRATEGIES["ivig"], days, shares, shares, False, "no window can be shown", None, None, None, at),
    )


def _items() -> tuple[Item, ...]:
    return (
        Item(
            "clinical",
            3,
            "rapidly progressive cerebellar syndrome",
            "high-risk phenotype",
            "zhaofleming2024",
            "read_secondary",
            False,
        ),
        Item(
            "laboratory",
            3,
            "Yo in serum and CSF (list from zhaofleming2024)",
            "high-risk antibody",
            "graus2021_reply",
            "read_primary",
            False,
        ),
        Item(
            "cancer",
            1,
            "not found after 120 days",
            "cancer not found, followed for less than 2 years",
            "graus2021",
            "recalled",
            True,
        ),
    )


def _certainty() -> Certainty:
    return Certainty(
        score=7,
        category="probable",
        items=_items(),
        flags=("Antibody not confirmed by a second technique (kerstens2024).",),
        alternatives=(
            Alternative("clock since onset", 7, "probable"),
            Alternative("without recalled rows", None, "not_applicable"),
        ),
        missing=("result of the tissue assay",),
        clock="restart_at_tumour",
        day=FORECAST_DAY,
        source="graus2021",
    )


@pytest.fixture(scope="session")
def forecast() -> Forecast:
    """Return a decided forecast of a made-up case."""
    return Forecast(
        case_id="synthetic_1",
        case_summary="Made-up case: woman, 56 years, rapidly progressive cerebellar syndrome, Yo antibodies.",
        case_source="kissinger2026",
        antibodies=("Yo",),
        forecast_day=FORECAST_DAY,
        horizon_days=HORIZON,
        status="not calibrated: no ranking",
        refusal=None,
        certainty=_certainty(),
        twins=Twins(512, 512, 87.5, 20000, 3, True, 50.0),
        outcomes=tuple(
            _outcome(position, strategy, day) for position, strategy in enumerate(STRATEGIES) for day in STARTS
        ),
        curves=tuple(_curve(position, strategy, day) for position, strategy in enumerate(STRATEGIES) for day in STARTS),
        windows=_windows(),
        drivers=(
            Driver("mRS 3 on day 60", 0.5, 40.0, Difference(-0.5, -0.75, -0.25), "ivig", Difference(0.25, 0.0, 0.5)),
        ),
        next_tests=(NextTest("a tumour search today", (("found", 0.75), ("not found", 0.25)), 0.25, 0.125),),
        regimens=(Regimen("ivig", STRATEGIES["ivig"], ("a dose",), ("graus2021",)),),
        mrs_now=Estimate(3.0, 2.0, 4.0),
        facts_used=("Yo antibody", "no tumour found by day 120"),
        missing=("mRS at diagnosis", "day of the first PET"),
        warnings=("Age 56 is inside the range, this warning is made up.",),
        assumptions=(
            Assumption("kill_rate", "T cells kill neurons at a rate that nobody measured.", "assumed"),
            Assumption("dead_as_6", "The dead count as mRS 6.", "rule"),
        ),
        sources=("graus2001", "graus2021", "zhaofleming2024"),
        provenance=Provenance("run-0001", "0.1.0", 7, "c" * 64, "d" * 64, "e" * 64, "3.11.4", "2.0.0"),
        cautions=(
            Watch("ivig", "IVIG", "thrombosis, a made-up sentence", "graus2021", "read_secondary"),
            Watch("ivig", "IVIG", "a caution from memory", None, "recalled"),
        ),
        case=made_up_case(),
    )


@pytest.fixture(scope="session")
def refused(forecast: Forecast) -> Forecast:
    """Return what a case outside the domain of the model gets: a reason, and no numbers."""
    return replace(
        forecast,
        refusal="outside the domain of the model: a made-up reason",
        twins=Twins(512, 0, 0.0, 0, 0, False, 50.0),
        outcomes=(),
        curves=(),
        windows=(),
        drivers=(),
        next_tests=(),
        regimens=(),
        mrs_now=None,
        assumptions=(),
        sources=(),
        cautions=(),
    )


@pytest.fixture(scope="session")
def undecided(forecast: Forecast) -> Forecast:
    """Return the same forecast with too few effective twins."""
    return replace(forecast, twins=replace(forecast.twins, effective=7.5, decided=False))


def _poisoned(value: object) -> object:
    if isinstance(value, str):
        return f"{value} {HOSTILE}"
    if isinstance(value, tuple):
        return tuple(_poisoned(inner) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _poisoned(getattr(value, field.name)) for field in fields(value)})
    return value


@pytest.fixture(scope="session")
def hostile(forecast: Forecast) -> Forecast:
    """Return the forecast with hostile text behind every string that it holds."""
    poisoned = _poisoned(forecast)
    assert isinstance(poisoned, Forecast)
    return replace(poisoned, case=made_up_case(f" {HOSTILE}".replace("\x1b", "").replace("\u202e", "")))
