"""Bedside scores: DELTA-P, NEOS and APE2, each from its own data file."""

from onconeural.workup.scores.ape2 import ape2
from onconeural.workup.scores.delta_p import delta_p
from onconeural.workup.scores.neos import neos
from onconeural.workup.scores.parts import Risk, ScoreItem, ScoreResult

__all__ = ["Risk", "ScoreItem", "ScoreResult", "ape2", "delta_p", "neos"]
