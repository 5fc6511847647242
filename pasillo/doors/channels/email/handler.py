"""Reads what came in by mail: it opens a case, continues one, or is put aside with the reason."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from pasillo.doors.channels.email import child, commands, continuing, opening
from pasillo.doors.channels.email.marks import is_our_own, returned, thread_of
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.places import NoServiceYet
from pasillo.doors.channels.email.words import words_of
from pasillo.doors.shell.clock import now
from pasillo.ground.files.queries import whole
from pasillo.ground.intake.commands import Claim, LeaseLost, conclude
from pasillo.ground.intake.models import Inbound
from pasillo.operations.cases.models import Case

DEATHS = 3
State = Inbound.State


@dataclass(frozen=True)
class Became:
    """What became of a mail."""

    state: str
    reason: str = ""
    about: str = ""


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
        return _report(mail)
    return _for_people(inbound, mail, contents)


def _for_people(inbound: Inbound, mail: ParsedMail, contents: list[bytes]) -> Became:
    case = _continued(inbound, mail, contents)
    if case is not None:
        return Became(State.READ, _remark(inbound, mail), case.ref)
    if mail.is_auto_reply:
        return Became(State.IGNORED, f"automatic reply ({mail.auto_reason})")
    case = opening.open_new(inbound, mail, contents, at=now())
    return Became(State.READ, _remark(inbound, mail), case.ref)


def _continued(inbound: Inbound, mail: ParsedMail, contents: list[bytes]) -> Case | None:
    mark = thread_of(mail)
    case = continuing.case_of(mark) if mark else None
    if mark is None or case is None:
        return None
    words = words_of(mail, contents, inbound.blob, by_machine=mail.is_generated)
    return continuing.add(case, mark, mail, words, at=now())


def _report(mail: ParsedMail) -> Became:
    """A delivery report opens nothing and gets no answer; the case of the mail that failed shows it."""
    mark = returned(mail)
    case = continuing.case_of(mark) if mark else None
    reason = f"delivery report ({mail.bounce.status or mail.auto_reason})"
    if mark is None or case is None:
        return Became(State.IGNORED, reason)
    if mail.bounce.is_permanent or not mail.bounce.status:
        with translation.override(case.language):
            note = _("Not delivered: %(why)s") % {"why": mail.bounce.diagnostic or mail.bounce.status or mail.subject}
        continuing.note_undelivered(case, mark, note=note, at=now())
    return Became(State.IGNORED, reason, case.ref)


def _remark(inbound: Inbound, mail: ParsedMail) -> str:
    if commands.shares_its_id(inbound, mail):
        return "another mail with other content had the same Message-ID"
    return ", ".join(mail.problems)
