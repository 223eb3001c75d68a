"""The patient file: what it may hold, how it is read, and what is missing from it."""

from onconeural.case.consistency import Contradiction, contradictions
from onconeural.case.doubts import EVENTS
from onconeural.case.facts import facts_until, missing_facts
from onconeural.case.findings import FINDINGS, Finding, FindingKind, finding_names
from onconeural.case.model import Case
from onconeural.case.problems import CaseError, Problem
from onconeural.case.reading import check_case, load_case
from onconeural.case.record import Antibody, Cancer, Event, Observation, Outcome, Treatment
from onconeural.case.schema import case_schema

__all__ = [
    "EVENTS",
    "FINDINGS",
    "Antibody",
    "Cancer",
    "Case",
    "CaseError",
    "Contradiction",
    "Event",
    "Finding",
    "FindingKind",
    "Observation",
    "Outcome",
    "Problem",
    "Treatment",
    "case_schema",
    "check_case",
    "contradictions",
    "facts_until",
    "finding_names",
    "load_case",
    "missing_facts",
]
