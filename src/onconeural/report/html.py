"""A forecast as one self-contained page: no network, one script of ours, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from onconeural.calibration.checks.credibility import ENOUGH_ROWS, ENOUGH_SHARE
from onconeural.evidence import antibody_label, plain
from onconeural.forecast.window import LEAST
from onconeural.report import charts, depth, sentences, slider, words, workup_words
from onconeural.report.further import HEADINGS, MARKED, further, marked
from onconeural.report.json import forecast_json
from onconeural.report.key_facts import key_facts
from onconeural.report.new_area_figure import new_area_interval, new_area_rows
from onconeural.report.records import score_records
from onconeural.report.references import WORD, web_address
from onconeural.report.style import ACCENT, BAND, DARK, FAN, INK, LINE, MUTED
from onconeural.report.time_line import marks, undated
from onconeural.workup import work_up

if TYPE_CHECKING:
    from onconeural.forecast.result import Assumption, Forecast, Outcome
    from onconeural.workup import WorkUp

TEMPLATE = "report.html.j2"


def forecast_html(forecast: Forecast) -> str:
    """Return the report page of a forecast; the same forecast gives the same page."""
    document = forecast_json(forecast)
    style, script = _own("report.css"), _own("report.js")
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            doc=document,
            cited=partial(_cited, {entry["key"]: entry["number"] for entry in document["references"]}),
            style=Markup(style),  # noqa: S704  our own file, not a reader's text
            script=Markup(script),  # noqa: S704
            hashes={"style": _digest(style), "script": _digest(script)},
            **_answer(forecast),
            **_simulated(forecast),
            **_case(forecast),
            colours={"line": LINE, "dark": DARK, "ink": INK, "muted": MUTED, "band": BAND, "accent": ACCENT},
            least=LEAST,
            enough={"rows": ENOUGH_ROWS, "share": ENOUGH_SHARE},
            assumptions=_assumptions(forecast),
            score_records=score_records(forecast.certainty),
            provenance=_provenance(forecast),
        )
    )


def _answer(forecast: Forecast) -> dict[str, Any]:
    """What stands at the head of the page."""
    caution = sentences.caution(forecast)
    return {
        "caution": caution,
        "key_facts": key_facts(forecast),
        "answer": sentences.answer(forecast)[1 if caution else 0 :],
        "mrs_now": forecast.mrs_now,
    }


def _simulated(forecast: Forecast) -> dict[str, Any]:
    """Charts and tables of what was simulated."""
    return {
        "fans": charts.fans(forecast),
        "shades": FAN,
        "outcome_groups": _groups(forecast),
        "marked": MARKED if marked(forecast) else None,
        "further": further(forecast),
        "further_headings": HEADINGS,
        "windows": charts.windows(forecast),
        "window_sentences": depth.windows(forecast),
        "grid": slider.grid(forecast),
        "first_rows": [slider.first_row(window) for window in forecast.windows],
        "embedded": slider.embedded,
        "areas": charts.new_area_charts(forecast),
        "area_rows": [(row, new_area_interval(row, forecast)) for row in new_area_rows(forecast)],
        "signed": depth.signed,
        "drivers": depth.driver_rows(forecast),
        "next_tests": depth.next_test_rows(forecast),
    }


def _case(forecast: Forecast) -> dict[str, Any]:
    """The time line and the work-up of the case; nothing where a forecast came without its case."""
    case = forecast.case
    if case is None:
        return {"time_line": {}, "marks": (), "undated": (), "work": None, "search": {}}
    work: WorkUp = work_up(case)
    return {
        "time_line": charts.time_line_charts(case),
        "marks": marks(case),
        "undated": undated(case),
        "work": work,
        "search": charts.search_charts(work),
    }


def _cited(numbers: dict[str, int], text: str) -> Markup:
    """Return a text in which the keys of known sources are links to their references."""
    pieces = [
        Markup('<a class="cite" href="#ref-{0}" aria-label="Reference {0}">[{0}]</a>').format(numbers[piece])
        if piece in numbers
        else escape(plain(piece))
        for piece in WORD.split(text)
    ]
    return Markup("").join(pieces)


def _assumptions(forecast: Forecast) -> list[tuple[str, list[Assumption]]]:
    """Return the rules and settings, shown at once, and the many unmeasured parameters, shown on request."""
    parameters = [a for a in forecast.assumptions if a.id.startswith("parameter:")]
    others = [a for a in forecast.assumptions if a not in parameters]
    return [("", others), (f"{len(parameters)} parameters that nobody measured", parameters)]


def _groups(forecast: Forecast) -> list[tuple[str, list[Outcome]]]:
    """Return the outcome rows strategy by strategy, in the order in which the forecast names them."""
    groups: dict[str, tuple[str, list[Outcome]]] = {}
    for row in forecast.outcomes:
        groups.setdefault(row.strategy, (row.label, []))[1].append(row)
    return list(groups.values())


def _provenance(forecast: Forecast) -> list[tuple[str, str]]:
    own = forecast.provenance
    return [
        ("Run", own.run_id),
        ("onconeural", own.version),
        ("Seed", str(own.seed)),
        ("Case, hash", own.case_hash),
        ("Model, hash", own.model_hash),
        ("Evidence, hash", own.evidence_hash),
        ("Python", own.python),
        ("NumPy", own.numpy),
    ]


@cache
def _own(name: str) -> str:
    return files("onconeural.report").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onconeural.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = (
        "number",
        "compact",
        "percent",
        "band",
        "estimate",
        "months",
        "first_capital",
        "delay",
        "category",
        "clock",
        "reading",
    )
    environment.filters.update({name: getattr(words, name) for name in names})
    environment.filters["web_address"] = web_address
    said = ("antibody", "tumour", "plan_name", "tests", "anchor", "mark", "share")
    environment.filters.update({f"said_{name}": getattr(workup_words, name) for name in said})
    environment.filters["said_key"] = antibody_label
    return environment


def _harmless(value: object) -> object:
    """Return what the page prints, texts with unseen characters as codes; escaping comes after."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
