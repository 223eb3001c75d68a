import csv
import io
import json
import re
import sys

import pytest

from onconeural.evidence import Source, export, search, shipped_base
from onconeural.evidence.bibliography import bibtex, csl_items
from onconeural.evidence.exports import quantity_rows
from onconeural.evidence.extras import MissingExtraError

BASE = shipped_base()[0]
# Types of the CSL 1.0.2 schema that are used here.
CSL_TYPES = {
    "article-journal",
    "chapter",
    "document",
    "entry-encyclopedia",
    "paper-conference",
    "report",
    "webpage",
}


def test_csl_json_holds_every_source_with_its_identifiers():
    items = json.loads(export(BASE, "csl-json"))
    assert [item["id"] for item in items] == [entry.id for entry in BASE.sources]
    graus = next(item for item in items if item["id"] == "graus2021")
    assert graus["DOI"] == "10.1212/NXI.0000000000001014"
    assert graus["issued"] == {"date-parts": [[2021]]}
    assert {item["type"] for item in items} <= CSL_TYPES
    assert all(None not in item.values() for item in items)


def test_what_is_unconfirmed_is_noted():
    (item,) = csl_items([Source("a", "Rossi", 2020, details_unconfirmed=("year",))])
    assert item["note"] == "first author only; unconfirmed: year"


def test_bibtex_has_one_balanced_entry_a_source():
    text = export(BASE, "bibtex").decode()
    assert len(re.findall(r"^@\w+\{", text, flags=re.MULTILINE)) == len(BASE.sources)
    for entry in re.split(r"^(?=@)", text, flags=re.MULTILINE)[1:]:
        bare = entry.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}"), entry


def test_bibtex_escapes_what_latex_would_interpret():
    text = bibtex([Source("a b}", "O'Brien & Sons", 2020, title="50% of {x}_1 $y$ #2 \\input{z}", doi="10.1/a_b{}")])
    assert text.startswith("@article{a-b-,")
    assert r"O'Brien \& Sons" in text
    assert r"50\% of \{x\}\_1 \$y\$ \#2 \textbackslash{}input\{z\}" in text
    assert "doi = {10.1/a_b}" in text


def test_csv_holds_every_quantity_with_its_source():
    rows = list(csv.DictReader(io.StringIO(export(BASE, "csv").decode())))
    assert len(rows) == len(BASE.claims) + sum(len(entry.record.observables) for entry in BASE.cohorts)
    row = next(row for row in rows if row["id"] == "hu_tumour")
    assert (row["value"], row["unit"], row["ucum"], row["n"]) == ("83.0", "%", "%", "200")
    assert row["doi"] == "10.1093/brain/124.6.1138"
    assert row["reading_status"] == "read_primary"
    assert row["added"] == "2026-11-22"


def test_every_row_has_the_same_columns():
    assert len({tuple(row) for row in quantity_rows(BASE)}) == 1


def test_parquet_needs_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"onconeural\[parquet\]"):
        export(BASE, "parquet")


def test_parquet_holds_the_same_rows():
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra onconeural[parquet]")
    table = parquet.read_table(io.BytesIO(export(BASE, "parquet")))
    assert table.num_rows == len(list(quantity_rows(BASE)))


def test_search_wants_all_words():
    assert search(BASE, "hu tumour 200")[0].id == "hu_tumour"
    assert "hu_tumour" in {item.id for item in search(BASE, "hu 167 pathological")}, "the quotation is searched too"
    assert {item.kind for item in search(BASE, "graus2001")} >= {"source", "claim", "cohort"}
    assert search(BASE, "hu zebra") == ()
    assert search(BASE, "   ") == ()


def test_search_takes_words_in_any_order_and_case():
    assert search(BASE, "TUMOUR hu 167") == search(BASE, "hu tumour 167")
