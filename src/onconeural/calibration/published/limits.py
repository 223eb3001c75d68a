"""Limits in words (`over_60`, `age_ge_50`, `mRS_le3`), read in one way wherever a row names one."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LIMIT = re.compile(
    r"(lt|le|under|below|younger|<=?|ge|gt|over|above|older|>=?|at_most|at_least|(?:less|fewer|lower|more|greater|higher)(?=_than))"
    r"_?(?:than_)?(\d+)"
)
BELOW = ("lt", "le", "under", "below", "younger", "<", "<=", "at_most", "less", "fewer", "lower")
INCLUDED = ("le", "<=", "ge", ">=", "at_most", "at_least")


@dataclass(frozen=True)
class Limit:
    """A limit: values below or above ``at``, itself ``included`` or not."""

    at: float
    below: bool
    included: bool

    def holds(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which values, shape (n,), keep to it."""
        if self.below:
            return np.asarray(values <= self.at if self.included else values < self.at)
        return np.asarray(values >= self.at if self.included else values > self.at)

    def whole(self, highest: float) -> tuple[float, float]:
        """Its ends, both included, on a scale of whole numbers from 0 to ``highest``."""
        beyond = 0.0 if self.included else 1.0
        return (0.0, self.at - beyond) if self.below else (self.at + beyond, highest)


def limit(words: str) -> Limit | None:
    """The first limit that words name: *at least*, *at most* and their signs hold the number itself, all others do not.

    >>> limit("older_than_60"), limit("mrs_le3").whole(6.0)
    (Limit(at=60.0, below=False, included=False), (0.0, 3.0))
    """
    found = LIMIT.search(words)
    if found is None:
        return None
    return Limit(float(found.group(2)), found.group(1) in BELOW, found.group(1) in INCLUDED)
