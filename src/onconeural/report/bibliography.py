"""The bibliography and the methods of a report that lies on disk, for a paper that uses it."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from onconeural.evidence import Source, evidence_hash, plain, sources
from onconeural.evidence.bibliography import bibtex, csl_item, latex
from onconeural.evidence.problems import Problem, place, shown
from onconeural.evidence.textfile import read_text
from onconeural.evidence.tree import Form, TreeError, read_tree

STYLES = MappingProxyType({"text": "for reading", "bibtex": "for LaTeX", "csl-json": "for citation managers"})
LARGEST_FILE = 50_000_000  # bytes; a report has about 200,000
FORM = Form(
    content="a report of one case",
    mapping="a report.json of onconeural",
    one="one report per file",
    most_values=2_000_000,
)


class ReportError(ValueError):
    """A file that is no report; ``problems`` lists everything found, one per line in the message."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # a report holds much more than its bibliography


class _Reference(_Part):
    number: int
    key: str
    citation: str
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None


class _Provenance(_Part):
    run_id: str
    version: str
    seed: int
    case_hash: str
    model_hash: str
    evidence_hash: str
    python: str
    numpy: str


class _Case(_Part):
    id: str


class Report(_Part):
    """What a bibliography needs of a report; a work-up has no run and so no provenance."""

    schema_version: str
    intended_use: str
    corrections: str
    case: _Case
    references: tuple[_Reference, ...]
    records: tuple[str, ...] = ()
    status: str | None = None
    provenance: _Provenance | None = None


def read_report(path: Path) -> Report:
    """Return what a bibliography needs of a report.json; raises ReportError with every problem."""
    file = plain(str(path))
    try:
        data, faults = read_tree(read_text(path, (".json",), LARGEST_FILE, FORM.content), FORM, as_json=True)
    except TreeError as error:
        raise ReportError((Problem(file, plain(error.path), error.found, error.expected),)) from None
    if faults:
        raise ReportError(tuple(Problem(file, plain(f.path), f.found, f.expected) for f in faults))
    if not isinstance(data, dict):
        raise ReportError((Problem(file, "", shown(data), FORM.mapping),))
    try:
        return Report.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ReportError(tuple(_problem(file, detail) for detail in details)) from None


def bibliography(report: Report, style: str) -> str:
    """Return the references in reading order and the methods, in one of STYLES; KeyError for another style."""
    make = {"text": _text, "bibtex": _bibtex, "csl-json": _csl}
    return make[style](report)


def methods(report: Report) -> str:
    """Return the sentences on versions, seed and hashes that a paper needs to be repeated."""
    run = report.provenance
    if run is None:
        return f"Worked up with onconeural (case {plain(report.case.id)}); nothing was simulated. {_use(report)}"
    same = run.evidence_hash == evidence_hash()
    other = "" if same else f" This installation holds other evidence ({evidence_hash()})."
    text = (
        f"Simulated with onconeural {run.version} (run {run.run_id}, seed {run.seed}), on Python {run.python} with "
        f"NumPy {run.numpy}. SHA-256 of the case {run.case_hash}, of the model {run.model_hash}, of the evidence "
        f"{run.evidence_hash}.{other} Status of the model: {report.status or 'not stated'}."
    )
    return f"{plain(text)} {_use(report)}"


def _use(report: Report) -> str:
    return plain(f"{report.intended_use} Corrections: {report.corrections}")


def _text(report: Report) -> str:
    width = len(str(len(report.references)))
    lines = [f"{entry.number:>{width}}. {plain(entry.citation)}" for entry in report.references]
    heading = plain(f"References of the report on case {report.case.id}, in reading order")
    return "\n".join([heading, "", *lines, "", "Methods", "", methods(report), ""])


def _bibtex(report: Report) -> str:
    entries = bibtex(_source(entry) for entry in report.references)
    run = report.provenance
    version = f"  version = {{{latex(run.version)}}},\n" if run else ""
    software = (
        f"@software{{onconeural,\n  title = {{onconeural}},\n{version}  note = {{{latex(methods(report))}}}\n}}\n"
    )
    return entries + software


def _csl(report: Report) -> str:
    items: list[dict[str, Any]] = [csl_item(_source(entry)) for entry in report.references]
    run = report.provenance
    software = {"id": "onconeural", "type": "software", "title": "onconeural", "note": methods(report)}
    items.append({**software, "version": plain(run.version)} if run else software)
    return json.dumps(items, indent=2) + "\n"


def _source(entry: _Reference) -> Source:
    """Return the source of the evidence, or what the report itself says where the evidence has no such key."""
    known = sources().get(entry.key)
    return known or Source(plain(entry.key), title=plain(entry.citation), doi=entry.doi, pmid=entry.pmid, url=entry.url)


def _problem(file: str, detail: Any) -> Problem:  # noqa: ANN401 - one error of pydantic
    missing = detail["type"] == "missing"
    found = "nothing" if missing else shown(detail["input"])
    expected = "this key; a report.json of onconeural has it" if missing else _sentence(detail["msg"])
    return Problem(file, place(detail["loc"]), found, expected)


def _sentence(message: str) -> str:
    text = message.removeprefix("Input should be ")
    return text[:1].lower() + text[1:]
