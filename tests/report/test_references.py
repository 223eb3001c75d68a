from __future__ import annotations

import pytest

from onconeural.evidence import Source, source
from onconeural.report.references import link, reference, web_address


def made(doi: str | None = None, pmid: str | None = None, url: str | None = None) -> Source:
    return Source("made_up", "Nobody", 2000, "No Journal", None, doi, pmid, None, url)


def test_doi_comes_first() -> None:
    assert link(made("10.1000/x", "123", "https://example.org")) == "https://doi.org/10.1000/x"


def test_pubmed_comes_second() -> None:
    assert link(made(None, "123", "https://example.org")) == "https://pubmed.ncbi.nlm.nih.gov/123/"


def test_own_page_comes_last() -> None:
    assert link(made(None, None, "https://example.org/a?b=1")) == "https://example.org/a?b=1"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "https:",
        "http://[",
    ],
)
def test_other_addresses_are_no_links(address: str | None) -> None:
    assert link(made(url=address)) is None
    assert web_address(address) is None


def test_doi_cannot_leave_its_address() -> None:
    assert link(made('10.1/"><script>')) == "https://doi.org/10.1/%22%3E%3Cscript%3E"


def test_odd_pubmed_number_is_no_link() -> None:
    assert link(made(None, "1/../x", None)) is None


def test_known_source_is_cited_with_its_details() -> None:
    entry, record = reference("graus2021", 4), source("graus2021")
    assert entry["number"] == 4
    assert (entry["doi"], entry["pmid"], entry["url"]) == (record.doi, record.pmid, record.url)
    assert "Graus" in entry["citation"]
    assert entry["link"] == f"https://doi.org/{record.doi}"


def test_unknown_source_is_shown_but_not_linked() -> None:
    entry = reference("https://example.org/own-note", 1)
    assert entry["citation"].startswith("https://example.org/own-note (")
    assert "not in the evidence base" in entry["citation"]
    assert (entry["doi"], entry["pmid"], entry["url"], entry["link"]) == (None, None, None, None)
