"""Several mails that begin something, taken up in one transaction: what they ask of the database is asked once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pasillo.doors.channels.email import judging, opening, trusting
from pasillo.doors.channels.email.answering import note_sent_to
from pasillo.doors.channels.email.became import Became
from pasillo.doors.channels.email.letterbook.commands import enter_all, note_about
from pasillo.doors.channels.email.marks import thread_of
from pasillo.doors.channels.email.models import Letter, Mailbox
from pasillo.doors.channels.email.parsing.message import ParsedMail
from pasillo.doors.channels.email.places import box_of, note_ours
from pasillo.doors.channels.email.words import html_of
from pasillo.doors.channels.email.writers import Writer
from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep_all
from pasillo.ground.intake.commands import Claim, Conclusion, conclude_all
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.together import known, recall, together
from pasillo.ground.people import commands as people
from pasillo.operations.cases.commands import Opening, open_cases


@dataclass(frozen=True)
class Read:
    """A mail, as it was read, and our right to take it up."""

    claim: Claim
    mail: ParsedMail
    contents: list[bytes]

    @property
    def inbound(self) -> Inbound:
        return self.claim.inbound


def begins(mail: ParsedMail, box: Mailbox) -> bool:
    """Whether a mail can only begin something: it goes on in no case, of ours or of the system before."""
    return not mail.is_bounce and thread_of(mail) is None and not box.former_places


@transaction.atomic
def take_up(some: Sequence[Read]) -> None:
    """All of them become what they become, or none does."""
    at = now()
    with together():
        enter_all([_came(one) for one in some])
        became = {one.inbound.pk: found for one in some if (found := _opens_nothing(one, at=at))}
        became |= _open([one for one in some if one.inbound.pk not in became], at=at)
        for one in some:
            became[one.inbound.pk] = _as_the_first(one, became)
        note_about({inbound_id: each.about for inbound_id, each in became.items()})
    conclude_all([_concluded(one.claim, became[one.inbound.pk]) for one in some], at=at)


def _opens_nothing(one: Read, *, at: datetime) -> Became | None:
    return judging.for_nobody(*_came(one)) or judging.opens_nothing(*_came(one), _trust(one), at=at)


def _trust(one: Read) -> str:
    return judging.trust_in(*_came(one), box_of(one.inbound.mailbox))


def _open(some: Sequence[Read], *, at: datetime) -> dict[int, Became]:
    """Each of these opens a case."""
    if not some:
        return {}
    _foresee(some, at=at)
    openings = [_opening(one, at=at) for one in some]
    cases = open_cases(openings, by="system", at=at)
    for one, case in zip(some, cases, strict=True):
        opening.say_more(case, _writer(one), one.inbound, at=at)
    return {
        one.inbound.pk: Became(judging.State.READ, judging.remark(*_came(one)), case.ref)
        for one, case in zip(some, cases, strict=True)
    }


def _foresee(some: Sequence[Read], *, at: datetime) -> None:
    """What each of them would ask or write by itself."""
    keep_all([(html_of(one.mail), "text/html") for one in some if one.mail.html])
    note_ours([address.address for one in some for address in (one.mail.writer, *one.mail.to, *one.mail.cc)])
    customers = [(_writer(one).customer, one.mail.language) for one in some]
    strangers = [
        people.Stranger(name=who.name, email=who.address, language=language)
        for who, language in customers
        if who.usable
    ]
    met = people.meet_all(strangers, by="system", at=at)
    opening.note_promised([person.pk for person in met], at=at)
    note_sent_to([one.email for one in strangers], at=at)


def _writer(one: Read) -> Writer:
    box = box_of(one.inbound.mailbox)
    return known(
        ("writer", one.inbound.pk),
        lambda: opening.writer_in(one.mail, box, is_proven=_trust(one) == trusting.PASS),
    )


def _opening(one: Read, *, at: datetime) -> Opening:
    return opening.opening_for(*_came(one), one.contents, writer=_writer(one), at=at)


def _as_the_first(one: Read, became: Mapping[int, Became]) -> Became:
    """A copy that came together with the first of its kind is about what that one became."""
    mine = became[one.inbound.pk]
    first: Letter = recall(("letter", one.inbound.pk))
    if mine.state != judging.State.SEEN_AGAIN or first.inbound_id not in became:
        return mine
    return Became(mine.state, mine.reason, became[first.inbound_id].about)


def _concluded(claim: Claim, became: Became) -> Conclusion:
    return Conclusion(claim=claim, state=became.state, reason=became.reason, about=became.about)


def _came(one: Read) -> tuple[Inbound, ParsedMail]:
    return one.inbound, one.mail
