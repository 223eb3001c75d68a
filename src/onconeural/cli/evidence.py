"""`onconeural evidence`: check the evidence, trace a number, search, export."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onconeural import INTENDED_USE
from onconeural.cli.failure import refuse
from onconeural.cli.given import require_word
from onconeural.cli.output import save
from onconeural.cli.show import show
from onconeural.evidence import plain

if TYPE_CHECKING:
    from onconeural.evidence import CheckResult
    from onconeural.evidence.problems import Problem

evidence_app = typer.Typer(
    help="The cited facts behind every number: check them, trace them, take them along.",
    epilog="Example: onconeural evidence show hu_tumour",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[Path | None, typer.Argument(metavar="DIR", help="A folder of your own. [default: what ships]")]
Alone = Annotated[bool, typer.Option("--alone", help="Do not add the shipped records to those of DIR.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Check reviews as of this day. [default: today]")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="An id of a record, such as hu_tumour or parameter:kN.")]
Reports = Annotated[
    list[Path] | None, typer.Option("--report", metavar="FILE", help="Also say whether this report.json rests on it.")
]
Words = Annotated[list[str], typer.Argument(metavar="WORDS", help="Words that the record must hold, all of them.")]
Limit = Annotated[int, typer.Option(metavar="N", min=1, max=10_000, help="How many records to show.")]
Format = Annotated[str, typer.Option("--format", metavar="WORD", help="csl-json, bibtex, csv or parquet.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="File to write. [default: standard output]")]
Part = Annotated[str, typer.Argument(metavar="PART", help="claims, sources, cohorts, ...")]


@evidence_app.command(short_help="Look for problems in the evidence, or in yours.")
def check(folder: Folder = None, alone: Alone = False, on: On = None, as_json: AsJson = False) -> None:
    """Run every gate over the evidence, and list all problems at once.

    With DIR the records of that folder are checked on top of those that ship. Exit code 0 when no problem is an
    error, 2 when one is. What a waiver lets pass is printed with its reason.

    Example: onconeural evidence check my_claims/
    """
    from onconeural.evidence import check_base  # noqa: PLC0415 - slow to load, and --help must be fast
    from onconeural.report.trace import whole_base, whole_folder  # noqa: PLC0415

    today = _day(on)
    try:
        base, malformed = whole_base() if folder is None else whole_folder(folder, alone=alone)
    except NotADirectoryError as error:
        refuse(str(error))
    result = check_base(base, today)
    passed = result.passed and not malformed
    _check_json(result, malformed, passed) if as_json else _check_lines(result, malformed)
    if not passed:
        raise typer.Exit(2)


@evidence_app.command("show", short_help="What a record says, from where, what rests on it.")
def show_record(record: Id, report: Reports = None, as_json: AsJson = False) -> None:
    """Show one record: what it says, from where, how strong, and all that depends on it.

    The id may be that of a claim, source, cohort, parameter, antibody, intervention or row of a score.

    Example: onconeural evidence show hu_tumour
    """
    from onconeural.evidence import UnknownKeyError  # noqa: PLC0415
    from onconeural.report.bibliography import ReportError  # noqa: PLC0415
    from onconeural.report.trace import trace, trace_table  # noqa: PLC0415
    from onconeural.report.trace.reports import with_reports  # noqa: PLC0415

    try:
        found = tuple(with_reports(item, report or ()) for item in trace(record))
    except ReportError as error:
        refuse(str(error))
    except UnknownKeyError as error:
        refuse(f"{error}; `onconeural evidence search WORDS` finds ids")
    if as_json:
        _print_json({"records": [asdict(item) for item in found]})
        return
    for item in found:
        show(trace_table(item))
    typer.echo(INTENDED_USE)


@evidence_app.command()
def search(words: Words, limit: Limit = 20, as_json: AsJson = False) -> None:
    """Find records that hold all the words, in any order.

    Example: onconeural evidence search NMDAR relapse
    """
    from onconeural.evidence import search as find  # noqa: PLC0415
    from onconeural.report.trace import found_table, whole_base  # noqa: PLC0415

    found = find(whole_base()[0], " ".join(words))
    if as_json:
        _print_json({"found": len(found), "records": [asdict(item) for item in found[:limit]]})
        return
    if found:
        show(found_table(found[:limit]))
    typer.echo(f"{len(found)} found, {min(limit, len(found))} shown. {INTENDED_USE}")


@evidence_app.command(short_help="Write the sources, or the table of quantities.")
def export(form: Format = "csl-json", out: Out = None) -> None:
    """Write the sources (csl-json, bibtex) or the table of quantities (csv, parquet).

    Example: onconeural evidence export --format bibtex --out onconeural.bib
    """
    from onconeural.evidence import FORMATS, shipped_base  # noqa: PLC0415
    from onconeural.evidence import export as convert  # noqa: PLC0415
    from onconeural.evidence.extras import MissingExtraError  # noqa: PLC0415

    require_word("--format", form, FORMATS)
    if form == "parquet" and out is None:
        refuse("--format parquet: found no --out, expected a file to write (Parquet is not text)")
    try:
        content = convert(shipped_base()[0], form)  # type: ignore[arg-type]  # checked above
    except MissingExtraError as error:
        refuse(str(error))
    if out is None:
        sys.stdout.write(content.decode())
        return
    save(out, content)
    typer.echo(f"{out}")


@evidence_app.command()
def schema(part: Part) -> None:
    """Print the JSON Schema of an evidence file with this part.

    Example: onconeural evidence schema claims
    """
    from onconeural.evidence import SCHEMAS, evidence_schema  # noqa: PLC0415

    require_word("PART", part, SCHEMAS)
    typer.echo(json.dumps(evidence_schema(part), indent=2))


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        refuse(f"--on: found '{text}', expected a day such as 2026-11-22")


def _check_lines(result: CheckResult, malformed: tuple[Problem, ...]) -> None:
    for problem in (*malformed, *result.problems):
        typer.echo(plain(str(problem)))
    for problem, waiver in result.waived:
        typer.echo(plain(f"waived: {problem}: {waiver.reason}"))
    errors = len(malformed) + sum(problem.severity == "error" for problem in result.problems)
    warnings = len(result.problems) + len(malformed) - errors
    typer.echo(f"{errors} error(s), {warnings} warning(s), {len(result.waived)} waived. {INTENDED_USE}")


def _check_json(result: CheckResult, malformed: tuple[Problem, ...], passed: bool) -> None:
    found = {
        "passed": passed,
        "malformed": [asdict(problem) for problem in malformed],
        "problems": [asdict(problem) for problem in result.problems],
        "waived": [{**asdict(problem), "reason": waiver.reason} for problem, waiver in result.waived],
    }
    _print_json(found)


def _print_json(found: dict[str, Any]) -> None:
    typer.echo(json.dumps({"intended_use": INTENDED_USE, **found}, indent=2))
