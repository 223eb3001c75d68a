"""The interval of a published row, by the rule that the row states."""

from __future__ import annotations

import pytest

from onconeural.calibration import published
from onconeural.evidence import cohort


def row(key, name, group=None):
    record = cohort(key)
    return published(record, next(o for o in record.observables if (o.name, o.group) == (name, group)))


@pytest.mark.parametrize(
    ("key", "name", "group", "low", "high", "words"),
    [
        # Wilson 1927 by hand: 8 of 22 is 19.7 to 57.0; 0 of 24 is 0 to 13.8
        ("chen2022_gababr22", "tumour_found", None, 19.73, 57.05, "Wilson from 8 of 22"),
        ("hu_spain1992_24", "improved", None, 0.0, 13.80, "Wilson from 0 of 24"),
        ("sillevissmitt2002_hu73", "death_rankin_at_dx", None, 1.5, 4.6, "as printed"),
        ("graus2001_hu200", "neuro_first", None, 64.4, 76.8, "n of the whole cohort"),
        # k/n in the note agrees with the value
        ("lipka2020_lems150", "ADL_independent", "at_dx", 49.6, 72.9, "39 of 63"),
    ],
)
def test_an_interval_follows_from_what_is_printed(key, name, group, low, high, words):
    found = row(key, name, group)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.1), pytest.approx(high, abs=0.1))
    assert words in found.rule


@pytest.mark.parametrize(
    ("key", "name", "group"),
    [
        ("lipka2020_lems150", "survival_median", "SCLC_LEMS"),  # no spread is printed
        ("chen2022_gababr22", "mortality", "tumour"),  # a subgroup: the cohort's n is not its denominator
        ("shamsili2003_pcd50", "time_to_plateau", None),  # a bound
    ],
)
def test_a_row_without_an_interval_says_why(key, name, group):
    found = row(key, name, group)
    assert (found.low, found.high) == (None, None)
    assert found.rule
