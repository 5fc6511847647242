"""Countries in the languages of the house, and how an address is written in each."""

from __future__ import annotations

import re

from pasillo.ground.kit.languages import known_language

# Code: English, Spanish, Indonesian.
_NAMES = """
AD Andorra|Andorra|Andorra
AR Argentina|Argentina|Argentina
AU Australia|Australia|Australia
AT Austria|Austria|Austria
BE Belgium|Bélgica|Belgia
BO Bolivia|Bolivia|Bolivia
BR Brazil|Brasil|Brasil
CA Canada|Canadá|Kanada
CL Chile|Chile|Chili
CN China|China|Tiongkok
CO Colombia|Colombia|Kolombia
CR Costa Rica|Costa Rica|Kosta Rika
DK Denmark|Dinamarca|Denmark
DO Dominican Republic|República Dominicana|Republik Dominika
EC Ecuador|Ecuador|Ekuador
FI Finland|Finlandia|Finlandia
FR France|Francia|Prancis
DE Germany|Alemania|Jerman
GT Guatemala|Guatemala|Guatemala
IN India|India|India
ID Indonesia|Indonesia|Indonesia
IE Ireland|Irlanda|Irlandia
IT Italy|Italia|Italia
JP Japan|Japón|Jepang
MY Malaysia|Malasia|Malaysia
MX Mexico|México|Meksiko
MA Morocco|Marruecos|Maroko
NL Netherlands|Países Bajos|Belanda
NZ New Zealand|Nueva Zelanda|Selandia Baru
NO Norway|Noruega|Norwegia
PA Panama|Panamá|Panama
PY Paraguay|Paraguay|Paraguay
PE Peru|Perú|Peru
PH Philippines|Filipinas|Filipina
PL Poland|Polonia|Polandia
PT Portugal|Portugal|Portugal
SG Singapore|Singapur|Singapura
ES Spain|España|Spanyol
SE Sweden|Suecia|Swedia
CH Switzerland|Suiza|Swiss
TH Thailand|Tailandia|Thailand
GB United Kingdom|Reino Unido|Britania Raya
US United States|Estados Unidos|Amerika Serikat
UY Uruguay|Uruguay|Uruguay
VE Venezuela|Venezuela|Venezuela
VN Vietnam|Vietnam|Vietnam
"""
NAMES = {line[:2]: tuple(line[3:].split("|")) for line in _NAMES.strip().splitlines()}
PLACE_OF = {"en": 0, "es": 1, "id": 2}
POSTCODE_LAST = frozenset({"GB", "US", "CA", "AU", "NZ", "IE", "IN", "SG", "ID", "MY", "PH", "TH", "VN", "CO", "VE"})
POSTCODES = {
    "ES": r"[0-9]{5}", "ID": r"[0-9]{5}", "FR": r"[0-9]{5}", "DE": r"[0-9]{5}", "IT": r"[0-9]{5}", "MX": r"[0-9]{5}",
    "US": r"[0-9]{5}(-[0-9]{4})?", "PT": r"[0-9]{4}-[0-9]{3}", "AT": r"[0-9]{4}", "BE": r"[0-9]{4}", "CH": r"[0-9]{4}",
}  # fmt: skip


def country_name(code: str, language: str | None) -> str:
    """A country as a reader of this language calls it."""
    names = NAMES.get(code)
    return names[PLACE_OF[known_language(language)]] if names else code


def countries(language: str | None) -> list[tuple[str, str]]:
    """Every country with its name, in the order of the alphabet of this language."""
    named = ((code, country_name(code, language)) for code in NAMES)
    return sorted(named, key=lambda pair: pair[1].replace("É", "E").replace("Á", "A"))


def is_postcode(text: str, country: str) -> bool:
    """Whether a postcode can be right in this country. Where we do not know, every one can."""
    pattern = POSTCODES.get(country)
    return pattern is None or re.fullmatch(pattern, text) is not None


def place_line(postcode: str, town: str, country: str) -> str:
    """Postcode and town in the order of the country."""
    parts = (town, postcode) if country in POSTCODE_LAST else (postcode, town)
    return " ".join(part for part in parts if part)
