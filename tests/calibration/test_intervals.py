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
        # 8 of 22 have a tumour, so 87.5 % with one are 7 of 8, and 0 % without one are 0 of 14
        ("chen2022_gababr22", "mortality", "tumour", 52.9, 97.8, "n: patients with a tumour"),
        ("chen2022_gababr22", "mortality", "no_tumour", 0.0, 21.5, "n: patients without a tumour"),
        ("chen2022_gababr22", "mRS_le2_no_tumour", None, 68.5, 98.7, "of 14"),
        # 16 of the series are 18 % of those with Hu: 89; 17 of 81 exp(1.96 / (ln 2 sqrt 81))
        ("shamsili2003_pcd50", "pcd_fraction_by_ab", "Hu", 11.4, 27.2, "of 89"),
        ("lipka2020_lems150", "survival_median", "SCLC_LEMS", 12.4, 23.3, "81 exponential times"),
        ("zhaofleming2024_mayo484", "phenotype_of_PNS", "limbic", 5.0, 12.4, "count of PNS_confirmed"),
    ],
)
def test_an_interval_follows_from_what_is_printed(key, name, group, low, high, words):
    found = row(key, name, group)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.1), pytest.approx(high, abs=0.1))
    assert words in found.rule


@pytest.mark.parametrize(
    ("key", "name", "group"),
    [
        ("sillevissmitt2002_hu73", "onset_to_antibody_dx", None),  # no spread is printed
        ("graus1997_huab_sclc196", "complete_response", "HuAb+"),  # 55.6 % is no whole number of the 32 positives
        ("shamsili2003_pcd50", "time_to_plateau", None),  # a bound
    ],
)
def test_a_row_without_an_interval_says_why(key, name, group):
    found = row(key, name, group)
    assert (found.low, found.high) == (None, None)
    assert found.rule
