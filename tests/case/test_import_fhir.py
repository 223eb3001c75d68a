import json
import os
from pathlib import Path

import jsonschema
import pytest

from onconeural.case import CaseError, load_case
from onconeural.case.formats import Choices, case_text, import_case
from onconeural.case.formats.codes import data
from onconeural.case.formats.fhir_readers import READERS

from .bundles import (
    ATC,
    HPO,
    INTERPRETATION,
    LOINC,
    MONDO,
    ONSET,
    RXNORM,
    SEIZURE,
    SUBJECT,
    TUMOUR,
    VERIFIED,
    bundle,
    concept,
    condition,
    interpreted,
    observation,
    patient,
    quantity,
    whole,
    write,
)
from .shared_cases import FILES

SCHEMA = json.loads((FILES / "fhir-r4.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def imported(tmp_path):
    def run(*resources, choices=None, kind="collection"):
        return import_case(write(tmp_path, bundle(*resources, kind=kind)), choices)

    return run


@pytest.fixture
def problems(tmp_path):
    def run(*resources, choices=None, kind="collection"):
        with pytest.raises(CaseError) as caught:
            import_case(write(tmp_path, bundle(*resources, kind=kind)), choices)
        return [(problem.path, problem.found, problem.expected) for problem in caught.value.problems]

    return run


def reasons(done, path):
    return [remark.reason for remark in done.remarks if remark.path.startswith(path)]


def test_a_patient_with_every_kind_of_resource(tmp_path):
    case = import_case(write(tmp_path, whole())).case
    assert (case.age, case.sex, case.phenotype) == (67, "F", "limbic_encephalitis")
    assert case.cancer.type == "small cell lung carcinoma"
    assert case.cancer.day_found_relative_to_onset == 60
    (antibody,) = case.antibodies
    assert (antibody.name, antibody.specimen, antibody.titre) == ("hu", "csf", "1:960")
    assert [(t.name, t.start_day, t.dose) for t in case.treatments] == [
        ("ivig", 32, None),
        ("prednisone", 35, None),
        ("rituximab", 38, "1000 mg"),
        ("plasma_exchange", 40, None),
    ]
    assert case.findings["csf_cells"].value == 18
    assert case.findings["csf_protein"].value == 71
    assert case.findings["seizures"].day == 21
    assert [(o.day, o.mrs, o.other) for o in case.observations] == [(30, 3, "not Nystagmus")]
    assert [(e.event, e.day) for e in case.timeline] == [("antibody_result", 25), ("tumour_search", 52)]


def test_the_case_is_a_case_file(tmp_path):
    case = import_case(write(tmp_path, whole())).case
    for form in ("yaml", "json"):
        path = tmp_path / f"case.{form}"
        path.write_text(case_text(case, form), encoding="utf-8")
        assert load_case(path) == case


def test_our_bundles_obey_the_r4_json_schema():
    made = whole()
    made["entry"].pop()  # the claim, which is not part of the schema that was cut
    jsonschema.Draft6Validator(SCHEMA).validate(made)
    made["entry"][4]["resource"]["status"] = "finall"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft6Validator(SCHEMA).validate(made)


def test_our_code_lists_are_those_of_the_r4_json_schema():
    listed = {kind: row for kind, row in data("value_sets").items() if kind != "Condition"}
    for kind, elements in listed.items():
        for element, codes in elements.items():
            official = SCHEMA["definitions"][kind]["properties"][element]
            if "enum" in official:
                assert codes == official["enum"], (kind, element)
            else:
                assert "pattern" in official or "$ref" in official
    assert "enum" in SCHEMA["definitions"]["Observation"]["properties"]["status"]


@pytest.mark.parametrize("kind", sorted(READERS))
def test_a_status_outside_the_code_list_is_refused(problems, kind):
    resources = [*(entry["resource"] for entry in whole()["entry"])]
    changed = next(resource for resource in resources if resource["resourceType"] == kind)
    element = {"Patient": "gender", "Condition": "clinicalStatus"}.get(kind, "status")
    changed[element] = concept("x", "activ") if kind == "Condition" else "finall"
    problem = problems(*resources)[0]
    assert problem[1] == "another code"
    assert problem[0].endswith(f"resource.{element}")


def test_a_wrong_comparator_and_a_quoted_number_are_refused(problems):
    protein = concept(LOINC, "2880-3")
    odd = observation(protein, valueQuantity=quantity(5, "mg/dL") | {"comparator": "about"})
    quoted = observation(protein, valueQuantity=quantity("5", "mg/dL"))
    found = problems(ONSET, odd, quoted)
    assert [path for path, *_ in found] == [
        "entry[1].resource.valueQuantity.comparator",
        "entry[2].resource.valueQuantity.value",
    ]


def test_a_resource_with_several_problems(problems):
    paths = [path for path, *_ in problems(ONSET | {"clinicalStatus": concept("x", "activ"), "zorg": 1})]
    assert paths[:2] == ["entry[0].resource.(unknown element)", "entry[0].resource.clinicalStatus"]


def test_all_problems_at_once(problems):
    found = problems(
        patient(gender="f", birthDate="1950-02-30"),
        condition(concept(MONDO, "MONDO:0015588"), onsetDateTime="2017-06-10", zorg=1),
        {"resourceType": "Observation", "code": {"text": "x"}},
    )
    assert [path for path, *_ in found] == [
        "entry[0].resource.birthDate",
        "entry[0].resource.gender",
        "entry[1].resource.(unknown element)",
        "entry[2].resource.status",
        "",
    ]


@pytest.mark.parametrize("kind", ["collection", "document", "searchset", "transaction", "batch"])
def test_kinds_of_bundles(imported, kind):
    assert imported(patient(), ONSET, kind=kind).case.phenotype == "limbic_encephalitis"


@pytest.mark.parametrize("kind", ["history", "message", "colection", None])
def test_other_kinds_of_bundles(problems, kind):
    assert problems(ONSET, kind=kind)[0][0] == "type"


def test_the_earliest_beginning_is_day_0_and_the_others_are_named(imported):
    done = imported(patient(), SEIZURE, ONSET)
    assert done.case.findings["seizures"].day == 21
    assert reasons(done, "entry[2].resource.onset") == ["day 0: the earliest beginning of a neurological condition"]
    assert reasons(done, "entry[1].resource.onset") == ["also possible as day 0 (--onset-path); the earliest was taken"]


def test_day_0_can_be_chosen(imported, problems):
    chosen = Choices(onset_path="entry[1].resource.onsetDateTime")
    case = imported(patient(), SEIZURE, ONSET, choices=chosen).case
    assert case.findings["seizures"].day == 0
    assert problems(SEIZURE, ONSET, choices=Choices(onset_path="entry[9]"))[0][0] == "--onset-path"


def test_without_a_beginning_nothing_is_guessed(problems, imported):
    syndrome = condition(concept(MONDO, "MONDO:0015588"), recordedDate="2017-06-10")
    assert problems(syndrome)[0][1] == "no beginning of a neurological condition"
    chosen = Choices(onset_path="entry[0].resource.recordedDate")
    assert imported(syndrome, choices=chosen).case.phenotype == "limbic_encephalitis"


def test_without_a_day_0_there_is_no_age_and_that_is_said(imported):
    done = imported(patient(), condition({"text": "limbic encephalitis"}))
    assert done.case.age is None
    assert "without a day 0 the age at onset cannot be counted" in reasons(done, "entry[0].resource.birthDate")


def test_further_pages_of_a_search_are_not_fetched_and_that_is_said(tmp_path):
    pages = bundle(ONSET, kind="searchset") | {"link": [{"relation": "next", "url": "http://localhost:1/zq1x"}]}
    remarks = import_case(write(tmp_path, pages)).remarks
    assert any("further pages" in remark.reason for remark in remarks)
    assert "zq1x" not in repr(remarks)


def test_a_tumour_is_no_onset(problems):
    assert problems(TUMOUR, choices=Choices(phenotype="chorea"))[0][1] == "no beginning of a neurological condition"


def test_a_vague_date_says_so(imported):
    case = imported(patient(birthDate="1950"), condition(ONSET["code"], onsetDateTime="2017-06")).case
    assert case.age == 66
    assert any("one year more or less" in text for text in case.inferred)


def test_an_age_at_onset_with_a_birth_date(imported):
    began = condition(
        ONSET["code"], onsetAge={"value": 67, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"}
    )
    assert imported(patient(), began).case.age == 67


@pytest.mark.parametrize("birth", ["1920-01-01", "1927-06-10", "1900"])
def test_ages_over_89_become_90(imported, birth):
    done = imported(patient(birthDate=birth), ONSET)
    assert done.case.age == 90
    assert "an age over 89 became 90, which stands for 90 or more" in reasons(done, "entry[1]")


def test_age_89_stays_and_no_day_tells_an_age_over_89(imported):
    assert imported(patient(birthDate="1927-08-11"), ONSET).case.age == 89
    early = observation(concept(HPO, "HP:0000639"), "1926-01-01", valueBoolean=True)
    done = imported(patient(birthDate="1925-01-01"), ONSET, early)
    assert done.case.observations[0].day is None
    assert "a day that would tell an age over 89" in reasons(done, "entry[2]")


def test_several_syndromes(imported):
    later = condition(concept(MONDO, "MONDO:0018556"), onsetDateTime="2017-09-10")
    done = imported(patient(), ONSET, later)
    assert done.case.phenotype == "multiple"
    assert "Lambert" in done.case.phenotype_detail
    assert [(e.event, e.day) for e in done.case.timeline] == [("new_area", 92)]
    assert imported(ONSET, later, choices=Choices(phenotype="lambert_eaton")).case.phenotype == "lambert_eaton"


def test_no_syndrome(problems, imported):
    assert problems(SEIZURE)[0][2].startswith("one; or --phenotype")
    assert imported(SEIZURE, choices=Choices(phenotype="seizures_only")).case.phenotype == "seizures_only"


def test_a_wrong_phenotype_gets_the_nearest(tmp_path):
    with pytest.raises(CaseError, match="did you mean seizures_only"):
        import_case(write(tmp_path, bundle(SEIZURE)), Choices(phenotype="seizure_only"))


def test_several_tumours_and_the_wide_and_the_narrow(imported):
    old = condition(concept(MONDO, "MONDO:0004989"), onsetDateTime="2001-01-01")
    done = imported(ONSET, old, TUMOUR)
    assert done.case.cancer.type == "small cell lung carcinoma"
    assert any(reason.startswith("a case holds one tumour") for reason in reasons(done, "entry[1].resource"))
    both = {"coding": [{"system": MONDO, "code": "MONDO:0008903"}, {"system": MONDO, "code": "MONDO:0008433"}]}
    assert imported(ONSET, condition(both)).case.cancer.type == "small cell lung carcinoma"


@pytest.mark.parametrize("code", ["refuted", "differential", "provisional", "unconfirmed", "entered-in-error"])
def test_what_is_not_confirmed_is_no_fact(imported, code):
    doubtful = TUMOUR | {"verificationStatus": concept(VERIFIED, code)}
    done = imported(ONSET, doubtful)
    assert done.case.cancer.found is None
    assert reasons(done, "entry[1].resource") == ["a condition that is not confirmed"]


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "preliminary", "unknown", "registered"])
def test_other_statuses_are_no_facts(imported, status):
    result = observation(concept(LOINC, "53711-8"), **interpreted("POS")) | {"status": status}
    done = imported(ONSET, result)
    assert done.case.antibodies == ()
    assert "Observation: its status states no fact" in reasons(done, "entry[1].resource")


def test_an_unknown_modifier_leaves_the_resource_out(imported):
    changed = TUMOUR | {"modifierExtension": [{"url": "http://example.org/not", "valueBoolean": True}]}
    done = imported(ONSET, changed)
    assert done.case.cancer.found is None
    assert any("may change the meaning" in reason for reason in reasons(done, "entry[1]"))


@pytest.mark.parametrize(
    ("label", "kind", "name"),
    [
        ("Anti-Hu antibody positivity", "antibody", "hu"),
        ("ANNA-1 IgG Ab, serum", "antibody", "hu"),
        ("LGI1 antibody by cell-based assay in CSF", "antibody", "lgi1"),
        ("NMDA receptor IgG", "antibody", "nmdar"),
        ("P/Q-type calcium channel antibody", "antibody", "pq_vgcc"),
    ],
)
def test_labels_of_antibodies(imported, label, kind, name):
    done = imported(ONSET, observation({"text": label}, **interpreted("POS")))
    assert [antibody.name for antibody in done.case.antibodies] == [name]
    assert "read from its label; no code is known" in reasons(done, "entry[1].resource.code")


@pytest.mark.parametrize(
    "label",
    ["Hu and Yo antibodies", "Hu", "no Hu antibody", "history of Hu antibody", "Huu antibody", "antibody screening Hu"],
)
def test_doubtful_labels_name_nothing_in_longer_texts(imported, label):
    case = imported(ONSET, observation({"text": label + " in the laboratory"}, **interpreted("POS"))).case
    assert case.antibodies == ()


def test_nearest_name_help(imported):
    done = imported(ONSET, condition({"text": "small cell lung carcinomma"}))
    assert [r.nearest for r in done.remarks if r.path == "entry[1].resource.code"] == ["small cell lung carcinoma"]


@pytest.mark.parametrize(
    ("system", "code", "tumour"),
    [
        ("http://hl7.org/fhir/sid/icd-10-cm", "C56.9", "ovarian cancer"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "C57.00", "fallopian tube cancer"),
        ("http://hl7.org/fhir/sid/icd-10", "C50.4", "breast carcinoma"),
        ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "C34.1", "lung cancer"),
    ],
)
def test_a_tumour_by_its_category_of_icd_10(imported, system, code, tumour):
    assert imported(ONSET, condition(concept(system, code))).case.cancer.type == tumour


def test_only_tumours_are_read_by_their_category(imported):
    done = imported(ONSET, condition(concept("http://hl7.org/fhir/sid/icd-10-cm", "M33.2")))
    assert done.case.phenotype == imported(ONSET).case.phenotype
    assert imported(ONSET, condition(concept("http://hl7.org/fhir/sid/icd-10-cm", "C43.9"))).case.cancer.found is None


def test_codes_and_labels_that_disagree(imported):
    done = imported(ONSET, condition(concept(MONDO, "MONDO:0008433", "thymoma")))
    assert done.case.cancer.type == "small cell lung carcinoma"
    assert "the label names something else than the code; the code was taken" in reasons(done, "entry[1]")
    two = {"coding": [{"system": MONDO, "code": "MONDO:0008433"}, {"system": MONDO, "code": "MONDO:0006456"}]}
    assert imported(ONSET, condition(two)).case.cancer.found is None


def test_a_recalled_code_is_not_believed_without_its_label(imported):
    bare = observation(concept(LOINC, "94287-0"), **interpreted("POS"))
    labelled = observation(concept(LOINC, "94287-0", "LGI1 IgG CBA in serum"), **interpreted("POS"))
    assert imported(ONSET, bare).case.antibodies == ()
    (antibody,) = imported(ONSET, labelled).case.antibodies
    assert (antibody.name, antibody.specimen, antibody.technique) == ("lgi1", "serum", "cell_based")


def test_negative_results(imported):
    done = imported(ONSET, observation(concept(LOINC, "90844-2"), **interpreted("NEG")))
    assert done.case.antibodies == ()
    assert any("negative" in reason for reason in reasons(done, "entry[1]"))


@pytest.mark.parametrize(
    ("value", "titre"),
    [
        ({"valueString": "1:320"}, "1:320"),
        ({"valueQuantity": quantity(320, "{titer}")}, "1:320"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 320}}}, "1:320"),
        ({"valueQuantity": quantity(320, "{titer}") | {"comparator": "<"}}, None),
        ({"valueString": "see letter"}, None),
    ],
)
def test_titres(imported, value, titre):
    case = imported(ONSET, observation(concept(LOINC, "53711-8"), **value)).case
    assert [antibody.titre for antibody in case.antibodies] == ([titre] if titre else [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"valueQuantity": quantity(18, "/uL")} | interpreted("H"), (18, "present")),
        ({"valueQuantity": quantity(2, "10*6/L")} | interpreted("N"), (2, "absent")),
        ({"valueQuantity": quantity(18, "/uL")}, None),
        ({"valueQuantity": quantity(18, "furlong")} | interpreted("H"), None),
    ],
)
def test_measured_findings_need_a_unit_and_a_limit(imported, value, expected):
    case = imported(ONSET, observation(concept(LOINC, "26465-5"), **value)).case
    found = case.findings.get("csf_cells")
    assert (found and (found.value, found.status)) == expected


def test_components_are_results_of_their_own(imported):
    parts = [
        {"code": concept(LOINC, "53711-8"), **interpreted("POS")},
        {"code": concept("http://example.org", "x"), **interpreted("POS")},
    ]
    done = imported(ONSET, observation({"text": "Paraneoplastic panel"}, "2017-06-12", component=parts))
    assert [antibody.name for antibody in done.case.antibodies] == ["hu"]
    assert done.case.timeline[0].day == 2
    assert any(remark.path == "entry[1].resource.component[1].code" for remark in done.remarks)


@pytest.mark.parametrize(
    "change", [{"intent": "proposal"}, {"status": "cancelled"}, {"status": "draft"}, {"doNotPerform": True}]
)
def test_drugs_that_were_not_given(imported, change):
    order = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept(RXNORM, "121191", "rituximab"),
        "subject": SUBJECT,
    }
    assert [t.name for t in imported(ONSET, order).case.treatments] == ["rituximab"]
    assert imported(ONSET, order | change).case.treatments == ()


def test_references_are_not_followed_but_listed(imported):
    drug = {"resourceType": "Medication", "id": "m", "code": concept(ATC, "L01FA01")}
    order = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationReference": {"reference": "Medication/m"},
        "subject": SUBJECT,
    }
    done = imported(ONSET, drug, order)
    assert done.case.treatments == ()
    assert any("code or label" in reason for reason in reasons(done, "entry[2].resource.medication"))
    assert reasons(done, "entry[1].resource") == ["a resource of the type Medication, which is not read"]


def test_two_persons_are_refused(problems):
    other = TUMOUR | {"subject": {"reference": "Patient/other"}}
    assert problems(patient(), ONSET, other)[0][1] == "a resource about another person"
    assert problems(patient(), patient(id="b"), ONSET)[0][1] == "a second Patient"
    assert problems(ONSET, patient(id="b"))[0][1] == "another person than the other resources name"


def test_death(imported):
    late = condition(concept(HPO, "HP:0001250"), onsetDateTime="2019-01-01")
    done = imported(patient(deceasedDateTime="2018-06-10T10:00:00Z"), ONSET, late)
    assert done.case.outcome.category == "died"
    assert done.case.outcome.followup_days == 365
    assert "dated after the death that the same file states" in reasons(done, "entry[2].resource")
    vague = imported(patient(deceasedDateTime="2017"), ONSET).case
    assert (vague.outcome.category, vague.outcome.followup_days) == ("died", None)
    assert imported(patient(deceasedBoolean=True), ONSET).case.outcome.category == "died"


def test_every_place_is_used_or_listed(tmp_path):
    """Nothing is lost silently: a value added anywhere in a resource changes the case or the remarks."""
    base = whole()
    before = import_case(write(tmp_path, base))
    for i, entry in enumerate(base["entry"][:-1]):
        entry["resource"]["extension"] = [{"url": "http://example.org/x", "valueString": "x"}]
        done = import_case(write(tmp_path, base))
        assert {r.path for r in done.remarks} - {r.path for r in before.remarks} == {f"entry[{i}].resource.extension"}
        del entry["resource"]["extension"]


def test_interpretations_are_read_from_hl7_codes_only(imported):
    result = observation(concept(LOINC, "53711-8"), interpretation=[concept("http://example.org/own", "POS")])
    assert imported(ONSET, result).case.antibodies == ()
    assert imported(ONSET, result | {"interpretation": [concept(INTERPRETATION, "POS")]}).case.antibodies


SYNTHEA = sorted(Path(os.environ.get("ONCONEURAL_SYNTHEA", "/nonexistent")).glob("*.json"))[:40]


@pytest.mark.parametrize(
    "path",
    SYNTHEA
    or [pytest.param(None, marks=pytest.mark.skip(reason="ONCONEURAL_SYNTHEA names no folder of Synthea R4 bundles"))],
)
def test_public_synthetic_bundles_load(path, tmp_path):
    public = json.loads(path.read_text(encoding="utf-8"))
    person = next(entry for entry in public["entry"] if entry["resource"]["resourceType"] == "Patient")
    began = max(e["resource"]["onsetDateTime"] for e in public["entry"] if "onsetDateTime" in e["resource"])
    added = ONSET | {"subject": {"reference": person["fullUrl"]}, "onsetDateTime": began}
    public["entry"].append({"fullUrl": "urn:uuid:0", "resource": added})
    done = import_case(write(tmp_path, public))
    said = case_text(done.case, "yaml") + "\n".join(remark.path + remark.reason for remark in done.remarks)
    for secret in (person["resource"]["name"][0]["family"], person["resource"]["birthDate"]):
        assert secret not in said
