"""Where a forecast may be shown and ranked, antibody by antibody, and the page that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onconeural import INTENDED_USE
from onconeural.calibration.checks.agreement import ROLES, Counts, judged
from onconeural.calibration.checks.credibility_checks import aims, checks, errors, fitted
from onconeural.evidence import antibody_label
from onconeural.evidence.files import packaged
from onconeural.model import antibody, modelled

ENOUGH_ROWS, ENOUGH_SHARE = 6, 70.0  # validation rows of its own (they overlap, so many), and % inside

ATTAINABLE = (
    "*Attainable* is the share of rows that would be inside if every prediction were the true mean over all cohorts of "
    "that disease. Published intervals hold sampling error alone, and cohorts differ beyond it; in brackets the 95 % "
    "interval that follows from how well this difference is known. It is assumed to be the same for rows that one "
    "cohort alone prints. A model that was fitted to rows can hold more of them. The aims stay as they are."
)


@dataclass(frozen=True)
class Standing:
    """What may be said for one antibody. ``status``: validated or not validated; ``later``: of series found later."""

    antibody: str
    status: str
    may_show: bool
    may_rank: bool
    calibration_inside: int
    calibration_counted: int
    validation_inside: int
    validation_counted: int
    later_inside: int
    later_counted: int
    words: str


def standing(key: str) -> Standing:
    """The standing of an antibody; PosteriorError where the shipped counts belong to another model.

    A forecast may be shown for every antibody with settings; strategies may be ranked only where six or more rows of
    validation cohorts that hold this antibody alone count, and 70 % are inside, of them and of them together with the
    rows of the fresh series.
    """
    fitted, kept_apart, fresh = (_counts(judged(), role, key) for role in ROLES)
    every = (kept_apart[0] + fresh[0], kept_apart[1] + fresh[1])
    enough = kept_apart[1] >= ENOUGH_ROWS and _hold(kept_apart) and _hold(every)
    status = "validated" if enough else "not validated"
    return Standing(key, status, True, enough, *fitted, *kept_apart, *fresh, _words(status, fitted, kept_apart, fresh))


def _hold(rows: tuple[int, int]) -> bool:
    return 100.0 * rows[0] >= ENOUGH_SHARE * rows[1]


def _counts(counts: Counts, role: str, key: str) -> tuple[int, int]:
    found = counts.get(role, {}).get(key, {})
    return int(found.get("inside", 0)), int(found.get("counted", 0))


def _words(status: str, fitted: tuple[int, int], kept_apart: tuple[int, int], fresh: tuple[int, int]) -> str:
    if status == "validated":
        return f"{kept_apart[0]} of {kept_apart[1]} published statistics that were never fitted hold"
    rows = (
        f"{kept_apart[0]} of {kept_apart[1]} statistics that were never fitted hold"
        if kept_apart[1]
        else "no row of its own"
    )
    rows += f", of series found later {fresh[0]} of {fresh[1]}" if fresh[1] else ""
    prefix = f"{fitted[0]} of {fitted[1]} statistics of calibration cohorts hold; " if fitted[1] else ""
    return f"not validated: {prefix}{rows}; no ranking"


def standings() -> tuple[Standing, ...]:
    """The standing of every antibody with settings, once each."""
    return tuple(standing(key) for key in dict.fromkeys(antibody(one).antibody for one in modelled()))


def credibility_page() -> str:
    """The page `docs/credibility.md`: fixed headings, and numbers from the counts that ship."""
    texts = packaged("onconeural.calibration", "data/credibility.yaml")
    found = judged()
    parts: list[str] = [texts["head"].strip(), INTENDED_USE_LINE]
    for section in texts["sections"]:
        parts += [f"## {section['title']}", section["text"].strip()]
        for name in section.get("insert", "").split():
            parts += list(_INSERTS[name](found))
    return "\n\n".join(parts) + "\n"


INTENDED_USE_LINE = f"*{INTENDED_USE}*"


def _agreement(found: Counts) -> Iterator[str]:
    names = ("cohorts", "rows that count", "inside", "attainable", "not predicted", "narrow intervals inside")
    rows = [f"| {' | '.join(names)} | our 80 % interval covers |", "|---|---|---|---|---|---|---|"]
    for role in ROLES:
        t = found.get(role, {}).get("all", {})
        rows.append(
            f"| {role} | {t.get('counted', 0)} | {_of(t, 'inside', 'counted')} | {_most(t)} | "
            f"{t.get('not_predicted', 0)} | {_of(t, 'narrow_inside', 'narrow')} | {_of(t, 'covered', 'predicted')} |"
        )
    yield "\n".join(rows)
    yield ATTAINABLE


def _of(t: Mapping[str, int], part: str, whole: str) -> str:
    n = t.get(whole, 0)
    return f"{t[part]} of {n} ({100 * t[part] / n:.0f} %)" if n else "none"


def _most(t: Mapping[str, float]) -> str:
    n = t.get("counted", 0)
    if not n or "attainable" not in t:
        return "not measured"
    share, low, high = (100.0 * t[name] / n for name in ("attainable", "attainable_low", "attainable_high"))
    return f"{share:.0f} % ({low:.0f} to {high:.0f})"


def _antibodies(_: Counts) -> Iterator[str]:
    rows = ["| antibody | status | strategies ranked | why |", "|---|---|---|---|"]
    rows += [
        f"| {antibody_label(s.antibody)} | {s.status} | {'yes' if s.may_rank else 'no'} | {s.words} |"
        for s in standings()
    ]
    yield "\n".join(rows)


_INSERTS = {
    "agreement": _agreement,
    "aims": aims,
    "errors": errors,
    "fitted": fitted,
    "checks": checks,
    "antibodies": _antibodies,
}
