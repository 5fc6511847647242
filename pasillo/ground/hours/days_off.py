"""The public holidays of a country or a part of it, named in the language of whoever keeps them. Plain Python."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import get_language

from pasillo.ground.kit.countries import country_name as named_in
from pasillo.ground.kit.words import _

MOST_YEARS = 6
WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
LITTLE = re.compile(r"(?<= )(And|Of|The)(?= )")
NAMES = {
    "AR": _("Argentina"), "AU": _("Australia"), "BO": _("Bolivia"), "BR": _("Brazil"), "CA": _("Canada"),
    "CL": _("Chile"), "CN": _("China"), "CO": _("Colombia"), "CR": _("Costa Rica"), "DE": _("Germany"),
    "DO": _("Dominican Republic"), "EC": _("Ecuador"), "ES": _("Spain"), "FR": _("France"),
    "GB": _("United Kingdom"), "GT": _("Guatemala"), "ID": _("Indonesia"), "IE": _("Ireland"), "IN": _("India"),
    "IT": _("Italy"), "JP": _("Japan"), "MX": _("Mexico"), "MY": _("Malaysia"), "NL": _("Netherlands"),
    "PA": _("Panama"), "PE": _("Peru"), "PH": _("Philippines"), "PT": _("Portugal"), "PY": _("Paraguay"),
    "SG": _("Singapore"), "US": _("United States"), "UY": _("Uruguay"), "VE": _("Venezuela"),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class DayOff:
    """One public holiday."""

    on: date
    name: str


def countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by name."""
    return sorted(((code, country_name(code)) for code in _classes()), key=lambda row: row[1])


def country_name(code: str) -> str:
    """What a country is called; in English, where we have no other word for it."""
    if code in NAMES:
        return str(NAMES[code])
    named = named_in(code, get_language())
    return (
        named if named != code else LITTLE.sub(lambda word: word[0].lower(), WORDS.sub(" ", _classes().get(code, code)))
    )


def regions(country: str) -> list[tuple[str, str]]:
    """The parts of a country that have holidays of their own, by name."""
    if country not in _classes():
        return []
    kind = _kind(country)
    names: dict[str, str] = {}
    for name, code in getattr(kind, "subdivisions_aliases", {}).items():
        names.setdefault(code, name)
    return sorted(((code, names.get(code, code)) for code in kind.subdivisions), key=lambda row: row[1])


def days_off(country: str, region: str, years: Iterable[int], *, language: str) -> list[DayOff]:
    """The holidays of these years in order; names in this language, else in the first of the country."""
    asked = sorted(set(years))
    if country not in _classes() or (region and region not in _kind(country).subdivisions):
        raise LookupError(f"No holidays are known for {country} {region}.")
    if len(asked) > MOST_YEARS:
        raise ValueError(f"More than {MOST_YEARS} years at once.")
    from holidays.utils import country_holidays  # a quarter of a second, for whoever asks

    found = country_holidays(country, subdiv=region or None, years=asked, language=_language(country, language))
    return sorted(DayOff(on, name) for on, name in found.items())


def _language(country: str, wanted: str) -> str | None:
    kind = _kind(country)
    spoken = [kind.default_language, *kind.supported_languages]
    mine: str | None = kind.default_language  # named outright, or the library asks the machine for its language
    return next((code for code in spoken if code and code.split("_")[0] == wanted), mine)


def _kind(country: str) -> Any:
    import holidays

    return getattr(holidays, country)


@cache
def _classes() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    return {entity[1]: entity[0] for entity in COUNTRIES.values()}
