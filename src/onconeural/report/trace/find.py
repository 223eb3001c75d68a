"""From an id to the trace of its record, or records, where one id stands for several things."""

from __future__ import annotations

from onconeural.evidence import UnknownKeyError
from onconeural.report.trace.of_evidence import evidence_ids, evidence_traces
from onconeural.report.trace.of_model import model_ids, model_traces
from onconeural.report.trace.result import Trace
from onconeural.report.trace.whole import whole_base

KINDS = (
    "source",
    "claim",
    "cohort",
    "observable",
    "criterion",
    "syndrome",
    "parameter",
    "antibody",
    "intervention",
    "strategy",
    "setting",
    "rule",
)


def trace(name: str) -> tuple[Trace, ...]:
    """Return what is known of an id; more than one trace where an id names several things.

    ``name`` is an id, or a kind and an id with a colon between (``antibody:hu``). Raises UnknownKeyError, with the
    nearest id, when nothing has this id.

    >>> [found.kind for found in trace("hu_tumour")]
    ['claim']
    >>> trace("parameter:gompertz_rate")[0].sources
    ('lenhard1981', 'jiang2023_vdt')
    """
    kind, key = _split(name)
    base = whole_base()[0]
    makers = [*evidence_traces(base, key), *model_traces(base, key)]
    found = tuple(make() for of_kind, make in makers if kind in (None, of_kind))
    if not found:
        known = (*evidence_ids(base), *model_ids())
        raise UnknownKeyError(kind or "record", key, tuple(name for of_kind, name in known if kind in (None, of_kind)))
    return found


def _split(name: str) -> tuple[str | None, str]:
    kind, colon, key = name.partition(":")
    return (kind, key) if colon and kind in KINDS else (None, name)
