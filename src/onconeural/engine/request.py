"""The input of a simulation, checked and brought to one shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine.doses import Dose, Schedule, schedule
from onconeural.engine.errors import RequestError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Request:
    """n patients: parameters (one number or array (n,) each), start and horizon (n,), state (S, n), doses, times."""

    n: int
    parameters: list[Any]
    start: Array
    horizon: Array
    state: Array
    doses: Schedule
    times: Array
    fresh: bool


def parameter_values(defaults: Mapping[str, float], given: Mapping[str, ArrayLike]) -> list[Any]:
    """Every parameter as a float or as an array (n,), in the order of the model.

    Raises RequestError for an unknown name.
    """
    values: dict[str, Any] = dict(defaults)
    for name, value in given.items():
        require("parameter", name, defaults)
        values[name] = np.asarray(value, dtype=np.float64)
    return [np.float64(v) if np.ndim(v) == 0 else v for v in values.values()]


def patients(n: int | None, *arrays: ArrayLike) -> int:
    """The number of patients that n and all arrays agree on (1 if only numbers are given).

    Raises RequestError when they do not agree.
    """
    sizes = {np.shape(a)[-1] for a in arrays if np.ndim(a)} | ({n} if n is not None else set())
    if len(sizes) > 1:
        raise RequestError(f"values for {sorted(sizes)} patients; expected one number for all")
    return int(next(iter(sizes), 1))


def build(
    states: tuple[str, ...],
    parameters: list[Any],
    state: Array,
    start: ArrayLike,
    horizon: ArrayLike,
    doses: Sequence[Dose],
    times: ArrayLike,
    *,
    fresh: bool,
) -> Request:
    """Check spans and shapes; ``fresh``: the run begins at the initial state of the model.

    Raises RequestError with what was expected.
    """
    n = state.shape[1]
    first, last = (np.broadcast_to(np.asarray(v, dtype=np.float64), (n,)) for v in (start, horizon))
    if not np.all(np.isfinite(last)) or not np.all(np.isfinite(first)) or np.any(last < first):
        raise RequestError("start and horizon must be finite, and the horizon not before the start")
    if state.shape[0] != len(states):
        raise RequestError(f"the state has {state.shape[0]} rows; expected {len(states)}: {', '.join(states)}")
    grid = np.asarray(times, dtype=np.float64)
    if grid.ndim != 1 or np.any(~np.isfinite(grid)) or np.any(np.diff(grid) <= 0):
        raise RequestError("output times must be finite and increase")
    return Request(n, parameters, first, last, state, schedule(doses, states, n), grid, fresh)


def require(kind: str, name: str, known: Mapping[str, Any] | Sequence[str]) -> None:
    """Raise RequestError, with the nearest valid name, when a name is not known."""
    if name not in known:
        near = get_close_matches(name, list(known), 1)
        raise RequestError(f"no {kind} '{name}' in the model" + (f"; did you mean '{near[0]}'?" if near else ""))
