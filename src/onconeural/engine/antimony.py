"""Antimony text to SBML, through the Antimony library."""

from __future__ import annotations

from onconeural.engine.errors import ModelError
from onconeural.engine.hostile import refuse_hostile_antimony

MAX_BYTES = 2_000_000


def to_sbml(text: str) -> str:
    """Translate Antimony text into an SBML document.

    Raises ModelError with the line of the first error; imports of other files are refused.
    """
    import antimony  # noqa: PLC0415 a native library: loaded when first needed

    if len(text) > MAX_BYTES:
        raise ModelError(f"the Antimony text has {len(text)} bytes; at most {MAX_BYTES} are read")
    refuse_hostile_antimony(text)
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(text) < 0:
        raise ModelError("not valid Antimony: " + antimony.getLastError().strip())
    return str(antimony.getSBMLString(antimony.getMainModuleName()))
