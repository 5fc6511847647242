"""A letter of ours looks like our pages, in any mail program, and asks for nothing from outside."""

import re
from datetime import UTC, datetime

import pytest

from pasillo.doors.channels.email.writing import SHEET, Letter, mail_from

WORDS = {"number": 48213, "text": "Nora comes today.", "paragraphs": [["Nora comes today.", "<b>Really</b>"]]}


def letter(template, language="en", **more):
    return Letter(
        template=template, language=language, subject="Re: Still no alarm", sender_name="Nidalia",
        context=WORDS | {"signature": "Marta Ruiz, Nidalia", "link": "https://help.example/r/abc"} | more,
        sender_address="help@nidalia.example", recipient_name="Elena", recipient_address="elena@correo.example",
        message_id="<one@nidalia.example>", at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip


def parts(mail):
    return mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("template", ["reply", "resolved", "acknowledgement", "letter"])
def test_it_is_dressed_and_fetches_nothing(template):
    _text, html = parts(mail_from(letter(template)))

    assert html.count("<style>") == 1
    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import", html)
    assert re.findall(r'href="([^"]*)"', html) in (["https://help.example/r/abc"], WITH_TWO)


WITH_TWO = ["https://help.example/r/abc", "https://help.example/r/abc#not-solved"]


def test_whoever_reads_plain_text_has_the_same_words_and_the_link():
    text, html = parts(mail_from(letter("reply")))

    assert text == (
        "Nora comes today.\n\nSee the whole conversation: https://help.example/r/abc\n\nMarta Ruiz, Nidalia\n"
    )
    assert "&lt;b&gt;Really&lt;/b&gt;" in html


def test_what_is_solved_can_be_said_with_one_of_two_buttons_in_the_customers_language():
    text, html = parts(mail_from(letter("resolved", "es")))

    assert 'lang="es"' in html
    assert text.endswith(
        "\n\nFunciona: https://help.example/r/abc\nNo está resuelto: https://help.example/r/abc#not-solved"
        "\n\nMarta Ruiz, Nidalia\n"
    )
    assert re.findall(r'class="act[^"]*"[^>]*>([^<]+)<', html) == ["Funciona", "No está resuelto"]


def test_without_a_request_there_is_no_line_about_one():
    _text, html = parts(mail_from(letter("letter", number="", link="")))

    assert "foot" not in html.partition("</head>")[2]


def test_the_sheet_is_small():
    assert SHEET.stat().st_size < 4000
