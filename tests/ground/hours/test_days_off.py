"""The public holidays that a calendar can take over."""

from datetime import date

import pytest
from django.utils.translation import override

from pasillo.ground.hours.days_off import DayOff, countries, days_off, regions


def test_madrid_keeps_the_second_of_may_and_barcelona_does_not():
    madrid = days_off("ES", "MD", [2026], language="es")

    assert DayOff(date(2026, 5, 2), "Fiesta de la Comunidad de Madrid") in madrid
    assert date(2026, 5, 2) not in {day.on for day in days_off("ES", "CT", [2026], language="es")}
    assert ("MD", "Madrid") in regions("ES")


def test_holidays_are_named_in_the_language_of_the_house_else_in_their_own():
    christmas = date(2026, 12, 25)

    assert DayOff(christmas, "Hari Raya Natal") in days_off("ID", "", [2026], language="id")
    assert DayOff(christmas, "Christmas Day") in days_off("ID", "", [2026], language="en")
    assert DayOff(christmas, "Hari Raya Natal") in days_off("ID", "", [2026], language="es")
    assert DayOff(date(2026, 9, 16), "Día de la Independencia") in days_off("MX", "", [2026], language="es")


def test_years_come_in_order_and_once():
    both = days_off("MX", "", [2027, 2026, 2026], language="es")

    assert both == sorted(set(both))
    assert {day.on.year for day in both} == {2026, 2027}


def test_a_country_that_is_not_known_is_refused():
    assert regions("XX") == []
    for country, region in (("XX", ""), ("ES", "ZZ"), ("Spain", "")):
        with pytest.raises(LookupError):
            days_off(country, region, [2026], language="en")
    with pytest.raises(ValueError, match="years"):
        days_off("ES", "", range(2020, 2040), language="en")


def test_every_country_has_a_name():
    known = dict(countries())

    assert known["ES"] == "Spain"
    assert len(known) > 150
    assert all(known.values())


def test_a_country_is_called_by_its_name_in_the_language_of_the_page_where_we_know_one():
    with override("es"):
        known = dict(countries())

    assert (known["ES"], known["CH"], known["PL"]) == ("España", "Suiza", "Polonia")
    assert (known["AG"], known["IM"], known["VC"]) == (
        "Antigua and Barbuda", "Isle of Man", "Saint Vincent and the Grenadines",
    )  # fmt: skip
