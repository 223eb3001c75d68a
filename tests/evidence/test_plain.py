import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.evidence import plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("café, naïve, 東京, ½", "café, naïve, 東京, ½"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("a\nb\r\tc\x00\x9b", r"a\x0ab\x0d\x09c\x00\x9b"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("\ud800", r"\ud800"),
        ("\U000e0001", r"\U000e0001"),
    ],
)
def test_what_cannot_be_seen_is_written_as_code(text, seen):
    assert plain(text) == seen


@given(st.text(alphabet=st.characters()))
def test_the_result_is_always_printable_and_stable(text):
    result = plain(text)
    assert result.isprintable()
    assert plain(result) == result
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in result)
    result.encode("utf-8")
