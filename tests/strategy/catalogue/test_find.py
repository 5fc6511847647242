"""Customers find what they need in their own words, in three languages, with or without accents."""

import pytest

from pasillo.ground.people.sight import NOBODY
from pasillo.strategy.catalogue.queries import find
from pasillo.strategy.catalogue.wording import tokens


@pytest.fixture
def catalogue(moving, internet, complaint, bill):
    return {"moving": moving, "internet": internet, "complaint": complaint, "bill": bill}


@pytest.mark.parametrize(
    ("words", "language", "meant"),
    [
        ("I am moving to a new house", "en", "moving"),
        ("moved home", "en", "moving"),
        ("mudanza", "es", "moving"),
        ("quiero trasladarme de casa", "es", "moving"),
        ("internet is not working since yesterday!!", "en", "internet"),
        ("no me funciona el internet", "es", "internet"),
        ("averia", "es", "internet"),
        ("averías en la conexion", "es", "internet"),
        ("koneksi mati", "id", "internet"),
        ("ticket", "en", "internet"),
        ("reclamacion", "es", "complaint"),
        ("RECLAMACIONES", "es", "complaint"),
        ("reclamar", "es", "complaint"),
        ("quejas", "es", "complaint"),
        ("complaining", "en", "complaint"),
        ("keluhan saya", "id", "complaint"),
        ("facturas", "es", "bill"),
        ("mi recibo está mal cobrado", "es", "bill"),
        ("invoices", "en", "bill"),
        ("dibayar", "id", "bill"),
        ("factura", "en", "bill"),
        ("bill", "id", "bill"),
        ("intern", "en", "internet"),
        ("intrenet", "en", "internet"),
        ("facutra", "es", "bill"),
        ("complaintt", "en", "complaint"),
    ],
)
def test_the_service_that_was_meant_comes_first(catalogue, words, language, meant):
    hits = find(words, language, NOBODY)

    assert hits, words
    assert hits[0].service_id == catalogue[meant].pk


@pytest.mark.parametrize(
    "words", ["", "   ", "the of and", "quiero que", "!!!", "\x00", "xylophone zebra", "&|!():*'\\", "a" * 5000]
)
def test_what_says_nothing_finds_nothing_and_breaks_nothing(catalogue, words):
    assert find(words, "en", NOBODY) == []


def test_a_hit_is_named_in_the_visitors_language(catalogue):
    assert find("factura", "en", NOBODY)[0].name == "A question about my bill"
    assert find("factura", "es", NOBODY)[0].name == "Una duda de mi factura"
    assert find("factura", "xx", NOBODY)[0].name == "A question about my bill"


def test_what_can_be_asked_is_found_itself(offer):
    offer(
        "delivery",
        {"en": "Alarm", "es": "Alarma"},
        asks={"en": "Tell us it was a false alarm", "es": "Avisar de una falsa alarma"},
    )

    hit = find("falsa alarma", "es", NOBODY)[0]

    assert (hit.service_slug, hit.request_type_slug) == ("alarm", "tell-us-it-was-a-false-alarm")


def test_a_question_of_any_length_is_cut_to_a_dozen_words():
    assert len(tokens(" ".join(f"word{n}" for n in range(200)))) == 12
