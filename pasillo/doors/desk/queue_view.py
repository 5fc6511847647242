"""The queue as the page shows it: the promise that breaks first stands first."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pasillo.doors.desk.answers import wants
from pasillo.doors.desk.clock_view import NO_PROMISE, clock_that_breaks_first, mark_of
from pasillo.doors.desk.filter_view import filter_view
from pasillo.doors.desk.looking import Looking, looking_of
from pasillo.doors.desk.many.offered import many_view
from pasillo.doors.desk.splits import empty_word, split_word
from pasillo.doors.desk.views.shown import views_view
from pasillo.doors.desk.words import block_class, priority_word, state_word
from pasillo.doors.shell.channel_icons import channel_icon
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.moments import when, written
from pasillo.doors.shell.visitor import sight
from pasillo.ground.asking import ask_ahead
from pasillo.ground.kit.languages import in_language
from pasillo.operations.cases.phases import WAITING, State
from pasillo.operations.cases.queue import CAP, SPLITS, Place, counts, eyes_of, queue
from pasillo.operations.promises.queries import ClockView, clocks_of

PAGE = 50
BESIDE = 20  # beside an open case: what a large screen shows; the rest comes when somebody goes on
NORMAL = 3
WEEK = 7
LONGEST = 200


def queue_view(request: HttpRequest, *, open_number: int | None = None) -> dict[str, Any]:
    """One page of the split that the visitor looks at, with its tabs."""
    look, at = looking_of(request), now()
    after, last_group = _after(request)
    limit = min(LONGEST, max(PAGE if open_number is None else BESIDE, _digits(request.GET.get("shown", ""))))
    seen, eyes = sight(request), eyes_of(sight(request))
    page = partial(queue, seen, split=look.split, asked=look.asked, after=after, limit=limit + 1, eyes=eyes)
    if not look.asked and after is None:
        ask_ahead(page, lambda: counts(seen, eyes=eyes))
    found = page()
    rows = rows_of(found[:limit], look, last_group, at)
    totals = {} if wants(request) == "queue-next" else counts(seen, look.asked, eyes=eyes)
    return {
        "split": look.split,
        "url": look.address,
        "query": look.query,
        "open": open_number,
        "rows": rows,
        "next": _next(found, rows, look) if len(found) > limit else "",
        "tabs": [_tab(look.at(name), name == look.split, totals[name]) for name in SPLITS] if totals else [],
        "hint": _hint(rows),
        **(_around(request, look, totals, at) if totals else {}),
    }


def _around(request: HttpRequest, look: Looking, totals: dict[str, int], at: datetime) -> dict[str, Any]:
    """What stands around the rows: views, what was asked for, and what an empty list says."""
    serves = sight(request).serves
    empty = _("No case of this split is like that.") if look.asked else empty_word(look.split, serves=serves)
    return {
        "may_keep": serves,
        "views": views_view(request, look),
        "many": many_view(request, at),
        "filter": filter_view(request, look),
        "empty": empty,
        "instead": _instead(look, totals),
    }


def rows_of(found: list[dict[str, Any]], look: Looking, last_group: str, at: datetime) -> list[dict[str, Any]]:
    """Rows of the queue with what each shows, and a heading where a new group of days begins."""
    clocks = clocks_of((row["id"] for row in found), at=at, only_going=True)
    language, case_at = get_language(), look.cases()
    rows = []
    for row in found:
        group = _group(row["next_due_at"], at)
        shown = _row(row, clock_that_breaks_first(clocks.get(row["id"], ())), language, at)
        shown |= {"url": case_at(row["number"]), "group": group}
        shown["heading"] = _heading(group) if group != last_group else ""
        rows.append(shown)
        last_group = group
    return rows


def _row(row: dict[str, Any], clock: ClockView | None, language: str | None, at: datetime) -> dict[str, Any]:
    return {
        "number": row["number"],
        "who": row["customer_name"],
        "subject": row["subject"],
        "language": row["language"],
        "channel_icon": channel_icon(row["channel"]),
        "service": in_language(row["service_names"], language),
        "block": block_class(row["block"]),
        "assignee": row["assignee_name"] or "",
        "tasks": f"{row['tasks_done']}/{row['tasks_all']}" if row["tasks_all"] else "",
        "unread": row["waiting_since"] is not None and row["state"] not in WAITING,
        "flag": _flag(row),
        "pressing": priority_word(row["priority"]) if row["priority"] < NORMAL else "",
        **_left(row, clock, at),
    }


def _flag(row: dict[str, Any]) -> dict[str, str] | None:
    if row["state"] == State.DISPUTED:
        return {"icon": "rotate-ccw", "word": _("Disputed")}
    if row["cycle"] > 1:
        return {"icon": "rotate-ccw", "word": _("Reopened")}
    if row["unverified"]:
        return {"icon": "circle-question-mark", "word": _("Unverified")}
    return None


def _left(row: dict[str, Any], clock: ClockView | None, at: datetime) -> dict[str, Any]:
    """The time that is left of the promise that breaks first, as shape, word and bar."""
    mark = mark_of(clock) if clock else dict(NO_PROMISE)
    if row["snoozed_until"]:
        mark |= {"tone": "wait", "icon": "calendar-clock", "left": _until(row["snoozed_until"], at), "bar": "wait"}
    elif row["state"] in WAITING:
        mark |= {"tone": "wait", "icon": "circle-pause", "left": state_word(row["state"]), "bar": "wait"}
    left = mark["left"] if mark["tone"] else mark["short"]
    if clock and mark["tone"] in ("", "risk"):
        left = _moment(clock.due_at, at) or left
    return {
        "tone": mark["tone"],
        "left_icon": mark["icon"],
        "left": left,
        "share": mark["share"],
        "bar": mark["bar"],
        "asleep": _asleep(row, clock),
    }


def _until(moment: datetime, at: datetime) -> str:
    local = timezone.localtime(moment)
    days = _days(moment, at)
    return written(local, _("H:i") if days < 1 else _("D H:i") if days < WEEK else _("j M"))


def _asleep(row: dict[str, Any], clock: ClockView | None) -> str:
    """What must be said of a case that was put off: its promise does not wait for us."""
    if not row["snoozed_until"] or clock is None or clock.is_paused:
        return ""
    if clock.is_broken:
        return _("put off; its promise is broken")
    return _("put off; its promise runs on, to %(moment)s") % {"moment": when(clock.due_at)}


def _moment(due_at: datetime, at: datetime) -> str:
    """When it breaks, if not today: eighteen minutes of service may end on Monday."""
    days = _days(due_at, at)
    if days < 1:
        return ""
    return written(timezone.localtime(due_at), _("D H:i") if days < WEEK else _("j M"))


def _group(due_at: datetime | None, at: datetime) -> str:
    """Whether the promise broke, breaks today, within a week or later, by the visitor's own days."""
    if due_at is None:
        return "later"
    if due_at < at:
        return "broken"
    days = _days(due_at, at)
    if days < 1:
        return "today"
    return "week" if days < WEEK else "later"


def _days(due_at: datetime, at: datetime) -> int:
    zone = timezone.get_current_timezone()
    return due_at.astimezone(zone).toordinal() - at.astimezone(zone).toordinal()


def _heading(group: str) -> str:
    words = {"broken": _("Promise broken"), "today": _("Promise breaks today"), "week": _("Within a week")}
    return words.get(group) or _("Later")


def _tab(look: Looking, here: bool, total: int) -> dict[str, Any]:
    count = f"{CAP - 1}+" if total >= CAP else str(total)
    return {"word": split_word(look.split), "count": count, "url": look.address, "here": here, "hot": False}


def _instead(look: Looking, totals: dict[str, int]) -> dict[str, str] | None:
    """Where there is work, when there is none here."""
    if look.asked:
        return {"url": f"{reverse('desk:work')}?split={look.split}", "word": _("Show all cases of this split")}
    for name in ("todo", "new"):
        if name != look.split and totals.get(name):
            words = {"split": split_word(name), "count": totals[name]}
            return {"url": look.at(name).address, "word": _("Look at %(split)s (%(count)s)") % words}
    return None


def _hint(rows: list[dict[str, Any]]) -> str:
    broken, today = (sum(1 for row in rows if row["group"] == group) for group in ("broken", "today"))
    words = []
    if broken:
        words.append(ngettext("%(n)s promise is broken.", "%(n)s promises are broken.", broken) % {"n": broken})
    if today:
        words.append(ngettext("%(n)s promise breaks today.", "%(n)s promises break today.", today) % {"n": today})
    return " ".join(words) or _("Nothing breaks today.")


def _next(found: list[dict[str, Any]], rows: list[dict[str, Any]], look: Looking) -> str:
    last = found[len(rows) - 1]
    place = Signer(salt="queue").sign(f"{last['breaks_at'].isoformat()}|{last['id']}|{rows[-1]['group']}")
    return f"{look.address}&{urlencode({'after': place})}"


def _after(request: HttpRequest) -> tuple[Place | None, str]:
    """Where the last page ended. A place that we did not make is the beginning."""
    try:
        moment, case_id, group = Signer(salt="queue").unsign(request.GET.get("after", "")).split("|")
    except (BadSignature, ValueError):
        return None, ""
    breaks_at = parse_datetime(moment)
    return (Place(breaks_at=breaks_at, case_id=int(case_id)), group) if breaks_at else (None, "")


def _digits(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 0
