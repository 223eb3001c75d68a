"""`onconeural case`: check a patient file, print the form that it must have, exchange it with clinical formats."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onconeural import INTENDED_USE
from onconeural.cli.formats import export, import_
from onconeural.evidence import plain

if TYPE_CHECKING:
    from onconeural.case import Problem

case_app = typer.Typer(
    help="Check a case file, print the form that it must have, or exchange cases with clinical formats.",
    epilog="Example: onconeural case check examples/hu_sclc_67f.yaml",
    no_args_is_help=True,
    rich_markup_mode=None,
)
case_app.command("import", short_help="Make a case from FHIR or a Phenopacket.")(import_)
case_app.command("export", short_help="Write a case as a Phenopacket.")(export)

CasePath = Annotated[str, typer.Argument(metavar="CASE", help="The case: a .yaml, .yml or .json file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
OfReport = Annotated[bool, typer.Option("--report", help="The form of report.json instead.")]


@case_app.command(short_help="List all problems of a case file, and what is missing.")
def check(case: CasePath, as_json: AsJson = False) -> None:
    """Report every problem of a case file, and what is missing from it.

    Exit code 0 when the file can be used (there may be warnings), 2 when it cannot.

    Example: onconeural case check patient.yaml
    """
    from onconeural.case import check_case  # noqa: PLC0415 - pydantic is slow to load, and --help must be fast

    problems = check_case(case)
    usable = all(problem.severity == "warning" for problem in problems)
    missing = _missing(case) if usable else ()
    _show_json(case, problems, missing) if as_json else _show(case, problems, missing)
    if not usable:
        raise typer.Exit(2)


@case_app.command(short_help="Print the form of a case file, or of a report.")
def schema(report: OfReport = False) -> None:
    """Print the JSON Schema of a case file, or of the report that a forecast makes from it.

    Example: onconeural case schema > case-1.json
    """
    typer.echo(json.dumps(_report_schema() if report else _case_schema(), indent=2))


def _case_schema() -> dict[str, Any]:
    from onconeural.case import case_schema  # noqa: PLC0415

    return case_schema()


def _report_schema() -> dict[str, Any]:
    from onconeural.report import forecast_schema  # noqa: PLC0415

    return forecast_schema()


def _missing(path: str) -> tuple[str, ...]:
    from onconeural.case import load_case, missing_facts  # noqa: PLC0415

    return missing_facts(load_case(path))


def _show(path: str, problems: tuple[Problem, ...], missing: tuple[str, ...]) -> None:
    lines = [str(problem) for problem in problems] or [f"{path}: no problems"]
    lines += [f"  missing: {fact}" for fact in missing]
    lines.append(_verdict(problems, missing))
    for line in lines:
        typer.echo(plain(line))


def _verdict(problems: tuple[Problem, ...], missing: tuple[str, ...]) -> str:
    errors = sum(problem.severity != "warning" for problem in problems)
    if errors:
        return f"The file cannot be used: {errors} to mend. {INTENDED_USE}"
    return f"The file can be used ({len(problems)} to look at, {len(missing)} missing). {INTENDED_USE}"


def _show_json(path: str, problems: tuple[Problem, ...], missing: tuple[str, ...]) -> None:
    listed = {"problems": [asdict(p) for p in problems], "missing": list(missing)}
    typer.echo(json.dumps({"intended_use": INTENDED_USE, "file": plain(path), **listed}, indent=2))
