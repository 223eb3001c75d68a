"""The hormonal route on the same tumour: ADH and sodium, PTHrP and calcium, ACTH and cortisol. Curves only.

No treatment is compared and no rate of correction is given: the secretion of a tumour cell was never measured, so each
curve shows the form of the answer to a growing tumour, and its size axis is assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Model
from onconeural.model.compose import built, compose, equations
from onconeural.model.registry import Registry, load, registry

Hormone = Literal["adh", "pthrp", "acth"]
Array = NDArray[np.float64]
MECHANISMS = ("tumour", "hormones")


@dataclass(frozen=True)
class Route:
    """One hormone: the parameter that switches it on, and what its curve shows."""

    hormone: Hormone
    label: str
    syndrome: str
    secretion: str
    outputs: dict[str, str]  # output of the model -> name with unit


ROUTES = (
    Route(
        "adh",
        "ADH and sodium",
        "siadh",
        "sADH",
        {"Nap": "sodium (mmol/L)", "uosm": "urine osmolality (mmol/L)", "adh": "ADH (pmol/L)"},
    ),
    Route(
        "pthrp",
        "PTHrP and calcium",
        "hypercalcaemia",
        "sRP",
        {"ca": "calcium (mmol/L)", "pth": "PTH (pmol/L)", "rp": "PTHrP (pmol/L)"},
    ),
    Route(
        "acth",
        "ACTH and cortisol",
        "cushing_syndrome",
        "sACTH",
        {"cort": "cortisol (healthy 1)", "acth": "ACTH (healthy 1)", "Adr": "adrenal mass (healthy 1)"},
    ),
)


@dataclass(frozen=True)
class HormoneCurves:
    """One route over time: ``days`` (n,), ``tumour`` in cells (n,), and each output (n,) by its name with unit."""

    route: Route
    days: Array
    tumour: Array
    values: dict[str, Array]


@cache
def hormone_registry() -> Registry:
    """Parameters and states of the hormone model: its own, and those that the tumour's equations share.

    >>> hormone_registry().parameter("eSl").value, hormone_registry().parameter("g").unit
    (1.03, '1/day')
    """
    own = Registry.model_validate(load("hormones.yaml"))
    used = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"//.*", "", equations("tumour"))))
    kept = {p.symbol for p in own.parameters}
    shared = tuple(p for p in registry().parameters if p.symbol in used - kept)
    states = tuple(s for s in registry().states if s.symbol in used - kept and f"  {s.symbol} =" in equations("tumour"))
    return Registry(schema_version=1, parameters=shared + own.parameters, states=states + own.states)


def hormone_text() -> str:
    """The hormone model as Antimony text; time runs in days."""
    return compose("onconeural_hormones", MECHANISMS, hormone_registry())


@cache
def hormone_model() -> Model:
    """Tumour and hormones as one model of its own, so that the disease model is not slowed.

    >>> hormone_model().initial_state().shape[1]
    1
    """
    return built(hormone_text())


def hormone_curves(hormone: Hormone, days: float = 560.0, points: int = 57) -> HormoneCurves:
    """Simulate one route over the growth of the tumour; the other two hormones are switched off.

    The tumour starts with T0 cells on day 0 and grows without treatment, to about 140 g on day 560. Raises KeyError
    for an unknown hormone.

    >>> curve = hormone_curves("adh")
    >>> bool(curve.values["sodium (mmol/L)"][0] > curve.values["sodium (mmol/L)"][-1])
    True
    """
    route = next((r for r in ROUTES if r.hormone == hormone), None)
    if route is None:
        raise KeyError(hormone)
    off = {r.secretion: 0.0 for r in ROUTES if r is not route}
    times = np.linspace(0.0, days, points)
    scales = {s.symbol: s.scale for s in hormone_registry().states}
    names = ("Tt", *route.outputs)
    run = hormone_model().simulate(days, parameters=off, outputs=names, times=times, scales=scales)
    values = {label: run.values[name][0] for name, label in route.outputs.items()}
    return HormoneCurves(route, times, run.values["Tt"][0], values)
