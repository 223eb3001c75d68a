"""The gates of the evidence: one small class each, all problems at once."""

from onconeural.evidence.gates.all import CheckResult, all_gates, check_base
from onconeural.evidence.gates.gate import Gate, GateProblem

__all__ = ["CheckResult", "Gate", "GateProblem", "all_gates", "check_base"]
