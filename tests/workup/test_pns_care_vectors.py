"""The published worked examples of PNS-Care, as plain facts and as case files."""

import pytest

from onconeural.case import Case
from onconeural.workup import AntibodyFact, PnsCareFacts, pns_care, score_facts
from onconeural.workup.pns_care_facts import is_testis_scar
from onconeural.workup.pns_care_reading import load_table

YEAR = 365.25
CLOCKS = ("restart_at_tumour", "since_onset")


def facts_of(vector):
    given, cancer = vector["input"], vector["input"]["cancer"]
    antibodies = (AntibodyFact(given["antibody"], given["antibody_confirmed"]),) if given["antibody"] else ()
    return PnsCareFacts(
        phenotype=given["phenotype"],
        antibodies=antibodies,
        cancer_found=cancer["found"],
        tumour=cancer["type"],
        consistent=cancer["consistent"],
        antigen_shown=cancer["antigen_shown"],
        followup_years=given["followup_years"],
        years_since_tumour_found=given["years_since_tumour_found"],
        sex=given["sex"],
        age=given["age"],
        testis_scar_only=is_testis_scar(vector.get("note")),
    )


def case_of(vector):
    given, cancer = vector["input"], dict(vector["input"]["cancer"])
    day = (given["followup_years"] or 0) * YEAR
    if given["years_since_tumour_found"] is not None:
        cancer["day_found_relative_to_onset"] = day - given["years_since_tumour_found"] * YEAR
    names = [{"name": given["antibody"], "confirmed": given["antibody_confirmed"]}] if given["antibody"] else []
    scar = is_testis_scar(vector.get("note"))
    findings = {"burned_out_testicular_tumour": {"status": "present"}} if scar else {}
    return Case(
        case_id=vector["id"],
        phenotype=given["phenotype"],
        sex=given["sex"],
        antibodies=names,
        cancer=cancer,
        findings=findings,
        forecast_day=day,
    )


def check(certainty, expected):
    assert {item.name: item.points for item in certainty.items} == expected["points"]
    assert (certainty.score, certainty.category) == (expected["total"], expected["category"])


def test_there_are_eighteen_vectors(vectors):
    assert len(vectors) == 18


@pytest.mark.parametrize("build", ["facts", "case"])
def test_every_vector(vectors, build):
    for vector in vectors:
        clock = vector["clock_reading"]
        certainty = score_facts(facts_of(vector), clock) if build == "facts" else pns_care(case_of(vector), clock=clock)
        check(certainty, vector["expected"])
        for rule in ("klhl11_burned_out",):
            assert (rule in certainty.special_rules) == (rule in vector["expected"].get("flags", [])), vector["id"]


@pytest.mark.parametrize("build", ["facts", "case"])
def test_the_other_clock_reading_is_reproduced_and_shown(vectors, build):
    (vector,) = [v for v in vectors if "other_reading" in v["expected"]]
    other = vector["expected"]["other_reading"]
    run = (
        (lambda c: score_facts(facts_of(vector), c))
        if build == "facts"
        else (lambda c: pns_care(case_of(vector), clock=c))
    )
    check(run(other["reading"]), other)
    shown = {a.reading: (a.score, a.category) for a in run(vector["clock_reading"]).alternatives}
    assert shown[f"clock {other['reading']}"] == (other["total"], other["category"])


def test_vectors_agree_with_the_risk_classes_of_the_table(vectors):
    table = load_table()
    for vector in vectors:
        given = vector["input"]
        assert table.phenotype(given["phenotype"]).risk == given["phenotype_risk"]
        row = table.antibody(given["antibody"], given["phenotype"])
        assert (row.risk if row else "negative") == given["antibody_risk"]
