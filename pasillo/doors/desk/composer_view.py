"""The composer as it opens: the drafts of this person with their files, to whom it goes, and what comes after."""

import re
import uuid
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.desk.answers import my_id
from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.moments import when
from pasillo.ground.effects.sending import has_road
from pasillo.ground.people.organisation import organisation
from pasillo.operations.cases.kinds import flow_of
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import RESOLVE, area_in
from pasillo.operations.cases.queries import takes_replies
from pasillo.operations.conversations.models import Draft
from pasillo.operations.conversations.queries import drafts_of
from pasillo.operations.conversations.ways import standing_in

KINDS = ("reply", "note")
MOST_MEGABYTES = 40
SOON = timedelta(hours=4)
BLANK = re.compile(r"\{\{\s*(\w{1,40})\s*\}\}")


def composer_view(request: HttpRequest, case: Case, *, last_message: int) -> dict[str, Any]:
    """What stands in the composer of this case."""
    drafts = drafts_of(case.conversation_id, person_id=my_id(request))
    newest = max(drafts.values(), key=lambda draft: draft.updated_at, default=None)
    reply = drafts.get("reply")
    ends = ends_by_resolving(case)
    step = reply.next_step if reply and (ends or reply.next_step != RESOLVE) else ""
    return {
        "key": str(uuid.uuid4()),
        "seen": last_message,
        "kind": newest.kind if newest else "reply",
        **{kind: drafts[kind].text if kind in drafts else "" for kind in KINDS},
        "revisions": {kind: drafts[kind].revision if kind in drafts else 0 for kind in KINDS},
        "files": {kind: files_of(drafts.get(kind), case.number) for kind in KINDS},
        "saved": saved_words(newest) if newest else "",
        "ends": ends,
        "step": step,
        "send_words": send_words(step),
        **_way_to(case),
        "most": MOST_MEGABYTES,
        "warning": _returned(reply, case) if reply and reply.returned else None,
    }


def _way_to(case: Case) -> dict[str, Any]:
    """To whom a reply goes and by which way; on some channels only for a while, and after that only approved texts."""
    at = now()
    standing = standing_in(case.conversation_id, began_by=case.channel, at=at)
    if standing is None:
        by = channel_word("email" if case.customer.email else "portal")
        return {"to": case.customer.email or case.customer.name, "by": by, "way": None, "stays": _stays()}
    until = standing.open_until
    way = {
        "is_open": standing.is_open,
        "until": when(until) if until else "",
        "closes_soon": bool(until and standing.is_open and until - at < SOON),
        "texts": [BLANK.sub(r"⟦\1⟧", text) for text in standing.templates],
    }
    return {"to": standing.to, "by": channel_word(case.channel), "way": way if until else None, "stays": False}


def _stays() -> bool:
    """Whether a reply could not leave the house: said to whoever writes, but not to who tries the example."""
    return not has_road("mail") and organisation().example_since is None


def files_of(draft: Draft | None, number: int) -> list[dict[str, Any]]:
    """The files that wait with a draft."""
    return [
        {
            "id": file.pk,
            "name": file.name,
            "size": file.size,
            "url": reverse("desk:draft-file", args=[file.pk]),
            "away": reverse("desk:draft-file-away", args=[number, file.pk]),
            "picture": file.media_type in ("image/png", "image/jpeg", "image/gif", "image/webp"),
        }
        for file in (sorted(draft.files.all(), key=lambda file: file.pk) if draft else ())
    ]


def saved_words(draft: Draft) -> str:
    """What stands beside the buttons when the draft is safe."""
    return _("Draft saved %(time)s") % {"time": when(draft.updated_at)}


def send_words(step: str) -> str:
    """What the button says that sends and does the next step."""
    if step == RESOLVE:
        return _("Send and resolve")
    if step == "supplier":
        return _("Send, wait for supplier")
    if area_in(step):
        return _("Send and pass on")
    return _("Send, wait for customer") if step == "wait" else _("Send")


def ends_by_resolving(case: Case) -> bool:
    """Whether "resolve" ends it, so that it is offered with the reply: praise ends with thanks."""
    return not flow_of(case.kind).is_thanked


def _returned(draft: Draft, case: Case) -> dict[str, Any]:
    told = {
        Draft.Returned.NO_RIGHT: _("This reply was not sent: your role in the case had ended. It is a draft again."),
        Draft.Returned.NOT_POSSIBLE: _("This reply was not sent: the case had been finished. It is a draft again."),
        Draft.Returned.TAKEN_BACK: _("A colleague took this reply back before it went out. It is a draft again."),
    }
    if takes_replies(case):
        told[Draft.Returned.NOT_POSSIBLE] = _(
            "This reply was not sent: it could not go out this way any more. It is a draft again."
        )
    text = told[Draft.Returned(draft.returned)]
    return {"tone": "late", "icon": "undo-2", "text": text, "anyway": "", "unsent": False}
