"""Survival with each tumour, alone and with a syndrome, against registries: the table of docs/model.md.

    python benchmarks/tumour_survival.py [--n 3000] [--draws 24576] [--seed 1]

Alone: patients without a syndrome, treated as practised; nobody dies of anything else. With a syndrome: those who are
diagnosed, from the first neurological symptom on, death from any cause.
"""

import argparse

import numpy as np

from onconeural.evidence import antibody_label
from onconeural.model import antibody
from onconeural.population import Survival, cohort, persons, published_survival, tumour_survival

YEARS, YEAR = 5, 365.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=3000)
    parser.add_argument("--draws", type=int, default=24_576)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print("| tumour | years | published, % | source | simulated alone, % | simulated with the syndrome |")
    print("|---|---|---|---|---|---|")
    for row in published_survival():
        found = tumour_survival(row, given.seed, given.n)
        print(line(found, with_syndrome(row.antibody, row.tumour, given.seed, given.draws)))


def line(found: Survival, ill: str) -> str:
    row = found.published
    source = f"`{row.source}` ({row.kind})" if row.source else row.kind
    name = row.tumour.replace("_", " ")
    return f"| {name} | {row.years} | {found.expected:.1f} | {source} | {found.simulated:.1f} | {ill} |"


def with_syndrome(key: str, kind: str, seed: int, draws: int) -> str:
    """Alive five years after onset among those diagnosed with this tumour, and how many of the dead died of it."""
    record = antibody(key)
    found = cohort(key, draws, seed)
    who, course = persons(record, seed, found.people.patient), found.course
    here = (who.tumour == kind) & ~who.tumour_free & np.isfinite(course.diagnosis)
    dead = here & (course.death < YEARS * YEAR)
    alive, by_tumour = 100 * (1 - dead.sum() / here.sum()), 100 * course.by_tumour[dead].mean()
    return f"{antibody_label(record.antibody)}: {alive:.0f} % at five years; {by_tumour:.0f} % of deaths by the tumour"


if __name__ == "__main__":
    main()
