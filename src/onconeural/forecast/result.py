"""What a forecast says: plain immutable values, so that a table, a page and a JSON file show the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from onconeural.workup import Certainty


@dataclass(frozen=True)
class Estimate:
    """A value with its 80 % band over the twins (10th to 90th percentile)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """What one strategy, begun on one day, does to the twins.

    Times count from the forecast day; the dead count as mRS 6. ``new_area_6_months`` and ``new_area_12_months``: share
    of twins in whom an area that was spared becomes involved by then, NaN where the antibody has one area alone.
    ``failed`` twins are left out of every number.
    """

    strategy: str
    label: str
    start_day: float
    mean_mrs: Estimate
    mrs_12_months: Estimate
    not_worse: float
    survival_12_months: float
    new_area_6_months: float
    new_area_12_months: float
    n: int
    failed: int


@dataclass(frozen=True)
class Curve:
    """mRS of the twins over time under one strategy, begun on one day; ``days`` count from onset."""

    strategy: str
    label: str
    start_day: float
    days: tuple[float, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Twins:
    """How many virtual patients stand behind the forecast, and whether they are enough to decide."""

    requested: int
    used: int
    effective: float
    pool: int
    failed: int
    decided: bool
    floor: float


@dataclass(frozen=True)
class Assumption:
    """One parameter of the answer that nobody measured, or a rule that was chosen."""

    id: str
    text: str
    status: str


@dataclass(frozen=True)
class Watch:
    """What to beware of with one treatment that a strategy uses; ``source`` is None for what was recalled."""

    intervention: str
    label: str
    text: str
    source: str | None
    status: str


@dataclass(frozen=True)
class Provenance:
    """Everything needed to get the same bits again."""

    run_id: str
    version: str
    seed: int
    case_hash: str
    model_hash: str
    evidence_hash: str
    python: str
    numpy: str


@dataclass(frozen=True)
class Forecast:
    """The answer to one case: certainty, outcomes by strategy and start, and what they rest on.

    ``refusal`` says why the model must not be asked about this case; then there are no twins and no outcomes.
    ``start_day`` of outcomes and curves counts from the forecast day, ``forecast_day`` from onset.
    """

    case_id: str
    case_summary: str
    case_source: str | None
    antibodies: tuple[str, ...]
    forecast_day: float
    horizon_days: float
    status: str
    refusal: str | None
    certainty: Certainty
    twins: Twins
    outcomes: tuple[Outcome, ...]
    curves: tuple[Curve, ...]
    mrs_now: Estimate | None
    facts_used: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[str, ...]
    provenance: Provenance
    cautions: tuple[Watch, ...] = ()
