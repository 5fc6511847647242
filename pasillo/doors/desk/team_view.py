"""A team in words and bars: load against cap, the shift of today, the next five days, who needs help."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pasillo.doors.desk.looking import Looking
from pasillo.doors.shell.moments import number
from pasillo.ground.hours.dates import dated
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.models import Area, PersonSkill
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.narrowing import Narrowing
from pasillo.operations.cases.queries import case_heads, names_of, visible_to
from pasillo.operations.routing.models import Mode
from pasillo.operations.routing.queries import board_of, rules_of, skill_names
from pasillo.operations.routing.team import (
    Day,
    Member,
    Still,
    how_many_wait,
    proposed_moves,
    team_of,
    why_nothing_moves,
)

WIDTH, GAP, HEIGHT = 14, 6, 28
FULL, NEARLY = 100, 80
WHOLE_DAY = timedelta(hours=23)  # the shortest that summer time makes
WHY_LOAD = "how much a colleague carries, in other areas too: figures only"


def board_view(area: Area, at: datetime) -> dict[str, Any]:
    """Everything that the board of one area shows."""
    board = board_of(area.pk)
    with for_the_house(WHY_LOAD):
        members = team_of(area, board, at=at)
        waiting = how_many_wait(area.pk)
    skills = skill_names({skill for one in members for skill in one.now.skills})
    rows = [_row(one, skills, at) for one in members]
    return {
        "mode": board.mode,
        "mode_words": mode_words(board.mode),
        "rules": len(rules_of(area.pk)),
        "waiting": waiting,
        "here": sum(1 for one in members if one.now.minutes_left > 0 and not one.now.is_away),
        "rows": rows,
        "help": [row for row in rows if row["help"]],
        "load": _cases(sum(one.now.load for one in members)),
        "cap": _cases(sum(one.now.cap for one in members if not one.now.is_away)),
        "days": [dated(day.on, "D")[:2] for day in members[0].days] if members else [],
        "width": len(members[0].days) * (WIDTH + GAP) - GAP if members else 0,
    }


def mode_words(mode: str) -> str:
    """Who gives out the work of an area."""
    return {
        Mode.OFF: _("People take their work themselves."),
        Mode.SUGGEST: _("The house suggests who should take what."),
        Mode.ASSIGN: _("The house gives out the work."),
    }[Mode(mode)]


def _row(one: Member, skills: dict[int, str], at: datetime) -> dict[str, Any]:
    share = one.share
    tone = "late" if share > FULL else "risk" if share >= NEARLY else "ok"
    return {
        "id": one.seat.person_id,
        "name": one.seat.person.name,
        "url": Looking(split="todo", asked=Narrowing(assignee=(str(one.seat.person_id),))).address,
        "load": _cases(one.now.load),
        "cap": _cases(one.now.cap),
        "share": share,
        "tone": tone,
        "skills": [
            {"name": skills[skill], "level": level, "words": _level(level)}
            for skill, level in sorted(one.now.skills.items(), key=lambda pair: (-pair[1], skills.get(pair[0], "")))
            if skill in skills
        ],
        "shift": _shift(one, at),
        "absence": _absence(one, at),
        "is_away": one.now.is_away,
        "is_here": one.now.minutes_left > 0 and not one.now.is_away,
        "days": [_bar(place, day) for place, day in enumerate(one.days)],
        "help": _help(one),
    }


def _help(one: Member) -> str:
    if not one.needs_help:
        return ""
    if one.now.is_away:
        return _("is away and still holds work")
    if one.now.load > one.now.cap:
        return _("carries more than they can")
    return _("has more due today than there are hours")


def _shift(one: Member, at: datetime) -> str:
    if not one.shifts:
        return _("off today")
    if any(closes - opens >= WHOLE_DAY for opens, closes in one.shifts):
        return _("the whole day")
    return ", ".join(f"{clock(opens)}–{_closing(closes)}" for opens, closes in one.shifts)


def clock(moment: datetime) -> str:
    """The time of day where this is read."""
    return timezone.localtime(moment).strftime("%H:%M")


def _closing(moment: datetime) -> str:
    """Closing at midnight is the end of its day; opening at midnight is the beginning."""
    return "24:00" if clock(moment) == "00:00" else clock(moment)


def _absence(one: Member, at: datetime) -> str:
    absence = one.absence
    if absence is None:
        return ""
    if absence.starts_at > at:
        return _("away from %(day)s") % {"day": dated(absence.first, _("j M"))}
    words = {"day": dated(absence.last, _("j M")), "cover": absence.cover.name if absence.cover else ""}
    return _("away until %(day)s; %(cover)s stands in") % words if absence.cover else _("away until %(day)s") % words


def _bar(place: int, day: Day) -> dict[str, Any]:
    """One day as a small bar: how much of what can be done is due; and the same in words."""
    share = day.load * 100 // day.capacity if day.capacity else (FULL + 1 if day.load else 0)
    height = max(2, min(HEIGHT, share * HEIGHT // FULL)) if day.load else 0
    words = {"day": dated(day.on, _("D j M")), "load": _cases(day.load), "capacity": _cases(day.capacity)}
    said = _("%(day)s: %(load)s of %(capacity)s") if day.capacity else _("%(day)s: not here, %(load)s due")
    return {
        "x": place * (WIDTH + GAP),
        "y": HEIGHT - height,
        "height": height,
        "tone": "late" if share > FULL else "risk" if share >= NEARLY else "ok",
        "is_closed": not day.capacity,
        "words": said % words,
    }


def moves_view(area: Area, seen: Sight, at: datetime) -> list[dict[str, Any]]:
    """What could move, each with its case, from whom and to whom; only cases that this person may see."""
    with for_the_house(WHY_LOAD):
        moves = proposed_moves(area, board_of(area.pk), at=at)
    shown = set(visible_to(seen).filter(pk__in=[move.case_id for move in moves]).values_list("pk", flat=True))
    heads = case_heads(shown)
    names = names_of({who for move in moves for who in (move.giver_id, move.taker_id)})
    return [
        {
            "value": f"{move.case_id}:{move.giver_id}:{move.taker_id}",
            "number": heads[move.case_id]["number"],
            "url": reverse("desk:case", args=[heads[move.case_id]["number"]]),
            "subject": heads[move.case_id]["subject"],
            "customer": heads[move.case_id]["customer__name"],
            "giver": names.get(move.giver_id, ""),
            "taker": names.get(move.taker_id, ""),
            "giver_share": _share(move.giver_share),
            "taker_share": _share(move.taker_share),
        }
        for move in moves
        if move.case_id in heads
    ]


def _share(share: int) -> str:
    return _("away") if share > 10_000 else f"{share} %"


def _cases(hundredths: int) -> str:
    return number(round(hundredths / 100, 1))


def _level(level: int) -> str:
    words: Sequence[str] = ("", _("learning"), _("able"), _("expert"))
    return words[level] if level in PersonSkill.Level.values else ""


def still_words(area: Area, at: datetime) -> tuple[str, str]:
    """Why nothing moves, and what one may do about it."""
    why = why_nothing_moves(area, at=at)
    if why == Still.NOBODY_HERE:
        return _("Nobody is here to take more."), _("All are off or away at this hour. Try again when a shift begins.")
    if why == Still.ALL_BEGUN:
        return _("There is nothing to move."), _("Every case that somebody holds has been begun, or put off.")
    return _("The work is shared as well as it can be."), _(
        "No case that nobody has begun would lie better with somebody else."
    )
