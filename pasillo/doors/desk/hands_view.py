"""Whom a case may be given to, in words: what each one carries, and what speaks against them now."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.moments import language_name
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.hands import Hand, Hands, hands_among, hands_for
from pasillo.operations.routing.queries import skill_names

WHY_LOAD = "how much a colleague carries, in other areas too: figures only"


def hands_of_case(case: Case, words: str, at: datetime) -> dict[str, Any]:
    """Who may hold this case, the best suited first."""
    with for_the_house(WHY_LOAD):
        found = hands_for(case, words, at=at)
    return _view(found, words, holder=case.assignee_id)


def hands_of_many(seen: Sight, words: str, at: datetime) -> dict[str, Any]:
    """Who may hold the chosen cases, whoever carries least first."""
    with for_the_house(WHY_LOAD):
        found = hands_among(seen, words, at=at)
    return _view(found, words, holder=None)


def _view(found: Hands, words: str, *, holder: int | None) -> dict[str, Any]:
    skills = skill_names(int(code.split(":")[1]) for one in found.first for code in one.against if _is_skill(code))
    return {
        "words": words,
        "more": found.more,
        "hands": [
            {
                "id": one.person_id,
                "name": one.name,
                "here": one.person_id == holder,
                "load": _("%(load)s of %(cap)s") % {"load": _cases(one.load), "cap": _cases(one.cap)},
                "against": _against(one, skills),
            }
            for one in found.first
        ],
    }


def _against(one: Hand, skills: dict[int, str]) -> str:
    """The first thing that speaks against it: one is enough in a list."""
    if not one.against:
        return ""
    sort, _colon, rest = one.against[0].partition(":")
    if sort == "skill":
        return _("lacks %(skill)s") % {"skill": skills.get(int(rest.split(":")[0]), "?")}
    if sort == "language":
        return _("no %(language)s") % {"language": language_name(rest)}
    if sort == "channel":
        return _("enough %(channel)s") % {"channel": channel_word(rest)}
    return {
        "away": _("away"),
        "off_shift": _("not here now"),
        "shift_ends": _("goes home soon"),
        "full": _("full"),
    }.get(sort, sort)


def _is_skill(code: str) -> bool:
    return code.startswith("skill:")


def _cases(hundredths: int) -> str:
    return f"{hundredths / 100:.1f}".removesuffix(".0")
