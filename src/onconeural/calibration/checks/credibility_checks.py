"""What the credibility page says of the calibration itself: from results that ship, marked when they are stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from onconeural.calibration.checks.agreement import Counts
from onconeural.calibration.checks.stored_checks import CHECKS, stored
from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.fit.posterior import shipped
from onconeural.calibration.fit.target_rows import read_otherwise

Result = Mapping[str, Any]

AIMS = (("calibration", "inside", "counted", 85, 100), ("validation", "inside", "counted", 70, 100))
COVERED = (65, 92)  # % of published values in our 80 % interval


def aims(found: Counts) -> Iterator[str]:
    """Which aims of agreement are met, from the counts."""
    lines = []
    for role, part, whole, low, _ in AIMS:
        lines.append(_aim(f"{low} % or more of the {role} rows inside", found, role, (part, whole), (low, 100)))
    for role in ("calibration", "validation"):
        words = f"{COVERED[0]} to {COVERED[1]} % of published values in our 80 % interval, {role} rows"
        lines.append(_aim(words, found, role, ("covered", "predicted"), COVERED))
    yield "\n".join(lines)


def _aim(words: str, found: Counts, role: str, names: tuple[str, str], ends: tuple[int, int]) -> str:
    counts = found.get(role, {}).get("all", {})
    part, whole = (int(counts.get(name, 0)) for name in names)
    share = 100.0 * part / whole if whole else 0.0
    return f"- {words}: **{'met' if ends[0] <= share <= ends[1] else 'not met'}** ({share:.0f} %)"


def errors(_: Counts) -> Iterator[str]:
    """How far cohorts differ, as measured."""
    h = between_cohorts()
    yield (
        f"Between cohorts: a standard deviation of {h.tau:.2f} (95 % interval {h.low:.2f} to {h.high:.2f}, bootstrap "
        "over statistics) on the scale of a statistic (logit of a share, logarithm of a time or ratio), from "
        f"{h.rows} calibration rows of {h.groups} statistics that two or more cohorts print (DerSimonian and Laird; "
        f"Q {h.q:.1f} on {h.df} degrees of freedom, I² {100 * h.share:.0f} %)."
    )


def fitted(_: Counts) -> Iterator[str]:
    """Whether the rows that the posterior was fitted to are read today as they were then."""
    posterior = shipped()
    if posterior is None:
        yield "No posterior of this model ships. `onconeural calibrate` makes one."
        return
    changed = read_otherwise(posterior.fitted)
    now = f"**read otherwise now: {', '.join(changed)}**" if changed else "all are read so today"
    yield f"The posterior is of {len(posterior.fitted)} published statistics; {now}."


def checks(_: Counts) -> Iterator[str]:
    """Identifiability, recovery, the second method and weights, each from its stored result."""
    for name, (title, words) in _CHECKS.items():
        yield f"### {title}"
        result = stored(name)
        if result is None:
            yield f"No result ships. `{CHECKS[name]}` makes one."
            continue
        yield from filter(None, (result.note, *words(result.result)))


def _identifiability(found: Result) -> Iterator[str]:
    lines = [f"- {s['words']}" for s in found["equations"]]
    yield "Factors on parameters that change nothing observable, exactly:\n\n" + "\n".join(lines)
    left = "; ".join(s["words"] for s in found["among_free"]) or "none"
    of = len(found["directions"])
    yield (
        f"Among the {of} free parameters alone: {left}. The {found['targets']} fitted statistics say more than the "
        f"prior about {found['decided']} of {of} combinations of them."
    )
    by_verdict: dict[str, list[str]] = {}
    for p in found["profiles"]:
        verdict, _, others = p["verdict"].partition(" with ")
        by_verdict.setdefault(verdict, []).append(f"{p['name']} (with {others})" if others else p["name"])
    yield _table(
        ("verdict (profile likelihood)", "free parameters"), [(v, ", ".join(n)) for v, n in by_verdict.items()]
    )


def _recovery(found: Result) -> Iterator[str]:
    yield (
        f"Five parameters, anti-Hu cohorts, {found['replicates']} simulated sets of publications; the truth among "
        f"{found['draws']} draws of each posterior. Units: prior standard deviations."
    )
    rows = [
        (
            p["name"],
            f"{p['correlation']:.2f}",
            f"{p['sd_left']:.2f}",
            f"{p['bias']:+.2f}",
            " / ".join(f"{v:.0f}" for v in p["covered"].values()),
            f"{p['p']:.2g}; {p['ks']:.2g}",
            p["verdict"],
        )
        for p in found["parameters"]
    ]
    head = ("parameter", "correlation", "sd left", "bias", "% in 50 / 80 / 95 %", "ranks even, p (chi², KS)", "verdict")
    yield _table(head, rows)


def _second(found: Result) -> Iterator[str]:
    rows, agree = found["rows"], sum(bool(r["agree"]) for r in found["rows"])
    yield (
        f"Adaptive importance sampling ({found['effective']:.0f} effective draws) against emcee: marginals of {agree} "
        f"of {len(rows)} parameters agree (means within a quarter of a standard deviation, widths within a quarter)."
    )
    worst = sorted(rows, key=lambda r: -r["shift"])[:5]
    head = ("furthest apart", "emcee, mean (sd)", "importance, mean (sd)", "shift", "agree")
    yield _table(
        head,
        [
            (
                r["name"],
                f"{r['first_mean']:.2f} ({r['first_sd']:.2f})",
                f"{r['second_mean']:.2f} ({r['second_sd']:.2f})",
                f"{r['shift']:.2f}",
                "yes" if r["agree"] else "no",
            )
            for r in worst
        ],
    )


def _weights(found: Result) -> Iterator[str]:
    sums = found["sums"]
    rows = [(how, f"{s['inside']} of {s['targets']}") for how, s in sums.items()]
    yield _table(("weights of virtual patients, tried on fresh patients", "targets inside"), rows)
    honest = [s["inside"] for how, s in sums.items() if "other cohorts" in how or how.startswith("raked")]
    gain = max(honest) - sums["equal"]["inside"]
    least = min(found["trials"], key=lambda t: t["effective"])
    yield (
        f"Gain over equal weights where the cohort itself was not used: {gain:+d}. Smallest effective sample: "
        f"{100 * least['effective']:.0f} % of the patients ({least['antibody']}, {least['how']}). All predictions use "
        "equal weights."
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


_CHECKS: dict[str, tuple[str, Callable[[Result], Iterator[str]]]] = {
    "identifiability": ("What the published statistics can decide", _identifiability),
    "recovery": ("Known parameters found again", _recovery),
    "second_method": ("A second method", _second),
    "weights": ("Weights on virtual patients", _weights),
}
