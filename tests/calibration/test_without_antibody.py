"""Patients without a known antibody: who they are in a published series, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from onconeural.calibration.patients.certainty import certainty, in_class
from onconeural.calibration.patients.mixture import mixture
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.patients.settled import settled
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.certainty_classes import class_facts
from onconeural.calibration.published.positives import USUALLY_NEGATIVE, negative_share
from onconeural.calibration.published.printed_mix import antibody_shares, joint_shares, usual_here
from onconeural.calibration.published.printed_tumours import chosen_tumour
from onconeural.calibration.readings.death import died
from onconeural.calibration.readings.subgroups import subgroup
from onconeural.evidence import antibody_keys, cohort
from onconeural.model import antibody, modelled, readings, without_antibody
from onconeural.population import readings as read


@pytest.fixture(scope="module")
def simulator() -> Simulator:
    return Simulator({}, 3, 300)


@pytest.fixture(scope="module")
def series():
    base = cohort("vellore_pns97")
    return replace(base, antibody_text="", observables=())


def row(series, **changes):
    shape = next(o for o in cohort("vellore_pns97").observables if o.name == "tumour_found")
    whole = {"group": None, "note": None, "count": None, "n": series.n, "kind": "percent"}
    return replace(shape, **{**whole, **changes})


def with_rows(series, *rows):
    return replace(series, observables=tuple(row(series, **changes) for changes in rows))


def test_they_are_no_antibody_that_anybody_offers():
    assert not set(without_antibody()) & set(modelled())
    assert not readings("none")
    assert "none" not in antibody_keys()
    parts = [antibody(key).part for key in without_antibody()]
    assert sum(part.share for part in parts if part) == pytest.approx(1.0)


def test_a_series_that_says_no_number_has_the_usual_share(series):
    assert negative_share(series) == USUALLY_NEGATIVE
    assert negative_share(replace(series, antibody=("mixed",))) == 0.0


# Kerstens 2024, sera positive by blot and tissue: with the matching disease, and with another one.
TRUE, FALSE = 87 + 33 + 21 + 6 + 8, 10 + 16 + 6 + 9 + 3  # Hu, CV2/CRMP5, Yo, amphiphysin, Ma2


@pytest.mark.parametrize(
    "words", ["with onconeural antibodies", "with onconeuronal antibodies", "with neuronal antibodies"]
)
def test_who_was_taken_for_a_positive_test_alone_may_have_another_disease(words):
    tested = replace(cohort("bengaluru_ca32"), syndrome_text=f"cerebellar ataxia {words}")
    share = sum(share for key, share in mixture(tested).parts.items() if key in without_antibody())
    assert share == pytest.approx(FALSE / (TRUE + FALSE))
    held = replace(tested, syndrome_text="paraneoplastic cerebellar degeneration")
    assert not set(mixture(held).parts) & set(without_antibody())
    yo = next(row for row in tested.observables if row.group == "Yo" and row.time_months)
    assert set(mixture(tested, yo).parts) == {"yo"}  # a row about one antibody is about its disease


def test_onconeural_and_surface_antibodies_are_added(series):
    two = with_rows(
        series, {"name": "onconeural_antibodies", "value": 40.0}, {"name": "surface_antibodies", "value": 15.0}
    )
    assert negative_share(two) == pytest.approx(0.45)


def test_a_description_counts_those_without(series):
    assert negative_share(replace(series, n=20, antibody_text="Hu 9, Yo 6, none 5")) == pytest.approx(0.25)


def test_shares_of_all_and_of_those_with_antibodies_are_told_apart(series):
    positive = {"name": "antibody_positive", "value": 50.0}
    of_all = with_rows(series, positive, {"name": "antibody", "group": "Yo", "value": 20.0})
    of_them = with_rows(
        series, positive, {"name": "antibody", "group": "Yo", "value": 20.0, "note": "of those with antibodies"}
    )
    assert antibody_shares(of_all)["yo"] == pytest.approx(0.4)
    assert antibody_shares(of_them)["yo"] == pytest.approx(0.2)


def test_two_antibodies_counted_together_have_their_share_together(series):
    both = with_rows(
        series,
        {"name": "antibody_positive", "value": 50.0},
        {"name": "antibody", "group": "Hu or Yo", "value": 30.0},
    )
    assert joint_shares(both) == pytest.approx({("hu", "yo"): 0.6})
    parts = {p.settings: p.share for p in parts_of(both)}
    assert parts["hu"] + parts["yo"] == pytest.approx(0.3, abs=0.01)


def parts_of(series):
    mix = mixture(series)
    cells = mix.cells()
    return settled(mix, cells, [1.0] * len(cells))


def test_antibodies_called_most_frequent_come_first_and_a_list_is_complete(series):
    usual = {"hu": 60.0, "yo": 20.0, "ri": 15.0, "ma2": 5.0}
    found = usual_here(replace(series, antibody_text="antibodies in 30: most frequently Ri"), usual)
    assert found == {"ri": 60.0, "hu": 20.0, "yo": 15.0, "ma2": 5.0}
    assert set(usual_here(replace(series, antibody_text="Yo, Ri, titin, Ma2"), usual)) == {"yo", "ri", "ma2"}
    assert usual_here(replace(series, antibody_text="not printed"), usual) == usual


def test_a_series_chosen_by_its_tumour_has_only_that(series):
    chosen = replace(series, syndrome_text="PNS with thymoma")
    found = chosen_tumour(chosen)
    assert found is not None
    assert found.tumours == ("thymoma",)
    assert chosen_tumour(replace(series, syndrome_text="PNS")) is None


def test_classes_of_all_patients_are_facts_and_others_are_not(series):
    whole = with_rows(
        series,
        {"name": "certainty", "group": "definite", "value": 30.0},
        {"name": "certainty", "group": "probable", "value": 50.0},
        {"name": "certainty", "group": "possible", "value": 20.0},
    )
    assert {fact.category: fact.rule for fact in class_facts(whole)} == dict.fromkeys(
        ("definite", "probable", "possible"), "2021"
    )
    assert class_facts(with_rows(series, {"name": "certainty", "group": "definite", "value": 30.0})) == ()


def called(simulator, series, key, rule):
    sample = Sample(simulator.cohort(key), series)
    found = certainty(sample, rule)
    tumour = np.isfinite(sample.tumour_seen)
    return {
        name: set(found[sample.who & flags].tolist()) for name, flags in (("tumour", tumour), ("no tumour", ~tumour))
    }


def test_certainty_is_what_the_criteria_say(simulator, series):
    """2004: well characterised antibodies are definite, a classical syndrome needs a tumour; 2021: an antibody too."""
    assert called(simulator, series, "yo", "2004") == {"tumour": {"definite"}, "no tumour": {"definite"}}
    assert called(simulator, series, "none@nerve", "2004") == {"tumour": {"possible"}, "no tumour": {"possible"}}
    assert called(simulator, series, "none@t_cells", "2004")["tumour"] == {"definite", "possible"}
    assert called(simulator, series, "none@t_cells", "2004")["no tumour"] == {"possible"}
    assert "definite" not in called(simulator, series, "none@limbic", "2021")["tumour"]
    assert called(simulator, series, "gababr", "2021")["tumour"] >= {"definite"}


def test_printed_classes_are_met(simulator):
    series = cohort("vellore_pns97")  # 76 % definite
    found = simulator.drawn(series, mixture(series))
    definite = sum(w * in_class(s, "definite", "2004", ())[s.who].sum() for s, w in found.parts)
    everybody = sum(w * s.who.sum() for s, w in found.parts)
    assert definite / everybody == pytest.approx(0.763, abs=0.06)
    assert "certainty" in found.words


def improved(simulator, key):
    people = simulator.cohort(key)
    who = read.diagnosed(people.course)
    return float(read.improved(people.course, people.course.diagnosis, 12)[who].mean())


def test_limbic_encephalitis_without_an_antibody_gets_better_more_often_than_with_hu(simulator):
    """Alamowitch 1997: five of eight without, one of eight with Hu antibodies; Graus 2018: six of eleven."""
    assert improved(simulator, "none@limbic") > 0.5
    assert improved(simulator, "hu") < 0.2


def test_a_tumour_is_found_in_about_half(simulator):
    """The record says 53 %: five of 12 with limbic encephalitis, and what four mixed series leave."""
    shares = []
    for key in without_antibody():
        people = simulator.cohort(key)
        who = read.diagnosed(people.course)
        found = people.course.tumour_found < people.course.diagnosis + 730.0
        shares.append((antibody(key).part.share, float(found[who].mean())))
    assert sum(part * share for part, share in shares) == pytest.approx(0.53, abs=0.08)


def test_an_inflammatory_neuropathy_is_no_sensory_neuronopathy(simulator, series):
    chosen = replace(series, syndrome=("sensory_neuronopathy",), syndrome_text="sensory neuronopathy")
    assert Sample(simulator.cohort("none@nerve"), chosen).barred
    assert not Sample(simulator.cohort("none@t_cells"), chosen).barred


def test_a_series_of_one_syndrome_keeps_the_printed_share_without_an_antibody(simulator):
    """Of 50 with limbic encephalitis 20 have no antibody; the diseases elsewhere do not take their share with them."""
    series = cohort("gultekin2000_limbic50")
    parts = simulator.drawn(series, mixture(series)).parts
    without = sum(w * s.who.sum() for s, w in parts if s.cohort.antibody in without_antibody())
    assert without / sum(w * s.who.sum() for s, w in parts) == pytest.approx(0.4, abs=0.03)


def test_opsoclonus_without_an_antibody_recovers_less_with_a_tumour():
    """Published (jama_oms114): mRS 0 to 2 when last seen in 39 % of 45 with a tumour, and in 84 % of 69 without."""
    people = Simulator({}, 3, 900).cohort("none@t_cells")
    who = read.diagnosed(people.course) & (read.syndrome(people.course) == "brainstem")
    last = people.course.diagnosis + 24 * read.MONTH
    good = (people.course.death > last) | np.isnan(people.course.death)
    good &= read.rankin(read.at(people.course.mrs, np.minimum(last, people.course.days[-1]))) <= 2
    found = np.isfinite(people.course.tumour_found)
    assert float(good[who & found].mean()) == pytest.approx(0.39, abs=0.15)
    assert float(good[who & ~found].mean()) > float(good[who & found].mean()) + 0.2


def test_who_is_lost_to_follow_up_counts_as_when_last_seen(simulator, series):
    sample = Sample(simulator.cohort("hu"), series)
    seen = row(series, name="died", value=30.0)
    dead = died(sample, seen)["y"]
    later = died(sample, replace(seen, time_months=60.0))["y"]
    assert dead.mean() == np.mean((sample.course.death <= sample.followed)[sample.who])
    assert dead.mean() < later.mean()


def test_half_are_followed_as_long_as_the_median_says(simulator, series):
    short = with_rows(series, {"name": "followup", "value": 10, "unit": "months", "kind": "median"})
    sample = Sample(simulator.cohort("hu"), short)
    time = (sample.followed - sample.course.diagnosis)[sample.who] / read.MONTH
    assert float(np.median(time)) == pytest.approx(10.0, rel=0.15)


def test_paraneoplastic_is_with_a_tumour_or_definite(simulator):
    """Three of the 45 of jama_oms114 have no tumour, and onconeural antibodies."""
    series = cohort("jama_oms114")
    seen = next(o for o in series.observables if o.group == "paraneoplastic" and o.name == "relapse")
    yo, none = (Sample(simulator.cohort(key), series) for key in ("yo", "none@t_cells"))
    assert subgroup(yo, seen)[yo.who].all()
    assert (subgroup(none, seen) == np.isfinite(none.tumour_seen))[none.who].all()
