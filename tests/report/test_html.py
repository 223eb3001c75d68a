from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from jinja2 import UndefinedError

from onconeural import INTENDED_USE
from onconeural.forecast.result import Forecast
from onconeural.report import corrections_address, forecast_html, forecast_json, words
from onconeural.report.html import _environment

# What the page shows of the hostile text: codes in place of what cannot be seen, everything else as it is.
SHOWN = "<script>alert(1)</script>[red]x[/red]\\x1b[31m\\u202e{{7*7}}\"'$x^2$ onload='a()'"


class Page(HTMLParser):
    """Everything of a page that the tests ask for."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.style = ""
        self.script = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        elif self.open and self.open[-1] == "script":
            self.script = data  # the last one acts, those before hold data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(forecast: Forecast) -> Page:
    return Page(forecast_html(forecast))


@pytest.fixture(scope="module")
def hostile_page(hostile: Forecast) -> Page:
    return Page(forecast_html(hostile))


def policy(page: Page) -> str:
    return next(meta["content"] or "" for meta in page.all("meta") if "http-equiv" in meta)


def digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def test_policy_allows_only_our_stylesheet_and_our_script(page: Page) -> None:
    assert policy(page) == (
        f"default-src 'none'; style-src 'sha256-{digest(page.style)}'; script-src 'sha256-{digest(page.script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert len(page.all("style")) == 1
    assert [script.get("type") for script in page.all("script")] == ["application/json", None]
    assert not [script for script in page.all("script") if "src" in script]


def test_data_of_the_slider_cannot_end_their_element(hostile: Forecast) -> None:
    text = forecast_html(hostile)
    assert text.count("<script") == text.count("</script>") == 2


def test_policy_stands_before_the_stylesheet(page: Page) -> None:
    names = [name for name, _ in page.elements]
    policy_at = next(at for at, (_, attributes) in enumerate(page.elements) if "http-equiv" in attributes)
    assert policy_at < names.index("style")


@pytest.mark.parametrize("kind", ["page", "hostile_page"])
def test_nothing_on_the_page_can_act(kind: str, request: pytest.FixtureRequest) -> None:
    read: Page = request.getfixturevalue(kind)
    forbidden = {"iframe", "object", "embed", "form", "link", "base", "img", "button", "foreignobject", "animate"}
    assert not forbidden & {name for name, _ in read.elements}
    for _, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "srcset"):
            assert re.match(r"#|https?://|$", attributes.get(name) or "")
    assert [attributes["type"] for attributes in read.all("input")] == ["range"]


def test_hostile_text_is_shown_as_text(hostile_page: Page, hostile: Forecast) -> None:
    text = hostile_page.text
    for start in (
        "Forecast for case synthetic_1",
        "Not calibrated: no ranking",
        "rapidly progressive cerebellar syndrome, Yo antibodies.",
        "Yo antibody",
        "rapidly progressive cerebellar syndrome",
        "cancer not found, followed for less than 2 years",
        "Clock since onset",
        "Plasma exchange",
        "mRS at diagnosis",
        "Result of the tissue assay",
        "this warning is made up.",
        "The dead count as mRS 6.",
        "kissinger2026",
        "run-0001",
        "c" * 64,
    ):
        assert f"{start} {SHOWN}" in text
    assert re.search(r"by a second technique \( \[\d\] \)\. " + re.escape(SHOWN), text)
    assert not set(forecast_html(hostile)) & {"\x1b", "\u202e"}


def test_hostile_text_makes_no_more_elements(page: Page, hostile_page: Page) -> None:
    kinds = {(name, *sorted(attributes)) for name, attributes in page.elements}
    assert {(name, *sorted(attributes)) for name, attributes in hostile_page.elements} <= kinds
    assert len(hostile_page.elements) <= len(page.elements)


def test_intended_use_first_and_last(page: Page) -> None:
    visible = [text.strip() for text in page.texts if text.strip()]
    assert visible[1] == INTENDED_USE  # after the title in the head
    assert visible[-1] == INTENDED_USE  # scripts stand behind, and nobody sees them


def test_content_comes_in_reading_order(page: Page) -> None:
    order = [
        "Forecast for case synthetic_1",
        "Not calibrated: no ranking",
        "by then half of the gain is lost",
        "By PNS-Care 2021 the diagnosis is: probable (7 of 10 points).",
        "Warnings",
        "What was known on the forecast day.",
        "How soon: the window",
        "Each strategy begins on the forecast day.",
        "Does it spread? A new area",
        "Outcomes by strategy and start",
        "What the answer hangs on",
        "How certain the diagnosis is",
        "Can the antibody be trusted?",
        "The tumour search",
        "What the strategies are",
        "What to watch with these treatments",
        "This antibody against published cohorts",
        "Assumptions",
        "After each reference: how far",
        "Versions, seed and hashes",
        corrections_address(),
    ]
    places = [page.text.index(part) for part in order]
    assert places == sorted(places)


def test_undecided_comes_before_everything_else(undecided: Forecast) -> None:
    text = Page(forecast_html(undecided)).text
    sentence = "The facts do not decide: the twins count as only 7.5 independent ones; the floor is 50."
    assert text.count(sentence) == 1
    assert text.index(sentence) < text.index("Not calibrated")
    assert text.index(sentence) < text.index("By PNS-Care")


def test_refusal_comes_first_and_no_number_is_shown(refused: Forecast) -> None:
    text = Page(forecast_html(refused)).text
    assert text.index("Outside the domain of the model: a made-up reason.") < text.index("Not calibrated")
    assert "No strategy was simulated." in text
    assert "No twins were drawn." in text
    assert "do not decide" not in text


def test_decided_page_does_not_claim_otherwise(page: Page) -> None:
    assert "do not decide" not in page.text


def test_every_outcome_is_in_the_table(page: Page, forecast: Forecast) -> None:
    assert "No treatment day 120 forecast day 3.0 1.8 to 4.2 4.0 2.0 to 6.0 50% 75% 12% 25% 512" in page.text
    assert page.text.count("28 days later") == 7
    headings = [attributes for attributes in page.all("th") if attributes.get("scope") == "rowgroup"]
    assert [attributes["rowspan"] for attributes in headings if attributes["rowspan"] == "3"] == ["3"] * 7


def test_unconfirmed_items_are_marked(page: Page) -> None:
    assert page.text.count("recalled, not read unconfirmed") == 1


def test_references_are_linked_from_the_text(page: Page) -> None:
    targets = {attributes.get("id") for _, attributes in page.elements}
    inner = [attributes["href"] or "" for attributes in page.all("a") if (attributes["href"] or "").startswith("#")]
    assert [href for href in inner if href.startswith("#ref-")][:2] == ["#ref-1", "#ref-2"]
    assert {href[1:] for href in inner} <= targets
    assert "https://doi.org/10.1212/NXI.0000000000001014" in [attributes["href"] for attributes in page.all("a")]


def test_sources_named_in_a_sentence_are_links(page: Page) -> None:
    assert "Yo in serum and CSF (list from [3] )" in page.text
    assert "technique ( [5] )" in page.text
    assert [a["href"] for a in page.all("a")].count("#ref-5") == 1


def test_charts_are_in_the_page_named_and_described(page: Page) -> None:
    charts = [attributes for attributes in page.all("svg") if attributes.get("class") == "chart"]
    assert len(charts) == 7 + 2 + 2 * 3  # fans, windows, and three that come narrow and wide
    ids = {attributes.get("id") for _, attributes in page.elements}
    for chart in charts:
        assert chart["role"] == "img"
        assert {chart["aria-labelledby"], chart["aria-describedby"]} <= ids
    assert "1.50 at the earliest start, 0.50 at the latest" in page.text
    assert "Mean mRS 2.6 on day 120, 3.0 on day 850." in page.text


def test_each_chart_says_its_unit_and_its_n(page: Page) -> None:
    for unit in ("mRS (0 to 6)", "gain (steps of mRS)", "share of the twins (%)"):
        assert unit in page.text
    assert page.text.count("days from onset") >= 7
    for n in ("n = 512", "n = 506"):
        assert n in page.text


def test_page_can_be_read_by_everyone(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en"
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))
    tables, regions = page.all("table"), [div for div in page.all("div") if div.get("role") == "region"]
    assert len(page.all("caption")) == len(tables) == len(regions)
    assert all(attributes.get("scope") for attributes in page.all("th"))
    assert {attributes["tabindex"] for attributes in regions} == {"0"}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    levels = [int(name[1]) for name, _ in page.elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_facts_of_the_case_are_on_the_page(page: Page) -> None:
    assert "Raised white cells in cerebrospinal fluid: 12 cells/uL" in page.text
    assert "not stated Treatment Steroids" in page.text
    assert "First negative search: day 120 from onset" in page.text


def test_each_reference_says_how_far_it_was_read(page: Page, forecast: Forecast) -> None:
    readings = [entry["reading"] for entry in forecast_json(forecast)["references"]]
    assert all(words.first_capital(reading) in page.text for reading in readings)


def test_a_forecast_without_its_case_still_has_a_page(forecast: Forecast) -> None:
    text = Page(forecast_html(replace(forecast, case=None, windows=(), drivers=()))).text
    assert "Disability over time" in text
    assert "How soon: the window" not in text


def test_page_is_small(forecast: Forecast) -> None:
    fine = [replace(curve, **_daily(len(curve.days) * 10)) for curve in forecast.curves]
    assert len(forecast_html(replace(forecast, curves=tuple(fine))).encode()) < 1_000_000


def _daily(count: int) -> dict[str, tuple[float, ...]]:
    days = tuple(float(day) for day in range(count))
    rows = ("mean", "low", "high", "low_50", "high_50", "low_95", "high_95")
    return {name: tuple((day * 7.3) % 6 for day in days) for name in rows} | {"days": days}


def test_same_forecast_same_page(forecast: Forecast) -> None:
    assert forecast_html(forecast) == forecast_html(forecast)


def test_page_without_results(forecast: Forecast) -> None:
    bare = replace(
        forecast,
        outcomes=(),
        curves=(),
        mrs_now=None,
        missing=(),
        warnings=(),
        assumptions=(),
        sources=(),
        antibodies=(),
        facts_used=(),
        case_source=None,
        certainty=replace(forecast.certainty, score=None, items=(), flags=(), alternatives=(), missing=()),
    )
    text = Page(forecast_html(bare)).text
    for sentence in (
        "No strategy was simulated.",
        "gives no score for this case",
        "none named",
        "not computed",
        "Nothing that the forecast or the score asks for.",
    ):
        assert sentence in text


def test_a_name_that_the_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        _environment().get_template("report.html.j2").render()


def test_what_to_watch_is_shown_with_its_source_or_as_recalled(forecast: Forecast, refused: Forecast) -> None:
    page = forecast_html(forecast)
    section = page[page.index('id="watch"') : page.index('id="assumptions"')]
    assert "Thrombosis, a made-up sentence" in section
    assert 'href="#ref-' in section
    assert "A caution from memory" in section
    assert "recalled, to be confirmed" in section
    assert 'id="watch"' not in forecast_html(refused)
