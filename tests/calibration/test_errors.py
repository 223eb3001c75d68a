"""The errors between a prediction and a publication: between cohorts, of the model, of sampling."""

from __future__ import annotations

import numpy as np
import pytest

from onconeural.calibration import targets
from onconeural.calibration.comparison.attainable import attainable, expected
from onconeural.calibration.comparison.between_cohorts import between_cohorts, heterogeneity
from onconeural.calibration.comparison.predictive import Foreseen, interval
from onconeural.calibration.comparison.scale import half_width, to_scale
from onconeural.calibration.fit.exclusive import among_the_rest, exclusive
from onconeural.calibration.fit.likelihood import likelihood, moving_together
from onconeural.calibration.published.intervals import Published
from onconeural.population.estimates import share


def wilson(k, n):
    found = share(np.arange(n) < k, np.ones(n, dtype=bool))
    return Published(100.0 * k / n, found.low, found.high, "%", "Wilson", k, n)


def test_heterogeneity_is_that_of_a_worked_example():
    # By hand: y 0, 1, 2 with weights 4, 4, 4: Q = 8, C = 12 - 48/12 = 8, tau^2 = (8 - 2) / 8
    found = heterogeneity([(np.array([0.0, 1.0, 2.0]), np.full(3, 0.5))])
    assert (found.q, found.df) == (pytest.approx(8.0), 2)
    assert found.tau**2 == pytest.approx(0.75)
    assert found.share == pytest.approx(0.75)


def test_heterogeneity_recovers_what_was_put_in():
    random = np.random.default_rng(1)
    groups = []
    for _ in range(400):
        se = random.uniform(0.1, 0.5, 4)
        groups.append((random.normal(0.0, np.hypot(se, 0.4)), se))
    assert heterogeneity(groups).tau == pytest.approx(0.4, rel=0.05)


def test_cohorts_differ_beyond_sampling_and_a_single_cohort_says_nothing():
    assert between_cohorts().groups >= 5
    assert heterogeneity([(np.array([1.0]), np.array([0.1]))]).tau == 0.0


@pytest.mark.parametrize("tau", [0.0, 0.3, 0.6])
def test_the_attainable_share_is_that_of_a_model_that_knows_every_mean(tau):
    random = np.random.default_rng(4)
    errors, inside = [], []
    for n in random.integers(15, 300, 4000):
        mean = random.normal(0.0, 1.0)  # what a model of the disease would predict
        k = random.binomial(n, 1.0 / (1.0 + np.exp(-(mean + random.normal(0.0, tau)))))
        found = wilson(k, int(n))
        errors.append(half_width(found.low, found.high, "%"))
        inside.append(to_scale(found.low, "%") <= mean <= to_scale(found.high, "%"))
    assert np.mean(inside) == pytest.approx(expected(errors, tau) / len(errors), abs=0.02)


def test_the_attainable_share_counts_rows_and_falls_with_the_spread_between_cohorts():
    rows = [wilson(5, 20), wilson(100, 200), Published(3.0, 2.0, 4.5, "months", "printed")]
    found = attainable(rows)
    assert 0.0 < found.low < found.rows < found.high < len(rows)
    assert attainable([]).rows == 0.0


def test_the_interval_of_the_spread_holds_what_was_put_in():
    random = np.random.default_rng(3)
    held = []
    for _ in range(60):
        se = [random.uniform(0.1, 0.5, 3) for _ in range(25)]
        found = heterogeneity((random.normal(0.0, np.hypot(one, 0.5)), one) for one in se)
        held.append(found.low <= 0.5 <= found.high)
    assert np.mean(held) > 0.8


def test_an_interval_covers_publications_as_often_as_it_says():
    random = np.random.default_rng(2)
    tau, error, hits, many = between_cohorts().tau, 0.6, 0, 4000
    for _ in range(many):
        centre = random.normal(0.0, 1.0)
        true = 1.0 / (1.0 + np.exp(-(centre + random.normal(0.0, np.hypot(tau, error)))))
        k = random.binomial(40, true)
        found = interval(Foreseen("a", (centre,), 0.0, wilson(k, 40)), error)
        hits += found.low <= 100.0 * k / 40 <= found.high
    assert 0.78 < hits / many < 0.90  # counts are discrete, so a little more than 80 %


@pytest.fixture(scope="module")
def wanted():
    return targets()


def test_counts_are_binomial_where_errors_are_small(wanted):
    alone = [t for t in wanted if t.published.count][:1]
    target = alone[0]
    n, k = target.published.n, target.published.count
    chance = likelihood(alone, np.zeros(1), np.array([1.0 - 1e-9]))
    x = np.linspace(target.centre - 0.4, target.centre + 0.4, 9)[:, None]
    p = 1.0 / (1.0 + np.exp(-x[:, 0]))
    binomial = k * np.log(p) + (n - k) * np.log(1.0 - p)
    found = chance.rows(x)[:, 0]
    assert np.argmax(found) == np.argmax(binomial)
    assert found - found.max() == pytest.approx(binomial - binomial.max(), rel=0.25, abs=0.2)


def test_rows_of_one_cohort_share_its_effect(wanted):
    rows = [t for t in wanted if t.publication.id == "graus2001_hu200"][:2]
    together = moving_together(np.ones((2, 3)), rows)
    assert abs(together) == pytest.approx([1.0, 1.0])
    shared, apart = (likelihood(rows, np.full(2, 1e-4), x) for x in (together, np.zeros(2)))
    off = np.array([[t.centre + 0.6 for t in rows]])  # both too high: one odd cohort explains it once, not twice
    right = np.array([[t.centre for t in rows]])
    assert (shared(right) - shared(off))[0] < (apart(right) - apart(off))[0]


def test_one_row_out_of_reach_does_not_pull_all_others(wanted):
    chance = likelihood(wanted, np.full(len(wanted), 0.01), np.zeros(len(wanted)))
    x = np.array([[t.centre for t in wanted]])
    far, further = x.copy(), x.copy()
    place = next(i for i, t in enumerate(wanted) if t.published.n and t.published.n > 100)
    far[0, place], further[0, place] = x[0, place] + 4.0, x[0, place] + 5.0
    assert (chance(far) - chance(further))[0] < 5.0  # a normal error would lose tens


def test_ratios_are_log_normal():
    assert half_width(1.0, 4.0, "hazard ratio") == pytest.approx(np.log(4.0) / (2 * 1.959964))
    assert to_scale(2.0, "odds ratio") == pytest.approx(np.log(2.0))


def test_exclusive_categories_are_multinomial(wanted):
    """The product of conditional binomials is the multinomial of SciPy, the category that is left over included."""
    from scipy.stats import multinomial

    rows = [t for t in wanted if t.publication.id == "graus2001_hu200" and t.seen.name == "syndrome"]
    assert [list(family) for family in exclusive(rows)] == [list(range(len(rows)))]
    counts = [t.published.count for t in rows]
    n = rows[0].published.n
    chance = likelihood(rows, np.zeros(len(rows)), np.full(len(rows), 1.0 - 1e-9))
    p = np.array([[0.54, 0.10, 0.09, 0.11], [0.50, 0.14, 0.10, 0.12], [0.48, 0.10, 0.11, 0.09]])
    found = chance.rows(np.log(p / (1.0 - p))).sum(axis=1)
    exact = [multinomial.logpmf([*counts, n - sum(counts)], n, [*row, 1.0 - sum(row)]) for row in p]
    assert found - found[0] == pytest.approx(np.array(exact) - exact[0], rel=0.35, abs=0.3)


def test_only_categories_that_exclude_each_other_are_a_family(wanted):
    families = [[wanted[i].id for i in rows] for rows in exclusive(wanted)]
    assert ["uchuya1996_ivig/improved", "uchuya1996_ivig/stable", "uchuya1996_ivig/worsened"] in families
    signs = [t.id for t in wanted if t.publication.id == "sillevissmitt2002_hu73" and t.seen.name == "syndrome"]
    assert len(signs) > 1  # signs: one patient can have several
    assert not any(set(signs) & set(family) for family in families)


def test_categories_that_hold_everybody_ask_the_predictions_to_add_up():
    x = np.log(np.array([0.2, 0.3, 0.5]) / np.array([0.8, 0.7, 0.5]))
    rest = among_the_rest(x, [np.arange(3)])
    assert 1.0 / (1.0 + np.exp(-rest)) == pytest.approx([0.2, 0.375, 0.999])
    assert among_the_rest(x, []) == pytest.approx(x)


def test_chance_in_who_the_patients_are_is_no_doubt_about_parameters():
    """Draws with the same truth, each on patients of its own: what differs is the Monte-Carlo error alone."""
    values = tuple(np.random.default_rng(4).normal(1.0, 0.2, 400))
    parts = Foreseen("a", values, 0.2, wilson(5, 20)).parts(0.0)
    assert parts["monte_carlo"] == pytest.approx(0.01)
    assert parts["parameters"] < 0.06
    doubt = tuple(np.random.default_rng(5).normal(1.0, 0.5, 400))
    assert Foreseen("a", doubt, 0.2, wilson(5, 20)).parts(0.0)["parameters"] == pytest.approx(0.46, abs=0.04)
