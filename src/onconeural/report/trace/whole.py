"""The evidence together with what lives above it: the parameters and antibodies of the model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from onconeural.evidence import folder_base, shipped_base
from onconeural.evidence.entries import Base
from onconeural.evidence.files import load as load_evidence
from onconeural.evidence.problems import Problem
from onconeural.evidence.reading import add_file
from onconeural.model import antibody, modelled
from onconeural.model.hormones import ROUTES
from onconeural.model.registry import load


@cache
def whole_base() -> tuple[Base, tuple[Problem, ...]]:
    """Return the shipped evidence with the model's parameters, and what is wrong with the form of any of it.

    >>> base, problems = whole_base()
    >>> len(base.parameters) > 90, problems
    (True, ())
    """
    base, problems = shipped_base()
    wrong = []
    for name in ("parameters.yaml", "hormones.yaml"):
        parameters: Any = load(name)
        base, found = add_file(base, name, parameters, load_evidence("editorial.yaml")["defaults"])
        wrong += found
    return _with_the_model(base), (*problems, *wrong)


def whole_folder(folder: Path, *, alone: bool = False) -> tuple[Base, tuple[Problem, ...]]:
    """Return a curator's records on top of the shipped ones, and what is wrong with their form.

    Raises NotADirectoryError.
    """
    base, problems = folder_base(folder, alone=alone)
    return _with_the_model(base), problems


def _with_the_model(base: Base) -> Base:
    antibodies = (f"antibody:{antibody(key).antibody}" for key in modelled())
    hormones = (f"hormone:{route.hormone}" for route in ROUTES)
    return replace(base, elsewhere=frozenset((*antibodies, *hormones)))
