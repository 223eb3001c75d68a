"""Background mortality: how soon people of an age and sex die of other causes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.model.registry import load

Array = NDArray[np.float64]

DAYS_PER_YEAR = 365.25


@cache
def _table() -> tuple[Array, Array]:
    """Hazard of death per day at ages 0, 1, 2, ... years, of men and of women."""
    data: Any = load("life_table.yaml")
    male, female = (-np.log1p(-np.array(data[sex])) / DAYS_PER_YEAR for sex in ("male", "female"))
    return male, female


def background_hazard(age: Array, female: NDArray[np.bool_]) -> Array:
    """Hazard of death from other causes, per day, for ages in years (n,) and sexes (n,).

    The hazard is -ln(1 - q(age)) / 365.25 days, with q the probability of death within one year; between whole years
    it is interpolated, and above the table's last age (100) it stays. It does not rise while a patient is followed.
    Source: ``data/life_table.yaml``.

    >>> float(background_hazard(np.array([63.0]), np.array([False]))[0].round(8))
    3.924e-05
    """
    male, women = _table()
    years = np.arange(len(male), dtype=np.float64)
    return np.where(female, np.interp(age, years, women), np.interp(age, years, male))
