"""Every number of a report carries its claim, its record, or the run that simulated it."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.forecast.result import Forecast
from onconeural.report import forecast_html, forecast_json
from onconeural.workup import AntibodyFact, PnsCareFacts, score_facts

# Places of numbers that are no findings: facts of the case file, positions in a list, and the run itself.
PLAIN = {
    "case.forecast_day",
    "case.horizon_days",
    "case.reference",
    "cautions.reference",
    "pns_care.day",
    "pns_care.reference",
    "pns_care.items.reference",
    "provenance.seed",
    "references.number",
    "sources",
    "time_line.marks.day",
    "time_line.marks.facts.day",
    "time_line.marks.mrs",
    "time_line.marks.number",
    "time_line.undated.day",
    "work_up.tumour_search.first_negative_day",
}


def numbers(node: object, path: str, carried: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, dict):
        here = carried or any(node.get(name) for name in ("origin", "claims", "source", "sources"))
        for key, inner in node.items():
            yield from numbers(inner, f"{path}.{key}".removeprefix("."), here)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from numbers(inner, path, carried)
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield path, carried


def scored(forecast: Forecast) -> Forecast:
    from dataclasses import replace

    facts = PnsCareFacts("limbic_encephalitis", (AntibodyFact("hu", confirmed=True),), True, "SCLC", 0.5)
    return replace(forecast, certainty=score_facts(facts, day=120.0))


def test_every_number_of_the_document_carries_its_origin_or_claim(forecast: Forecast) -> None:
    document = forecast_json(scored(forecast))
    found = list(numbers(document, "", carried=False))
    assert len(found) > 1000
    assert {path for path, carried in found if not carried} - PLAIN == set()


def test_the_ids_of_all_records_are_listed(forecast: Forecast) -> None:
    document = forecast_json(scored(forecast))
    ids = document["records"]
    assert {"pns_care/antibodies/hu", "pnscare_antibody_high", "pns_care/thresholds/definite"} <= set(ids)
    assert {assumption["id"] for assumption in document["assumptions"]} <= set(ids)
    assert "parameter:neuron_kill" in ids, "parameters that are not assumed are records too"
    assert len(ids) == len(set(ids))
    for item in document["pns_care"]["items"]:
        assert set(item["records"]) | set(item["claims"]) <= set(ids)


def test_the_page_names_the_records_and_the_run(forecast: Forecast) -> None:
    page = forecast_html(scored(forecast))
    assert "pns_care/phenotypes/limbic_encephalitis, pns_care/levels/clinical/high_risk_phenotype" in page
    assert "pnscare_cancer_consistent" in page
    assert "onconeural evidence show ID" in page
    assert page.count(f"run {forecast.provenance.run_id}") >= 4
