"""The clinical work-up: how certain the diagnosis is, and why."""

from onconeural.workup.certainty import (
    Alternative,
    AntibodyFact,
    Certainty,
    Item,
    Performance,
    PnsCareFacts,
    performance,
    pns_care,
    score_facts,
)

__all__ = [
    "Alternative",
    "AntibodyFact",
    "Certainty",
    "Item",
    "Performance",
    "PnsCareFacts",
    "performance",
    "pns_care",
    "score_facts",
]
