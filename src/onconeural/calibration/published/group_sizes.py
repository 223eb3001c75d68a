"""How many patients are in a subgroup that a row names without its n: from what the cohort prints elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from onconeural.calibration.published.antibody_rows import ANTIBODY_ROW, named, negative_of
from onconeural.calibration.published.counted import DIED, counted, counts, with_tumour
from onconeural.calibration.published.positives import SURFACE, negative_share, positive_share
from onconeural.calibration.published.printed_mix import with_antibody
from onconeural.calibration.published.tumour_names import is_tumour_row, tumours_meant
from onconeural.calibration.published.wording import plain
from onconeural.evidence.cohort_records import Cohort, Observable

WITH = re.compile(r"^(with_)?(tumou?r|cancer)(_found)?$|^paraneoplastic$")
WITHOUT = re.compile(r"(^|_)(no|non|without)_(tumou?r|cancer)$|^nonparaneoplastic$")
SERONEGATIVE = re.compile(r"^((ab|antibod(y|ies))_)?neg(ative)?$|^sero_?neg\w*$")
LIVING = re.compile(r"^(the_)?(survived|survivors?|alive|living)$")
OF_LIVING = re.compile(r"_(of|in|among)_(the_)?(survivors|living)$|^(mrs|rankin)\w*_survivors$")
PART = re.compile(r"_of_(\w+)$")
POSITIVE, NEGATIVE = re.compile(r"\+$|_pos(itive)?$|^positive$"), re.compile(r"-$|_neg(ative)?$|^negative$")


def group_size(cohort: Cohort, seen: Observable) -> tuple[int, str] | None:
    """The n of a row's subgroup and where it comes from; None where the cohort does not say.

    The first that applies: ``<group> n=k`` in the row's note; a count that is named as the group, or as what the name
    ends in (``_of_PNS``: ``PNS_confirmed``); for a cause of death, the dead; for survivors, all others; the counted
    positives and negatives of the test that the group is named after; the tumours found; the antibodies counted. A
    percentage must be a whole number of patients of that n, else the n is not that of the row.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> chen = cohort("chen2022_gababr22")
    >>> [group_size(chen, o) for o in chen.observables if o.name == "mortality"]
    [(8, 'patients with a tumour'), (14, 'patients without a tumour')]
    """
    in_name = replace(seen, group=plain(seen).group)  # whom the name is about, as the group
    for n, words in (*_candidates(cohort, seen), *(_candidates(cohort, in_name) if in_name != seen else ())):
        if n > 0 and (seen.kind not in ("percent", "survival") or _whole(seen, n)):
            return n, words
    return None


def _whole(seen: Observable, n: int) -> bool:
    """Whether a printed percentage is a whole number of n patients, as far as its decimals tell."""
    value = float(seen.value) if isinstance(seen.value, int | float) else 0.0
    decimals = len(f"{value:g}".partition(".")[2])
    return abs(100.0 * round(value * n / 100.0) / n - value) <= 0.5 * 10.0**-decimals + 1e-9


def _candidates(cohort: Cohort, seen: Observable) -> list[tuple[int, str]]:
    group, name = (seen.group or "").lower(), seen.name.lower()
    found = [(n, "n in the note") for n in _noted(seen)]
    found += [(k, f"count of {o.name}") for o, k in counts(cohort) if group and o.name.lower() == group and not o.group]
    if part := PART.search(name):
        whole = (part.group(1), f"{part.group(1)}_confirmed")
        found += [(k, f"count of {o.name}") for o, k in counts(cohort) if o.name.lower() in whole]
    found += _dead_or_alive(cohort, seen, group)
    found += _tested(cohort, group)
    found += _by_tumour(cohort, group or name)
    found += _beside(cohort, seen, group)
    own = named(seen.group or "") or named(name.rsplit("_", 1)[-1])
    size = with_antibody(cohort, own) if own and len(cohort.antibody) > 1 else None
    if own and size:
        found.append(_with_antibody(seen, own, size))
    if (of_class := _with_class(cohort, group)) is not None:
        found.append((of_class, f"patients with {group} antibodies"))
    if cohort.n and SERONEGATIVE.match(group) and positive_share(cohort) is not None:
        found.append((round(negative_share(cohort) * cohort.n), "patients without an antibody"))
    return found


def _dead_or_alive(cohort: Cohort, seen: Observable, group: str) -> list[tuple[int, str]]:
    of_living = LIVING.match(group) or OF_LIVING.search(seen.name.lower())
    dead = seen.name.lower().startswith("cause_of_death")
    died = counted(cohort, DIED, 1.0) if dead or of_living else None
    if died is None:
        return []
    alive = [(cohort.n - died, "survivors")] if of_living and cohort.n and seen.time_months is None else []
    return [(died, "those who died")] if dead else alive


def _by_tumour(cohort: Cohort, words: str) -> list[tuple[int, str]]:
    without = WITHOUT.search(words)
    tumours = with_tumour(cohort) if without or WITH.search(words) else None
    if tumours is None:
        return []
    rest = [(cohort.n - tumours, "patients without a tumour")] if cohort.n else []
    return rest if without else [(tumours, "patients with a tumour")]


def _beside(cohort: Cohort, seen: Observable, group: str) -> list[tuple[int, str]]:
    """Sizes that the series gives elsewhere: all but those with an antibody, its description, tumours of one kind."""
    if is_tumour_row(seen) or ANTIBODY_ROW.match(seen.name):  # it counts the group itself
        return []
    found = []
    lacking = negative_of(group)
    have = with_antibody(cohort, lacking) if lacking and cohort.n else None
    if have is not None and cohort.n:
        found.append((cohort.n - have, f"patients without {lacking} antibodies"))
    words = rf"(?i)(?:^|[,;:] ?){re.escape(seen.group or '')}[\s:=(]{{1,3}}(\d+)(?![\d.]|\s?%)"
    whole = bool(named(group)) and not re.search("only|alone", group)  # everybody with it: counted below
    if group and not whole and (described := re.search(words, cohort.antibody_text)):
        found.append((int(described.group(1)), f"{seen.group} in the description"))
    kinds = tumours_meant(group)
    rows = [(o, k) for o, k in counts(cohort) if kinds and is_tumour_row(o)]
    same = [k for o, k in rows if tumours_meant(o.group or o.name) == kinds]
    return found + [(k, f"count of {group}") for k in same[:1]]


def _with_antibody(seen: Observable, key: str, of_series: int) -> tuple[int, str]:
    """Those of the series; where a row says which share of all with the antibody the series took, all of them."""
    value = float(seen.value) if isinstance(seen.value, int | float) else 0.0
    if "by_ab" in seen.name.lower() and value > 0.0:
        return round(100.0 * of_series / value), f"{of_series} in the series are {value:g} % of those with {key}"
    return of_series, f"patients with {key} antibodies"


def _with_class(cohort: Cohort, group: str) -> int | None:
    """How many have antibodies of surface antigens, or of others, where the size of every antibody is known."""
    kind = re.match(r"(surface|intracellular|onconeur\w*)($|_a)", group)
    keys = [key for key in cohort.antibody if key != "negative"]
    sizes = {key: with_antibody(cohort, key) for key in keys} if kind else {}
    if kind is None or not sizes or None in sizes.values():
        return None
    return sum(size or 0 for key, size in sizes.items() if (key in SURFACE) == (kind.group(1) == "surface"))


def _noted(seen: Observable) -> list[int]:
    group = re.sub(r"\W|_", "", (seen.group or "").lower())
    notes = re.findall(r"([\w+-]+) n=(\d+)", seen.note or "")
    return [int(n) for words, n in notes if group and group.endswith(re.sub(r"\W|_", "", words.lower()))]


def _tested(cohort: Cohort, group: str) -> list[tuple[int, str]]:
    """Sizes of the groups with and without an antibody, where the cohort counts one test."""
    tests = [(o, k) for o, k in counts(cohort) if o.name.lower().endswith("positive") and not o.group]
    if len(tests) != 1 or not cohort.n:
        return []
    (test, k) = tests[0]
    stem = re.sub(r"_?positive$", "", test.name.lower())
    if not group.startswith((stem, "positive", "negative")):
        return []
    if POSITIVE.search(group):
        return [(k, f"count of {test.name}")]
    return [(cohort.n - k, f"all but the count of {test.name}")] if NEGATIVE.search(group) else []
