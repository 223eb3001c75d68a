"""Which settings the twins are drawn from."""

import pytest

from onconeural.case import Case
from onconeural.evidence import antibody_result_keys, phenotype_ids
from onconeural.forecast.candidates import OutsideDomainError, candidates
from onconeural.model import antibody, modelled, readings


@pytest.mark.parametrize("key", sorted({antibody(one).antibody for one in modelled()}))
def test_an_antibody_with_a_record_stands_for_itself(build, key):
    choice = candidates(build(key))
    assert choice.antibodies == readings(key)
    borrows = any(antibody(one).borrows for one in readings(key))
    assert any("stand in" in warning for warning in choice.warnings) == borrows


def test_of_an_uncertain_class_both_readings_are_drawn_and_said(build):
    choice = candidates(build("tr_dner", "rapidly_progressive_cerebellar_syndrome"))
    assert choice.antibodies == ("tr_dner@intracellular", "tr_dner@surface")
    assert "uncertain" in choice.warnings[0]
    assert "assumed" in choice.warnings[0]


def test_a_stand_in_is_named_and_called_assumed(build):
    choice = candidates(build("zic4"))
    assert choice.antibodies == ("hu",)
    assert "assumed" in choice.warnings[0]


def test_seronegative_is_called_a_mixture(build):
    choice = candidates(build("none", "limbic_encephalitis"))
    assert len(choice.antibodies) > 1
    assert "seronegative, which is not one disease" in choice.warnings[0]
    assert "mixture" in choice.warnings[0]


def test_without_an_antibody_the_phenotype_gives_a_mixture(build):
    choice = candidates(build(None, "limbic_encephalitis"))
    assert choice.antibodies == ("hu", "ma2", "gababr", "ampar")
    assert "equal shares" in choice.warnings[0]


def test_a_modelled_antibody_wins_over_others(build):
    case = build().model_copy(update={"antibodies": (*build("sox1").antibodies, *build("hu").antibodies)})
    choice = candidates(case)
    assert choice.antibodies == ("hu",)
    assert "SOX1" in choice.warnings[0]


def test_an_antibody_with_settings_of_its_own_wins_over_one_that_borrows(build):
    case = build().model_copy(update={"antibodies": (*build("amphiphysin").antibodies, *build("hu").antibodies)})
    choice = candidates(case)
    assert choice.antibodies == ("hu",)
    assert "Amphiphysin" in choice.warnings[0]


@pytest.mark.parametrize("key", ["lgi1", "sox1", "aqp4"])
def test_outside_the_domain_is_refused_with_the_reason(build, key):
    with pytest.raises(OutsideDomainError, match="outside the domain"):
        candidates(build(key))


def test_an_unconfirmed_antibody_is_used_with_a_warning_and_gives_way_to_a_confirmed_one(build):
    doubtful = build().antibodies[0].model_copy(update={"confirmed": False})
    case = build().model_copy(update={"antibodies": (doubtful,)})
    assert any("did not confirm it" in warning for warning in candidates(case).warnings)
    assert candidates(case).shares[0] == 0.5
    both = build().model_copy(update={"antibodies": (doubtful, *build("yo").antibodies)})
    assert candidates(both).antibodies == ("yo",)


@pytest.mark.parametrize("key", antibody_result_keys())
def test_every_antibody_of_a_case_file_has_an_answer(build, key):
    try:
        choice = candidates(build(key))
    except OutsideDomainError:
        return
    assert set(choice.antibodies) <= set(modelled())
    assert choice.antibodies


@pytest.mark.parametrize("phenotype", phenotype_ids())
def test_every_phenotype_has_candidates(build, phenotype):
    assert candidates(build(None, phenotype)).antibodies


def test_a_result_that_is_often_false_shares_its_weight(build):
    """Yo on a line blot of serum: 21 of 73 positive results were true (kerstens2024)."""
    one = {"name": "yo", "specimen": "serum", "technique": "line_blot"}
    doubtful = Case(case_id="a", phenotype="rapidly_progressive_cerebellar_syndrome", antibodies=[one])
    choice = candidates(doubtful)
    assert choice.antibodies[0] == "yo"
    assert len(choice.antibodies) > 1
    assert choice.shares[0] == pytest.approx(21 / 73)
    assert sum(choice.shares) == pytest.approx(1)
    assert "29 % of positive results like this one were true (21 of 73)" in choice.warnings[-1]
    assert candidates(build("yo", "rapidly_progressive_cerebellar_syndrome")).shares == ()


def test_the_shares_reach_the_twins(build):
    from onconeural.case import facts_until
    from onconeural.forecast.history import history
    from onconeural.forecast.twins import draw_twins

    past = history(facts_until(build(forecast_day=30), 30))
    count = {}
    for share in (0.1, 0.9):
        twins = draw_twins(("hu", "cv2_crmp5"), past, 1, 300, lambda s: None, (share, 1.0 - share))
        count[share] = int((twins.people.antibody == "hu").sum())
    assert count[0.9] > 3 * count[0.1]
