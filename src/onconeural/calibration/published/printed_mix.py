"""What a published cohort prints about its antibodies: inputs, like age and sex."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onconeural.calibration.published.antibody_rows import (
    AMONG,
    ANTIBODY_ROW,
    NAMES,
    STANDING_IN,
    antibody_of,
    fraction,
    is_share,
    named,
)
from onconeural.calibration.published.positives import negative_share, onconeural_share, positive_share
from onconeural.evidence.cohort_records import Cohort, Observable

MOST = re.compile(r"\bmost (often|frequent(ly)?|common(ly)?)\b")
MENTIONED = 3  # antibodies in a description of names alone, from which on it lists all that were found


def antibody_shares(cohort: Cohort) -> dict[str, float]:
    """Shares (0 to 1) of patients with an antibody, by antibody: those of rows, else those in the cohort's description.

    Where a part of the patients has no antibody, the shares are of the others. A row that names two antibodies
    ("Hu or Yo") is in ``joint_shares``.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> antibody_shares(cohort("uchuya1996_ivig"))["yo"].__round__(2)
    0.18
    """
    rows = {key: share for o in cohort.observables if (key := antibody_of(o)) and (share := _of_positive(cohort, o))}
    described, listed = _as_of_positive(cohort, _described(cohort)), set(cohort.antibody) & {*NAMES, *STANDING_IN}
    more = listed and described.keys() >= listed and not rows.keys() >= listed and "mixed" not in cohort.antibody
    found = described if more or not rows else rows  # rows that leave out some of those described are of a part
    return {key: share / max(1.0, sum(found.values())) for key, share in found.items()}


def joint_shares(cohort: Cohort) -> dict[tuple[str, ...], float]:
    """Shares (0 to 1) of the patients with an antibody who have one of several, where a row counts these together.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> {keys: round(share, 2) for keys, share in joint_shares(cohort("pumch_pns60")).items()}
    {('hu', 'yo'): 0.59}
    """
    rows = {keys: o for o in cohort.observables if (keys := _joined(o))}
    return {keys: min(1.0, share) for keys, o in rows.items() if (share := _of_positive(cohort, o))}


def _joined(seen: Observable) -> tuple[str, ...]:
    """The antibodies of a row whose group joins them by "or"; none unless all of them are known."""
    words = re.split(r" or ", seen.group or "") if ANTIBODY_ROW.match(seen.name) and is_share(seen) else []
    keys = tuple(named(word) or "" for word in words)
    return keys if len(keys) > 1 and all(keys) else ()


def _of_positive(cohort: Cohort, seen: Observable) -> float | None:
    """The share of a row among the patients with an antibody.

    A row "of those with antibodies" is that share already, unless its n is that of onconeural antibodies alone.
    """
    share, positive = fraction(cohort, seen), positive_share(cohort)
    if share is None or not positive or "Ab+" in cohort.antibody_text:
        return share
    onconeural = onconeural_share(cohort)
    among = bool(AMONG.match(seen.note or ""))
    if among and onconeural and cohort.n and seen.n == round(onconeural * cohort.n):
        return share * onconeural / positive
    return share if among else share / positive


def _as_of_positive(cohort: Cohort, described: dict[str, float]) -> dict[str, float]:
    """Shares in a description are of all patients where they leave room for those without an antibody."""
    positive = positive_share(cohort)
    if not positive or "Ab+" in cohort.antibody_text or sum(described.values()) > positive:
        return described
    return {key: share / positive for key, share in described.items()}


def usual_here(cohort: Cohort, usual: Mapping[str, float]) -> dict[str, float]:
    """Usual shares as far as the description of a cohort allows: of the antibodies that it lists, or in its order.

    A description of names alone ("Yo, Hu, Ri") lists those that were found. Antibodies that it calls the most frequent
    have the largest of the usual shares, and the others keep their order.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> usual_here(cohort("vellore_pns97"), {"hu": 9.0, "yo": 4.0, "ma2": 1.0, "ri": 2.0})
    {'yo': 9.0, 'ma2': 4.0, 'hu': 2.0, 'ri': 1.0}
    """
    if listed := {key for key in _listed(cohort) if key in usual}:
        return {key: share for key, share in usual.items() if key in listed}
    clauses = [clause for clause in re.split(r"[;:]", cohort.antibody_text) if MOST.search(clause)]
    first = [key for clause in clauses for key in _mentioned(clause) if key in usual]
    rest = sorted((key for key in usual if key not in first), key=lambda key: -usual[key])
    return dict(zip([*first, *rest], sorted(usual.values(), reverse=True), strict=True)) if first else dict(usual)


def _mentioned(words: str) -> list[str]:
    """The antibodies that words name, in their order."""
    tokens = re.split(r",| and ", MOST.sub(",", words))
    return list(dict.fromkeys(key for token in tokens if (key := named(token.strip()))))


def _listed(cohort: Cohort) -> list[str]:
    tokens = [token.strip() for token in cohort.antibody_text.split(",")]
    found = _mentioned(cohort.antibody_text)
    names_alone = all(token and " " not in token for token in tokens)
    return found if names_alone and len(found) >= MENTIONED else []


def with_antibody(cohort: Cohort, key: str) -> int | None:
    """How many patients of a cohort have one antibody, by its description, else by the shares; None for unknown.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> with_antibody(cohort("gultekin2000_limbic50"), "hu")
    18
    """
    rows = any(antibody_of(o) for o in cohort.observables)
    _, counts = _numbers(cohort)
    if key in counts and not rows:
        return round(counts[key])
    share = antibody_shares(cohort).get(key)
    return None if share is None or not cohort.n else round(share * (1.0 - negative_share(cohort)) * cohort.n)


def _described(cohort: Cohort) -> dict[str, float]:
    """Shares in a description such as "Hu 18, Yo 4" or "Yo 30%"; counts are of the patients with an antibody."""
    percent, counts = _numbers(cohort)
    if percent:
        return {key: value / 100.0 for key, value in percent.items()}
    complete = (
        counts.keys() >= {key for key in cohort.antibody if key in NAMES or key in STANDING_IN}
        and "mixed" not in cohort.antibody
    )
    whole = sum(counts.values()) if complete or not cohort.n else max(cohort.n, sum(counts.values()))
    return {key: value / whole for key, value in counts.items()}


def _numbers(cohort: Cohort) -> tuple[dict[str, float], dict[str, float]]:
    """Percentages and counts of antibodies in a description; of those with a stand-in where the series lists them."""
    percent: dict[str, float] = {}
    counts: dict[str, float] = {}
    others = {key: names for key, names in STANDING_IN.items() if key in cohort.antibody}
    for key, names in {**NAMES, **others}.items():
        for name in names:
            words = rf"\b{re.escape(name)}\b[\s:=()]{{0,3}}(\d+(?:\.\d+)?)(\s?%)?"
            found = re.search(words, cohort.antibody_text)
            if found:
                (percent if found.group(2) else counts)[key] = float(found.group(1))
                break
    return percent, counts
