"""Which records of the evidence stand behind the numbers of a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onconeural.evidence import claims_of
from onconeural.model.registry import registry

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast
    from onconeural.workup import Certainty

CATEGORIES = ("definite", "probable", "possible", "non_pns")


def origin(forecast: Forecast) -> str:
    """Return where a simulated number comes from.

    The run id names versions, seed, case, model and evidence at once.
    """
    return f"simulated (run {forecast.provenance.run_id})"


def claims_behind(rows: tuple[str, ...]) -> tuple[str, ...]:
    """Return the claims behind rows of criteria, each once.

    >>> claims_behind(("pns_care/antibodies/hu", "pns_care/levels/laboratory/high_risk_antibody"))
    ('pnscare_antibody_high',)
    """
    return tuple(dict.fromkeys(claim for row in rows for claim in claims_of(row)))


def threshold_rows(certainty: Certainty) -> tuple[str, ...]:
    """Return the row of the criteria that turns the points into the category."""
    return (f"pns_care/thresholds/{certainty.category}",) if certainty.category in CATEGORIES else ()


def score_records(certainty: Certainty) -> tuple[str, ...]:
    """Return the rows and claims behind a score in reading order, each once."""
    rows = (*(row for item in certainty.items for row in item.records), *threshold_rows(certainty))
    rules = tuple(f"pns_care/special_rules/{rule}" for rule in certainty.special_rules)
    every = dict.fromkeys((*rows, *rules))
    return (*every, *claims_behind(tuple(every)))


def record_ids(forecast: Forecast) -> tuple[str, ...]:
    """Return the id of every record behind a forecast: rows and claims of the score, rules, parameters; each once."""
    simulated = (f"parameter:{parameter.id}" for parameter in registry().parameters) if forecast.outcomes else ()
    assumed = (assumption.id for assumption in forecast.assumptions)
    return tuple(dict.fromkeys((*score_records(forecast.certainty), *assumed, *simulated)))
