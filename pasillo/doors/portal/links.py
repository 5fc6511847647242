"""Secret links: who holds one may follow a single request without signing in, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from pasillo.ground.kit.looking import for_the_house
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import case_of_thread
from pasillo.operations.conversations.threads import Thread, read_token, token_for

MAILED, SHOWN = "link", "shown"
LASTS_AFTER_END = timedelta(days=90)
RENEWED_LASTS = timedelta(days=14)
RENEWED = "pasillo.portal.renewed-link"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The request that a link opens. A link that only stood on a screen does not prove whose address it was."""

    case: Case
    person_id: int
    proves_address: bool
    is_over: bool


def open_link(token: str, *, at: datetime) -> Opened:
    """The request behind a link, or LookupError for anything that we never gave out."""
    for purpose in (MAILED, SHOWN):
        thread = read_token(token, purpose=purpose)
        if thread is not None:
            case = _case(thread)
            mailed = purpose == MAILED
            return Opened(case=case, person_id=thread.person_id, proves_address=mailed, is_over=_is_over(case, at))
    return _open_renewed(token, at=at)


def _open_renewed(token: str, *, at: datetime) -> Opened:
    try:
        signed = signing.loads(token, salt=RENEWED)
        thread = Thread(conversation_id=signed["c"], person_id=signed["p"])
        ends = datetime.fromisoformat(signed["until"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise LookupError("no such link") from None
    return Opened(case=_case(thread), person_id=thread.person_id, proves_address=True, is_over=at > ends)


def _case(thread: Thread) -> Case:
    with for_the_house("whose link it is says the link itself: it is signed"):
        return case_of_thread(conversation_id=thread.conversation_id, person_id=thread.person_id)


def _is_over(case: Case, at: datetime) -> bool:
    return case.closed_at is not None and at - case.closed_at > LASTS_AFTER_END


def link_for(case: Case, person_id: int) -> str:
    """The address, within this house, of a request for one of those who take part in it."""
    return reverse("portal:secret", args=[token_for(case.conversation_id, person_id, purpose=MAILED)])


def shown_link(case: Case) -> str:
    """The address that we show to somebody whose e-mail is not proven yet."""
    return reverse("portal:secret", args=[token_for(case.conversation_id, case.customer_id, purpose=SHOWN)])


def mailed_path(case: Case) -> str:
    """The address, within this house, of a request for somebody whose e-mail is proven."""
    return link_for(case, case.customer_id)


def renewed_link(case: Case, *, at: datetime) -> str:
    """A fresh address for a request that has long been over; it works for two weeks."""
    until = (at + RENEWED_LASTS).isoformat()
    token = signing.dumps({"c": case.conversation_id, "p": case.customer_id, "until": until}, salt=RENEWED)
    return settings.BASE_URL + reverse("portal:secret", args=[token])
