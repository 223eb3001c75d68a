"""The findings a case may state, with the unit and range of those that are measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel

from onconeural.case.fields import STRICT, Day, OneOf, Text


@dataclass(frozen=True)
class FindingKind:
    """What ``present`` means for a finding and, for a measured one, its unit and the range of its value."""

    meaning: str
    unit: str | None = None
    low: float = 0.0
    high: float = 0.0


FINDINGS: Mapping[str, FindingKind] = {
    "autonomic_dysfunction": FindingKind("autonomic dysfunction"),
    "bulbar_signs": FindingKind("bulbar involvement (speech, chewing, swallowing)"),
    "burned_out_testicular_tumour": FindingKind("testicular fibrosis, microlithiasis or regressed tumour"),
    "cerebellar_atrophy": FindingKind("cerebellar atrophy on imaging"),
    "cmap_increment": FindingKind("increment of the muscle response on stimulation", "percent", -100, 5000),
    "cmap_low": FindingKind("low resting amplitude of the muscle response", "mV", 0, 100),
    "csf_cells": FindingKind("raised white cells in cerebrospinal fluid", "cells/uL", 0, 100_000),
    "csf_igg_index": FindingKind("raised IgG index", "1", 0, 100),
    "csf_oligoclonal_bands": FindingKind("oligoclonal bands in cerebrospinal fluid only"),
    "csf_protein": FindingKind("raised protein in cerebrospinal fluid", "mg/dL", 0, 10_000),
    "csf_red_cells": FindingKind("red cells in cerebrospinal fluid", "cells/uL", 0, 10_000_000),
    "erectile_dysfunction": FindingKind("erectile dysfunction"),
    "facial_dyskinesia": FindingKind("facial dyskinesia"),
    "faciobrachial_seizures": FindingKind("faciobrachial dystonic seizures"),
    "fdg_pet": FindingKind("FDG-PET of the whole body suggests a tumour"),
    "hyponatraemia": FindingKind("low sodium in blood; the value is the sodium", "mmol/L", 80, 200),
    "improvement_within_4_weeks": FindingKind("improved within 4 weeks of the first treatment"),
    "intensive_care": FindingKind("admitted to intensive care"),
    "karnofsky": FindingKind("Karnofsky performance status below 70", "percent", 0, 100),
    "kctd16_antibodies": FindingKind("KCTD16 antibodies beside GABABR antibodies"),
    "mental_change": FindingKind("new, rapidly progressive mental change over 1 to 6 weeks"),
    "movement_disorder": FindingKind("movement disorder"),
    "mri": FindingKind("abnormal MRI of the nervous system"),
    "mri_encephalitis": FindingKind("MRI that suggests encephalitis"),
    "neuropsychiatric_change": FindingKind("agitation, aggression or lability"),
    "progressive_deficit": FindingKind("deficit that is life-threatening or still progressive"),
    "rapid_progression": FindingKind("severe within about 3 months"),
    "refractory_seizures": FindingKind("seizures in spite of two drugs or more"),
    "seizures": FindingKind("new seizures within a year"),
    "smoking": FindingKind("smoking at diagnosis"),
    "testicular_risk": FindingKind("new enlargement, undescended testis, or microcalcification of a testis"),
    "treatment_delay": FindingKind("first treatment later than 4 weeks after onset", "days", 0, 50_000),
    "tumour_search_ct": FindingKind("CT of chest, abdomen and pelvis suggests a tumour"),
    "viral_prodrome": FindingKind("viral prodrome"),
    "weight_loss": FindingKind("weight loss of 5 percent or more", "percent", 0, 100),
}
"""Every finding; ``value`` and ``unit`` are legal only where a unit stands here."""


def finding_names() -> tuple[str, ...]:
    """Return the names of all findings.

    >>> "csf_cells" in finding_names()
    True
    """
    return tuple(FINDINGS)


FindingName = Annotated[str, OneOf("a finding", finding_names)]


class Finding(BaseModel):
    """One finding: present, absent or unknown, with its value in the unit of ``FINDINGS`` and its day."""

    model_config = STRICT

    status: Literal["present", "absent", "unknown"]
    value: float | None = None
    unit: Text | None = None
    day: Day | None = None
