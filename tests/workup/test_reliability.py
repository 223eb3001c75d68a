"""Antibody reliability against the printed table, and what may not be said."""

import pytest

from onconeural.case import Case
from onconeural.evidence import criteria
from onconeural.workup import reliability
from onconeural.workup.reliability_rows import CONFIRMED, published, without
from onconeural.workup.titre import Amount, amount

PCD = "rapidly_progressive_cerebellar_syndrome"


def one(name, phenotype=PCD, others=(), **facts):
    case = Case(case_id="t", phenotype=phenotype, antibodies=[{"name": name, **facts}, *others])
    return reliability(case)[0]


def counts(result):
    return result.estimate and (result.estimate.probability.count, result.estimate.probability.n)


def test_every_row_of_the_table_gives_its_printed_value():
    rows = criteria("antibody_reliability")["tests"]
    assert len(rows) > 60
    for row in rows:
        found = published(row["antibody"], row["specimen"], row["technique"])
        if row["counts"]["tp"] + row["counts"]["fp"] == 0:
            assert found is None
            continue
        cells = row["counts"]
        assert found.probability.n == cells["tp"] + cells["fp"]
        assert abs(100 * found.probability.value - row["ppv_pct"]) < 0.06, row
        if cells["tp"] + cells["fn"]:
            assert abs(100 * found.sensitivity.value - row["sensitivity_pct"]) < 0.06, row


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"specimen": "serum", "technique": "line_blot"}, (21, 73)),
        ({"specimen": "serum", "technique": "line_blot", "confirmed": True}, (21, 27)),
        ({"specimen": "serum", "technique": "line_blot", "confirmed": False}, (0, 46)),
        ({"specimen": "csf", "technique": "line_blot"}, (10, 10)),
        ({"specimen": "serum"}, (21, 73)),
        ({"specimen": "serum", "technique": "cell_based"}, None),
        ({"specimen": "serum", "technique": "tissue"}, None),
        ({}, None),
    ],
)
def test_yo_by_specimen_technique_and_confirmation(facts, expected):
    result = one("yo", **facts)
    assert counts(result) == expected
    assert bool(result.reason) == (expected is None)


@pytest.mark.parametrize(
    ("specimen", "titre", "expected"),
    [
        ("serum", None, (88, 200)),
        ("serum", "12,000 IU/mL", (85, 87)),
        ("serum", "10000 IU/mL", (3, 113)),
        ("serum", "250 IU/mL", (3, 113)),
        ("csf", "150 IU/mL", (66, 67)),
        ("csf", "20 IU/mL", (5, 13)),
        ("serum", "high", (88, 200)),
        ("serum", ">2000 IU/mL", (88, 200)),
        ("serum", ">10000 IU/mL", (85, 87)),
        ("serum", "<5 IU/mL", (3, 113)),
        ("serum", "30 nmol/L", (88, 200)),
    ],
)
def test_the_titre_of_gad65_chooses_the_row(specimen, titre, expected):
    result = one("gad65", "stiff_person", specimen=specimen, titre=titre, technique="elisa")
    assert counts(result) == expected


def test_a_channel_antibody_below_the_cut_off_has_no_number():
    low = one("pq_vgcc", "lambert_eaton", specimen="serum", titre="38 pmol/L")
    assert low.estimate is None
    assert "not above the cut-off of 40" in low.reason
    high = one("pq_vgcc", "lambert_eaton", specimen="serum", titre="218 pmol/L")
    assert counts(high) == (26, 56)
    assert any("218 pmol/L is above" in row.text for row in high.context)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250.5 pmol/L", Amount(1250.5, "pmol/L")),
        ("40 PMOL/L", Amount(40.0, "pmol/L")),
        ("12 000 IU/mL", Amount(12000.0, "IU/mL")),
        ("<10 IU/mL", Amount(10.0, "IU/mL", "<")),
        (">2000 IU/mL", Amount(2000.0, "IU/mL", ">")),
        ("12.500 IU/mL", None),
        ("80 or 90 pmol/L", None),
        ("1:400", None),
        ("2000", None),
        (None, None),
        ("30-40 IU/mL", None),
        ("-5 IU/mL", None),
        ("12 mmHg/h", None),
    ],
)
def test_titres_are_read_only_when_they_are_one_plain_amount(text, value):
    assert amount(text) == value


def test_nothing_is_subtracted_where_the_rows_hold_other_patients():
    for row in criteria("antibody_reliability")["tests"]:
        stricter = CONFIRMED.get(row["technique"])
        found = without(row["antibody"], row["specimen"], row["technique"], stricter) if stricter else None
        if found is None:
            continue
        narrow = next(
            r for r in criteria("antibody_reliability")["tests"]
            if (r["antibody"], r["specimen"], r["technique"]) == (row["antibody"], row["specimen"], stricter)
        )  # fmt: skip
        assert row["counts"]["tp"] + row["counts"]["fn"] == narrow["counts"]["tp"] + narrow["counts"]["fn"]
        assert found.probability.n == sum(row["counts"][k] - narrow["counts"][k] for k in ("tp", "fp"))
        assert found.reading_status == "read_secondary"
        assert "difference" in found.note


def test_an_unconfirmed_result_without_such_counts_gets_a_reason():
    result = one("nmdar", "encephalitis_other", specimen="serum", confirmed=False)
    assert result.estimate is None
    assert "did not confirm" in result.reason


def test_a_line_blot_needs_a_tissue_based_test():
    result = one("yo", specimen="serum", technique="line_blot")
    assert "Confirm by a tissue-based test (serum" in result.advice[0].text
    assert result.advice[0].source == "kerstens2024"
    assert not any("tissue" in row.text for row in one("yo", specimen="serum", confirmed=True).advice)
    assert not any("tissue" in row.text for row in one("yo", specimen="serum", technique="tissue").advice)
    sox1 = one("sox1", "lambert_eaton", specimen="serum", technique="line_blot")
    assert sox1.advice[0].text == "Confirm a line-blot positive by a tissue-based test."


@pytest.mark.parametrize(
    ("name", "specimen", "said"),
    [
        ("nmdar", "serum", "preferred specimen is CSF"),
        ("nmdar_csf", "unspecified", None),
        ("lgi1", "csf", "preferred specimen is serum"),
        ("caspr2", "serum", "Test both serum and CSF"),
    ],
)
def test_the_preferred_specimen(name, specimen, said):
    texts = " ".join(row.text for row in one(name, "limbic_encephalitis", specimen=specimen).advice)
    assert (said in texts) if said else ("preferred" not in texts)


def test_a_result_in_fluid_is_read_from_its_name():
    result = one("nmdar_csf", "encephalitis_other")
    assert (result.antibody, result.specimen, counts(result)) == ("nmdar", "csf", (111, 130))


def test_discordant_pairs_have_their_own_counts():
    serum_only = one("yo", specimen="serum", others=[{"name": "none", "specimen": "csf"}])
    assert any("46 of 148" in row.text for row in serum_only.context)
    csf_only = one("yo", specimen="csf", others=[{"name": "none", "specimen": "serum"}])
    assert any("29 of 32" in row.text for row in csf_only.context)
    both = [{"name": "yo", "specimen": "csf"}, {"name": "none", "specimen": "csf"}]
    assert not any("only:" in row.text for row in one("yo", specimen="serum", others=both).context)


def test_a_phenotype_that_does_not_fit_changes_words_and_no_number():
    fits, foreign = one("yo", PCD, specimen="serum"), one("yo", "chorea", specimen="serum")
    assert counts(fits) == counts(foreign)
    assert (fits.phenotype_match, foreign.phenotype_match) == (True, False)
    assert any("test CSF as well" in row.text for row in foreign.advice)
    assert any("9 of 52" in row.text for row in foreign.context)
    assert not any("9 of 52" in row.text for row in fits.context)
    assert one("zic4", specimen="serum").phenotype_match is None


@pytest.mark.parametrize("name", ["vgkc_complex", "neuronal_unspecified", "zic4"])
def test_results_without_counts_have_no_number(name):
    result = one(name, specimen="serum")
    assert result.estimate is None
    assert result.reason
    assert result.sources


def test_no_estimate_stands_without_counts_or_interval():
    for row in criteria("pns_care")["antibodies"]:
        for specimen in ("serum", "csf", "unspecified"):
            for confirmed in (True, False, None):
                result = one(row["id"], specimen=specimen, confirmed=confirmed)
                for estimate in (*((result.estimate,) if result.estimate else ()), *result.others):
                    found = estimate.probability
                    assert None not in (found.count, found.n, found.low, found.high)
                    assert estimate.source == "kerstens2024"


def test_a_negative_result_is_no_positive_one():
    assert reliability(Case(case_id="t", phenotype="chorea", antibodies=[{"name": "none"}])) == ()
