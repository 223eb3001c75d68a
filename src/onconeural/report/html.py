"""A forecast as one self-contained page: no script, no network, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from onconeural.evidence import plain
from onconeural.report import depth, sentences, words
from onconeural.report.figures import alternative_text, mrs_over_time
from onconeural.report.further import HEADINGS, MARKED, further, marked
from onconeural.report.json import forecast_json
from onconeural.report.records import score_records
from onconeural.report.references import WORD, keys_in, web_address
from onconeural.report.window_figure import gain_by_start, window_text

if TYPE_CHECKING:
    from onconeural.forecast.result import Assumption, Forecast, Outcome


def forecast_html(forecast: Forecast) -> str:
    """Return the report page of a forecast; the same forecast gives the same page."""
    document = forecast_json(forecast)
    style, caution = _style(), sentences.caution(forecast)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            doc=document,
            cited=partial(_cited, {entry["key"]: entry["number"] for entry in document["references"]}),
            outcome_groups=_groups(forecast),
            answer=sentences.answer(forecast)[1 if caution else 0 :],
            mrs_now=forecast.mrs_now,
            assumptions=_assumptions(forecast),
            score_records=score_records(forecast.certainty),
            provenance=_provenance(forecast),
            caution=caution,
            style=Markup(style),  # noqa: S704  our own file, not a reader's text
            style_hash=_digest(style),
            wide=_data_address(mrs_over_time(forecast)),
            narrow=_data_address(mrs_over_time(forecast, columns=1)),
            alternative=alternative_text(forecast),
            marked=MARKED if marked(forecast) else None,
            further=further(forecast),
            further_headings=HEADINGS,
            windows=depth.windows(forecast),
            drivers=depth.drivers(forecast),
            next_tests=depth.next_tests(forecast),
            window_figure=_data_address(gain_by_start(forecast)) if forecast.windows else None,
            window_words=window_text(forecast),
        )
    )


def _cited(numbers: dict[str, int], text: str) -> Markup:
    """Return a text in which the keys of known sources are links to their references."""
    pieces = [
        Markup('<a class="cite" href="#ref-{0}" aria-label="Reference {0}">[{0}]</a>').format(numbers[piece])
        if keys_in(piece)
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
def _style() -> str:
    return files("onconeural.report").joinpath("templates/report.css").read_text(encoding="utf-8")


def _digest(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()


def _data_address(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


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
    return environment


def _harmless(value: object) -> object:
    """Return what the page prints, texts with unseen characters as codes; escaping comes after."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
