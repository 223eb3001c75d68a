"""`onconeural validate`: published cohorts against the simulation, in one table that also shows what fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onconeural import INTENDED_USE
from onconeural.cli.calibrate import Processes, processes
from onconeural.cli.failure import reason, refuse
from onconeural.cli.progress import progress
from onconeural.cli.show import show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onconeural.calibration import Tally, ValidationRow
    from onconeural.evidence import Cohort
    from onconeural.evidence.entries import Base
    from onconeural.evidence.problems import Problem

ROLES = ("validation", "calibration", "context", "fresh")
MOST_DRAWS = 64
SHIPPED, SINGLE = "shipped", "none"

Cohorts = Annotated[
    str,
    typer.Option(
        "--cohorts",
        metavar="FILE",
        help="validation, fresh or calibration (packaged), or a YAML or JSON file in the same format.",
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws", metavar="N", min=1, max=MOST_DRAWS, help="Draws of a posterior, likeliest first. [default: all]"
    ),
]
Fitted = Annotated[
    Path,
    typer.Option("--posterior", metavar="FILE", help="From `onconeural calibrate`; or shipped; or none."),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=1, max=2**31, help="Other patients: shows how much of a row is chance."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print rows and summary as JSON.")]


def validate(
    cohorts: Cohorts = "validation",
    posterior: Fitted = Path("shipped"),
    draws: Draws = None,
    workers: Processes = None,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Predict every observable of published cohorts and compare: inside the published 95 % interval or not.

    The cohorts for validation are never fitted. A row that counts but cannot be predicted counts as outside.

    Example: onconeural validate --cohorts my_cohorts.yaml --json
    """
    from onconeural.calibration import tally  # noqa: PLC0415
    from onconeural.calibration import validate as compare  # noqa: PLC0415

    found, chosen, basis = _publications(cohorts), *_draws(posterior, draws)
    try:
        with progress() as tell:
            rows = compare(found, chosen, tell=tell, workers=processes(workers), seed=seed)
    except ChildProcessError as error:
        refuse(reason(error))
    if as_json:
        typer.echo(json.dumps(document(rows, tally(rows), basis), indent=2, allow_nan=False))
        return
    from onconeural.cli.validation_table import validation_table  # noqa: PLC0415

    show(validation_table(rows, tally(rows), basis))


def _publications(given: str) -> tuple[Cohort, ...]:
    from onconeural.evidence import cohorts, file_base, nearest  # noqa: PLC0415

    if given in ROLES:
        return tuple(c for c in cohorts().values() if c.role == given)
    path = Path(given)
    if not path.exists():
        meant = nearest(given, ROLES)
        hint = f"; did you mean {meant}?" if meant else ""
        refuse(f"--cohorts: found '{given}', expected {', '.join(ROLES)} or a file that exists{hint}")
    base, problems = file_base(path)
    if problems:
        refuse("\n".join(map(str, _one_a_place(problems))))
    if not base.cohorts:
        refuse(f"{given}: found no cohorts, expected `cohorts:` with a list, as in the packaged files")
    _refuse_twice_or_nobody(given, base)
    return tuple(entry.record for entry in base.cohorts)


def _refuse_twice_or_nobody(given: str, base: Base) -> None:
    """Refuse an id that two cohorts have, and a cohort of fewer than one patient."""
    first: dict[str, str] = {}
    wrong: list[str] = []
    for entry in base.cohorts:
        where, n = f"{given}: {entry.path}", entry.record.n
        if first.setdefault(entry.id, entry.path) != entry.path:
            wrong.append(f"{where}.id: found '{entry.id}', that of {first[entry.id]} too, expected each id once")
        if n is not None and n < 1:
            wrong.append(f"{where}.n: found {n}, expected 1 or more, or null where it is not known")
    if wrong:
        refuse("\n".join(wrong))


def _one_a_place(problems: Sequence[Problem]) -> list[Problem]:
    """One problem for each place of a file: what was expected there, in one sentence."""
    places: dict[tuple[str, str, str], list[Problem]] = {}
    for one in problems:
        places.setdefault((one.path, one.found, one.severity), []).append(one)
    return [replace(same[0], expected=" or ".join(dict.fromkeys(p.expected for p in same))) for same in places.values()]


def _draws(path: Path, count: int | None) -> tuple[tuple[Mapping[str, float], ...], str]:
    from onconeural.calibration import PosteriorError, read_posterior, shipped_posterior  # noqa: PLC0415

    if str(path) == SINGLE:
        if count is not None:
            refuse(
                f"--draws: found {count} beside --posterior {SINGLE}, expected a posterior: single values have no draws"
            )
        return ({},), "single values, without a posterior"
    try:
        found = read_posterior(shipped_posterior() if str(path) == SHIPPED else path)
    except PosteriorError as error:
        refuse(str(error))
    return found.draws[:count], found.basis


def document(rows: tuple[ValidationRow, ...], counts: Tally, basis: str) -> dict[str, Any]:
    """Rows and summary as plain data."""
    return {
        "schema_version": "1.0",
        "intended_use": INTENDED_USE,
        "basis": basis,
        "summary": summary(counts),
        "rows": [row_data(row) for row in rows],
    }


def summary(counts: Tally) -> dict[str, int | float | None]:
    """The tally with its shares in %."""
    return {**vars(counts)} | {
        "share_inside": counts.share_inside,
        "share_inside_narrow": counts.share_narrow,
        "share_covered_by_80": counts.share_covered,
        "share_attainable": counts.share_attainable,
    }


def row_data(row: ValidationRow) -> dict[str, Any]:
    """One row as plain data; numbers that are not finite become null."""
    published, predicted = row.published, row.predicted
    return {
        "id": row.id,
        "cohort": row.cohort,
        "role": row.role,
        "antibody": row.antibody,
        "name": row.name,
        "unit": published.unit,
        "published": {"value": published.value, "low": published.low, "high": published.high, "rule": published.rule},
        "predicted": None
        if predicted is None
        else {
            "value": predicted.value,
            "low": predicted.low,
            "high": predicted.high,
            "interval": "80 % predictive",
            "errors_on_scale": predicted.parts,
        },
        "inside": row.inside,
        "covered": row.covered,
        "reason": row.reason or None,
        "definition": row.definition or None,
        "assumed": row.assumed or None,
    }
