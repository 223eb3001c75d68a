"""What a case received after its forecast day, as a strategy; where it does not say, what guidelines name."""

from __future__ import annotations

from dataclasses import dataclass

from onconeural.case import Case, Treatment
from onconeural.forecast.strategies import all_strategies
from onconeural.forecast.strategy_record import Step, Strategy
from onconeural.model import intervention, interventions_named

AS_PRACTISED = "tumour_immuno"  # where no treatment is dated (assumed)


@dataclass(frozen=True)
class Received:
    """The strategy that the twins get, and in words what it rests on."""

    strategy: Strategy
    words: str


def received(case: Case, day: float, until: float) -> Received:
    """The treatments of a case that began after ``day`` and up to ``until``, each on its day, at the usual dose.

    A case that dates no treatment at all gets what guidelines name, and the words say so.
    """
    later = [t for t in case.treatments if t.start_day is not None and day < t.start_day <= until]
    undated = [t.name for t in case.treatments if t.start_day is None and interventions_named(t.name)]
    if not later and (undated or not case.treatments):
        guideline = next(s for s in all_strategies() if s.id == AS_PRACTISED)
        why = f"no day is given for {', '.join(undated)}" if undated else "the case names no treatment"
        return Received(guideline, f"what guidelines name, since {why}")
    steps = tuple(dict.fromkeys(step for t in later for step in _steps(t, day)))
    strategy = Strategy(id="as_received", label="As received", steps=steps, sources=(), cautions=())
    return Received(strategy, "; ".join((_said(steps, day), *_left_out(later, undated))))


def _steps(given: Treatment, day: float) -> list[Step]:
    assert given.start_day is not None  # noqa: S101 only dated treatments come here
    after = given.start_day - day
    return [Step(intervention=key, after_days=after, stop_when=()) for key in interventions_named(given.name)]


def _said(steps: tuple[Step, ...], day: float) -> str:
    if not steps:
        return "as received: nothing further"
    named = (f"{intervention(s.intervention).label} from day {day + s.after_days:g}" for s in steps)
    return f"as received: {', '.join(named)}"


def _left_out(later: list[Treatment], undated: list[str]) -> list[str]:
    unknown = list(dict.fromkeys(t.name for t in later if not interventions_named(t.name)))
    said = [f"not in the model: {', '.join(unknown)}"] if unknown else []
    return [*said, *([f"left out, since no day is given: {', '.join(undated)}"] if undated else [])]
