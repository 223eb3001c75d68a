"""The kinds of value that fields of a case share: closed lists, days and texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from onconeural.evidence import antibody_named, antibody_result_keys, is_hormonal, phenotype_ids, phenotype_named

DAYS_PER_YEAR = 365.25
FURTHEST_DAY = 150 * DAYS_PER_YEAR
LONGEST_TEXT = 2000
LONGEST_LIST = 500

STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
TUPLE = Field(default=(), strict=False, max_length=LONGEST_LIST)  # files hold lists, a frozen case holds tuples


@dataclass(frozen=True)
class OneOf:
    """A text from a closed list; the error names the list, so that a reader can give the nearest name.

    ``named`` gives the name that other words stand for, and ``elsewhere`` says where a text belongs that has no name.
    """

    what: str
    names: Callable[[], tuple[str, ...]]
    named: Callable[[str], str | None] = lambda _: None
    elsewhere: Callable[[str], str] = lambda _: ""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the text after pydantic has checked its type."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Publish the closed list as an enumeration."""
        return {**handler(schema), "enum": list(self.names())}

    def _check(self, text: str) -> str:
        if text not in self.names():
            told = {"what": self.what + self.elsewhere(text), "names": list(self.names()), "meant": self.named(text)}
            raise PydanticCustomError("not_in_list", "expected {what}", told)
        return text


Day = Annotated[float, Field(ge=-FURTHEST_DAY, le=FURTHEST_DAY)]
"""Days from the first neurological symptom (day 0); negative before it; at most 150 years away."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""An identifier: lower-case letters, digits and underscores."""


def _hormonal(text: str) -> str:
    known = "; a syndrome of hormones is no case, there are only curves (onconeural model hormones)"
    return known if is_hormonal(text) else ""


AntibodyName = Annotated[
    str, OneOf("an antibody key, `none`, or an unspecified result", antibody_result_keys, antibody_named)
]
PhenotypeName = Annotated[str, OneOf("a phenotype", phenotype_ids, phenotype_named, _hormonal)]
