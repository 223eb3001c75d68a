"""The small statistics agree with SciPy, and intervals mean what they say."""

import numpy as np
import pytest

from onconeural.population import estimates as est

stats = pytest.importorskip("scipy.stats", reason="SciPy is the outside truth here")


@pytest.mark.parametrize(("k", "n"), [(0, 16), (7, 10), (36, 51), (200, 200)])
def test_a_share_has_wilsons_interval(k, n):
    ours = est.share(np.arange(n) < k, np.ones(n))
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-6)
    assert (ours.value, ours.n) == (pytest.approx(100 * k / n), n)


def test_survival_agrees_with_scipy():
    rng = np.random.default_rng(3)
    time, cut = rng.exponential(10.0, 300), rng.exponential(15.0, 300)
    seen, died = np.minimum(time, cut), time <= cut
    curve = stats.ecdf(stats.CensoredData(uncensored=seen[died], right=seen[~died])).sf
    bounds = curve.confidence_interval(method="linear")
    for at in (1.0, 5.0, 12.0):
        ours = est.survival(seen, died, at)
        assert ours.value == pytest.approx(100 * curve.evaluate(at))
        assert (ours.low, ours.high) == pytest.approx(
            (100 * bounds.low.evaluate(at), 100 * bounds.high.evaluate(at)), abs=1e-3
        )
    middle = est.median_survival(seen, died)
    assert middle.low < middle.value < middle.high
    assert curve.evaluate(middle.value) < 0.5 <= curve.evaluate(middle.value - 1e-9)


def test_an_odds_ratio_is_near_the_plain_one():
    cells = [30, 10, 12, 25]
    y, e = (np.repeat(flags, cells).astype(bool) for flags in ([1, 1, 0, 0], [1, 0, 1, 0]))
    ours = est.odds_ratio(y, e, np.ones(len(y)))
    theirs = stats.contingency.odds_ratio([[30, 12], [10, 25]], kind="sample")
    interval = theirs.confidence_interval()
    assert ours.value == pytest.approx(theirs.statistic, rel=0.06)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high), rel=0.1)


def test_the_hazard_ratio_finds_the_one_that_made_the_data():
    rng = np.random.default_rng(2)
    x = rng.integers(0, 6, 4000).astype(float)
    time = rng.exponential(1.0 / (0.01 * 1.8**x))
    ours = est.hazard_ratio(np.minimum(time, 60.0), time <= 60.0, x)
    assert ours.low < 1.8 < ours.high
    assert ours.high / ours.low < 1.15


def test_moments_cover_the_truth():
    x = np.random.default_rng(7).lognormal(1.0, 0.5, 5000)
    for ours, truth in (
        (est.mean(x), np.exp(1.125)),
        (est.median(x), np.exp(1.0)),
        (est.deviation(x), np.exp(1.125) * np.sqrt(np.expm1(0.25))),
    ):
        assert ours.low < truth < ours.high


def test_nobody_gives_no_number():
    nobody = np.zeros(0)
    for ours in (est.mean(nobody), est.median(nobody), est.deviation(nobody), est.share(nobody, nobody)):
        assert np.isnan(ours.value)
        assert ours.n == 0
