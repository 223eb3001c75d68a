"""One patient's file: what is known, with every day counted from the first neurological symptom."""

from __future__ import annotations

import hashlib
import json
from typing import Self

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from onconeural.case.consistency import contradictions, last_fact_day
from onconeural.case.record import CaseRecord


class Case(CaseRecord):
    """One patient's file, never changed; only ``case_id`` and ``phenotype`` are required.

    ``age`` is in years at onset. ``forecast_day`` is the day on which the question is asked; facts after it
    are not used. Creating a case that contradicts itself raises pydantic's ValidationError.

    >>> case = Case(case_id="a1", phenotype="chorea", timeline=[{"day": 35, "event": "presentation"}])
    >>> case.question_day
    35.0
    """

    model_config = ConfigDict(title="onconeural case")

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        found = contradictions(self)
        if found:
            text = "; ".join(f"{c.path}: {c.found}, expected {c.expected}" for c in found)
            raise PydanticCustomError("contradiction", "{text}", {"text": text, "found": found})
        return self

    @property
    def question_day(self) -> float:
        """Day of the question: ``forecast_day``, else the last dated fact, and never before day 0."""
        return self.forecast_day if self.forecast_day is not None else last_fact_day(self)

    def hash(self) -> str:
        """Return the sha256 (hexadecimal) of the case as canonical JSON, the same for YAML and JSON files."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()
