"""From gathered statements to a case: days from onset, and nothing chosen in silence."""

from __future__ import annotations

import hashlib
import json

from pydantic import ValidationError

from onconeural.case.fields import LONGEST_LIST
from onconeural.case.formats.courses import course
from onconeural.case.formats.draft import Choices, Draft
from onconeural.case.formats.gathered import FILE, Gathered
from onconeural.case.formats.onset import alive, clock
from onconeural.case.formats.patient import cancer, person, phenotype
from onconeural.case.model import Case
from onconeural.case.problems import Problem
from onconeural.case.validation import from_validation
from onconeural.evidence import phenotype_ids

MOST_FACTS = 10_000  # a synthetic record of a whole life has some hundred


def assemble(found: Gathered, choices: Choices) -> Case | None:
    """Return the case that the statements make; None, with problems in ``found``, when they make none."""
    if len(found.facts) > MOST_FACTS:
        found.problem("", f"more than {MOST_FACTS} facts", "the record of one patient")
        return None
    draft = Draft({"phenotype": choices.phenotype} if choices.phenotype else {})
    alive(found)
    time = clock(found, draft, choices.onset_path)
    for fill in (person, phenotype, cancer, course):
        fill(found, time, draft)
    _named_fields(found, draft)
    _too_long(found, draft)
    return _case(found, draft, choices) if not found.problems else None


def _named_fields(found: Gathered, draft: Draft) -> None:
    """Take over what a phenopacket of ours states by the name of the field."""
    for name, value in found.fields.items():
        part, _, key = name.rpartition(".")
        (draft.fields.setdefault(part, {}) if part else draft.fields)[key] = value


def _too_long(found: Gathered, draft: Draft) -> None:
    for name, rows in draft.fields.items():
        if isinstance(rows, list) and len(rows) > LONGEST_LIST:
            reason = f"a case holds at most {LONGEST_LIST} {name}; the later ones are left out"
            found.remark("", "not understood", reason)
            del rows[LONGEST_LIST:]


def _case(found: Gathered, draft: Draft, choices: Choices) -> Case | None:
    data = {**draft.fields, "inferred": draft.inferred[:LONGEST_LIST]}
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:8]
    try:
        return Case.model_validate({"case_id": choices.case_id or f"imported-{digest}", **data})
    except ValidationError as error:
        found.problems += [_of_the_case(problem) for problem in from_validation(FILE, error)]
        return None


def _of_the_case(problem: Problem) -> Problem:
    """Return a problem of the case without its value, which may have come from the file."""
    near = problem.nearest if problem.nearest in phenotype_ids() else None
    return Problem(FILE, f"(the case) {problem.path}", "something else", problem.expected, near)
