import re
from datetime import date

import pytest
from pydantic import ValidationError

from onconeural.evidence import Interval, Quantity, cohort, cohorts, shipped_base, ucum
from onconeural.evidence.editorial import Editorial
from onconeural.evidence.files import load
from onconeural.evidence.quantity import as_text

# The grammar of UCUM, as far as it is used here: units with prefixes and exponents, powers of ten, annotations.
ATOM = r"(?:%|\[IU\]|(?:[cdmunpk]?(?:g|L|m[23]?|mol|osm|V)|Gy)|a|mo|wk|d|h|min|1)"
POWER = r"10\*-?\d+"
ANNOTATION = r"\{[A-Za-z_]+\}"
TERM = rf"(?:{POWER}|{ATOM}|{ANNOTATION})"
PLAIN = rf"{TERM}(?:[./]{TERM})*"
CODE = re.compile(rf"/?(?:{PLAIN}|\({PLAIN}\)/\({PLAIN}\))")


@pytest.mark.parametrize("code", load("units.yaml")["codes"])
def test_every_code_follows_the_grammar_of_ucum(code):
    assert CODE.fullmatch(code)
    assert ucum(code) == code


def test_words_stand_for_codes_of_the_list():
    data = load("units.yaml")
    assert set(data["words"].values()) <= set(data["codes"])
    assert ucum("patients") == "{patients}"
    assert ucum("Years") is None


def test_every_unit_of_the_list_is_used_or_is_a_ucum_code_of_the_model():
    used = {quantity.unit for _, _, quantity in shipped_base()[0].quantities()}
    assert {"years", "months", "days", "%", "per million person-years"} <= used
    assert all(ucum(unit) for unit in used)


def test_a_quantity_keeps_its_parts_apart():
    quantity = next(e.record.quantity for e in shipped_base()[0].claims if e.id == "hu_delay")
    assert (quantity.value, quantity.unit, quantity.statistic) == (6.5, "months", "mean")
    assert (quantity.interval.low, quantity.interval.high, quantity.interval.type) == (0.1, 47, "range")
    assert quantity.sd == 7.0


@pytest.mark.parametrize(
    "wrong",
    [{"statistic": "avrage"}, {"interval": {"low": 1, "high": 2, "type": "ci90"}}, {"comparator": "="}, {"extra": 1}],
)
def test_what_is_not_in_the_form_is_refused(wrong):
    with pytest.raises(ValidationError):
        Quantity(**{"value": 1, "unit": "%", "statistic": "percent"} | wrong)


def test_a_quantity_in_words():
    interval = Interval(5.13, 6.05, "ci95")
    text = as_text(Quantity(5.57, "per million person-years", "rate", interval=interval, population="Netherlands"))
    assert text == "5.57 per million person-years (rate, ci95 5.13 to 6.05, Netherlands)"
    assert as_text(Quantity(None, "%", "range", interval=Interval(6, 7, "range"))) == "6 to 7 % (range)"
    assert as_text(Quantity(5, "%", "percent", comparator="<")) == "<5 % (percent)"


def test_cohorts_have_roles_and_times():
    roles = [record.role for record in cohorts().values()]
    assert {role: roles.count(role) for role in set(roles)} == {
        "calibration": 91,
        "context": 24,
        "validation": 29,
        "fresh": 32,
    }
    names = dict(cohort("sillevissmitt2002_hu73").quantities())
    survival = [q for name, q in names.items() if "/survival" in name]
    assert {q.time_months for q in survival} == {3.0, 12.0, 36.0}
    assert all(q.time_origin for q in survival)


def test_every_observable_has_an_id_of_its_own():
    names = [name for record in cohorts().values() for name, _ in record.quantities()]
    assert len(names) == len(set(names)) == 1532


def test_an_unknown_cohort_names_the_nearest():
    with pytest.raises(KeyError, match="did you mean 'graus2001_hu200'"):
        cohort("graus2001_hu20")


def test_a_review_is_due_after_its_months():
    fresh = Editorial(added=date(2026, 1, 31), review_after_months=1)
    assert fresh.review_due == date(2026, 2, 28)
    assert Editorial(
        added=date(2026, 1, 1), last_reviewed=date(2026, 11, 30), review_after_months=12
    ).review_due == date(2027, 11, 28)
    assert Editorial(added=date(2026, 1, 1)).review_due is None


def test_every_shipped_record_has_its_editorial_facts():
    base = shipped_base()[0]
    for entry in (*base.sources, *base.claims, *base.cohorts, *base.criteria, *base.scope):
        assert entry.record.added, entry.id
        assert entry.record.reviewed_by_rule, entry.id
        assert entry.record.review_due, entry.id
