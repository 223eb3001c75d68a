"""Plausible patients: parameters inside physiology, drawn where an onset is likely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onconeural.model import Antibody, areas, background_hazard, varying_symbols
from onconeural.population.draws import exponential, normal, uniform
from onconeural.population.persons import persons

Array = NDArray[np.float64]

NO_TUMOUR = 1e-6  # cells: so few that they stay below one cell for a lifetime, however fast the tumour would grow

REFERENCE = 65_536  # patients behind the cut of the score

# Linear score of tolerance break, in units of the natural logarithm of each parameter. Onset is rare, and nearly all
# of it lies in the top of this score (coefficients: logistic regression over 24,000 simulated lives; docs/model.md).
SCORES = {
    "ctl": {"n4": 1.0, "R0": -0.63, "kN": 0.33, "kx": -0.7, "g": 0.1},
    "antibody": {"n4": 1.0, "R0": -0.57, "ag": 0.2, "KAb": -0.1},
}


@dataclass(frozen=True)
class Patients:
    """Plausible patients: their numbers, and each varying parameter as an array (n,) in registry units."""

    antibody: str
    patient: NDArray[np.int64]
    parameters: dict[str, Array]

    def __len__(self) -> int:
        return len(self.patient)


def plausible(antibody: Antibody, seed: int, first: int, count: int) -> Patients:
    """Those of the patients first ... first + count - 1 in whom an onset is likely.

    The others are not simulated: hardly any of them falls ill. A patient's parameters depend on the seed and the
    patient's number alone.
    """
    everyone = np.arange(first, first + count, dtype=np.int64)
    chosen = everyone[search_score(antibody, seed, everyone) > _cut(antibody)]
    return Patients(antibody.id, chosen, parameters(antibody, seed, chosen))


def parameters(antibody: Antibody, seed: int, patients: NDArray[np.int64]) -> dict[str, Array]:
    """Every parameter that differs between patients, antibodies or tumours, drawn, shape (n,) each."""
    who = persons(antibody, seed, patients)
    values: dict[str, Array] = {}
    for symbol in dict.fromkeys((*varying_symbols(), *antibody.factors)):
        values[symbol] = np.empty(len(patients))
        for part in antibody.tumours:
            here = np.flatnonzero(who.tumour == part.tumour)
            values[symbol][here] = _values(antibody, part.tumour, seed, symbol, patients, here, values)
    values["h0"] = background_hazard(who.age, who.female)
    values["dec"] = (who.age - antibody.age.median) / 10.0
    values["T0"] = np.where(who.tumour_free, NO_TUMOUR, values["T0"])
    return values


def _values(
    antibody: Antibody,
    kind: str,
    seed: int,
    symbol: str,
    everyone: NDArray[np.int64],
    here: NDArray[np.intp],
    drawn: dict[str, Array],
) -> Array:
    """Values of one parameter for the patients ``here``, who have one kind of tumour."""
    patients = everyone[here]
    value, spread = antibody.value(symbol, kind), antibody.spread_of(symbol, kind)
    if spread is None or spread.type in ("life_table", "age"):
        return np.full(len(patients), value)
    if spread.type == "exponential":
        return exponential(seed, symbol, patients)
    if spread.type in ("lognormal", "lognormal_around"):
        centre = drawn[spread.of][here] if spread.of else value
        drawn_values = centre * np.exp((spread.sd or 0.0) * normal(seed, symbol, patients))
        return np.asarray(drawn_values if spread.high is None else np.minimum(drawn_values, spread.high))
    low, high = spread.low or 0.0, spread.high or 0.0
    level = low + (high - low) * uniform(seed, symbol, patients)
    return np.asarray(10.0**level) if spread.type == "log10_uniform" else level


def search_score(antibody: Antibody, seed: int, patients: NDArray[np.int64]) -> Array:
    """Linear score of tolerance break, shape (n,): the higher, the likelier an onset.

    The most vulnerable area counts like the kill rate that it multiplies.
    """
    weights = SCORES[antibody.onset_search.score]
    score = np.full(len(patients), sum(w * np.log(antibody.factors.get(s, 1.0)) for s, w in weights.items()))
    for symbol, weight in weights.items():
        score += weight * _sd(antibody, symbol) * normal(seed, symbol, patients)
    return np.asarray(score + weights.get("kN", 0.0) * _worst_area(antibody, seed, patients))


def _worst_area(antibody: Antibody, seed: int, patients: NDArray[np.int64]) -> Array:
    symbols = [f"v_{area.letter}" for area in areas()]
    logs = [np.log(antibody.value(s)) + _sd(antibody, s) * normal(seed, s, patients) for s in symbols]
    return np.asarray(np.max(logs, axis=0))


def _cut(antibody: Antibody) -> float:
    """The score above which patients are simulated: a quantile over reference patients, the same for every seed.

    It is that of the antibody without calibrated factors: where these make onset likelier, more patients are simulated.
    """
    return _quantile(antibody.model_copy(update={"factors": {}, "spread_factors": {}}).model_dump_json())


@cache
def _quantile(written: str) -> float:
    antibody = Antibody.model_validate_json(written)
    return float(np.quantile(search_score(antibody, 0, np.arange(REFERENCE)), 1.0 - antibody.onset_search.share))


def _sd(antibody: Antibody, symbol: str) -> float:
    spread = antibody.spread_of(symbol)
    return (spread.sd or 0.0) if spread is not None else 0.0
