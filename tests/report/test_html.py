from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from jinja2 import UndefinedError

from onconeural import INTENDED_USE
from onconeural.forecast.result import Forecast
from onconeural.report import corrections_address, forecast_html
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


def test_policy_allows_only_the_one_stylesheet_and_inline_images(page: Page) -> None:
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert policy(page) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert len(page.all("style")) == 1


def test_policy_stands_before_the_stylesheet(page: Page) -> None:
    names = [name for name, _ in page.elements]
    policy_at = next(at for at, (_, attributes) in enumerate(page.elements) if "http-equiv" in attributes)
    assert policy_at < names.index("style")


@pytest.mark.parametrize("kind", ["page", "hostile_page"])
def test_nothing_on_the_page_can_act(kind: str, request: pytest.FixtureRequest) -> None:
    read: Page = request.getfixturevalue(kind)
    forbidden = {"script", "iframe", "object", "embed", "form", "link", "base", "svg", "input", "button"}
    assert not forbidden & {name for name, _ in read.elements}
    for _, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "srcset"):
            assert re.match(r"#|https?://|data:image/svg\+xml;base64,|$", attributes.get(name) or "")


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
    of_sources = {"a", "li"}  # sources that nobody knows have no links, but lines of their own
    names = [name for name, _ in page.elements if name not in of_sources]
    assert [name for name, _ in hostile_page.elements if name not in of_sources] == names


def test_intended_use_first_and_last(page: Page) -> None:
    visible = [text.strip() for text in page.texts if text.strip()]
    assert visible[1] == INTENDED_USE  # after the title in the head
    assert visible[-1] == INTENDED_USE


def test_content_comes_in_reading_order(page: Page) -> None:
    order = [
        "Forecast for case synthetic_1",
        "Not calibrated: no ranking",
        "By PNS-Care 2021 the diagnosis is: probable (7 of 10 points).",
        "The case",
        "How certain the diagnosis is",
        "Disability over time",
        "Outcomes by strategy and start",
        "What is missing",
        "Warnings",
        "Assumptions",
        "References",
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
    assert [attributes["rowspan"] for attributes in headings] == ["3"] * 7


def test_unconfirmed_items_are_marked(page: Page) -> None:
    assert page.text.count("recalled, not read unconfirmed") == 1


def test_references_are_linked_from_the_text(page: Page) -> None:
    targets = {attributes.get("id") for _, attributes in page.elements}
    inner = [attributes["href"] or "" for attributes in page.all("a") if (attributes["href"] or "").startswith("#")]
    assert inner[:2] == ["#ref-1", "#ref-2"]
    assert {href[1:] for href in inner} <= targets
    assert "https://doi.org/10.1212/NXI.0000000000001014" in [attributes["href"] for attributes in page.all("a")]


def test_sources_named_in_a_sentence_are_links(page: Page) -> None:
    assert "Yo in serum and CSF (list from [3] )" in page.text
    assert "technique ( [5] )" in page.text
    assert [a["href"] for a in page.all("a")].count("#ref-5") == 1


def test_figure_is_inside_the_page_and_described(page: Page) -> None:
    image, window = page.all("img")
    assert "1.50 at the earliest start, 0.50 at the latest" in (window["alt"] or "")
    head, _, data = (image["src"] or "").partition(",")
    assert head == "data:image/svg+xml;base64"
    assert ElementTree.fromstring(b64decode(data)).tag == "{http://www.w3.org/2000/svg}svg"
    alternative = image["alt"] or ""
    assert "No treatment: 2.6 on day 120, 3.0 on day 850." in alternative
    assert alternative.count("on day 850") == 7


def test_page_can_be_read_by_everyone(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en"
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))
    assert len(page.all("caption")) == len(page.all("table")) == 3
    assert all(attributes.get("scope") for attributes in page.all("th"))
    regions = [attributes for attributes in page.all("div") if attributes.get("role") == "region"]
    assert [attributes["tabindex"] for attributes in regions] == ["0", "0", "0"]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    levels = [int(name[1]) for name, _ in page.elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_page_is_small(forecast: Forecast) -> None:
    fine = [replace(curve, **_daily(len(curve.days) * 10)) for curve in forecast.curves]
    assert len(forecast_html(replace(forecast, curves=tuple(fine))).encode()) < 1_000_000


def _daily(count: int) -> dict[str, tuple[float, ...]]:
    days = tuple(float(day) for day in range(count))
    return {name: tuple((day * 7.3) % 6 for day in days) for name in ("mean", "low", "high")} | {"days": days}


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
