"""Amounts as people type them in three languages: exact, or refused; never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.ground.kit.money import DECIMALS, Money, read_money, typed_money, write_money
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import Around

PRICE = {"key": "price", "kind": "money", "labels": {"en": "Price"}, "currencies": ["EUR", "IDR"], "min": 1}


@pytest.mark.parametrize(
    ("typed", "language", "currency", "amount"),
    [
        ("1.234,50", "es", "EUR", "1234.50"),
        ("1,234.50", "en", "EUR", "1234.50"),
        ("1.234,50", "en", "EUR", "1234.50"),
        ("1,234.50", "es", "EUR", "1234.50"),
        ("1.234", "es", "EUR", "1234.00"),
        ("1,234", "en", "EUR", "1234.00"),
        ("12.5", "es", "EUR", "12.50"),
        ("12,5", "en", "EUR", "12.50"),
        ("1 234,50 €", "es", "EUR", "1234.50"),
        ("€ 99", "en", "EUR", "99.00"),
        ("Rp 1.250.000", "id", "IDR", "1250000"),
        ("-3,20", "es", "EUR", "-3.20"),
        (",50", "es", "EUR", "0.50"),
        ("1.000.000,01", "id", "EUR", "1000000.01"),
        ("0,1", "es", "EUR", "0.10"),
    ],
)
def test_an_amount_is_read_as_its_writer_meant_it(typed, language, currency, amount):
    assert read_money(typed, currency, language) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("typed", "language", "currency"),
    [
        ("1.2345", "en", "EUR"),
        ("12.34.5", "en", "EUR"),
        ("1,23,456", "en", "EUR"),
        ("1234,567", "es", "EUR"),
        ("12,5", "id", "IDR"),
        ("ten", "en", "EUR"),
        ("", "en", "EUR"),
        (".", "en", "EUR"),
        ("1e5", "en", "EUR"),
        ("٣", "en", "EUR"),
        ("1 2", "en", "EUR"),
        ("9" * 29, "en", "EUR"),
        ("99999999999999", "en", "EUR"),
        ("5", "en", "XXX"),
    ],
)
def test_what_can_mean_two_things_or_nothing_is_refused(typed, language, currency):
    with pytest.raises(Refused):
        read_money(typed, currency, language)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(-(10**14), 10**14),
    st.sampled_from(sorted(DECIMALS)),
    st.sampled_from(["en", "es", "id"]),
)
def test_what_is_written_is_read_back_to_the_last_cent(units, currency, language):
    amount = (Decimal(units).scaleb(-DECIMALS[currency])) + 0
    if abs(amount) >= Decimal("1e13"):
        return
    money = Money(amount, currency)

    assert read_money(write_money(money, language), currency, language) == money
    assert read_money(typed_money(money, language), currency, language) == money
    assert Money.from_json(money.to_json()) == money


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["en", "es", "id"]))
def test_no_text_breaks_the_reading(text, language):
    try:
        money = read_money(text, "EUR", language)
    except Refused:
        return
    assert money.amount == money.amount.quantize(Decimal("0.01"))


def test_a_price_in_a_form_is_kept_exactly_and_told_in_the_readers_language():
    form = Form.from_json([PRICE])

    done = form.check({"price": ["1.234,50"], "price.currency": ["EUR"]}, around=Around(language="es"))

    assert done.answers == {"price": {"amount": "1234.50", "currency": "EUR"}}
    assert form.told(done.answers, "es")[0][1] == "1.234,50\u00a0€"
    assert form.told(done.answers, "en")[0][1] == "€1,234.50"
    assert form.told(done.answers, "id")[0][1] == "€\u00a01.234,50"


def test_a_price_has_limits_and_only_the_currencies_of_the_form():
    form = Form.from_json([PRICE])

    assert "smallest" in form.check({"price": ["0,50"]}, around=Around(language="es")).errors["price"]
    assert "currencies" in form.check({"price": ["5"], "price.currency": ["USD"]}).errors["price"]
