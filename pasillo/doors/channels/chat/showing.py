"""What a window shows: what was said, who of ours is there, how long it takes, and when we open. Plain data."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.channels.chat.attending import attendance
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.queue import how_many_wait, usual_wait
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.shell import presence
from pasillo.doors.shell.files import PICTURES
from pasillo.doors.shell.moments import iso, when
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import case_of_thread, names_of
from pasillo.operations.conversations.models import Message, MessageFile

FILE = "pasillo.chat.file"
MOST = 200
MINUTE = timedelta(minutes=1)
NOTHING_YET: dict[str, Any] = {
    "messages": [], "last": 0, "news": [], "with": "", "writing": "", "queue": "", "mailed": "", "over": False,
}  # fmt: skip


def standing(account: Account, *, at: datetime) -> dict[str, Any]:
    """How a visitor who has said nothing yet finds us: whether somebody answers now, and how soon."""
    here = attendance(account, at=at)
    told: dict[str, Any] = {"attended": here.is_attended, "opens": ""}
    if here.is_attended:
        told["line"] = wait_words(usual_wait(account, ahead=how_many_wait(account, at=at), at=at))
    elif here.opens_at is not None:
        told["line"] = _("We are closed now and open again: %(when)s. Leave your question here.") % {
            "when": when(here.opens_at)
        }
    else:
        told["line"] = _("Nobody can chat just now. Leave your question here; we answer by e-mail.")
    return told


def talk(visit: Visit, *, at: datetime, after: int = 0) -> dict[str, Any]:
    """The conversation at this window, from a message on."""
    case = case_at(visit)
    if case is None:
        return NOTHING_YET
    said = list(readable(visit, case).prefetch_related("files").order_by("-said_at", "-id")[:MOST])[::-1]
    return {
        "messages": [_message(one, visit) for one in said if one.pk > after],
        "last": max((one.pk for one in said), default=0),
        "news": _news(case, said),
        "with": _("You are talking to %(who)s.") % {"who": case.assignee.name} if case.assignee else "",
        "writing": _writing(case, visit),
        "queue": _queue(visit, case, at=at) or _left(visit, case, said),
        "mailed": _mailed(visit, case),
        "over": case.is_over,
    }


def case_at(visit: Visit) -> Case | None:
    """The case of this window, while its visitor takes part in it. Who has not proven who they are stays with the
    conversation that they began, whatever it was merged into."""
    if visit.conversation_id is None:
        return None
    try:
        case = case_of_thread(conversation_id=visit.conversation_id, person_id=visit.person_id)
    except LookupError:
        return None
    if case.merged_into_id and visit.proof:
        return Case.objects.select_related("assignee", "area").get(pk=case.merged_into_id)
    return case


def readable(visit: Visit, case: Case) -> QuerySet[Message]:
    """What this window may show. Notes and what is held are never among it.

    Whoever has not proven who they are reads what was said at the window, and nothing that came or went by mail: the
    address that they named may be somebody else's.
    """
    said = Message.objects.filter(held=False).exclude(direction=Message.Direction.NOTE).select_related("author")
    if visit.proof:
        return said.filter(conversation_id=case.conversation_id)
    begun = Q(conversation_id=visit.conversation_id, came_from=None) | Q(came_from_id=visit.conversation_id)
    theirs = Q(direction="in", author_id=visit.person_id) | Q(direction="out")
    return said.filter(begun, theirs, channel=visit.account.kind)


def _message(message: Message, visit: Visit) -> dict[str, Any]:
    mine = message.direction == Message.Direction.IN
    return {
        "id": message.pk,
        "key": message.outside_id if mine else "",
        "mine": mine,
        "who": "" if mine or message.author is None else message.author.name,
        "text": message.text,
        "at": iso(message.said_at),
        "when": when(message.said_at),
        "files": [_file(file, visit) for file in message.files.all()],
    }


def _file(file: MessageFile, visit: Visit) -> dict[str, Any]:
    sign = signing.dumps({"v": visit.pk, "f": file.pk}, salt=FILE, compress=True)
    url = f"{reverse('chat:file', args=[visit.account.key, file.pk])}?s={sign}"
    return {"name": file.name, "size": file.size, "url": url, "picture": file.media_type in PICTURES}


def _news(case: Case, said: list[Message]) -> list[dict[str, Any]]:
    """Who takes care of it, and who took over: what a customer sees of how we work."""
    told = Entry.objects.filter(about=case.ref, name="case.assigned", data__assignee_id__isnull=False)
    rows = list(told.order_by("id").values_list("id", "happened_at", "data")[:50])
    names = names_of(row["assignee_id"] for _id, _at, row in rows)
    spoke: dict[int | None, datetime] = {}
    for one in said:
        spoke.setdefault(one.author_id, one.said_at)
    found, before = [], 0
    for number, moment, data in rows:
        whose = data["assignee_id"]
        if whose == before or whose not in names:
            continue
        words = _("%(who)s takes over.") if before else _("%(who)s takes care of you now.")
        first = min(moment, spoke.get(whose, moment))  # who answers takes it by answering, and came before their words
        found.append({"id": number, "at": iso(first), "text": words % {"who": names[whose]}})
        before = whose
    return found


def _writing(case: Case, visit: Visit) -> str:
    """Only what is being written to the customer: nobody outside learns that we take notes."""
    doing = presence.here(case.pk, but=visit.person_id)
    names = names_of(pk for pk, does in doing.items() if does == "reply")
    return _("%(who)s is writing…") % {"who": _together(names.values())} if names else ""


def _together(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _queue(visit: Visit, case: Case, *, at: datetime) -> str:
    """The place in the line and the usual wait, while nobody has answered; and then nothing more."""
    if visit.asked_at is None or visit.answered_at is not None or case.is_over:
        return ""
    ahead = how_many_wait(visit.account, at=at, before=visit.asked_at)
    place = (
        ngettext("%(num)s person is before you.", "%(num)s people are before you.", ahead) % {"num": ahead}
        if ahead
        else _("You are next.")
    )
    return f"{place} {wait_words(usual_wait(visit.account, ahead=ahead, at=at))}"


def _left(visit: Visit, case: Case, said: Iterable[Message]) -> str:
    """Where the answer goes to what was left while nobody was here; nothing more once there is one."""
    if visit.asked_at is not None or case.is_over or not visit.person.email or any(_is_answer(one) for one in said):
        return ""
    return _("We have it. Our answer goes to %(email)s.") % {"email": visit.person.email}


def _is_answer(message: Message) -> bool:
    return message.direction == "out" and not message.by_machine


def wait_words(wait: timedelta | None) -> str:
    """What those before them lived through; where they were too few, we say that we do not know."""
    if wait is None:
        return _("We cannot say yet how long it takes.")
    if wait < MINUTE:
        return _("Most are answered within a minute.")
    minutes = -(-wait // MINUTE)
    return ngettext(
        "Half of all are answered within %(num)s minute.", "Half of all are answered within %(num)s minutes.", minutes
    ) % {"num": minutes}


def _mailed(visit: Visit, case: Case) -> str:
    """That it goes on elsewhere, without a word of what was said there."""
    if visit.proof:
        return ""
    elsewhere = Message.objects.filter(conversation_id=case.conversation_id, channel="email", held=False).exists()
    return _("This conversation also goes on by e-mail.") if elsewhere else ""
