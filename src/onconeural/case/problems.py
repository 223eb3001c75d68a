"""What is wrong with a case file, as an exception; the single problems are those of every file."""

from __future__ import annotations

from onconeural.evidence.problems import MOST_PROBLEMS, Problem, Refused, place, shown

__all__ = ["MOST_PROBLEMS", "CaseError", "Problem", "Refused", "place", "shown"]


class CaseError(ValueError):
    """A case file that cannot be used; ``problems`` lists everything found, one per line in the message."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
