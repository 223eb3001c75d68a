"""`onconeural case import` and `onconeural case export`: clinical formats in and out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import case_or_refuse
from onconeural.storage import write_atomically

if TYPE_CHECKING:
    from onconeural.case.formats import Choices, Imported, Remark

Source = Annotated[
    Path, typer.Argument(metavar="FILE", help="A FHIR R4 Bundle (.json) or a Phenopacket v2 (.json, .yaml, .pb).")
]
CaseOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write the case: .yaml, .yml or .json.")
]
OnsetPath = Annotated[str | None, typer.Option(metavar="PLACE", help="The place in FILE of the date that is day 0.")]
Phenotype = Annotated[
    str | None, typer.Option(metavar="NAME", help="The phenotype, if the file names none or several.")
]
CaseName = Annotated[
    str | None, typer.Option("--case-id", metavar="NAME", help="A name for the case; no personal data.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the case and all remarks as JSON.")]
CasePath = Annotated[str, typer.Argument(metavar="CASE", help="The case: a .yaml, .yml or .json file.")]
Format = Annotated[Literal["phenopacket"], typer.Option("--format", help="The format to write.")]
PacketOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write the packet: .json, .yaml or .yml.")
]


def import_(
    file: Source,
    out: CaseOut = None,
    as_json: AsJson = False,
    onset_path: OnsetPath = None,
    phenotype: Phenotype = None,
    case_id: CaseName = None,
) -> None:
    """Make a case from a FHIR R4 Bundle or a Phenopacket v2, and list everything that is not in it.

    Dates become days from onset. Names, identifiers, texts and dates are never kept or shown, so messages call the
    file FILE. Exit code 2: the file cannot be used. Needs: pip install 'onconeural[fhir]'

    Example: onconeural case import bundle.json --out patient.yaml
    """
    from onconeural.case.formats import Choices, case_text  # noqa: PLC0415 - slow to load, and --help must be fast

    form = _form(out)
    if out is not None and _same(out, file):
        refuse("--out: found the file that is read, expected another name")
    done = _imported(file, Choices(onset_path, phenotype, case_id), as_json)
    if out is not None:
        _write(out, case_text(done.case, form))
    if as_json:
        case = done.case.model_dump(mode="json")
        _print_json({"format": done.format, "case": case, "remarks": [asdict(remark) for remark in done.remarks]})
        return
    if out is None:
        typer.echo(case_text(done.case, "yaml"), nl=False)
    _show(done.remarks, f"A case from a {done.format}.", err=out is None)


def export(case: CasePath, format_: Format = "phenopacket", out: PacketOut = None, as_json: AsJson = False) -> None:
    """Write a case as a GA4GH Phenopacket v2, and list what a packet cannot hold.

    Days are written as ages, never as dates; free texts are left out; no unverified code is written.
    Needs: pip install 'onconeural[fhir]'

    Example: onconeural case export patient.yaml --format phenopacket --out patient.json
    """
    from onconeural.case.formats import MissingLibraryError, packet_text, phenopacket  # noqa: PLC0415

    form = _form(out) if out is not None else "json"
    packet, lost = phenopacket(case_or_refuse(case))
    try:
        text = packet_text(packet, form)
    except MissingLibraryError as error:
        refuse(str(error))
    if out is not None:
        _write(out, text)
    if as_json:
        _print_json({"phenopacket": packet, "not_held": [{"path": r.path, "reason": r.reason} for r in lost]})
        return
    if out is None:
        typer.echo(text, nl=False)
    lines = [f"not in the packet: {remark.path}: {remark.reason}" for remark in lost]
    _lines(["A Phenopacket v2 from a case.", *lines], err=out is None)


def _imported(file: Path, choices: Choices, as_json: bool) -> Imported:
    from onconeural.case import CaseError  # noqa: PLC0415
    from onconeural.case.formats import MissingLibraryError, import_case  # noqa: PLC0415

    try:
        return import_case(file, choices)
    except MissingLibraryError as error:
        refuse(str(error))
    except CaseError as error:
        if as_json:
            _print_json({"problems": [asdict(problem) for problem in error.problems]})
            raise typer.Exit(2) from None
        refuse(str(error))


def _form(out: Path | None) -> Literal["yaml", "json"]:
    if out is not None and out.suffix.lower() not in (".yaml", ".yml", ".json"):
        refuse("--out: found another ending, expected .yaml, .yml or .json")
    return "json" if out is not None and out.suffix.lower() == ".json" else "yaml"


def _same(out: Path, file: Path) -> bool:
    try:
        return out.samefile(file)
    except (OSError, ValueError):  # one of them does not exist
        return False


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        refuse(f"--out: cannot be written: {reason or 'for an unknown reason'}")


def _show(remarks: tuple[Remark, ...], head: str, err: bool) -> None:
    from onconeural.case.formats import grouped  # noqa: PLC0415

    _lines([head, *grouped(remarks)], err=err)


def _lines(lines: list[str], err: bool) -> None:
    for line in lines:
        typer.echo(line, err=err)


def _print_json(data: object) -> None:
    typer.echo(json.dumps(data, indent=2, allow_nan=False))
