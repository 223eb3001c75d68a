"""What is needed to get the same bits again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping

import numpy as np

import onconeural
from onconeural.calibration import shipped
from onconeural.case import Case
from onconeural.evidence import evidence_hash
from onconeural.forecast.measurement import measurement
from onconeural.forecast.result import Provenance
from onconeural.forecast.strategies import strategies_hash
from onconeural.forecast.strategy_record import Strategy
from onconeural.model import model_hash


def provenance(
    case: Case, seed: int, twins: int, compared: tuple[Strategy, ...], factors: Mapping[str, float]
) -> Provenance:
    """Versions, seed and hashes; the run id is the hash of all of them."""
    readings = measurement().model_dump_json()
    found = shipped()
    draws = json.dumps([dict(draw) for draw in found.draws], sort_keys=True) if found else ""
    made_of = f"{model_hash()}|{draws}|{readings}|{strategies_hash(compared)}|{sorted(factors.items())}"
    model = hashlib.sha256(made_of.encode()).hexdigest()
    parts = (onconeural.__version__, str(seed), str(twins), case.hash(), model, evidence_hash())
    return Provenance(
        run_id=hashlib.sha256("|".join(parts).encode()).hexdigest()[:12],
        version=onconeural.__version__,
        seed=seed,
        case_hash=case.hash(),
        model_hash=model,
        evidence_hash=evidence_hash(),
        python=platform.python_version(),
        numpy=np.__version__,
    )
