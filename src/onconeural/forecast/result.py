"""What a forecast says: plain immutable values, so that a table, a page and a JSON file show the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from onconeural.case import Case
from onconeural.workup import Certainty


@dataclass(frozen=True)
class Estimate:
    """A value with its 80 % band over the twins (10th to 90th percentile)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """A difference of means in the same twins, with its 95 % interval (the chance of the twins, not of the model)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Shares:
    """Shares of the twins with mRS 0, 1 ... 6, so many months after the forecast day."""

    months: float
    of: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """What one strategy, begun on one day, does to the twins.

    Times count from the forecast day; the dead count as mRS 6. ``mean_mrs`` is the average over two years.
    ``improved``, ``stable``, ``worse`` (ordinal mRS against now) and ``walks_unaided`` (mRS 0 to 3): shares at 12
    months. ``new_area_6_months`` and ``new_area_12_months``: share of twins in whom an area that was spared becomes
    involved by then, NaN where the antibody has one area alone. ``relapse``: share who become worse again within two
    years after they had improved. ``function_12_months``: mean function of the area affected most (0 to 1, the dead 0).
    ``tumour_control``: share of twins with a tumour who live after 12 months with no more of it, NaN without tumours.
    ``gain_mrs`` and ``gain_not_worse``: against doing nothing, above 0 is better. ``still_acting``: a drug still acts
    at 12 months, so that values at that date flatter it. ``failed`` twins are left out of every number.
    """

    strategy: str
    label: str
    start_day: float
    mean_mrs: Estimate
    mrs_12_months: Estimate
    improved: float
    stable: float
    worse: float
    not_worse: float
    walks_unaided: float
    survival_12_months: float
    survival_24_months: float
    new_area_6_months: float
    new_area_12_months: float
    relapse: float
    function_12_months: float
    tumour_control: float
    gain_mrs: Difference
    gain_not_worse: Difference
    still_acting: bool
    distribution: tuple[Shares, ...]
    n: int
    failed: int


@dataclass(frozen=True)
class AtStart:
    """What a strategy does when it begins on one day: ``start_day`` counts from the forecast day, shares are 0 to 1.

    ``mean_mrs`` is the average over two years; ``new_area_12_months`` is NaN where the antibody has one area alone.
    """

    start_day: float
    mean_mrs: Estimate
    not_worse: float
    survival_12_months: float
    new_area_12_months: float
    n: int


@dataclass(frozen=True)
class Window:
    """How the benefit of one strategy falls with its start.

    ``start_days`` count from the forecast day; ``gain_mrs`` and ``gain_not_worse`` are against doing nothing. ``shown``
    says whether a window may be shown, ``reason`` why not, ``measure`` ("mrs" or "not_worse") on what it rests.
    ``open_until``: the last start day of the grid at which the interval still lies above the threshold.
    ``half_lost``: start day by which half of the benefit is lost, with its 95 % interval; None: not within the grid.
    ``by_start``: the outcomes themselves, one for each start day.
    """

    strategy: str
    label: str
    start_days: tuple[float, ...]
    gain_mrs: tuple[Difference, ...]
    gain_not_worse: tuple[Difference, ...]
    shown: bool
    reason: str | None
    measure: str | None
    open_until: float | None
    half_lost: Difference | None
    by_start: tuple[AtStart, ...] = ()


@dataclass(frozen=True)
class Driver:
    """What one fact of the case contributes: the forecast with it less the forecast without it.

    ``moved``: share of the weight of the twins that the fact moves (0 to 1); ``effective_without``: independent twins
    without the fact; ``mean_mrs``: change of the two-year mean mRS under doing nothing; ``strategy``: the one whose
    gain against doing nothing changes most, and ``gain_mrs`` that change.
    """

    fact: str
    moved: float
    effective_without: float
    mean_mrs: Difference
    strategy: str
    gain_mrs: Difference


@dataclass(frozen=True)
class NextTest:
    """What one further result would do, by the twins.

    ``results``: each possible result with its probability (0 to 1). ``other_first``: probability that after the result
    another strategy has the lowest mean mRS. ``expected_gain``: steps of mean mRS that are gained on average if the
    strategy with the lowest mean mRS is chosen after the result and not before.
    """

    test: str
    results: tuple[tuple[str, float], ...]
    other_first: float
    expected_gain: float


@dataclass(frozen=True)
class Ranking:
    """Strategies begun on the forecast day, the one with the lowest two-year mean mRS first.

    ``tied``: those that the twins cannot tell apart from the first.
    """

    order: tuple[str, ...]
    tied: tuple[str, ...]


@dataclass(frozen=True)
class Regimen:
    """One strategy in words: its interventions and its sources."""

    strategy: str
    label: str
    interventions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """mRS of the twins over time under one strategy, begun on one day; ``days`` count from onset.

    ``low`` and ``high``: the 80 % band of the twins (10th to 90th percentile); ``low_50`` ... ``high_95``: the bands of
    50 % and 95 % of them.
    """

    strategy: str
    label: str
    start_day: float
    days: tuple[float, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    low_50: tuple[float, ...] = ()
    high_50: tuple[float, ...] = ()
    low_95: tuple[float, ...] = ()
    high_95: tuple[float, ...] = ()


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
    ``start_day`` of outcomes and curves counts from the forecast day, ``forecast_day`` from onset. ``ranking`` is None
    where strategies may not be ranked; ``status`` says why. ``case``: what was known on the forecast day.
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
    windows: tuple[Window, ...]
    drivers: tuple[Driver, ...]
    next_tests: tuple[NextTest, ...]
    regimens: tuple[Regimen, ...]
    mrs_now: Estimate | None
    facts_used: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[str, ...]
    provenance: Provenance
    cautions: tuple[Watch, ...] = ()
    ranking: Ranking | None = None
    case: Case | None = None
