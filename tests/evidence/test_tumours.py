import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.evidence import tumour_key, tumour_keys, tumour_label
from onconeural.evidence.files import load

NAMED = {
    "SCLC": "sclc",
    "SCLC, right upper lobe": "sclc",
    "limited-stage small-cell lung carcinoma": "sclc",
    "Small Cell Carcinoma of the Lung": "sclc",
    "brain metastases of SCLC": "sclc",
    "SCLC (lung cancer)": "sclc",
    "NSCLC": "nsclc",
    "non-small cell lung cancer": "nsclc",
    "non\u2011small\u2011cell lung cancer": "nsclc",
    "squamous-cell lung carcinoma": "nsclc",
    "adenocarcinoma of the lung": "nsclc",
    "lung cancer": "lung_cancer",
    "breast carcinoma, HER2 positive, hormone-receptor negative": "breast_carcinoma",
    "breast ductal carcinoma": "breast_carcinoma",
    "triple negative breast cancer": "breast_carcinoma",
    "breast carcinoma, no metastases": "breast_carcinoma",
    "ovarian metastasis of breast carcinoma": "breast_carcinoma",
    "high-grade serous ovarian carcinoma": "ovarian_carcinoma",
    "ovarian high-grade serous carcinoma": "ovarian_carcinoma",
    "ovarian cancer": "ovarian_cancer",
    "fallopian tube carcinoma": "fallopian_tube_cancer",
    "occult ovarian teratoma": "ovarian_teratoma",
    "bilateral ovarian teratomas": "ovarian_teratoma",
    "ovarian tumor, mature teratoma": "teratoma",
    "mixed germ-cell tumour of testis": "testicular_germ_cell_tumour",
    "testicular germ cell tumor": "testicular_germ_cell_tumour",
    "testicular teratoma": "testicular_germ_cell_tumour",
    "seminoma": "testicular_seminoma",
    "B2 thymoma": "thymoma",
    "Hodgkin lymphoma": "hodgkin_lymphoma",
    "Hodgkin's disease": "hodgkin_lymphoma",
    "nodular sclerosis Hodgkin lymphoma": "classic_hodgkin_lymphoma",
    "non-Hodgkin lymphoma": "non_hodgkin_lymphoma",
    "non-Hodgkin's lymphoma": "non_hodgkin_lymphoma",
    "prostate adenocarcinoma": "prostate_carcinoma",
    "invasive ductal carcinoma of the left breast": "breast_carcinoma",
    "mature cystic teratoma of the left ovary": "ovarian_teratoma",
    "high-grade serous adenocarcinoma of the fallopian tube": "fallopian_tube_cancer",
    "Malignant neoplasm of unspecified ovary": "ovarian_cancer",
    "ovarian dermoid": "ovarian_teratoma",
    "adenocarcinoma lung": "nsclc",
}

UNNAMED = [
    "",
    "mediastinal germinoma",
    "mediastinal seminoma",
    "non-seminomatous germ-cell tumour, para-aortic",
    "mixed germ-cell tumour, half embryonal carcinoma and half teratoma",
    "non-testicular germ cell tumour",
    "small cell carcinoma of the ovary",
    "small cell carcinoma of the bladder",
    "thymic carcinoma (with systemic lupus)",
    "bladder urothelial carcinoma",
    "isolated nodal clear-cell carcinoma, suspected gynaecological",
    "lymphoma",
    "invasive ductal carcinoma of the pancreas",
    "ductal carcinoma in situ of the breast",
    "ganglioneuroblastoma",
    "no evidence of SCLC",
    "negative for ovarian teratoma",
    "imaging without thymoma",
    "suspected SCLC",
    "SCLC, ruled out",
    "SCLC?",
    "thymoma or lymphoma",
    "Hodgkin versus non-Hodgkin lymphoma",
    "SCLC and breast carcinoma",
    "combined small cell and non-small cell lung carcinoma",
    "SCLC " * 200,
]


@pytest.mark.parametrize(("text", "key"), NAMED.items())
def test_a_named_tumour(text, key):
    assert tumour_key(text) == key


@pytest.mark.parametrize("text", UNNAMED)
def test_no_guess(text):
    assert tumour_key(text) is None


@pytest.mark.parametrize("key", tumour_keys())
def test_every_key_and_its_label_name_the_tumour(key):
    assert tumour_key(key) == key
    assert tumour_key(tumour_label(key)) == key


def test_the_table_speaks_of_known_tumours_only():
    rules = load("names.yaml")["tumours"]
    known = set(tumour_keys())
    assert set(rules["names"]) == known
    assert set(rules["wider"]) | {wide for keys in rules["wider"].values() for wide in keys} <= known
    assert set(rules["not_with"]) <= known


def test_every_name_of_the_table_gives_its_own_key():
    rules = load("names.yaml")["tumours"]
    for key, names in rules["names"].items():
        for name in names:
            assert tumour_key(name.replace("...", "serous")) == key, name


@given(st.text(max_size=600))
def test_any_text_gives_a_key_or_none(text):
    assert tumour_key(text) in {*tumour_keys(), None}
