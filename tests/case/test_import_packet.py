import json
import re

import pytest
import yaml
from google.protobuf import json_format
from phenopackets.schema.v2.phenopackets_pb2 import Phenopacket

from onconeural.case import CaseError
from onconeural.case.formats import Choices, MissingLibraryError, extras, import_case

from .bundles import write
from .packets import age, full_packet, term


def imported(tmp_path, packet, choices=None):
    return import_case(write(tmp_path, packet), choices)


def test_a_packet_with_everything(tmp_path):
    case = imported(tmp_path, full_packet()).case
    assert (case.age, case.sex, case.phenotype) == (67, "F", "limbic_encephalitis")
    assert (case.cancer.type, case.cancer.day_found_relative_to_onset) == ("small cell lung carcinoma", 60)
    assert [(a.name, a.specimen, a.titre) for a in case.antibodies] == [
        ("hu", "unspecified", None),
        ("hu", "csf", "1:960"),
    ]
    assert [(t.name, t.start_day, t.dose) for t in case.treatments] == [
        ("ivig", 32, None),
        ("plasma_exchange", 40, None),
        ("rituximab", None, "1000 mg"),
    ]
    assert (case.findings["csf_protein"].value, case.findings["csf_protein"].status) == (71, "present")
    assert [(o.day, o.mrs, o.other) for o in case.observations] == [(30, 3, None), (None, None, "not Nystagmus")]
    assert (case.outcome.category, case.outcome.followup_days) == ("died", 375)


def test_our_packet_obeys_the_schema():
    json_format.ParseDict(full_packet(), Phenopacket())


def test_json_yaml_and_protobuf_give_the_same_case(tmp_path):
    packet = full_packet()
    cases = [imported(tmp_path, packet).case]
    path = tmp_path / "packet.yaml"
    path.write_text(yaml.safe_dump(packet), encoding="utf-8")
    cases.append(import_case(path).case)
    path = tmp_path / "packet.pb"
    path.write_bytes(json_format.ParseDict(packet, Phenopacket()).SerializeToString())
    cases.append(import_case(path).case)
    assert cases[0] == cases[1] == cases[2]


def test_unknown_fields_of_protobuf_are_not_dropped(tmp_path):
    path = tmp_path / "packet.pb"
    path.write_bytes(json_format.ParseDict(full_packet(), Phenopacket()).SerializeToString() + b"\xfa\x07\x03abc")
    with pytest.raises(CaseError, match="fields that a Phenopacket does not have"):
        import_case(path)


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        (lambda p: p.update(phenotypicFeature=[]), "(unknown field)", "a field of Phenopacket"),
        (lambda p: p["subject"].update(sex="F"), "subject.sex", "one of UNKNOWN_SEX, FEMALE, MALE, OTHER_SEX"),
        (lambda p: p["diseases"][0].update(excluded="no"), "diseases[0].excluded", "true or false"),
        (lambda p: p["diseases"][0].update(term=3), "diseases[0].term", "an object"),
        (lambda p: p.update(diseases={}), "diseases", "a list"),
        (lambda p: p["metaData"].update(created="yesterday"), "metaData.created", "a timestamp that exists"),
        (lambda p: p["diseases"][0]["onset"].update(timestamp="2020-01-01T00:00:00Z"), "diseases[0].onset", "one of"),
    ],
)
def test_the_schema_is_enforced_with_paths(tmp_path, change, path, expected):
    packet = full_packet()
    change(packet)
    with pytest.raises(CaseError) as caught:
        imported(tmp_path, packet)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert problem.expected.startswith(expected)


def test_an_unknown_field_gets_the_nearest(tmp_path):
    with pytest.raises(CaseError, match="did you mean phenotypicFeatures"):
        imported(tmp_path, full_packet() | {"phenotypicFeature": []})


def test_all_schema_problems_at_once(tmp_path):
    packet = full_packet()
    packet["subject"]["sex"] = "F"
    packet["diseases"][0]["excluded"] = "no"
    packet["zorg"] = 1
    with pytest.raises(CaseError) as caught:
        imported(tmp_path, packet)
    assert len(caught.value.problems) == 3


def test_timestamps_and_ages_meet_through_the_birth_date(tmp_path):
    packet = full_packet()
    packet["subject"]["dateOfBirth"] = "1950-04-20T00:00:00Z"
    packet["diseases"][0]["onset"] = {"timestamp": "2017-06-10T00:00:00Z"}
    del packet["phenotypicFeatures"]
    case = imported(tmp_path, packet).case
    assert case.age == 67
    assert abs(case.cancer.day_found_relative_to_onset - 60) < 60  # an age in years and days is not a date
    assert any("middle" in text for text in case.inferred)
    del packet["subject"]["dateOfBirth"]
    done = imported(tmp_path, packet)
    assert done.case.cancer.day_found_relative_to_onset is None
    assert any("cannot be compared" in remark.reason for remark in done.remarks)


def test_only_timestamps(tmp_path):
    text = json.dumps(full_packet())
    stamps = {"P67Y": "2017-06-10", "P67Y60D": "2017-08-09"}
    packet = json.loads(re.sub(r'"age": \{"iso8601duration": "(P67Y(?:60D)?)"\}', lambda m: _stamp(stamps[m[1]]), text))
    del packet["phenotypicFeatures"]
    assert imported(tmp_path, packet).case.cancer.day_found_relative_to_onset == 60


def _stamp(day):
    return f'"timestamp": "{day}T00:00:00Z"'


def test_ages_over_89_become_90(tmp_path):
    packet = full_packet()
    packet["diseases"][0]["onset"] = age("P95Y")
    packet["subject"].pop("vitalStatus")
    del packet["phenotypicFeatures"]
    assert imported(tmp_path, packet).case.age == 90


def test_what_is_not_read_is_listed(tmp_path):
    packet = full_packet()
    packet["diseases"][0]["diseaseStage"] = [term("NCIT:C27966", "Stage I")]
    packet["interpretations"] = [{"id": "i"}]
    packet["phenotypicFeatures"].append({"type": term("HP:0000002", "Abnormality of body height")})
    paths = {remark.path for remark in imported(tmp_path, packet).remarks}
    assert {"diseases[0].diseaseStage", "interpretations", "phenotypicFeatures[3].type", "id", "subject.id"} <= paths


def test_an_excluded_tumour_and_an_excluded_syndrome_are_no_facts(tmp_path):
    packet = full_packet()
    packet["diseases"][1]["excluded"] = True
    packet["diseases"].append({"term": term("MONDO:0018556", "Lambert-Eaton myasthenic syndrome"), "excluded": True})
    done = imported(tmp_path, packet)
    assert done.case.cancer.found is None
    assert done.case.phenotype == "limbic_encephalitis"
    assert sum("excluded" in remark.reason for remark in done.remarks) == 2


def test_foreign_words_in_our_own_codes_are_not_taken_over(tmp_path):
    packet = full_packet()
    packet["measurements"] = [
        {"assay": term("onconeural:field.source", ""), "value": {"ontologyClass": term("onconeural:source.evil", "x")}},
        {
            "assay": term("onconeural:field.case_id", ""),
            "value": {"ontologyClass": term("onconeural:source.evil", "x")},
        },
        {"assay": term("onconeural:event.birthday", ""), "value": {"ontologyClass": term("x", "x")}},
    ]
    done = imported(tmp_path, packet)
    assert done.case.source is None
    assert done.case.timeline[0].event == "death"
    assert {f"measurements[{i}]" for i in range(3)} <= {remark.path.removesuffix(".assay") for remark in done.remarks}


def test_a_chosen_name_and_phenotype(tmp_path):
    case = imported(tmp_path, full_packet(), Choices(phenotype="chorea", case_id="p7")).case
    assert (case.case_id, case.phenotype) == ("p7", "chorea")


@pytest.mark.parametrize("missing", ["phenopackets", "fhir"])
def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch, missing):
    real = extras.import_module

    def partly(name):
        if name.startswith(missing):
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr(extras, "import_module", partly)
    from .bundles import whole

    with pytest.raises(MissingLibraryError, match=r"pip install 'onconeural\[fhir\]'"):
        imported(tmp_path, full_packet() if missing == "phenopackets" else whole())
