from __future__ import annotations

from email.message import Message

import pytest

from onconeural.report import corrections


def test_address_is_the_one_of_the_package() -> None:
    assert corrections.corrections_address() == "https://github.com/onconeural/onconeural/issues"


def test_package_without_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Message()
    bare["Project-URL"] = "Source, https://example.org"
    monkeypatch.setattr(corrections, "metadata", lambda name: bare)
    with pytest.raises(LookupError, match="Corrections"):
        corrections.corrections_address.__wrapped__()


def test_package_knows_no_other_names() -> None:
    import onconeural.report

    with pytest.raises(AttributeError, match="nonsense"):
        onconeural.report.nonsense  # noqa: B018
