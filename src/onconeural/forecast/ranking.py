"""Whether strategies may be ranked: decided antibody by antibody, in this place alone."""

from __future__ import annotations

from onconeural.evidence import antibody_label
from onconeural.model import antibody

STATUS = "not calibrated: no ranking"


def may_rank(antibodies: tuple[str, ...]) -> bool:
    """Whether a calibrated model with a validation row that holds stands behind every antibody; today none has one.

    >>> may_rank(("hu",))
    False
    """
    return bool(antibodies) and all(antibody(a).ranked for a in antibodies)


def status(antibodies: tuple[str, ...]) -> str:
    """Why strategies may not be ranked: the model, and each antibody without a validation row that holds.

    >>> status(())
    'not calibrated: no ranking'
    """
    unchecked = ", ".join(
        dict.fromkeys(antibody_label(antibody(a).antibody) for a in antibodies if not antibody(a).ranked)
    )
    return f"{STATUS}; no validation row of its own holds for {unchecked}" if unchecked else STATUS
