import pytest

from onconeural.evidence import treatment_keys, treatment_names

NAMED = {
    "ivig": ("ivig",),
    "IV methylprednisolone 1 g, 5 days": ("methylprednisolone",),
    "carboplatin_paclitaxel": ("carboplatin", "paclitaxel"),
    "plasma exchange, then rituximab": ("plasma_exchange", "rituximab"),
    "debulking_surgery": ("tumour_resection",),
    "tumor_resection": ("tumour_resection",),
    "laparoscopic cystectomy": ("cystectomy",),
    "surgery": ("surgery",),
    "thoracic radiotherapy and PCI": ("radiotherapy", "brain_irradiation"),
    "R-CHOP": ("r_chop",),
    "steroid-sparing agent": ("immunotherapy",),
    "hepatitis B immunoglobulin": ("other_immunoglobulin",),
}


@pytest.mark.parametrize(("text", "keys"), NAMED.items())
def test_a_named_treatment(text, keys):
    assert treatment_keys(text) == keys


@pytest.mark.parametrize("text", ["", "ivgi", "no IVIG", "declined chemotherapy", "spinal surgery", "x" * 300])
def test_what_names_no_treatment(text):
    assert treatment_keys(text) == ()


def test_every_name_is_read_by_itself():
    for name in treatment_names():
        assert len(treatment_keys(name)) == 1, name
