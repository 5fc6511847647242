"""What a mail is to us, as far as it can be said without opening or continuing a case."""

from datetime import datetime

from pasillo.doors.channels.email import bouncing, commands, trusting
from pasillo.doors.channels.email.became import Became
from pasillo.doors.channels.email.letterbook.commands import first_letter, shares_its_id
from pasillo.doors.channels.email.marks import is_our_own
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing.automatic import SPEAKS_OF_FAILURE
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.shell.clock import now
from pasillo.ground.intake.models import Inbound

State = Inbound.State


def for_nobody(inbound: Inbound, mail: ParsedMail) -> Became | None:
    """Copies, our own mails and delivery reports are put aside."""
    copy_of = first_letter(inbound, mail)
    if copy_of is not None:
        return Became(State.SEEN_AGAIN, "the same mail came before", copy_of.about)
    if is_our_own(mail):
        return Became(State.IGNORED, "a mail of our own came back")
    return _reported(inbound, mail) if mail.is_bounce else None


def _reported(inbound: Inbound, mail: ParsedMail) -> Became | None:
    """What only looks like a report, and is about no mail of ours, is not dropped: one of us looks."""
    became = bouncing.report(mail)
    if became.about or mail.auto_reason != SPEAKS_OF_FAILURE:
        return became
    if commands.is_let_in(inbound):
        return None
    commands.hold(inbound, mail, at=now())
    return Became(State.HELD, SPEAKS_OF_FAILURE)


def trust_in(inbound: Inbound, mail: ParsedMail, box: Mailbox) -> str:
    """Whether it is from whom it says: what our mail server said, unless one of us has decided."""
    trust = trusting.verdict(mail, box.auth_server)
    return trusting.UNKNOWN if trust == trusting.FAIL and commands.is_let_in(inbound) else trust


def opens_nothing(inbound: Inbound, mail: ParsedMail, trust: str, *, at: datetime) -> Became | None:
    """A machine's answer to none of our cases, and whoever may not be who they say, open no case."""
    if mail.is_auto_reply:
        return Became(State.IGNORED, f"automatic reply ({mail.auto_reason})")
    if trust == trusting.FAIL:
        commands.hold(inbound, mail, at=at)
        return Became(State.HELD, "our mail server could not confirm the sender")
    return None


def remark(inbound: Inbound, mail: ParsedMail) -> str:
    """What is worth knowing of a mail that was read."""
    if shares_its_id(inbound, mail):
        return "another mail with other content had the same Message-ID"
    return ", ".join(mail.problems)
