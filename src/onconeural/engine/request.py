"""The input of a simulation, checked once, and handed out batch by batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine.doses import Dose, Schedule, part, schedule
from onconeural.engine.errors import RequestError

Array = NDArray[np.float64]
Fill = Callable[[int, int], Mapping[str, ArrayLike]]  # parameters of the patients first ... last - 1
Parameters = Mapping[str, ArrayLike] | Fill


@dataclass(frozen=True)
class Request:
    """n patients: parameters, start and horizon (n,), state (S, n) or None at the beginning, doses, output times."""

    n: int
    defaults: Mapping[str, float]
    parameters: Parameters
    start: Array
    horizon: Array
    state: Array | None
    doses: tuple[Dose, ...]
    states: tuple[str, ...]
    times: Array

    def values(self, first: int, last: int) -> list[Any]:
        """Parameters of some patients: one number for all of them, or an array (last - first,), each."""
        if callable(self.parameters):
            values = parameter_values(self.defaults, self.parameters(first, last))
            patients(last - first, *values)
            return values
        return [v[first:last] if np.ndim(v) else v for v in parameter_values(self.defaults, self.parameters)]

    def schedule(self, first: int, last: int) -> Schedule:
        """Doses of some patients."""
        mine = [part(d, self.n, first, last) for d in self.doses]
        return schedule(mine, self.states, last - first)


def build(
    states: tuple[str, ...],
    defaults: Mapping[str, float],
    parameters: Parameters | None,
    n: int | None,
    span: tuple[ArrayLike, ArrayLike],
    state: Array | None,
    doses: Sequence[Dose],
    times: ArrayLike,
) -> Request:
    """Check names, shapes and spans.

    Raises RequestError with what was expected.
    """
    given: Parameters = parameters if parameters is not None else {}
    if callable(given) and n is None:
        raise RequestError("parameters that a function fills need n, the number of patients")
    values = [] if callable(given) else parameter_values(defaults, given)
    start, horizon = span
    count = patients(n, *values, start, horizon, *([] if state is None else [state]))
    first, last = (np.broadcast_to(np.asarray(v, dtype=np.float64), (count,)) for v in (start, horizon))
    if not np.all(np.isfinite(last)) or not np.all(np.isfinite(first)) or np.any(last < first):
        raise RequestError("start and horizon must be finite, and the horizon not before the start")
    if state is not None and np.shape(state)[0] != len(states):
        raise RequestError(f"the state has {np.shape(state)[0]} rows; expected {len(states)}: {', '.join(states)}")
    grid = np.ascontiguousarray(times, dtype=np.float64)
    if grid.ndim != 1 or np.any(~np.isfinite(grid)) or np.any(np.diff(grid) <= 0):
        raise RequestError("output times must be finite and increase")
    held = None if state is None else np.asarray(state, dtype=np.float64)
    request = Request(count, defaults, given, first, last, held, tuple(doses), states, grid)
    request.schedule(0, min(count, 1))  # unknown states and wrong shapes are said before anything runs
    return request


def refuse_too_large(outputs: int, request: Request) -> None:
    """Raise RequestError when the curves asked for would not fit into the memory that is free."""
    needed = outputs * request.n * len(request.times) * 8
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 2**63
    if needed > 0.8 * free:
        raise RequestError(
            f"{outputs} outputs at {len(request.times)} times for {request.n} patients are {needed / 1e9:.1f} GB; "
            f"{free / 1e9:.1f} GB are free. Ask for fewer times or patients, or use reduce= (means, quantiles)"
        )


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


def require(kind: str, name: str, known: Mapping[str, Any] | Sequence[str]) -> None:
    """Raise RequestError, with the nearest valid name, when a name is not known."""
    if name not in known:
        near = get_close_matches(name, list(known), 1)
        raise RequestError(f"no {kind} '{name}' in the model" + (f"; did you mean '{near[0]}'?" if near else ""))
