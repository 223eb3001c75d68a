import json
from datetime import UTC, datetime

import pytest
import yaml
from google.protobuf import json_format
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phenopackets.schema.v2.phenopackets_pb2 import Phenopacket

from onconeural.case import EVENTS, FINDINGS, Antibody, Case, load_case
from onconeural.case.formats import import_case, packet_text, phenopacket
from onconeural.case.formats.own import symptom_terms, vocabulary
from onconeural.evidence import antibody_result_keys, phenotype_ids, sources, tumour_keys, tumour_label
from onconeural.evidence.files import load

from .shared_cases import ROOT, every_published_case

TODAY = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def back(case, tmp_path, form="json"):
    path = tmp_path / f"packet.{form}"
    packet, _ = phenopacket(case, TODAY)
    if form == "pb":
        path.write_bytes(json_format.ParseDict(packet, Phenopacket()).SerializeToString())
    else:
        path.write_text(packet_text(packet, form), encoding="utf-8")
    return import_case(path)


def held(case):
    """Return a case without what a packet cannot hold, as the documentation lists it."""
    data = case.model_dump()
    for name in ("case_id", "inferred", "phenotype_detail", "source_status"):
        del data[name]
    del data["cancer"]["stage"], data["outcome"]["note"]
    for row in data["timeline"]:
        del row["detail"]
    for row in data["treatments"]:
        del row["dose"], row["course"]
    for name, key in (("timeline", "day"), ("treatments", "start_day"), ("observations", "day")):
        data[name] = sorted(data[name], key=lambda row, key=key: (row[key] is None, row[key] or 0))
    return data


days = st.integers(-4000, 4000).map(float)
some_day = st.none() | days
signs = [label for label in symptom_terms() if label not in ("Focal-onset seizure", "Status epilepticus", "Dystonia")]
EXACT = [
    label for label in signs if label not in ("CSF lymphocytic pleiocytosis", "CSF oligoclonal immunoglobulin G bands")
]
antibodies = st.lists(
    st.builds(
        Antibody,
        name=st.sampled_from(antibody_result_keys()),
        specimen=st.sampled_from(vocabulary()["specimen"]),
        technique=st.sampled_from(vocabulary()["technique"]),
        titre=st.none() | st.integers(1, 99_999).map(lambda n: f"1:{n}"),
        confirmed=st.none() | st.booleans(),
    ),
    max_size=4,
    unique_by=lambda antibody: (antibody.name, antibody.specimen, antibody.technique),
)


@st.composite
def findings(draw):
    made = {}
    for name in draw(st.lists(st.sampled_from(sorted(FINDINGS)), max_size=4, unique=True)):
        kind, status = FINDINGS[name], draw(st.sampled_from(["present", "absent", "unknown"]))
        value = None
        if kind.unit and status != "unknown" and draw(st.booleans()):
            value = float(draw(st.integers(int(kind.low), int(kind.high))))
        unit = kind.unit if value is not None else None
        made[name] = {"status": status, "value": value, "unit": unit, "day": draw(some_day)}
    return made


@st.composite
def cases(draw):
    found = draw(st.none() | st.booleans())
    cancer = {"found": found}
    if found:
        cancer["type"] = draw(st.none() | st.sampled_from([tumour_label(key) for key in tumour_keys()]))
        cancer["day_found_relative_to_onset"] = draw(some_day)
        cancer["antigen_shown"] = draw(st.none() | st.booleans())
    seen = draw(st.lists(some_day, max_size=3, unique=True))
    return Case(
        case_id="a",
        age=float(draw(st.integers(20, 89))) if draw(st.booleans()) else draw(st.integers(2000, 8900)) / 100,
        sex=draw(st.sampled_from(["M", "F", None])),
        kind=draw(st.sampled_from(["pns", "ici", "mimic"])),
        source=draw(st.none() | st.sampled_from(sorted(sources()))),
        phenotype=draw(st.sampled_from(phenotype_ids())),
        antibodies=draw(antibodies),
        cancer=cancer,
        findings=draw(findings()),
        timeline=[
            {"day": day, "event": event}
            for day, event in draw(
                st.lists(
                    st.tuples(some_day, st.sampled_from([e for e in EVENTS if e not in ("death", "onset")])),
                    max_size=4,
                    unique=True,
                )
            )
        ],
        treatments=[
            {"name": name, "start_day": day}
            for name, day in draw(
                st.lists(st.tuples(st.sampled_from(vocabulary()["treatment"]), some_day), max_size=4, unique=True)
            )
        ],
        observations=[
            {"day": day, "mrs": draw(st.integers(0, 5)), "other": draw(st.none() | st.sampled_from(EXACT))}
            for day in seen
        ],
        outcome={
            "category": draw(st.sampled_from(["improved", "stabilised", "not_reported"])),
            "followup_days": draw(st.none() | st.integers(0, 4000).map(float)),
        },
        forecast_day=draw(st.none() | st.integers(0, 4000).map(float)),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=cases(), form=st.sampled_from(["json", "yaml", "pb"]))
def test_a_round_trip_gives_the_same_case(case, form, tmp_path):
    assert held(back(case, tmp_path, form).case) == held(case)


def test_the_example_comes_back(tmp_path):
    case = load_case(ROOT / "examples" / "hu_sclc_67f.yaml")
    copy = held(back(case, tmp_path).case)
    expected = held(case)
    expected["cancer"]["type"] = "small cell lung carcinoma"
    for row in expected["observations"]:
        row["other"] = None
    expected["observations"] = [row for row in expected["observations"] if row["mrs"] is not None]
    assert copy == expected


def test_a_death_comes_back(tmp_path):
    case = Case(
        case_id="a",
        phenotype="chorea",
        age=60.0,
        timeline=[{"day": 0.0, "event": "onset"}, {"day": 300.0, "event": "death"}],
        outcome={"category": "died"},
    )
    assert held(back(case, tmp_path).case) == held(case)


@every_published_case
def test_published_cases_are_written_and_read(path, tmp_path):
    case = load_case(path)
    packet, lost = phenopacket(case, TODAY)
    json_format.ParseDict(packet, Phenopacket())
    copy = back(case, tmp_path).case
    assert (copy.phenotype, copy.kind, copy.sex) == (case.phenotype, case.kind, case.sex)
    assert [a.name for a in copy.antibodies] == [a.name for a in case.antibodies]
    for text in _texts(case):
        assert text not in packet_text(packet, "json"), text
    assert lost


def _texts(case):
    texts = [case.phenotype_detail, case.outcome.note, *case.inferred]
    texts += [row.detail for row in case.timeline] + [row.course for row in case.treatments]
    return [text for text in texts if text and len(text) > 25]


def unverified():
    """Return every code of the evidence that is not marked verified."""
    found = set()

    def walk(data):
        if isinstance(data, dict):
            if "code" in data and data.get("verified") is not True:
                found.add(str(data["code"]))
            for value in data.values():
                walk(value)
        elif isinstance(data, list):
            for value in data:
                walk(value)

    walk(load("codes.yaml"))
    return found - {"None"}


def identifiers(data):
    rows = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    own = [data["id"]] if isinstance(data, dict) and "label" in data else []
    return own + [name for row in rows for name in identifiers(row)]


def everything():
    yield from (Case(case_id="a", phenotype=name, kind=kind) for name in phenotype_ids() for kind in ("pns", "mimic"))
    yield from (Case(case_id="a", phenotype="chorea", antibodies=[{"name": n}]) for n in antibody_result_keys())
    for key in tumour_keys():
        yield Case(case_id="a", phenotype="chorea", cancer={"found": True, "type": tumour_label(key)})
    for name in vocabulary()["treatment"]:
        yield Case(case_id="a", phenotype="chorea", treatments=[{"name": name}])
    for name in FINDINGS:
        yield Case(case_id="a", phenotype="chorea", findings={name: {"status": "present"}})
    yield from (Case(case_id="a", phenotype="chorea", observations=[{"other": label}]) for label in symptom_terms())


def test_no_unverified_code_is_ever_written():
    bad, written = unverified(), set()
    assert {"C15304", "121191", "75859-9", "26465-5"} <= bad
    for case in everything():
        written |= set(identifiers(phenopacket(case, TODAY)[0]))
    codes = {name.partition(":")[2] if not name.startswith(("HP", "MONDO")) else name for name in written}
    assert not codes & bad
    assert {"HP:5000016", "MONDO:0008433", "ATC:J06BA02"} <= written
    assert {name.partition(":")[0] for name in written} == {"HP", "MONDO", "ATC", "onconeural"}


def test_the_paraneoplastic_term_is_written_for_paraneoplastic_cases_only():
    for kind, code in (("pns", "MONDO:0700416"), ("ici", "onconeural:phenotype.sensory_neuronopathy")):
        packet, _ = phenopacket(Case(case_id="a", phenotype="sensory_neuronopathy", kind=kind), TODAY)
        assert packet["diseases"][0]["term"]["id"] == code


def test_every_prefix_has_a_resource():
    for case in everything():
        packet, _ = phenopacket(case, TODAY)
        named = {row["namespacePrefix"] for row in packet["metaData"]["resources"]}
        assert named == {name.partition(":")[0] for name in identifiers(packet)}


def test_what_cannot_be_held_is_said():
    case = Case(
        case_id="mrs-smith",
        phenotype="chorea",
        phenotype_detail="secret words",
        age=95.0,
        antibodies=[{"name": "hu", "titre": "strong"}],
        cancer={"found": True, "type": "a lump", "stage": "IIIb"},
        treatments=[{"name": "magic", "start_day": 3.0}, {"name": "ivig", "dose": "2 g/kg"}],
        timeline=[{"event": "party"}, {"event": "relapse", "detail": "secret words"}],
        observations=[{"other": "walks with a stick"}],
        outcome={"note": "secret words"},
        inferred=["secret words"],
        source="a letter",
        source_status="x",
    )
    packet, lost = phenopacket(case, TODAY)
    assert {remark.path for remark in lost} == {
        "case_id",
        "phenotype_detail",
        "age",
        "antibodies[0].titre",
        "cancer.type",
        "cancer.stage",
        "treatments[0].name",
        "treatments[1].dose",
        "timeline[0].event",
        "timeline[1].detail",
        "observations[0].other",
        "outcome.note",
        "inferred",
        "source",
        "source_status",
    }
    text = packet_text(packet, "json")
    for secret in ("secret", "mrs-smith", "magic", "party", "IIIb", "P95Y", "a lump", "a letter"):
        assert secret not in text


def test_days_need_an_age():
    case = Case(case_id="a", phenotype="chorea", treatments=[{"name": "ivig", "start_day": 3.0}])
    packet, lost = phenopacket(case, TODAY)
    assert "treatments[0].start_day" in {remark.path for remark in lost}
    assert "2026-01-02T00:00:00Z" in packet_text(packet, "yaml")


@pytest.mark.parametrize("day", [-30.5, 0.25, 120.5])
def test_parts_of_days_come_back(day, tmp_path):
    case = Case(case_id="a", phenotype="chorea", age=60.0, observations=[{"day": day, "mrs": 2}])
    assert back(case, tmp_path).case.observations == case.observations


def test_a_packet_that_breaks_the_schema_is_not_written():
    with pytest.raises(ValueError, match="unknown field"):
        packet_text({"zorg": 1}, "json")


def test_yaml_and_json_hold_the_same():
    packet, _ = phenopacket(Case(case_id="a", phenotype="chorea"), TODAY)
    assert yaml.safe_load(packet_text(packet, "yaml")) == json.loads(packet_text(packet, "json"))


texts = st.none() | st.sampled_from(
    ["", "walks", "Ataxia", "not Ataxia; Nystagmus", "Ataxia; walks", "SCLC", "thymoma", "1:40"]
)


@st.composite
def wild_cases(draw):
    """Cases with anything that the format allows; lists of one item, so that places can be compared."""
    found = draw(st.none() | st.booleans())
    open_tumour = {} if found is False else {"type": draw(texts), "day_found_relative_to_onset": draw(some_day)}
    return Case(
        case_id="a",
        age=draw(st.none() | st.sampled_from([61.0, 61.123, 89.0, 95.0, 30.25])),
        sex=draw(st.sampled_from(["M", "F", None])),
        kind=draw(st.sampled_from(["pns", "ici", "mimic", "other"])),
        source=draw(texts),
        phenotype=draw(st.sampled_from(phenotype_ids())),
        phenotype_detail=draw(texts),
        antibodies=[{"name": "hu", "titre": draw(texts)}],
        cancer={
            "found": found,
            "stage": draw(texts),
            "antigen_shown": None if found is False else draw(st.none() | st.booleans()),
            "consistent": None if found is False else draw(st.none() | st.booleans()),
            **open_tumour,
        },
        timeline=[
            {"day": draw(some_day), "event": draw(st.sampled_from([*EVENTS[4:10], "party"])), "detail": draw(texts)}
        ],
        treatments=[
            {
                "name": draw(st.sampled_from(["ivig", "magic"])),
                "start_day": draw(some_day),
                "dose": draw(texts),
                "course": draw(texts),
            }
        ],
        observations=[{"day": draw(some_day), "mrs": draw(st.none() | st.integers(0, 5)), "other": draw(texts)}],
        findings=draw(findings()),
        outcome={
            "category": draw(st.sampled_from(["improved", "died", "not_reported"])),
            "followup_days": draw(st.none() | st.just(7.0)),
            "note": draw(texts),
        },
        forecast_day=draw(st.none() | st.just(9.0)),
        source_status=draw(texts),
    )


def flat(data, path=""):
    if isinstance(data, dict):
        return {k: v for key, value in data.items() for k, v in flat(value, f"{path}.{key}".lstrip(".")).items()}
    if isinstance(data, list | tuple):
        return {k: v for i, value in enumerate(data) for k, v in flat(value, f"{path}[{i}]").items()}
    return {} if data is None else {path: data}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=wild_cases())
def test_whatever_does_not_come_back_was_said(case, tmp_path):
    said = {remark.path for remark in phenopacket(case, TODAY)[1]}
    copy = flat(back(case, tmp_path).case.model_dump())
    for path, value in flat(case.model_dump()).items():
        parts = {path, path.rpartition(".")[0], path.partition("[")[0], path.rpartition(".")[0] + ".name"}
        parts.add(path.rpartition(".")[0] + ".event")
        assert copy.get(path) == value or parts & said, (path, value, copy.get(path))
