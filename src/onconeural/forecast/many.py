"""Many cases: each file is forecast on its own, and a bad one stops nobody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onconeural.case import Case, CaseError, load_case
from onconeural.case.reading import SUFFIXES
from onconeural.evidence import plain
from onconeural.forecast.alive import refuse_the_dead
from onconeural.forecast.forecast import forecast
from onconeural.forecast.provenance import provenance
from onconeural.forecast.result import Forecast
from onconeural.forecast.strategies import strategies
from onconeural.forecast.strategy_record import Strategy


@dataclass(frozen=True)
class Asked:
    """What is asked of every case: the seed, how many twins, and strategies other than those of the package."""

    seed: int = 1
    twins: int = 1000
    compared: tuple[Strategy, ...] | None = None

    def run_id(self, case: Case) -> str:
        """The id that the run of a case will have: the same id, the same numbers."""
        return provenance(case, self.seed, self.twins, self.compared or strategies(), {}).run_id

    def forecast(self, case: Case) -> Forecast:
        """The forecast of a case, without window and drivers."""
        return forecast(case, seed=self.seed, twins=self.twins, compared=self.compared, depth=False)


def case_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that may hold a case, in order of name; hidden files and folders inside it are left out."""
    return tuple(sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith(".")))


def case_or_problem(path: Path) -> Case | str:
    """The case in a file, or every problem that it has."""
    name = plain(str(path))
    try:
        case = load_case(path)
        refuse_the_dead(case, name)
    except CaseError as error:
        return str(error)
    return case
