"""Distinct secrets in every field of every resource; no output may hold one of them."""

import json
import logging
import re
import traceback

import pytest
import yaml
from typer.testing import CliRunner

from onconeural.case import CaseError
from onconeural.case.formats import Choices, case_text, grouped, import_case, phenopacket
from onconeural.case.formats.extras import library
from onconeural.case.formats.fhir_readers import READERS
from onconeural.case.formats.gathered import Gathered
from onconeural.case.formats.packet_check import check_packet
from onconeural.cli.case import case_app

from .bundles import whole, write
from .packets import full_packet
from .shared_cases import FILES

SCHEMA = json.loads((FILES / "fhir-r4.schema.json").read_text(encoding="utf-8"))["definitions"]
SECRET = re.compile(r"zq[0-9]+x|1951|(?<!20\d\d)-11-23|8675309", re.IGNORECASE)  # not the day of an export
DATE = "1951-11-23"
DEEP = 3


class Secrets:
    """Gives every place a text of its own."""

    def __init__(self):
        self.count = 0

    def text(self):
        self.count += 1
        return f"zq{self.count}x"


def filled(name, secrets, depth=0):
    """Return a value for a definition of the R4 schema with a secret in every text, date and number."""
    form = SCHEMA[name]
    if "properties" not in form:
        return scalar(name, form, secrets)
    made = {}
    for key, part in form["properties"].items():
        if key == "resourceType":
            made[key] = part["const"]
        elif depth < DEEP or ("$ref" not in part and "items" not in part):
            made[key] = value(part, secrets, depth)
    return made


def value(part, secrets, depth):
    if "items" in part:
        return [value(part["items"], secrets, depth)]
    if "$ref" not in part:
        return secrets.text()
    name = part["$ref"].rpartition("/")[2]
    if name == "ResourceList":
        return {"resourceType": "Patient", "name": [{"family": secrets.text()}], "birthDate": DATE}
    return filled(name, secrets, depth + 1)


def scalar(name, form, secrets):
    if name in ("date", "dateTime"):
        return DATE
    if name == "instant":
        return f"{DATE}T10:00:00Z"
    if name in ("decimal", "integer", "positiveInt", "unsignedInt"):
        return 8675309
    return True if name == "boolean" else secrets.text()


def outputs(path, tmp_path, caplog):
    """Return everything that an import says or writes, on success and on failure."""
    out = tmp_path / "out.yaml"
    said = []
    for words in ((), ("--json",), ("--out", str(out)), ("--phenotype", "chorea")):
        done = CliRunner().invoke(case_app, ["import", str(path), *words])
        assert done.exit_code in (0, 2), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        said += [done.stdout, done.stderr, repr(done.exception), *map(str, done.exc_info or ())]
    if out.exists():
        said.append(out.read_text(encoding="utf-8"))
        out.unlink()
    try:
        found = import_case(path, Choices(phenotype="chorea"))
        said += [repr(found), str(found), *grouped(found.remarks), case_text(found.case, "json")]
        said.append(json.dumps(phenopacket(found.case)[0]))
    except CaseError as error:
        said += [repr(error), str(error), *traceback.format_exception(error, chain=True)]
    return "\n".join([*said, *(record.getMessage() for record in caplog.records)])


def assert_silent(path, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    said = outputs(path, tmp_path, caplog)
    assert not SECRET.search(said.replace(str(path), "")), SECRET.findall(said)
    assert "cannot handle" not in said
    return said


@pytest.mark.parametrize("kind", sorted(READERS))
def test_every_element_of_every_resource(kind, tmp_path, caplog):
    """One element after the other, filled to the depth of its types, in a bundle that is otherwise good."""
    secrets = Secrets()
    elements = SCHEMA[kind]["properties"]
    base = whole()
    place = next(i for i, entry in enumerate(base["entry"]) if entry["resource"]["resourceType"] == kind)
    for batch in (list(elements), *([name] for name in elements if name != "resourceType")):
        changed = json.loads(json.dumps(base))
        resource = changed["entry"][place]["resource"]
        made = filled(kind, secrets)
        resource.update({name: made[name] for name in batch if name in made and name != "resourceType"})
        found = import_or_problems(write(tmp_path, changed))
        assert not SECRET.search(found), (batch, SECRET.findall(found))
    assert_silent(write(tmp_path, changed), tmp_path, caplog)
    assert secrets.count > 50


def import_or_problems(path):
    try:
        done = import_case(path)
    except CaseError as error:
        assert "cannot handle" not in str(error)
        return repr(error) + "".join(traceback.format_exception(error))
    return repr(done) + "\n".join(grouped(done.remarks)) + case_text(done.case, "yaml")


def leaves(data, path=()):
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, inner in rows:
        yield (*path, key)
        yield from leaves(inner, (*path, key))


def changed_at(data, path, change):
    copy = json.loads(json.dumps(data))
    place = copy
    for step in path[:-1]:
        place = place[step]
    change(place, path[-1])
    return copy


def a_secret_key(place, step):
    if isinstance(place, dict):
        place["zq1x"] = place.pop(step)


CHANGES = {
    "text": lambda place, step: place.__setitem__(step, "zq1x"),
    "date": lambda place, step: place.__setitem__(step, DATE),
    "number": lambda place, step: place.__setitem__(step, 8675309),
    "object": lambda place, step: place.__setitem__(step, {"zq2x": "zq1x", "value": "zq3x"}),
    "list": lambda place, step: place.__setitem__(step, ["zq1x", {"zq2x": ["zq3x"]}]),
    "key": a_secret_key,
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_place_of_a_bundle(change, tmp_path):
    base = whole()
    for path in leaves(base):
        said = import_or_problems(write(tmp_path, changed_at(base, path, CHANGES[change])))
        assert not SECRET.search(said), (path, SECRET.findall(said))


@pytest.mark.parametrize("change", CHANGES)
def test_every_place_of_a_phenopacket(change, tmp_path):
    base = full_packet()
    for path in leaves(base):
        changed = changed_at(base, path, CHANGES[change])
        for suffix in ("json", "yaml"):
            target = tmp_path / f"packet.{suffix}"
            target.write_text(json.dumps(changed) if suffix == "json" else yaml.safe_dump(changed), encoding="utf-8")
            said = import_or_problems(target)
            assert not SECRET.search(said), (path, SECRET.findall(said))


def test_all_texts_of_a_phenopacket_at_once(tmp_path, caplog):
    secrets = Secrets()
    form = library("phenopackets.schema.v2.phenopackets_pb2").Phenopacket.DESCRIPTOR
    packet = message(form, secrets)
    assert check_packet(packet, Gathered())
    path = write(tmp_path, packet)
    assert_silent(path, tmp_path, caplog)
    good = full_packet() | {key: packet[key] for key in ("id", "metaData", "biosamples", "interpretations", "files")}
    assert "dead" not in assert_silent(write(tmp_path, good), tmp_path, caplog)
    assert secrets.count > 100


def message(form, secrets, depth=0):
    """Return a message of the Phenopacket schema with a secret in every text; of a choice, the first."""
    made, chosen = {}, set()
    for field in form.fields:
        if (field.containing_oneof is not None and field.containing_oneof.name in chosen) or depth > 6:
            continue
        if field.containing_oneof is not None:
            chosen.add(field.containing_oneof.name)
        made[field.json_name] = member(field, secrets, depth)
    return made


def member(field, secrets, depth):
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return {secrets.text(): secrets.text()}
    if field.message_type is not None and field.message_type.full_name == "google.protobuf.Timestamp":
        single = f"{DATE}T00:00:00Z"
    elif field.message_type is not None:
        single = message(field.message_type, secrets, depth + 1)
    elif field.enum_type is not None:
        single = field.enum_type.values[-1].name
    elif field.cpp_type == field.CPPTYPE_STRING:
        single = "2.0" if field.name == "phenopacket_schema_version" else secrets.text()
        single = "P60Y" if field.name == "iso8601duration" else single
    else:
        single = False if field.cpp_type == field.CPPTYPE_BOOL else 8675309
    return [single] if field.is_repeated else single


def test_the_name_of_the_file_is_never_said(tmp_path, caplog):
    for name in ("zq77x.json", "zq77x.yaml", "zq77x.txt", "zq77x.pb"):
        path = tmp_path / name
        path.write_text("{", encoding="utf-8")
        said = outputs(path, tmp_path, caplog)
        assert "zq77x" not in said
    assert "zq78x" not in outputs(tmp_path / "zq78x.json", tmp_path, caplog)


def test_unknown_elements_around_a_quoted_number(tmp_path):
    base = whole()
    base["entry"][7]["resource"]["zq1x"] = {"zq2x": {"value": "5", "unit": "mg", "comparator": "zq3x"}}
    with pytest.raises(CaseError) as caught:
        import_case(write(tmp_path, base))
    assert not SECRET.search(str(caught.value))
    assert "found a text, expected a number, without quotes" in str(caught.value)


def test_two_cases_with_other_names_and_shifted_dates_are_the_same_case(tmp_path):
    base = whole()
    text = json.dumps(base)
    shifted = json.loads(text.replace("2017-", "2013-").replace("1950-", "1946-"))
    shifted["entry"][0]["resource"]["name"] = [{"family": "zq1x"}]
    assert import_case(write(tmp_path, base)).case == import_case(write(tmp_path, shifted, "b.json")).case
