"""Who falls ill, measured without the short cut of the search: run it again after any change of equations or records.

    python benchmarks/onset_search.py [ANTIBODY ...] [--n 16384] [--seed 11] [--json | --markdown]

For each antibody: the share of draws that fall ill, in all and by tumour; the share of the search score that holds
99.5 % of them, which `onset_search` of the record should reach; the last onset in days, which `horizon` should
pass; and the shares of draws that would give the published mix of tumours (`drawn`) and of patients without one
(`tumour_free`).
"""

import argparse
import json

import numpy as np

from onconeural.model import Antibody, antibody, modelled
from onconeural.population import Diseased, diseased, persons
from onconeural.population.plausible import search_score

HELD = 0.995
ALL = 1.0 - 1e-9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("antibody", nargs="*", default=list(modelled()))
    parser.add_argument("--n", type=int, default=16_384)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="the table of docs/model.md")
    arguments = parser.parse_args()
    rows = [measure(antibody(key), arguments.seed, arguments.n) for key in arguments.antibody]
    print(json.dumps(rows, indent=2) if arguments.json else markdown(rows) if arguments.markdown else table(rows))


def measure(record: Antibody, seed: int, n: int) -> dict[str, object]:
    everyone = np.arange(n)
    ill = unsearched(record, seed, n)
    who, sick = persons(record, seed, everyone), persons(record, seed, ill.patient)
    score = search_score(record, seed, everyone)
    above = 1.0 - np.argsort(np.argsort(score))[ill.patient] / n
    groups = {t.tumour: (who.tumour == t.tumour) & ~who.tumour_free for t in record.tumours}
    groups |= {"none": who.tumour_free} if record.tumour_free else {}
    chance = {
        name: float(np.isin(ill.patient, everyone[here]).sum() / max(here.sum(), 1)) for name, here in groups.items()
    }
    return {
        "id": record.id,
        "ill": len(ill),
        "failed": ill.failed,
        "percent": 100 * len(ill) / n,
        "percent_by_tumour": {name: 100 * c for name, c in chance.items()},
        "score_share": float(np.quantile(above, HELD)) if len(ill) else None,
        "share_in_use": record.onset_search.share,
        "missed_now": float(np.mean(above > record.onset_search.share)) if len(ill) else None,
        "last_onset_day": float(np.quantile(onset_day(record, ill), HELD)) if len(ill) else None,
        "horizon": record.horizon,
        "tumour_known_at_onset": float(np.mean(np.isfinite(ill.tumour_found[~sick.tumour_free]))) if len(ill) else None,
        "women": float(sick.female.mean()) if len(ill) else None,
        "without_tumour": float(sick.tumour_free.mean()) if len(ill) else None,
        "drawn_for_published_mix": mix(record, chance),
        "tumour_free_for_published_share": free(record, chance),
    }


def unsearched(record: Antibody, seed: int, n: int) -> Diseased:
    everybody = record.onset_search.model_copy(update={"share": ALL})
    return diseased(record.model_copy(update={"onset_search": everybody, "horizon": 1.5 * record.horizon}), seed, 0, n)


def onset_day(record: Antibody, ill: Diseased) -> np.ndarray:
    """Background hazard grows by h0 a day: its sum at onset gives the day."""
    from onconeural.model import disease_model

    return ill.state[disease_model().states.index("Hbg")] / ill.parameters["h0"]


def mix(record: Antibody, chance: dict[str, float]) -> dict[str, float] | None:
    """Shares of draws for the published shares among patients: each divided by its chance of onset."""
    if len(record.tumours) == 1 or not all(chance[t.tumour] for t in record.tumours):
        return None
    raw = {t.tumour: t.share / chance[t.tumour] for t in record.tumours}
    return {name: round(value / sum(raw.values()), 3) for name, value in raw.items()}


def free(record: Antibody, chance: dict[str, float]) -> float | None:
    """Share of draws without a tumour so that the published share of patients has one, with the published mix."""
    if record.tumour_free is None or not all(chance.values()):
        return None
    with_one = 1.0 / sum(t.share / chance[t.tumour] for t in record.tumours)
    found = record.with_tumour.share
    raw = {"none": (1.0 - found) / chance["none"], "tumour": found / with_one}
    return round(raw["none"] / sum(raw.values()), 3)


def table(rows: list[dict[str, object]]) -> str:
    lines = []
    for row in rows:
        lines.append(
            f"{row['id']}: " + ", ".join(f"{k} {shown(v)}" for k, v in row.items() if k != "id" and v is not None)
        )
    return "\n".join(lines)


def markdown(rows: list[dict[str, object]]) -> str:
    lines = [
        "| antibody | falls ill, % of draws | 99.5 % of onsets lie in the top | simulated | missed |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        top, used, missed = (100 * float(str(row[k])) for k in ("score_share", "share_in_use", "missed_now"))
        shares = f"{row['percent']:.2g} | {top:.2g} % | {used:.2g} % | {missed:.1g} %"
        lines.append(f"| {antibody(str(row['id'])).label} | {shares} |")
    return "\n".join(lines)


def shown(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {shown(v)}" for k, v in value.items()) + "}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
