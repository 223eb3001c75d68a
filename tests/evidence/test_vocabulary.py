import pytest

from onconeural import evidence
from onconeural.evidence import criteria


def test_every_antibody_of_the_criteria_is_a_key_with_its_label():
    rows = criteria("pns_care")["antibodies"]
    assert {row["id"] for row in rows} <= set(evidence.antibody_keys())
    assert evidence.antibody_label("hu") == "Hu (ANNA-1)"
    assert evidence.antibody_label("caspr2") == "CASPR2"


def test_every_key_has_a_label_of_its_own():
    for keys, label in (
        (evidence.antibody_result_keys(), evidence.antibody_label),
        (evidence.phenotype_ids(), evidence.phenotype_label),
        (evidence.tumour_keys(), evidence.tumour_label),
    ):
        labels = [label(key) for key in keys]
        assert len(set(labels)) == len(keys) > 10


def test_labels_given_by_hand_replace_no_key_itself():
    bare = [key for key in evidence.antibody_keys() if evidence.antibody_label(key) == key]
    assert bare == []


def test_phenotypes_hold_scored_unscored_dropped_and_wider_ones():
    wanted = {
        "limbic_encephalitis",
        "dermatomyositis",
        "guillain_barre",
        "multiple",
        "chorea",
        "optic_neuropathy",
    }
    wanted |= {"neuropathy_other", "visual_cortical", "encephalopathy", "seizures_only"}
    assert wanted <= set(evidence.phenotype_ids())


@pytest.mark.parametrize(
    ("label", "word", "meant"),
    [
        (evidence.antibody_label, "lgi2", "lgi1"),
        (evidence.phenotype_label, "limbic_encephalites", "limbic_encephalitis"),
        (evidence.tumour_label, "thymomas", "thymoma"),
    ],
)
def test_an_unknown_key_names_the_nearest(label, word, meant):
    with pytest.raises(evidence.UnknownKeyError, match=f"did you mean '{meant}'"):
        label(word)


@pytest.mark.parametrize(("word", "meant"), [("Anti-Yo", "yo"), ("DNER", "tr_dner"), ("anti gad", None), ("", None)])
def test_nearest_antibody(word, meant):
    assert evidence.nearest(word, evidence.antibody_keys()) == meant


def test_nearest_is_quick_on_a_very_long_word():
    assert evidence.nearest("hu" * 500_000, evidence.antibody_keys()) is None
