"""Intervals against scipy, and counts against printed percentages."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.workup.share import count_behind, printed, share

stats = pytest.importorskip("scipy.stats")


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_the_wilson_interval_of_scipy(pair):
    count, n = pair
    found, truth = share(count, n), stats.binomtest(count, n).proportion_ci(0.95, method="wilson")
    assert found.value == count / n
    assert math.isclose(found.low, truth.low, abs_tol=1e-9)
    assert math.isclose(found.high, truth.high, abs_tol=1e-9)


def test_a_textbook_example():
    """81 of 263, from Newcombe 1998 (Stat Med 17:857-72), table I, Wilson without correction: 0.2553 to 0.3662."""
    found = share(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_inside_its_interval(pair):
    found = share(*pair)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_nobody_counted_is_no_share():
    assert share(0, 0) is None


@pytest.mark.parametrize(("count", "n"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(count, n):
    with pytest.raises(ValueError, match="0 <= count <= n"):
        share(count, n)


def test_a_printed_percentage_has_no_interval():
    found = printed(82.5)
    assert (found.value, found.low, found.high, found.count, found.n) == (0.825, None, None, None, None)


@pytest.mark.parametrize(
    ("pct", "n", "count"),
    [(83, 54, 45), (93, 54, 50), (18, 56, 10), (53, 34, 18), (50, 389, None), (51, 54, None), (99, 10, None)],
)
def test_only_the_one_fitting_count_is_taken(pct, n, count):
    assert count_behind(pct, n) == count


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_count_is_found_again_from_its_percentage(pair):
    count, n = pair
    assert count_behind(float(round(100 * count / n)), n) in (count, None)
