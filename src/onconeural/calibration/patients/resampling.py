"""Patients of a simulated cohort taken as often as their weights say."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from onconeural.population import Cohort, Course


def resampled(weights: NDArray[np.float64], order: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """Indices (n,), ascending, in which each of n patients stands as often as its weight says (systematic resampling).

    ``order``: patients in this order are alike, and neighbours stand for each other.

    >>> resampled(np.array([1.0, 0.0, 3.0, 0.0])).tolist()
    [0, 2, 2, 2]
    """
    n = len(weights)
    order = np.arange(n) if order is None else order
    ends = np.cumsum(weights[order]) / weights.sum()
    index = np.searchsorted(ends, (np.arange(n) + 0.5) / n)
    return np.sort(order[np.minimum(index, n - 1)])


def taken(people: Cohort, index: NDArray[np.intp]) -> Cohort:
    """Some of the patients of a cohort, also repeatedly."""
    of_patients = {f.name: getattr(people.course, f.name)[index] for f in fields(Course) if f.name != "days"}
    return replace(people, people=people.people.take(index), course=replace(people.course, **of_patients))
