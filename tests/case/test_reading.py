import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onconeural.case import Case, CaseError, check_case, load_case

from .shared_cases import FILES


def written(tmp_path, text, name="case.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def lines(tmp_path, text, name="case.yaml"):
    """Return the problems of a text, without the file name."""
    path = written(tmp_path, text, name)
    problems = check_case(path)
    if any(problem.severity == "error" for problem in problems):
        with pytest.raises(CaseError) as caught:
            load_case(path)
        assert caught.value.problems == problems
        assert str(caught.value) == "\n".join(map(str, problems))
    return [str(problem).removeprefix(f"{path}: ") for problem in problems]


def test_yaml_and_json_give_the_same_case():
    assert load_case(FILES / "full.yaml") == load_case(FILES / "full.json")
    assert load_case(str(FILES / "full.yaml")).hash() == load_case(FILES / "full.json").hash()


def test_the_smallest_case():
    assert load_case(FILES / "minimal.yaml") == Case(case_id="minimal", phenotype="limbic_encephalitis")


def test_every_problem_is_reported_at_once_with_its_place(tmp_path):
    text = """
case_id: ../../x
phenotipe: chorea
phenotype: corea
age: "54"
age: 55
sex: W
antibodies: [{name: Anti-Hu, specimen: serumm}]
cancer: {found: false, type: SCLC, day_found_relative_to_onset: null}
treatments:
- {name: ivig, start_day: 2024-01-05, dosis: 2}
- {name: ivig, start_day: .nan}
observations: [{day: 3, mrs: 6}, {day: 4, mrs: 9}]
findings: {csf_cells: {status: present, value: 9, unit: g/L}, csf_protien: {status: present}}
5: x
"""
    assert lines(tmp_path, text) == [
        "age: found the same key twice, expected each key once",
        "found 5 as a key, expected keys that are plain words",
        "case_id: found '../../x', expected letters, digits, dots, hyphens and underscores only, at most 64, "
        "the first a letter or a digit",
        "age: found '54', expected a number, without quotes",
        "sex: found 'W', expected 'M' or 'F'",
        "phenotype: found 'corea', expected a phenotype; did you mean chorea?",
        "antibodies[0].name: found 'Anti-Hu', expected an antibody key, `none`, or an unspecified result; "
        "did you mean hu?",
        "antibodies[0].specimen: found 'serumm', expected 'serum', 'csf' or 'unspecified'; did you mean serum?",
        "treatments[0].start_day: found '2024-01-05', expected days from onset; a case holds no dates",
        "treatments[0].dosis: found an unknown key, expected a known key; did you mean dose?",
        "treatments[1].start_day: found '.nan', expected a plain finite decimal number, or the text in quotes",
        "observations[1].mrs: found 9, expected at most 6",
        "findings.csf_protien: found 'csf_protien', expected a finding; did you mean csf_protein?",
        "phenotipe: found an unknown key, expected a known key; did you mean phenotype?",
        "observations[1].day: found 4, expected no fact after death (day 3)",
        "cancer.type: found 'SCLC', expected null, since cancer.found is false",
        "findings.csf_cells.unit: found 'g/L', expected cells/uL",
    ]


def test_a_treatment_before_birth(tmp_path):
    text = "{case_id: a, phenotype: chorea, age: 54, treatments: [{name: ivig, start_day: -30000}]}"
    assert lines(tmp_path, text) == [
        "treatments[0].start_day: found -30000, expected a day after birth (about day -20089 at age 54)"
    ]


def test_a_warning_does_not_stop_the_case(tmp_path):
    text = "{case_id: a, phenotype: chorea, timeline: [{day: 3, event: relapsee}]}"
    (line,) = lines(tmp_path, text)
    assert line.startswith("timeline[0].event: warning: found 'relapsee', expected one of ")
    assert line.endswith("did you mean relapse?")
    assert load_case(tmp_path / "case.yaml").timeline[0].event == "relapsee"


@pytest.mark.parametrize("word", ["yes", "on", "true", "True"])
def test_the_yaml_words_for_true(tmp_path, word):
    path = written(tmp_path, f"{{case_id: a, phenotype: chorea, cancer: {{found: {word}}}}}")
    assert load_case(path).cancer.found is True


@pytest.mark.parametrize(
    "number", ["054", "0x36", "5_4", "1:30", "0b1", ".inf", "-.INF", ".nan", "1.0e+400", "9" * 5000]
)
def test_only_plain_decimal_numbers_are_numbers(tmp_path, number):
    (line,) = lines(tmp_path, f"case_id: a\nphenotype: chorea\nage: {number}\n")
    assert line.startswith("age: found '")
    assert len(line) < 200


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
def test_json_numbers_are_finite(tmp_path, number):
    (line,) = lines(tmp_path, f'{{"case_id": "a", "phenotype": "chorea", "age": {number}}}', "case.json")
    assert line.startswith("age: found '")


def test_json_keys_stand_once_and_text_is_whole(tmp_path):
    text = '{"case_id": "a", "phenotype": "chorea", "age": 1, "age": 2, "phenotype_detail": "\\ud800"}'
    assert lines(tmp_path, text, "case.json") == [
        "age: found the same key twice, expected each key once",
        r"phenotype_detail: found '\ud800', expected text without broken characters",
    ]


def test_broken_json_says_where(tmp_path):
    (line,) = lines(tmp_path, '{"case_id": }', "case.json")
    assert line == "line 1, column 13: found 'Expecting value', expected well-formed JSON"


def test_limits_of_length_are_said(tmp_path):
    text = json.dumps({"case_id": "a", "phenotype": "chorea", "source": "x" * 2001, "inferred": ["x"] * 501})
    assert lines(tmp_path, text, "case.json") == [
        f"source: found '{'x' * 76}..., expected a length of at most 2000",
        "inferred: found a list, expected a length of at most 500",
    ]


def test_found_is_printable_and_short(tmp_path):
    text = json.dumps({"case_id": "\x1b[31m" * 100, "phenotype": "[bold]x[/bold]", "\x1b]0;t\x07": 1})
    path = written(tmp_path, text, "case.json")
    problems = check_case(path)
    assert {problem.path for problem in problems} == {"case_id", "phenotype", r"\x1b]0;t\x07"}
    for problem in problems:
        assert len(problem.found) <= 80
        assert str(problem).isprintable()


def test_the_name_of_the_file_is_made_printable(tmp_path):
    (line,) = map(str, check_case(tmp_path / "\x1b[31m.yaml"))
    assert line.isprintable()
    assert "no such file" in line


CRAFTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("hu"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "day", "mrs", "status", "found", "type", "event", "csf_cells", "value"]),
            inner,
        )
    ),
    max_leaves=12,
)
FIELDS = st.sampled_from([*Case.model_fields, "x"])
ONE_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def case_or_error(path):
    """Read a file; the only legal outcomes are a case and a CaseError that agrees with the check."""
    problems = check_case(path)
    try:
        assert isinstance(load_case(path), Case)
    except CaseError as error:
        assert error.problems == problems
        assert any(problem.severity == "error" for problem in problems)
    else:
        assert all(problem.severity == "warning" for problem in problems)
    for problem in problems:
        assert str(problem).isprintable()


@ONE_FILE
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.yaml", "a.json"]))
def test_any_bytes(tmp_path, content, name):
    case_or_error(written(tmp_path, content, name))


@ONE_FILE
@given(cut=st.integers(0, 40), line=st.text(alphabet="{}[]:,-&*!|'\"\n abc01<.", max_size=20))
def test_a_good_file_with_one_line_replaced(tmp_path, cut, line):
    good = (FILES / "full.yaml").read_text(encoding="utf-8").splitlines()
    case_or_error(written(tmp_path, "\n".join([*good[:cut], line, *good[cut + 1 :]])))


@ONE_FILE
@given(text=st.text(alphabet="{}[]:,-&*!|>'\"?#%@ \n\tabc01<.", max_size=80))
def test_any_yaml_punctuation(tmp_path, text):
    case_or_error(written(tmp_path, text))


@ONE_FILE
@given(facts=st.dictionaries(FIELDS, CRAFTED, max_size=5))
@example(facts={"findings": {"name": None, "day": {"name": None}}})
def test_any_tree_of_data(tmp_path, facts):
    text = json.dumps({"case_id": "a", "phenotype": "chorea"} | facts)
    case_or_error(written(tmp_path, text, "a.json"))
    case_or_error(written(tmp_path, text, "a.yaml"))


OTHER_WORDS = {
    "antibodies: [{name: anti-Hu (ANNA-1)}]": "hu",
    "antibodies: [{name: GABA-B receptor}]": "gababr",
    "phenotype: paraneoplastic cerebellar degeneration": "rapidly_progressive_cerebellar_syndrome",
    "phenotype: anti_nmdar_encephalitis": "encephalitis_other",
    "phenotype: LEMS": "lambert_eaton",
    "sex: Female": "F",
    "age: 35 years": "35",
    "cancer: {day_found_relative_to_onset: 3 months}": "91",
    "timeline: [{day: 6 weeks, event: onset}]": "42",
    "mri: normal": "findings.mri",
}


@pytest.mark.parametrize(("line", "meant"), OTHER_WORDS.items())
def test_sensible_words_are_answered_with_the_word_of_the_format(tmp_path, line, meant):
    head = "case_id: a\n" if line.startswith("phenotype") else "case_id: a\nphenotype: chorea\n"
    (problem,) = lines(tmp_path, head + line + "\n")
    assert problem.endswith(f"; did you mean {meant}?")


def test_a_syndrome_of_hormones_is_sent_to_its_curves(tmp_path):
    (problem,) = lines(tmp_path, "case_id: a\nphenotype: SIADH\n")
    assert "onconeural model hormones" in problem


def test_treatments_that_cannot_be_read_are_said_and_tumours_are_any(tmp_path):
    text = """
case_id: a
phenotype: chorea
cancer: {found: true, type: urothelial carcinoma}
treatments: [{name: ivgi}, {name: "3,4-diaminopyridine"}, {name: IV methylprednisolone}, {name: levetiracetam}]
"""
    (treatment,) = lines(tmp_path, text)
    assert treatment.startswith("treatments[0].name: warning: found 'ivgi'")
    assert treatment.endswith("did you mean ivig?")
