"""Reads what was said at a window: kept as bytes before, it becomes a message of a case here."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from pasillo.doors.channels.chat import commands
from pasillo.doors.channels.chat.attending import attendance
from pasillo.doors.channels.chat.models import Visit
from pasillo.doors.channels.chat.proof import Claim
from pasillo.doors.channels.chat.queue import how_many_wait
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import service_of
from pasillo.doors.channels.messaging.talking import goes_on
from pasillo.doors.shell.clock import now
from pasillo.ground.files.models import Blob
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.commands import Claim as Held
from pasillo.ground.intake.commands import conclude
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, Words

State = Inbound.State


class ChatReader:
    """The reader of everything that is said at our windows."""

    def read(self, claim: Held) -> None:
        """Message and conclusion in one transaction: read twice, it is said once."""
        at = now()
        account = Account.objects.select_related("service").filter(pk=int(claim.inbound.mailbox)).first()
        if account is None:
            conclude(claim, state=State.IGNORED, reason="the window is gone", at=at)
            return
        told = json.loads(whole(claim.inbound.blob_id))
        with transaction.atomic():
            case = take_up(account, told, at=at)
            conclude(claim, state=State.READ, about=case.ref, at=at)

    def give_up(self, claim: Held, *, error: str) -> None:
        """It stays kept, and the screen of channels counts it."""
        conclude(claim, state=State.QUARANTINED, reason=error, at=now())


@transaction.atomic
def take_up(account: Account, told: dict[str, Any], *, at: datetime) -> Case:
    """What was said at a window goes on where this visitor was, or opens a case."""
    said_at = min(parse_datetime(told["at"]) or at, at)
    visit = commands.visit_for(
        account,
        told["visit"],
        claim=_claim(told),
        name=told["name"],
        email=told["email"],
        language=told["language"],
        at=said_at,
    )
    words = Words(
        text=told["text"],
        channel=account.kind,
        language=told["language"],
        outside_id=told["key"],
        files=[
            FileIn(name=one["name"], blob=Blob.objects.get(pk=one["blob"]), media_type=one["type"])
            for one in told["files"]
        ],
    )
    case = goes_on(visit, words, key=f"chat:{visit.pk}:{words.outside_id}", at=said_at)
    if case is not None:
        commands.goes_on_in(visit, conversation_id=case.conversation_id, at=said_at)
        return case
    here = attendance(account, at=said_at)
    ahead = how_many_wait(account, at=said_at) if here.is_attended else None
    case = _opened(account, visit, words, at=said_at)
    commands.goes_on_in(visit, conversation_id=case.conversation_id, ahead=ahead, at=said_at)
    return case


def _claim(told: dict[str, Any]) -> Claim | None:
    """What the door has checked already: the signature held when it was said."""
    kept = told.get("claim")
    return Claim(**{**kept, "until": datetime.fromisoformat(kept["until"])}) if kept else None


def _opened(account: Account, visit: Visit, words: Words, *, at: datetime) -> Case:
    """A case of the window's service. Whose address it is nobody has proven, unless the host's server signed it."""
    return open_case(
        opening=Opening(
            customer_id=visit.person_id,
            service_id=service_of(account).pk,
            subject="",
            text=words.text,
            channel=words.channel,
            language=visit.language,
            outside_id=words.outside_id,
            files=words.files,
            key=f"chat:{visit.pk}:{words.outside_id}",
            unverified=bool(visit.person.email) and not visit.proof,
            acknowledge=False,
        ),
        by="system",
        at=at,
    )
