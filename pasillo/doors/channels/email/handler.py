"""Reads what came in by mail: it opens a case, continues one, or is put aside with the reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from pasillo.doors.channels.email import child, continuing, judging, opening, several, trusting
from pasillo.doors.channels.email.became import Became
from pasillo.doors.channels.email.letterbook.commands import note_about
from pasillo.doors.channels.email.marks import thread_of
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.places import NoServiceYet, box_of
from pasillo.doors.channels.email.several import Read
from pasillo.doors.channels.email.words import words_of
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole, whole_ones
from pasillo.ground.intake.commands import Claim, LeaseLost, conclude, let_go
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.models import Case

log = structlog.get_logger()

DEATHS = 3
SMALL = 256 * 1024
QUICK_SECONDS = 5.0
State = Inbound.State


class MailReader:
    """The reader of the channel "email"."""

    def read(self, claim: Claim) -> None:
        """Has the mail parsed in a child, and does what it asks for in one transaction."""
        try:
            mail, contents = child.read(whole(claim.inbound.blob_id))
        except child.Died as death:
            self._survive(claim, death)
            return
        at = now()
        with transaction.atomic():
            became = _take_up(claim.inbound, mail, contents)
            note_about({claim.inbound.pk: became.about})
            conclude(claim, state=became.state, reason=became.reason, about=became.about, at=at)

    def read_together(self, claims: Sequence[Claim]) -> list[Claim]:
        """Small mails of one mailbox that begin something are taken up in one transaction.

        A mail that would hold up the others is read in a moment, in a process of its own; the rest is given back.
        """
        small = {claim.inbound.blob_id: claim for claim in reversed(claims) if claim.inbound.blob.size <= SMALL}
        raws, later = whole_ones(small), set[int]()
        read = [found for name, claim in reversed(small.items()) if (found := _read_quickly(claim, raws[name], later))]
        box = box_of(claims[0].inbound.mailbox)
        beginning = [one for one in read if several.begins(one.mail, box)]
        try:
            several.take_up(beginning)
        except Exception:  # which of them it was shows when each is read by itself
            log.exception("mails could not be taken up together", many=len(beginning))
            beginning = []
        done = {one.inbound.pk for one in beginning} | later
        return [claim for claim in claims if claim.inbound.pk not in done]

    def give_up(self, claim: Claim, *, error: str) -> None:
        """A case says that this mail could not be read safely; the original is attached.

        Unless it was not the mail's fault: when no reader was killed by it, it is read once more.
        """
        if claim.inbound.error and not claim.inbound.error.startswith(child.Died.__name__):
            try:
                self.read(claim)
                return
            except (LeaseLost, NoServiceYet):
                raise
            except Exception as fault:
                error = f"{type(fault).__name__}: {fault}"
        self._show_unread(claim, error)

    def _show_unread(self, claim: Claim, error: str) -> None:
        at = now()
        with transaction.atomic():
            case = opening.open_unread(claim.inbound, at=at)
            conclude(claim, state=State.QUARANTINED, reason=error, about=case.ref, at=at)

    def _survive(self, claim: Claim, death: child.Died) -> None:
        """Its reader was killed: try twice more, then give up visibly."""
        if claim.inbound.attempts >= DEATHS:
            self._show_unread(claim, str(death))
            return
        _again_in_a_moment(claim)
        raise death


def _read_quickly(claim: Claim, raw: bytes, later: set[int]) -> Read | None:
    """Read by a process that reads many; None when that took too long or ended it, which may not be its fault."""
    try:
        return Read(claim, *child.read(raw, patience=QUICK_SECONDS, alone=False))
    except child.Died as death:
        later.add(claim.inbound.pk)
        _again_in_a_moment(claim)
        let_go(claim, error=f"{type(death).__name__}: {death}")
        return None


def _again_in_a_moment(claim: Claim) -> None:
    again = app.configure_task("intake.read", queue="intake", schedule_in={"seconds": 2})
    again.defer(inbound_id=claim.inbound.pk)


def _take_up(inbound: Inbound, mail: ParsedMail, contents: list[bytes]) -> Became:
    """Copies, our own mails, reports and automatic replies are put aside; the rest is for people."""
    return judging.for_nobody(inbound, mail) or _for_people(inbound, mail, contents)


def _for_people(inbound: Inbound, mail: ParsedMail, contents: list[bytes]) -> Became:
    box, at = box_of(inbound.mailbox), now()
    trust = judging.trust_in(inbound, mail, box)
    case = _continued(inbound, mail, contents, box, trust, at)
    if case is not None:
        return Became(State.READ, judging.remark(inbound, mail), case.ref)
    nothing = judging.opens_nothing(inbound, mail, trust, at=at)
    if nothing is not None:
        return nothing
    case = opening.open_new(inbound, mail, contents, box=box, is_proven=trust == trusting.PASS, at=at)
    return Became(State.READ, judging.remark(inbound, mail), case.ref)


def _continued(
    inbound: Inbound, mail: ParsedMail, contents: list[bytes], box: Mailbox, trust: str, at: datetime
) -> Case | None:
    """The case that this mail goes on in: by a token of ours, else by what the system before left in it."""
    mark = thread_of(mail)
    words = words_of(mail, contents, inbound.blob, by_machine=mail.is_generated)
    aside = continuing.aside_of(mark) if mark else None
    if aside is not None:
        return continuing.add_aside(aside, mail, words, is_doubted=trust == trusting.FAIL, at=at)
    case = continuing.where_followed(mail, mark, continuing.case_of(mark)) if mark else None
    person_id = mark.thread.person_id if mark and case else None
    is_doubted = trust == trusting.FAIL
    if case is None:
        mark = None
        case, person_id = continuing.former_case(mail, contents, box)
        words = replace(words, is_unproven=trust != trusting.PASS)
    if case is None:
        return None
    return continuing.add(case, person_id, mail, words, mark=mark, is_doubted=is_doubted, at=at)
