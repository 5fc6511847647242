"""Reads what came in by a messaging channel: words become cases, receipts are shown, the rest is noted or let go."""

from datetime import datetime

import structlog
from django.db import transaction

from pasillo.doors.channels.messaging import commands, receipts
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.picking import NotUnderstood
from pasillo.doors.channels.messaging.places import account_meant, channel_of
from pasillo.doors.channels.messaging.plain import Delivery, Happened, Said, Trouble, Update
from pasillo.doors.channels.messaging.talking import take_up
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.commands import Claim, conclude
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.models import Case

log = structlog.get_logger()
State = Inbound.State
STOPS = ("stopped",)


class MessageReader:
    """The reader of every messaging channel."""

    def read(self, claim: Claim) -> None:
        """Each message in a transaction of its own: one that cannot be taken stops no other, none is taken twice."""
        at = now()
        account = Account.objects.filter(pk=int(claim.inbound.mailbox)).first()
        if account is None:
            conclude(claim, state=State.IGNORED, reason="the account is gone", at=at)
            return
        try:
            update = channel_of(account).read(Delivery(body=whole(claim.inbound.blob_id)))
        except NotUnderstood as fault:
            conclude(claim, state=State.QUARANTINED, reason=str(fault), at=at)
            return
        cases = _take_all(account, update, at=at)
        with transaction.atomic():
            about = cases[-1].ref if cases else ""
            conclude(claim, state=State.READ if cases else _other(update), about=about, at=at)

    def give_up(self, claim: Claim, *, error: str) -> None:
        """What was understood is a case already; the rest waits in quarantine, and the screen of channels shows it."""
        conclude(claim, state=State.QUARANTINED, reason=error, at=now())


def _other(update: Update) -> str:
    if update.said:
        return State.SEEN_AGAIN
    return State.READ if update.receipts or update.happened or update.troubles else State.IGNORED


def _take_all(account: Account, update: Update, *, at: datetime) -> list[Case]:
    cases: list[Case] = []
    failed: Exception | None = None
    for said in sorted(update.said, key=lambda one: one.at or at):
        try:
            case = _take(account, said, at=at)
        except Exception as fault:
            log.exception("a message could not be taken", account=account.pk)
            failed = fault
            continue
        cases += [case] if case else []
    for receipt in update.receipts:
        receipts.take(account, receipt, at=at)
    for happened in update.happened:
        _note(account, happened, at=at)
    for trouble in update.troubles:
        _complain(account, trouble, update, at=at)
    if failed is not None:
        raise failed
    return cases


def _take(account: Account, said: Said, *, at: datetime) -> Case | None:
    meant = account_meant(account, said.own)
    return take_up(meant, said, at=at) if meant else None


def _note(account: Account, happened: Happened, *, at: datetime) -> None:
    """Whoever stops the bot wants nothing from us; what happened to a template decides what may be sent."""
    if happened.sort in STOPS and happened.sender:
        commands.note_stopped(account.pk, address=happened.sender, at=at)
    if happened.sort == "message_template_status_update":
        told = happened.details
        name, language = str(told.get("message_template_name", "")), str(told.get("message_template_language", ""))
        commands.note_template(account.pk, name=name, language=language, is_usable=told.get("event") == "APPROVED")


def _complain(account: Account, trouble: Trouble, update: Update, *, at: datetime) -> None:
    """What concerns one message is shown there; what concerns none is the account's own trouble."""
    if not update.receipts and not update.said:
        commands.note_trouble(account.pk, words=": ".join(filter(None, (trouble.code, trouble.words))), at=at)
