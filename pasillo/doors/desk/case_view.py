"""A case as whoever serves sees it: head, phases, thread, promises, customer, tasks."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.desk.alarms_view import alarms_of_case
from pasillo.doors.desk.clock_view import clocks_view, mark_of
from pasillo.doors.desk.everyday_view import everyday
from pasillo.doors.desk.experience import experience_of
from pasillo.doors.desk.going_out import going_items
from pasillo.doors.desk.here_view import here_view
from pasillo.doors.desk.hours import moments
from pasillo.doors.desk.looking import looking_of
from pasillo.doors.desk.merge_view import offered, where_it_goes_on
from pasillo.doors.desk.phases_view import steps_of
from pasillo.doors.desk.thread import Part, newest_said, part_of, thread_of
from pasillo.doors.desk.why_view import why_view
from pasillo.doors.desk.words import block_class, channel_word, kind_word, priority_word, state_mark, state_word
from pasillo.doors.shell.answers import told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.jinja import address
from pasillo.doors.shell.moments import language_name, when, written
from pasillo.doors.shell.visitor import sight
from pasillo.ground.asking import ask_ahead, asked
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.asides import asides_of, waits_for_us
from pasillo.operations.cases.beside import others_of_customer
from pasillo.operations.cases.kinds import flow_of
from pasillo.operations.cases.mergings import taken_in
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.cases.phases import MAY, PRIORITIES, may
from pasillo.operations.conversations.whereabouts import whereabouts_of
from pasillo.operations.promises.queries import card_of, clocks_of
from pasillo.strategy.catalogue.queries import form_of

RECENT = 5
ENTERED = "case.state_entered"


def case_view(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Everything that the pane of one case shows."""
    seen, at, language = sight(request), now(), get_language() or "en"
    since, shared = _since(request, case), queries.shared_with(seen)
    ask_ahead(
        lambda: clocks_of([case.pk], at=at),
        lambda: newest_said(case, seen) if since is None else None,
        lambda: others_of_customer(case, seen, shared, limit=RECENT),
        lambda: experience_of(case, seen, shared),
        lambda: asides_of(seen, case),
    )
    clocks, part = clocks_of([case.pk], at=at).get(case.pk, []), part_of(case, seen, since=since)
    others = others_of_customer(case, seen, shared, limit=RECENT)
    may_act = seen.serves and case.merged_into_id is None
    return {
        "id": case.pk,
        "title": f"{case.subject} · {case.customer.name}",
        "unfold": f"{looking_of(request).case(case.number)}&",
        "clocks": clocks_view(case, clocks, at),
        "is_counted": bool(flow_of(case.kind).clocks),
        "alarms": alarms_of_case(case, at) if seen.is_staff else [],
        "first_clock": mark_of(clocks[0]) if clocks and clocks[0].is_going else None,
        "steps": steps_of(case, _entered(case, part), clocks, at),
        "customer": customer_view(case.customer),
        "answers": told(form_of(case.form_version), case.answers, language) if case.form_version_id else [],
        "card": card_of(case.pk),
        "tasks": [task_view(task, seen, at) for task in tasks_of(case)],
        "asides": [{"name": one.person.name, "waits": waits_for_us(one)} for one in asides_of(seen, case)],
        "recent": [small(other, language) for other in others],
        "experience": experience_of(case, seen, shared),
        "everyday": everyday(case, seen),
        "why": why_view(case) if may_act else None,
        **_head(case, language),
        **thread_of(case, seen, part, language),
        "here_now": here_view(request, case),
        "going": going_items(case, request, at) if may_act else [],
        "merged": where_it_goes_on(case, seen),
        "mergeable": offered(others) if may_act else [],
        "may_undo": seen.serves and case.merged_into_id is not None,
        "taken_in": taken_in(seen, case) if may_act else [],
        "may_act": may_act,
        "may": {verb: may_act and may(case.state, verb) for verb in MAY},
        **(_choices(case, at) if may_act else {}),
    }


def _entered(case: Case, part: Part) -> list[Entry]:
    """The states that the case has entered; a short thread tells all of them."""
    if part.edge is None:
        return [entry for entry in part.entries if entry.name == ENTERED]
    return asked(_all_entered, case.ref)


def _all_entered(about: str) -> QuerySet[Entry]:
    return Entry.objects.filter(about=about, name=ENTERED).order_by("id")


def _since(request: HttpRequest, case: Case) -> datetime | None:
    """From which moment on the thread is shown, if somebody has unfolded more of it."""
    if request.GET.get("all") == "1":
        return min(case.opened_at, case.conversation.opened_at)
    try:
        asked = parse_datetime(request.GET.get("from", "").replace(" ", "+"))
    except ValueError:
        return None
    return asked if asked and timezone.is_aware(asked) else None


def _head(case: Case, language: str) -> dict[str, Any]:
    icon, tone = state_mark(case.state)
    return {
        "number": case.number,
        "subject": case.subject,
        "language": case.language,
        "service": in_language(case.service.names, language),
        "block": block_class(case.service.block),
        "opened": _("opened %(day)s %(channel)s")
        % {"day": written(timezone.localtime(case.opened_at), _("j M")), "channel": channel_word(case.channel)},
        "state_word": state_word(case.state),
        "state_icon": icon,
        "state_tone": tone,
        "assignee": case.assignee.name if case.assignee else "",
        "assignee_id": case.assignee_id,
        "assignee_short": case.assignee.name.split()[0] if case.assignee else "",
        "area_id": case.area_id,
        "badges": _badges(case),
        "priority": case.priority,
        "priority_word": priority_word(case.priority),
        "asleep": _("put off until %(until)s") % {"until": when(case.snoozed_until)} if case.snoozed_until else "",
    }


def _badges(case: Case) -> list[dict[str, str]]:
    badges = []
    if case.state == "disputed":
        badges.append({"tone": "late", "icon": "rotate-ccw", "word": _("Disputed by customer")})
    elif case.cycle > 1:
        badges.append({"tone": "", "icon": "rotate-ccw", "word": _("Disputed before")})
    if case.unverified:
        badges.append({"tone": "risk", "icon": "circle-question-mark", "word": _("Sender not verified")})
    if case.kind in ("complaint", "incident", "compliment"):
        badges.append({"tone": "", "icon": "tag", "word": kind_word(case.kind)})
    if case.follows:
        badges.append({"tone": "", "icon": "git-branch", "word": _("follows #%(n)s") % {"n": case.follows.number}})
    return badges


def customer_view(person: Person) -> dict[str, Any]:
    """A customer in a few lines."""
    lines = [
        (_("Company"), person.account.name if person.account else ""),
        (_("E-mail"), person.email or ""),
        (_("Phone"), person.phone),
        (_("Language"), language_name(person.language)),
        *reached_lines(person.pk),
    ]
    return {
        "id": person.pk,
        "name": person.name,
        "first_name": person.name.split()[0] if person.name.split() else person.name,
        "email": person.email or "",
        "lines": [line for line in lines if line[1]],
    }


def reached_lines(person_id: int) -> list[tuple[str, str]]:
    """Only what whoever serves must know: that mail does not arrive, or that they are away."""
    known = whereabouts_of(person_id, at=now())
    lines = []
    if known.is_gone or known.is_late:
        word = _("nobody reads at this address") if known.is_gone else _("the last mail did not arrive")
        lines.append((_("Mail"), word))
    if known.is_away:
        day = written(datetime.combine(known.until_on, time.min), _("j M")) if known.until_on else ""
        lines.append((_("Away"), _("until %(day)s") % {"day": day} if day else _("yes")))
    return lines


def tasks_of(case: Case) -> list[Task]:
    """What was asked of others: what is open first, then by when it is due."""
    return sorted(asked(_asked_of_others, case.pk), key=lambda task: (task.state == "done", task.due_at))


def _asked_of_others(case_id: int) -> QuerySet[Task]:
    tasks = Task.objects.filter(case_id=case_id).select_related("area", "asked_by", "done_by")
    return tasks.order_by("state", "due_at")


def task_view(task: Task, seen: Sight, at: datetime) -> dict[str, Any]:
    """One task as a list shows it."""
    done = task.state == Task.State.DONE
    person = task.done_by if done else task.asked_by
    words = {"area": task.area.name, "who": person.name if person else "Pasillo"}
    who = _("%(area)s, %(who)s") % words if done else _("%(area)s, asked by %(who)s") % words
    late = not done and task.due_at < at
    soon = not done and not late and task.due_at - at < timedelta(hours=4)
    return {
        "id": task.pk,
        "title": task.title,
        "who": who,
        "done": done,
        "due": when(task.due_at),
        "tone": "late" if late else "risk" if soon else "",
        "late": late,
        "may_finish": seen.serves,
    }


def small(case: Case, language: str) -> dict[str, Any]:
    """A case in one line of a short list."""
    return {
        "url": address("desk:case", case.number),
        "number": case.number,
        "subject": case.subject,
        "language": case.language,
        "block": block_class(case.service.block),
        "service": in_language(case.service.names, language),
        "state": state_word(case.state),
        "when": when(case.opened_at),
    }


def _choices(case: Case, at: datetime) -> dict[str, Any]:
    """What the forms of the case offer."""
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    return {
        "priorities": [(priority, priority_word(priority)) for priority in PRIORITIES],
        "moments": moments(at),
        "areas": [{"id": area.pk, "name": area.name} for area in queries.areas()],
        "ask_due": tomorrow.replace(second=0, microsecond=0).strftime("%Y-%m-%dT%H:%M"),
    }
