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


def test_an_adjusted_hazard_ratio_is_not_that_of_a_confounder():
    rng = np.random.default_rng(5)
    old = rng.random(6000) < 0.5
    severe = rng.random(6000) < np.where(old, 0.8, 0.2)
    time = rng.exponential(1.0 / (0.02 * np.where(old, 3.0, 1.0)))
    seen, died = np.minimum(time, 60.0), time <= 60.0
    plain, adjusted = est.hazard_ratio(seen, died, severe), est.hazard_ratio(seen, died, np.column_stack([severe, old]))
    assert plain.low > 1.5
    assert adjusted.low < 1.0 < adjusted.high
    assert est.hazard_ratio(seen, died, np.column_stack([severe, severe])).n == 6000  # no information: NaN, no error


def test_logistic_regression_agrees_with_scikit_learn():
    model = pytest.importorskip("sklearn.linear_model", reason="scikit-learn is the outside truth here")
    rng = np.random.default_rng(4)
    x = np.column_stack([rng.random(800) < 0.4, rng.normal(60.0, 8.0, 800)])
    y = rng.random(800) < 1.0 / (1.0 + np.exp(-(0.9 * x[:, 0] - 0.05 * (x[:, 1] - 60.0))))
    theirs = model.LogisticRegression(C=1e9, max_iter=2000).fit(x - x.mean(axis=0), y)
    ours = est.logistic(y, x)
    assert ours.value == pytest.approx(np.exp(theirs.coef_[0, 0]), rel=1e-3)
    assert ours.low < np.exp(0.9) < ours.high


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
