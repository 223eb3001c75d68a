"""The problems that are timed: a model, its patients, their doses, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import libsbml
import numpy as np

from onconeural.engine import Dose, Model
from onconeural.engine.codegen.asleep import asleep
from onconeural.model import antibody, disease_model, doses, scales
from onconeural.population import plausible

DAYS = np.arange(1.0, 261.0) * 7.0  # 260 weeks
HORIZON = float(DAYS[-1])
SEED = 20261122


@dataclass(frozen=True)
class Stop:
    """One patient's run is interrupted at ``time``: row (states first, then infusion rates) times keep, plus amount."""

    time: float
    row: int
    keep: float
    amount: float


@dataclass(frozen=True)
class Problem:
    """n patients of one model: parameters (n,) each, doses with a value a patient, outputs at ``times``."""

    name: str
    model: Model
    n: int
    parameters: dict[str, np.ndarray]
    outputs: tuple[str, ...]
    scales: dict[str, float] | None
    doses: list[Dose] = field(default_factory=list)
    times: np.ndarray = field(default_factory=lambda: DAYS)
    horizon: float = HORIZON

    def take(self, patients: np.ndarray) -> Problem:
        """The same problem for some of its patients, in this order; a patient may come several times."""
        taken = [replace(d, time=_take(d.time, patients), amount=_take(d.amount, patients)) for d in self.doses]
        return replace(
            self, n=len(patients), parameters={k: v[patients] for k, v in self.parameters.items()}, doses=taken
        )

    @property
    def infused(self) -> tuple[int, ...]:
        """States that are infused, in order."""
        return tuple(sorted({self.model.states.index(d.state) for d in self.doses if d.duration > 0}))

    def stops(self, patient: int) -> list[Stop]:
        """The interruptions of one patient in order of time; an infusion is two: its rate on, its rate off."""
        found = []
        for dose in self.doses:
            time, amount = (float(np.broadcast_to(v, self.n)[patient]) for v in (dose.time, dose.amount))
            row = self.model.states.index(dose.state)
            if dose.duration > 0:
                rate, at = amount / dose.duration, len(self.model.states) + self.infused.index(row)
                found += [Stop(time, at, 1.0, rate), Stop(time + dose.duration, at, 1.0, -rate)]
            else:
                found.append(Stop(time, row, dose.keep, amount))
        return sorted((s for s in found if s.time < self.horizon), key=lambda s: s.time)


def _take(value, patients):
    return value[patients] if np.ndim(value) else value


# Sizes of the states that matter for the error control, the same for our engine and for every peer.
BENCHMARK_SCALES = {
    "tumour": 0.1, "antigen": 0.05, "dendritic": 0.05, "ctl": 0.2, "treg": 0.3, "memory": 0.5, "bcell": 0.05,
    "plasma": 0.05, "longlived": 0.05, "antibody": 0.2, "igg": 10.0, "csf": 5e-4, "inflammation": 0.1, "bound": 0.01,
    "healthy": 1.0, "injured": 0.05, "lost": 0.1, "steroid_gut": 1.0, "steroid": 1.0, "ritux": 1.0, "cyclo": 1.0,
}  # fmt: skip
EXPONENTS = ("seen_power", "bound_power")
NARROW = {"save_max": 0.02, "igg_break": 0.1, "unbind": 0.1, **dict.fromkeys(EXPONENTS, 0.15)}


@cache
def benchmark_model() -> Model:
    return Model.from_antimony((Path(__file__).parent / "models" / "benchmark.ant").read_text(encoding="utf-8"))


@cache
def without_events(model: Model) -> Model:
    """The same equations with the events left out: no output that is compared depends on them."""
    document = libsbml.readSBMLFromString(model.sbml)
    while document.getModel().getNumEvents():
        document.getModel().removeEvent(0)
    return Model.from_sbml(str(libsbml.writeSBMLToString(document)))


@cache
def awake(model: Model, dosed: frozenset[str]) -> Model:
    """The same equations with what stays at zero made constant: what our engine does by itself, given to everybody."""
    document = libsbml.readSBMLFromString(model.sbml)
    for state in asleep(model.system, dosed):
        document.getModel().removeRuleByVariable(state)
    return Model.from_sbml(str(libsbml.writeSBMLToString(document)))


def benchmark(n: int, *, dosed: bool) -> Problem:
    """The benchmark model: parameters lognormal around their values (sd 0.25), all numbers invented."""
    model, rng = benchmark_model(), np.random.default_rng(SEED)
    values = {k: v * np.exp(NARROW.get(k, 0.25) * rng.standard_normal(n)) for k, v in model.parameters.items()}
    values["save_max"] = np.minimum(values["save_max"], 0.96)
    start, size = rng.uniform(400.0, 900.0, n), np.exp(0.2 * rng.standard_normal(n))
    plan = _benchmark_doses(start, size) if dosed else []
    outputs = ("tumour", "ctl", "antibody", "csf", "bound", "healthy")
    return Problem(_name("benchmark", dosed), model, n, values, outputs, BENCHMARK_SCALES, plan)


def _benchmark_doses(start, size):
    """30 boluses at 25 times: pulses with two drugs at once, a tapered course by mouth, two other drugs."""
    pulses = [Dose(s, start + k, a * size) for k in range(5) for s, a in (("steroid", 8.0), ("igg", 6.0))]
    oral = [Dose("steroid_gut", start + 12.3 + 7.0 * k, 3.0 * (1 - k / 12) * size) for k in range(10)]
    antibodies = [Dose("ritux", start + day, 2.0 * size) for day in (20.6, 34.6, 200.6, 214.6)]
    cytotoxic = [Dose("cyclo", start + 24.4 + 30.0 * k, 4.0 * size) for k in range(6)]
    return [*pulses, *oral, *antibodies, *cytotoxic]


def disease(n: int, *, dosed: bool) -> Problem:
    """The disease model: plausible patients with anti-Hu; steroids, immunoglobulin and chemotherapy from a day on."""
    people, drawn = {}, 0
    while len(next(iter(people.values()), ())) < n:
        more = plausible(antibody("hu"), SEED, drawn, 65_536).parameters
        people = {k: np.concatenate([people[k], v]) if people else v for k, v in more.items()}
        drawn += 65_536
    values = {k: v[:n] for k, v in people.items()}
    start = np.random.default_rng(SEED).uniform(300.0, 600.0, n)
    plan = [d for key in ("steroids", "ivig", "chemotherapy") for d in doses(key, start)] if dosed else []
    outputs = ("mrs", "Tt", "Cb_p", "G", "Ab", "S")
    return Problem(_name("disease", dosed), disease_model(), n, values, outputs, scales(), plan)


def _name(model: str, dosed: bool) -> str:
    return f"{model}, {'doses' if dosed else 'no doses'}"


MODELS: dict[str, Callable[..., Problem]] = {"benchmark": benchmark, "disease": disease}
