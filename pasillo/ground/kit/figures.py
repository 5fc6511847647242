"""Numbers as people type them: with the marks of their language, and with points or commas between the thousands.

Of two kinds of mark the last parts the decimals. Of one kind, the language says: “1.234” is 1234 in Spanish and
Indonesian, and in English a little more than one. What groups no thousands are decimals in every language: “12.5”,
“0.125”; and a mark that stands twice groups thousands in every language: “1.234.567”.
"""

import re
from decimal import Decimal, InvalidOperation

from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.money import DECIMAL_MARK, SPACES

GROUPS = re.compile(r"-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
OTHER = {".": ",", ",": "."}


def read_figure(text: str, language: str | None) -> Decimal | None:
    """The number that was typed; none where it is none."""
    bare = "".join(sign for sign in text.replace("\u2212", "-") if sign not in SPACES)
    mark = _decimal_mark(bare, DECIMAL_MARK[known_language(language)])
    whole, point, decimals = bare.partition(mark)
    if OTHER[mark] in whole and not GROUPS.fullmatch(whole):
        return None
    try:
        number = Decimal(f"{whole.replace(OTHER[mark], '')}{'.' if point else ''}{decimals}")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def write_figure(number: float, language: str | None) -> str:
    """A number of a program as a person of this language would type it."""
    return f"{Decimal(str(number)):f}".replace(".", DECIMAL_MARK[known_language(language)])


def _decimal_mark(bare: str, own: str) -> str:
    other = OTHER[own]
    if own in bare and other in bare:
        return max(own, other, key=bare.rfind)
    is_grouped = GROUPS.fullmatch(bare) is not None
    if own in bare:
        return other if is_grouped and bare.count(own) > 1 else own
    return own if is_grouped else other
