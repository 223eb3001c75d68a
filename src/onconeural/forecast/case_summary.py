"""The case in one line, from coded fields and the tumour's text."""

from __future__ import annotations

from onconeural.case import Case
from onconeural.evidence import antibody_label, phenotype_label, tumour_key, tumour_label


def case_summary(case: Case) -> str:
    """The case in one line: sex, age, phenotype, antibodies, tumour.

    >>> case_summary(Case(case_id="a1", sex="F", age=67, phenotype="chorea", antibodies=[{"name": "hu"}]))
    'woman of 67, chorea, antibodies: Hu (ANNA-1), tumour: not stated'
    """
    person = {"F": "woman", "M": "man", None: "patient"}[case.sex]
    age = f" of {case.age:g}" if case.age is not None else ""
    names = [antibody_label(a.name) for a in case.antibodies if a.name != "none"]
    antibodies = f"antibodies: {', '.join(dict.fromkeys(names))}" if names else "no antibody given"
    return f"{person}{age}, {_inside_a_sentence(phenotype_label(case.phenotype))}, {antibodies}, {_tumour_words(case)}"


def _inside_a_sentence(label: str) -> str:
    """A label without its capital, unless it is an abbreviation or a name with a hyphen or further capitals."""
    return label[:1].lower() + label[1:] if label[1:] == label[1:].lower() else label


def _tumour_words(case: Case) -> str:
    cancer = case.cancer
    if cancer.found is None:
        return "tumour: not stated"
    if not cancer.found:
        return "no tumour found"
    key = tumour_key(cancer.type) if cancer.type else None
    return f"tumour: {tumour_label(key) if key else (cancer.type or 'type not given')}"
