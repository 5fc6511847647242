"""Reads what came in by mail: it opens a case, continues one, or is put aside with the reason."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from pasillo.doors.channels.email import bouncing, child, commands, continuing, opening, trusting
from pasillo.doors.channels.email.became import Became
from pasillo.doors.channels.email.marks import is_our_own, thread_of
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.places import NoServiceYet, box_of
from pasillo.doors.channels.email.words import words_of
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.commands import Claim, LeaseLost, conclude
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.models import Case

DEATHS = 3
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
            commands.note_about(claim.inbound, about=became.about)
            conclude(claim, state=became.state, reason=became.reason, about=became.about, at=at)

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
        again = app.configure_task("intake.read", queue="intake", schedule_in={"seconds": 2})
        again.defer(inbound_id=claim.inbound.pk)
        raise death


def _take_up(inbound: Inbound, mail: ParsedMail, contents: list[bytes]) -> Became:
    """Copies, our own mails, reports and automatic replies are put aside; the rest is for people."""
    copy_of = commands.first_letter(inbound, mail)
    if copy_of is not None:
        return Became(State.SEEN_AGAIN, "the same mail came before", copy_of.about)
    if is_our_own(mail):
        return Became(State.IGNORED, "a mail of our own came back")
    if mail.is_bounce:
        return bouncing.report(mail)
    return _for_people(inbound, mail, contents)


def _for_people(inbound: Inbound, mail: ParsedMail, contents: list[bytes]) -> Became:
    box, at = box_of(inbound.mailbox), now()
    trust = trusting.verdict(mail, box.auth_server)
    if trust == trusting.FAIL and commands.is_let_in(inbound):
        trust = trusting.UNKNOWN
    case = _continued(inbound, mail, contents, box, trust, at)
    if case is not None:
        return Became(State.READ, _remark(inbound, mail), case.ref)
    if mail.is_auto_reply:
        return Became(State.IGNORED, f"automatic reply ({mail.auto_reason})")
    if trust == trusting.FAIL:
        commands.hold(inbound, mail, at=at)
        return Became(State.HELD, "our mail server could not confirm the sender")
    case = opening.open_new(inbound, mail, contents, box=box, is_proven=trust == trusting.PASS, at=at)
    return Became(State.READ, _remark(inbound, mail), case.ref)


def _continued(
    inbound: Inbound, mail: ParsedMail, contents: list[bytes], box: Mailbox, trust: str, at: datetime
) -> Case | None:
    """The case that this mail goes on in: by a token of ours, else by what the system before left in it."""
    mark = thread_of(mail)
    words = words_of(mail, contents, inbound.blob, by_machine=mail.is_generated)
    aside = continuing.aside_of(mark) if mark else None
    if aside is not None:
        return continuing.add_aside(aside, mail, words, is_doubted=trust == trusting.FAIL, at=at)
    case = continuing.case_of(mark) if mark else None
    person_id = mark.thread.person_id if mark and case else None
    if case is None:
        case, person_id = continuing.former_case(mail, contents, box)
    if case is None:
        return None
    return continuing.add(case, person_id, mail, words, is_doubted=trust == trusting.FAIL, at=at)


def _remark(inbound: Inbound, mail: ParsedMail) -> str:
    if commands.shares_its_id(inbound, mail):
        return "another mail with other content had the same Message-ID"
    return ", ".join(mail.problems)
