"""My day: what of mine breaks today, what others ask of us, where I was named, what was said of us."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pasillo.doors.desk.alarms_view import mine_now
from pasillo.doors.desk.approvals_view import awaited
from pasillo.doors.desk.case_view import small, task_view
from pasillo.doors.desk.looking import Looking
from pasillo.doors.desk.queue_view import rows_of
from pasillo.doors.shell.moments import ago, number, per_cent
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight
from pasillo.measurement.reports.kept import kept_promises
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.narrowing import Narrowing
from pasillo.operations.cases.queue import counts, queue
from pasillo.operations.conversations.queries import mentions_of
from pasillo.operations.routing.queries import gone_on_without
from pasillo.operations.voice.queries import praise_of

FEW, MOST = 8, 60
LATELY = timedelta(days=14)
MINE = Looking(split="me", asked=Narrowing())


def day_view(request: HttpRequest, seen: Sight, me: Person, at: datetime) -> dict[str, Any]:
    """Everything that the day begins with."""
    held = queue(seen, split="me", limit=MOST) if seen.serves else []
    rows = [row for row in rows_of(held, MINE, "", at) if row["group"] in ("broken", "today")]
    tasks = _tasks(seen, at)
    first = rows[0]["url"] if rows else tasks[0]["url"] if tasks else ""
    return {
        "alarms": mine_now(seen, at, FEW),
        "promises": rows,
        "tasks": tasks[:FEW],
        "more_tasks": max(0, len(tasks) - FEW),
        "approvals": awaited(seen, at)[:FEW],
        "mentions": _mentions(seen, me),
        "gone_on": _gone_on(seen, me, at),
        "praise": _praise(seen, me, at),
        "figure": _figure(seen, at),
        "first": first,
        "hello": _hello(me, at),
        "says": _says(rows, seen),
        "new": f"{reverse('desk:work')}?split=new" if seen.serves else "",
    }


def _hello(me: Person, at: datetime) -> str:
    hour = timezone.localtime(at).hour
    words = _("Good morning, %(name)s") if hour < 12 else _("Hello, %(name)s")
    return words % {"name": me.name.split()[0] if me.name.split() else me.name}


def _says(rows: list[dict[str, Any]], seen: Sight) -> str:
    broken = sum(row["group"] == "broken" for row in rows)
    today = len(rows) - broken
    words = []
    if broken:
        words.append(ngettext("%(n)s promise of yours is broken.", "%(n)s promises of yours are broken.", broken))
        words[-1] %= {"n": broken}
    if today:
        words.append(ngettext("%(n)s promise breaks today.", "%(n)s promises break today.", today) % {"n": today})
    if words:
        return " ".join(words)
    new = counts(seen)["new"] if seen.serves else 0
    text = ngettext("%(n)s case in New could be yours.", "%(n)s cases in New could be yours.", new) % {"n": new}
    return _("Nothing breaks today.") + (f" {text}" if new else "")


def _tasks(seen: Sight, at: datetime) -> list[dict[str, Any]]:
    """What other areas asked of mine: the head sees all, but only one's own areas are one's day."""
    asked = queries.tasks_for(seen).filter(area_id__in=seen.area_ids)[:MOST]
    return [
        task_view(task, seen, at) | {"url": reverse("desk:case", args=[task.case.number]), "number": task.case.number}
        for task in asked
    ]


def _mentions(seen: Sight, me: Person) -> list[dict[str, Any]]:
    """Where I was named and have not looked, as far as I may see it now."""
    mentions = mentions_of(me.pk).select_related("message__author").order_by("-id")[:FEW]
    by_talk = {mention.message.conversation_id: mention.message for mention in mentions}
    cases = queries.visible_to(seen).filter(conversation_id__in=by_talk).select_related("service")
    return [small(case, get_language() or "en") | _named(by_talk[case.conversation_id], me) for case in cases]


def _named(message: Any, me: Person) -> dict[str, str]:
    return {"who": message.author.name if message.author else "Pasillo", "ago": ago(message.said_at)}


def _gone_on(seen: Sight, me: Person, at: datetime) -> list[dict[str, Any]]:
    """What I held and others do since I was away, with who has it now; not what came back to me."""
    left = {choice.case_id: choice for choice in reversed(gone_on_without(me.pk, since=at - LATELY))}
    cases = queries.visible_to(seen).filter(pk__in=left).exclude(assignee=me.pk).select_related("service", "assignee")
    found = sorted(cases, key=lambda case: left[case.pk].made_at, reverse=True)[:FEW]
    return [small(case, get_language() or "en") | _since(case, left[case.pk].made_at) for case in found]


def _since(case: Case, moment: datetime) -> dict[str, str]:
    words = {"who": case.assignee.name if case.assignee else _("nobody yet"), "ago": ago(moment)}
    return {"now_with": _("now with: %(who)s, %(ago)s") % words}


def _praise(seen: Sight, me: Person, at: datetime) -> list[dict[str, Any]]:
    """Words of customers who lived better than they expected, in cases that I held."""
    given = praise_of(me.pk, since=at - LATELY, limit=MOST)
    newest = {one.words.strip().casefold(): one for one in reversed(given)}  # the same words are read once
    found = sorted(newest.values(), key=lambda one: one.given_at, reverse=True)[:3]
    wanted = queries.visible_to(seen).filter(pk__in=[one.case_id for one in found])
    cases: dict[int, Case] = wanted.select_related("customer").in_bulk()
    return [
        {
            "words": one.words,
            "who": cases[one.case_id].customer.name,
            "language": cases[one.case_id].language,
            "url": reverse("desk:case", args=[cases[one.case_id].number]),
            "ago": ago(one.given_at),
        }
        for one in found
        if one.case_id in cases
    ]


def _figure(seen: Sight, at: datetime) -> dict[str, Any] | None:
    """The one number: promises that my areas kept this week, of how many."""
    here = timezone.localtime(at)
    monday = here.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=here.weekday())
    kept, n = kept_promises(seen.area_ids, since=monday, until=at)
    return {"share": per_cent(number(round(100 * kept / n))), "kept": kept, "n": n} if n else None
