"""Models that would hang or crash a reader are refused in words, and large honest ones are not."""

import pytest

from onconeural.engine import Model, ModelError

MATH = 'xmlns="http://www.w3.org/1998/Math/MathML"'
ARGUMENT = "<ci>a</ci>"


def sbml(rate, functions=""):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
    <listOfFunctionDefinitions>{functions}</listOfFunctionDefinitions>
    <listOfParameters><parameter id="x" value="1" constant="false"/></listOfParameters>
    <listOfRules><rateRule variable="x"><math {MATH}>{rate}</math></rateRule></listOfRules></model></sbml>"""


def define(name, body):
    return (
        f'<functionDefinition id="{name}"><math {MATH}><lambda><bvar>{ARGUMENT}</bvar>{body}</lambda></math>'
        "</functionDefinition>"
    )


def call(name, argument):
    return f"<apply><ci>{name}</ci>{argument}</apply>"


def doubling(levels):
    """Functions of functions: level i is as large as 2 to the power 2 to the power i."""
    first = define("f0", f"<apply><plus/>{ARGUMENT}{ARGUMENT}</apply>")
    rest = [define(f"f{i}", call(f"f{i - 1}", call(f"f{i - 1}", ARGUMENT))) for i in range(1, levels)]
    return first + "".join(rest)


def chain(length):
    """Functions that each add one to the one before."""
    steps = (f"<apply><plus/>{call(f'f{i - 1}', ARGUMENT)}<cn>1</cn></apply>" for i in range(1, length))
    return define("f0", ARGUMENT) + "".join(define(f"f{i}", step) for i, step in enumerate(steps, 1))


def nested_models(levels):
    first = "model m0(); x = 1; x' = -x; end\n"
    return first + "".join(f"model m{i}(); a: m{i - 1}(); b: m{i - 1}(); end\n" for i in range(1, levels))


SBML = {
    "entity": (sbml("<cn>1</cn>").replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "document type or entity"),
    "entity bomb": ('<!DOCTYPE x [<!ENTITY a "bb"><!ENTITY b "&a;&a;">]><x>&b;</x>', "document type or entity"),
    "deep elements": ("<a>" * 100_000, "nested over 900 levels"),
    "deep formula": (sbml("<apply><minus/>" * 300 + "<ci>x</ci>" + "</apply>" * 300), "nested over 100 levels"),
    "very deep formula": (sbml("<apply><minus/>" * 50_000), "nested over 900 levels"),
    "recursion": (sbml(call("f", "<ci>x</ci>"), define("f", call("f", ARGUMENT))), "f calls f"),
    "mutual recursion": (
        sbml(call("f", "<ci>x</ci>"), define("f", call("g", ARGUMENT)) + define("g", call("f", ARGUMENT))),
        "f calls g calls f",
    ),
    "function bomb": (sbml(call("f29", "<ci>x</ci>"), doubling(30)), "when function definitions are written out"),
    "long chain of functions": (sbml(call("f1999", "<ci>x</ci>"), chain(2000)), "over 900 levels"),
    "long number": (sbml(f"<cn>{'1' * 1_000_000}</cn>"), "valid double"),
    "huge": ("<sbml>" + " " * 20_000_001, "at most 20000000 are read"),
}


@pytest.mark.parametrize(("text", "said"), SBML.values(), ids=SBML)
def test_hostile_sbml_is_refused(text, said):
    with pytest.raises(ModelError, match=said):
        Model.from_sbml(text)


ANTIMONY = {
    "import": ('import "/etc/passwd"\nmodel m(); x = 1; end', "imports"),
    "brackets": ("model m(); x = 1\nx' = " + "-(" * 4_000 + "x" + ")" * 4_000 + "; end", "line 2: brackets"),
    "endless sum": ("model m(); x = 1; x' = " + "+".join(["x"] * 20_000) + "; end", "a statement of over"),
    "models of models": (nested_models(40), "unfolds into over 1000 submodels"),
    "huge": ("//" + "x" * 2_000_001, "at most 2000000 are read"),
}


@pytest.mark.parametrize(("text", "said"), ANTIMONY.values(), ids=ANTIMONY)
def test_hostile_antimony_is_refused(text, said):
    with pytest.raises(ModelError, match=said):
        Model.from_antimony(text)


def test_submodels_of_submodels_in_sbml_are_counted():
    models = "".join(
        f'<comp:modelDefinition id="m{i}"><comp:listOfSubmodels><comp:submodel comp:id="a" comp:modelRef="m{i - 1}"/>'
        f'<comp:submodel comp:id="b" comp:modelRef="m{i - 1}"/></comp:listOfSubmodels></comp:modelDefinition>'
        for i in range(1, 40)
    )
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
    <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2" comp:required="true"
      xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1">
    <model id="m"><comp:listOfSubmodels><comp:submodel comp:id="a" comp:modelRef="m39"/></comp:listOfSubmodels></model>
    <comp:listOfModelDefinitions><comp:modelDefinition id="m0"/>{models}</comp:listOfModelDefinitions></sbml>"""
    with pytest.raises(ModelError, match="unfolds into over 1000 submodels"):
        Model.from_sbml(text)


def test_honest_models_pass():
    assert len(Model.from_antimony(nested_models(6)).states) == 32
    terms = Model.from_antimony("model m(); x = 1; k = 2; x' = " + " + ".join(["k"] * 800) + "; end")
    assert terms.simulate(1.0, outputs=("x",), times=(1.0,)).values["x"][0, 0] == pytest.approx(1601)
    functions = Model.from_sbml(sbml(call("f2", "<ci>x</ci>"), doubling(3)))  # 16 times x
    assert functions.simulate(0.1, outputs=("x",), times=(0.1,)).values["x"][0, 0] == pytest.approx(4.953032, rel=1e-4)
    comments = "// (((\n" * 200
    assert Model.from_antimony(f"model m()\n{comments} x = 1; x' = -x\nend").states == ("x",)
    events = "\n".join(f"e{i}: at (x > {i + 2}): k = 2" for i in range(1_100))
    assert len(Model.from_antimony(f"model m(); x = 1; k = 1; x' = k\n{events}\nend").events) == 1_100
