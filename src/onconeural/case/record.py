"""What a case file may hold, field by field, before anybody asks whether the fields agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from onconeural.case.fields import LONGEST_LIST, STRICT, TUPLE, AntibodyName, Day, PhenotypeName, Text, Word
from onconeural.case.findings import Finding, FindingName

CaseId = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", json_schema_extra={"not": {"pattern": r"\.\."}}),
]


class Antibody(BaseModel):
    """One antibody result; ``confirmed`` says whether a second, different method agreed.

    ``technique`` is the method of the first positive result.
    """

    model_config = STRICT

    name: AntibodyName
    specimen: Literal["serum", "csf", "unspecified"] = "unspecified"
    technique: Literal["line_blot", "cell_based", "tissue", "elisa", "radioimmunoassay", "unspecified"] = "unspecified"
    titre: Text | None = None
    confirmed: bool | None = None


class Cancer(BaseModel):
    """The tumour, as far as known: ``found`` is None when nobody says whether there is one.

    ``consistent`` overrides the criteria's own reading of whether the tumour fits; ``antigen_shown`` says
    whether the tumour was shown to carry the antigen.
    """

    model_config = STRICT

    found: bool | None = None
    type: Text | None = None
    day_found_relative_to_onset: Day | None = None
    stage: Text | None = None
    timing: Literal["before_onset", "at_onset", "after_onset", "unknown"] | None = None
    antigen_shown: bool | None = None
    consistent: bool | None = None


class Event(BaseModel):
    """Something that happened; ``EVENTS`` lists the known words, others give a warning."""

    model_config = STRICT

    day: Day | None = None
    event: Word
    detail: Text | None = None


class Treatment(BaseModel):
    """One treatment as given; ``name`` is in words, and ``check_case`` warns when none of them can be read."""

    model_config = STRICT

    name: Annotated[str, Field(min_length=1, max_length=200)]
    start_day: Day | None = None
    dose: Text | None = None
    course: Text | None = None


class Observation(BaseModel):
    """The state on a day: modified Rankin scale (0 to 6, whole) and anything else as text."""

    model_config = STRICT

    day: Day | None = None
    mrs: Annotated[int, Field(ge=0, le=6)] | None = None
    other: Text | None = None


class Outcome(BaseModel):
    """How it ended, and how many days after onset that was seen."""

    model_config = STRICT

    category: Literal[
        "recovered",
        "improved",
        "stabilised",
        "unchanged",
        "worsened",
        "relapsing",
        "died",
        "not_reported",
    ] = "not_reported"
    followup_days: Annotated[Day, Field(ge=0)] | None = None
    note: Text | None = None


class CaseRecord(BaseModel):
    """The fields of a case; ``Case`` adds that they agree, and only a ``Case`` leaves this package.

    ``age`` is in years at onset. ``forecast_day`` is the day on which the question is asked; facts after it
    are not used.
    """

    model_config = STRICT

    schema_version: Annotated[int, Field(ge=1, le=1, json_schema_extra={"const": 1})] = 1
    case_id: CaseId
    source: Text | None = None
    kind: Word = "pns"
    age: Annotated[float, Field(ge=0, le=120)] | None = None
    sex: Literal["M", "F"] | None = None
    phenotype: PhenotypeName
    phenotype_detail: Text | None = None
    antibodies: Annotated[tuple[Antibody, ...], TUPLE]
    cancer: Cancer = Cancer()
    timeline: Annotated[tuple[Event, ...], TUPLE]
    treatments: Annotated[tuple[Treatment, ...], TUPLE]
    observations: Annotated[tuple[Observation, ...], TUPLE]
    findings: Annotated[Mapping[FindingName, Finding], Field(default_factory=dict, max_length=LONGEST_LIST)]
    outcome: Outcome = Outcome()
    forecast_day: Annotated[Day, Field(ge=0)] | None = None
    inferred: Annotated[tuple[Text, ...], TUPLE]
    source_status: Text | None = None
