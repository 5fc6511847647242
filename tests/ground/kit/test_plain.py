"""Words as people send them, without what a screen or a database cannot bear."""

import pytest

from pasillo.ground.kit.plain import plain, safe


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("One line\nand another\ttab", "One line\nand another\ttab"),
        ("Nothing\x00 of\x07 this", "Nothing of this"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2067\u0634\u0643\u0631\u2069 Elena", "\u2067\u0634\u0643\u0631\u2069 Elena"),
        ("a\r\nb\rc\x00", "a\nb\nc"),
    ],
)
def test_nothing_shows_letters_in_another_order_and_honest_words_stay_as_they_are(given, kept):
    assert safe(given) == kept


def test_names_are_found_without_their_accents():
    assert plain("  \u00d1and\u00fa  G\u00f3mez ") == "nandu gomez"
