"""The printed equations are the ones that run."""

import re
from pathlib import Path

import libsbml
import pytest
from matplotlib.mathtext import MathTextParser

from onconeural.evidence import sources
from onconeural.model import disease_model, registry
from onconeural.model.compose import MECHANISMS
from onconeural.model.formula_latex import formula_latex, symbol_latex
from onconeural.model.hormones import hormone_model, hormone_registry
from onconeural.model.typeset import typeset
from onconeural.report.equations_page import equations_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "model_equations.md"
MODELS = {"disease": (disease_model, registry), "hormones": (hormone_model, hormone_registry)}


@pytest.mark.parametrize(
    ("formula", "latex"),
    [
        ("a - (b + c)", r"a - \left(b + c\right)"),
        ("a - b + c", "a - b + c"),
        ("a*(b - c)", r"a\,\left(b - c\right)"),
        ("a/b/c", r"\frac{a}{b\,c}"),
        ("a/(b/c)", r"\frac{a\,c}{b}"),
        ("a*b/(c + 1)*d", r"\frac{a\,b\,d}{c + 1}"),
        ("-a*b", r"-a\,b"),
        ("a*(-b)", r"a\,\left(-b\right)"),
        ("(a + b)^2", r"\left(a + b\right)^{2}"),
        ("kN^2", r"\left(k_{N}\right)^{2}"),
        ("(a/b)^c", r"\left(\frac{a}{b}\right)^{c}"),
        ("exp(-a)", r"\exp\left(-a\right)"),
        ("abs(a - b)^2", r"\left|a - b\right|^{2}"),
        ("sqrt(a^2 + 1e-12)", r"\sqrt{a^{2} + 10^{-12}}"),
        ("2.5e-3*a", r"0.0025\,a"),
        ("3e12*a", r"3 \cdot 10^{12}\,a"),
        ("a >= 1", r"a \ge 1"),
    ],
)
def test_a_formula_keeps_its_meaning(formula, latex):
    assert formula_latex(libsbml.parseL3Formula(formula)) == latex


def test_a_function_without_a_form_is_named():
    with pytest.raises(ValueError, match="no typeset form"):
        formula_latex(libsbml.parseL3Formula("tan(a)"))


@pytest.mark.parametrize("name", MODELS)
def test_no_two_symbols_look_the_same(name):
    model, records = MODELS[name]
    symbols = {*model().parameters, *model().states, *model().system.rules}
    assert len({symbol_latex(s) for s in symbols}) == len(symbols)
    assert {s.symbol for s in records().states} <= symbols


@pytest.mark.parametrize("name", MODELS)
def test_every_equation_is_there_and_can_be_drawn(name):
    made = typeset(MODELS[name][0]().sbml)
    model = MODELS[name][0]()
    assert set(made.rules) == set(model.system.rules)
    assert set(made.rates) | {"x_loc", "x_rad"} | {s for s in model.states if s.startswith("t_")} >= set(model.states)
    assert set(made.events) == set(model.events)
    parser = MathTextParser("path")
    for latex in (*made.rules.values(), *made.rates.values(), *made.starts.values()):
        parser.parse(f"${latex}$")


def test_the_page_is_that_of_the_model():
    assert PAGE.read_text(encoding="utf-8") == equations_page(), (
        "the equations or the registry changed; run: onconeural model equations --out docs/model_equations.md"
    )


def test_the_page_has_every_symbol_with_its_unit_and_status():
    page = equations_page()
    for records in (registry(), hormone_registry()):
        for p in records.parameters:
            rows = [line for line in page.splitlines() if line.startswith("|") and f"| `{p.symbol}` |" in line]
            assert any(f"| {p.unit} |" in row and p.status in row for row in rows), p.symbol
            for key in p.sources:
                assert f"- `{key}`:" in page
    made = typeset(disease_model().sbml)
    for symbol, latex in made.rules.items():
        assert f"$${symbol_latex(symbol)} = {latex}$$" in page
    assert page.count(r"\frac{d") >= len(
        set(made.rates) - {"x_loc", "x_rad"} - {s for s in made.rates if s[:2] == "t_"}
    )


def test_the_model_page_has_twelve_statements_and_names_sources_that_exist():
    page = (PAGE.parent / "model.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ☐ |")]
    assert len(rows) == 12
    named = set(re.findall(r"`([a-z_]+(?:\d{4}[a-z_]*|_constants))`", page))
    assert {"petersonriggs2010", "milo2025", "csf_igg_constants"} <= named
    assert named <= set(sources())
    files = {f"{m}.ant" for m in (*MECHANISMS, "hormones")}
    assert {name for row in rows for name in re.findall(r"`(\w+\.ant)`", row)} <= files
