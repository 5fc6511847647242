"""Why a clock is so, in a picture and in words: start, each pause with its proof, hand-offs, targets, hours, end."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.desk.clock_turns import hours_changed, in_time_words, ran_on, undone_words, version_words
from pasillo.doors.desk.clock_view import mark_of
from pasillo.doors.desk.clock_words import (
    calendar_words,
    differs_words,
    end_words,
    name_word,
    objective_words,
    on_words,
    start_words,
    still_words,
    told_words,
    value_word,
)
from pasillo.doors.desk.words import channel_word, metric_word
from pasillo.doors.shell.moments import full, minutes, served
from pasillo.ground.hours.business_time import stretches
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.models import Area, Role
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import messages_for, names_of
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.explaining import Why
from pasillo.operations.promises.queries import ClockView, clocks_of
from pasillo.operations.promises.repairs import Difference, played_again
from pasillo.operations.promises.rules.cycles import Still
from pasillo.strategy.objectives.policies import AUDIENCES, Audience

WIDE, SHORT, LATE = 1000, 140, timedelta(minutes=5)
MOST = 400
Turn = dict[str, Any]


def clock_story(case: Case, why: Why, seen: Sight, *, at: datetime) -> dict[str, Any]:
    """Everything that the page of one clock shows."""
    clock = why.clock
    shown = _shown(case.pk, clock.pk, at)
    who = names_of(_people(_bys(why)))
    void = {"tone": "mute", "icon": "circle-slash", "left": _("does not count")}
    return {
        "id": clock.pk,
        "case": case,
        "word": metric_word(clock.metric),
        "mark": mark_of(shown, rounds=case.cycle) if shown else void,
        "audience": AUDIENCES[Audience(clock.audience)],
        "promise": objective_words(why),
        "hours": [*calendar_words(why), *(version_words(one, who, why.calendars) for one in why.versions)],
        "figures": _figures(why),
        "picture": _picture(why, at),
        "turns": sorted(_turns(case, why, seen, who), key=lambda turn: turn["at"]),
        "repairs": list(_repairs(why)),
        "differs": _differs(case, why, seen, at),
    }


def may_repair(seen: Sight, area_id: int) -> bool:
    """Heads, and whoever manages the area of the case."""
    return Role.HEAD in seen.roles or area_id in seen.managed_ids


def _shown(case_id: int, clock_id: int, at: datetime) -> ClockView | None:
    return next((one for one in clocks_of([case_id], at=at).get(case_id, []) if one.id == clock_id), None)


def _figures(why: Why) -> list[tuple[str, str, str]]:
    reading = why.reading
    return [
        (_("Served"), served(why.served), _("open hours, less the time that was not ours")),
        (_("Promised"), served(reading.target), _("in the same hours")),
        (_("Stood still"), served(why.stood_still), _("in open hours")),
        (_("Lived"), _lived(why.lived), _("by the clock on the wall, nights and waits included")),
        (_("Due"), full(reading.due_at), ""),
    ]


def _lived(span: timedelta) -> str:
    """As exactly as what was served beside it: days, hours and minutes."""
    days = span - span % timedelta(days=1)
    return "\u00a0".join(part for part in (minutes(days) if days else "", served(span - days)) if part)


def _picture(why: Why, at: datetime) -> dict[str, Any]:
    start, end = why.clock.started_at, max(why.reading.due_at, why.until or at)
    whole = max((end - start).total_seconds(), 1)

    def place(moment: datetime) -> float:
        return round(WIDE * min(max((moment - start).total_seconds() / whole, 0), 1), 1)

    def piece(since: datetime, until: datetime) -> dict[str, float]:
        return {"x": place(since), "width": max(round(place(until) - place(since), 1), 1)}

    return {
        "wide": WIDE,
        "open": [piece(*one) for one in _open(why, start, end)][:MOST],
        "still": [piece(still.began_at, still.ended_at or why.until or at) for still in _stills(why)],
        "here": place(why.until or at),
        "due": place(why.reading.due_at),
        "first": full(start),
        "last": full(end),
    }


def _open(why: Why, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches, each piece of the way in the hours that hold in it."""
    edges = [since for since, _ in why.hours.pieces if start < since < end]
    begins = start
    for until in [*edges, end]:
        for opens, closes in stretches(why.hours.at(begins), begins, until):
            yield max(opens, begins), min(closes, until)
        begins = until


def _stills(why: Why) -> list[Still]:
    return [still for still in why.ran.stills if still.ended_at != still.began_at] if why.ran else []


def _bys(why: Why) -> Iterator[str]:
    """Everybody who is named in the story."""
    yield from (fact.by for fact in why.told)
    yield from (one.made_by for one in why.versions)
    yield from (getattr(still.ended_by, "by", "") for still in _stills(why))


def _turns(case: Case, why: Why, seen: Sight, who: dict[int, str]) -> Iterator[Turn]:
    if why.ran is None:
        return
    yield _turn(why.ran.started_at, "play", start_words(why.ran, case), _late(why.ran.began_by))
    for still in _stills(why):
        proof = _proof(case, still, seen)
        yield _turn(still.began_at, "circle-pause", still_words(still), _late(still.began_by), proof=proof)
        if still.ended_at and still.ended_by:
            yield _ran_on(case, still, seen, who)
    yield from _befell(case, why, seen, who)
    if why.ran.ended_at and why.ran.ended_by:
        yield _turn(why.ran.ended_at, *(in_time_words(why) or end_words(why)), _late(why.ran.ended_by))
    if why.undone and in_time_words(why):
        yield _turn(why.undone.happened_at, "flag", undone_words(why.undone), "", tone="late")


def _ran_on(case: Case, still: Still, seen: Sight, who: dict[int, str]) -> Turn:
    """Who made it run on; the customer's words stand beside it."""
    at = still.ended_at or still.began_at
    wrote = messages_for(seen, case).filter(direction="in", by_machine=False, said_at=at)
    answer: Message | None = wrote.order_by("id").first()
    words = ran_on(still, who, is_answered=answer is not None, otherwise=on_words(still))
    proof = _quoted(case, answer, _("written on %(moment)s %(channel)s")) if answer else None
    return _turn(at, "circle-play", words, _late(still.ended_by), proof=proof)


def _befell(case: Case, why: Why, seen: Sight, who: dict[int, str]) -> Iterator[Turn]:
    """What else happened while it ran."""
    areas = dict(Area.objects.values_list("pk", "name"))
    for fact in why.told:
        if why.until and fact.happened_at > why.until and fact.name in ("case.paused", "case.transferred"):
            continue
        if fact.happened_at >= why.clock.started_at and (told := _told(fact, why, who, areas)):
            yield _turn(fact.happened_at, told[0], told[1], "", tone=told[2], proof=_reason(case, fact, seen))


def _reason(case: Case, fact: Entry, seen: Sight) -> Turn | None:
    """What was written as the reason when a case was made less pressing."""
    if fact.name != "promise.retargeted" or fact.data.get("cause") != "reprioritised":
        return None
    notes = messages_for(seen, case).filter(direction="note", said_at=fact.happened_at)
    note: Message | None = notes.order_by("id").first()
    return _quoted(case, note, _("the reason, written on %(moment)s %(channel)s")) if note else None


def _told(fact: Entry, why: Why, who: dict[int, str], areas: dict[int, str]) -> tuple[str, str, str] | None:
    if fact.name == "promise.moved" and fact.data.get("cause") == "hours":
        return "calendar-clock", hours_changed(fact, who, why.calendars), ""
    return told_words(fact, why, who, areas)


def _turn(at: datetime, icon: str, words: str, late: str, *, proof: Turn | None = None, tone: str = "") -> Turn:
    return {"at": at, "when": full(at), "icon": icon, "words": words, "late": late, "proof": proof, "tone": tone}


def _late(fact: Any) -> str:
    """Words that were put down long after they were said say so."""
    recorded = getattr(fact, "recorded_at", None)
    if recorded is None or recorded - fact.happened_at < LATE or fact.name != "message.received":
        return ""
    return _("written down at %(moment)s") % {"moment": full(recorded)}


def _proof(case: Case, still: Still, seen: Sight) -> Turn | None:
    """The question that was asked, where it went, and when."""
    if still.why != "customer":
        return None
    asked = messages_for(seen, case).filter(direction="out", by_machine=False, said_at__lte=still.began_at)
    message: Message | None = asked.order_by("-said_at", "-id").first()
    return _quoted(case, message, _("asked on %(moment)s %(channel)s")) if message else None


def _quoted(case: Case, message: Message, sent: str) -> Turn:
    """The beginning of a message, and where it stands."""
    text = " ".join(message.text.split())
    return {
        "text": text if len(text) <= SHORT else f"{text[:SHORT]}…",
        "language": case.language,
        "sent": sent % {"moment": full(message.said_at), "channel": channel_word(message.channel)},
        "url": f"{reverse('desk:case', args=[case.number])}#m-{message.pk}",
    }


def _people(bys: Iterable[str]) -> list[int]:
    return [int(by.partition(":")[2]) for by in bys if by.startswith("person:") and by.partition(":")[2].isdigit()]


def _repairs(why: Why) -> Iterator[dict[str, Any]]:
    who = names_of(_people(one.repaired_by for one in why.repairs))
    for one in why.repairs:
        number = _people([one.repaired_by])
        yield {
            "when": full(one.repaired_at),
            "who": who.get(number[0], _("somebody")) if number else "Pasillo",
            "reason": one.reason,
            "changes": [
                (name_word(name), value_word(was), value_word(one.became[name])) for name, was in one.was.items()
            ],
        }


def _differs(case: Case, why: Why, seen: Sight, at: datetime) -> dict[str, Any] | None:
    """What a repair would change, for who may repair."""
    if not may_repair(seen, case.area_id):
        return None
    found: list[Difference] = [one for one in played_again(case.pk, at=at) if one.clock_id == why.clock.pk]
    if not found:
        return None
    changes = found[0].changes
    return {
        "words": differs_words(is_late=found[0].is_late),
        "changes": [(name_word(name), value_word(was), value_word(becomes)) for name, was, becomes in changes],
    }
