"""The clinical work-up: how certain the diagnosis is, can the antibody be trusted, where is the tumour."""

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
from onconeural.workup.criteria_2004 import Criteria2004, criteria_2004
from onconeural.workup.over_time import Moment, over_time
from onconeural.workup.reliability import Reliability, reliability
from onconeural.workup.remark import Remark
from onconeural.workup.scores import ScoreResult, ape2, delta_p, neos
from onconeural.workup.share import Share, share
from onconeural.workup.tumour_search import TumourSearch, tumour_search
from onconeural.workup.what_would_change import Change, what_would_change
from onconeural.workup.work_up import WorkUp, work_up

__all__ = [
    "Alternative",
    "AntibodyFact",
    "Certainty",
    "Change",
    "Criteria2004",
    "Item",
    "Moment",
    "Performance",
    "PnsCareFacts",
    "Reliability",
    "Remark",
    "ScoreResult",
    "Share",
    "TumourSearch",
    "WorkUp",
    "ape2",
    "criteria_2004",
    "delta_p",
    "neos",
    "over_time",
    "performance",
    "pns_care",
    "reliability",
    "score_facts",
    "share",
    "tumour_search",
    "what_would_change",
    "work_up",
]
