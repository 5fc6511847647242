"""Do messages flow? For each account: what came last, what waits, what went wrong, in words."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from pasillo.doors.channels.messaging.channel import channels
from pasillo.doors.channels.messaging.models import Account
from pasillo.ground.effects.models import Effect
from pasillo.ground.intake.models import Inbound
from pasillo.ground.kit.looking import for_the_house
from pasillo.operations.conversations.models import Message

WHY = "how many messages wait or failed is a figure of the house; none of them is shown"


@dataclass(frozen=True, kw_only=True)
class Health:
    """The figures that say whether somebody has to look."""

    last_at: datetime | None = None
    unread: int = 0
    unread_since: datetime | None = None
    unreadable: int = 0
    unsent: int = 0
    failed: int = 0


def of_accounts(accounts: list[Account]) -> dict[int, Health]:
    """The figures of each account; what goes out is counted for all accounts of a channel together."""
    waiting = _waiting([account.kind for account in accounts])
    going = _going({account.kind for account in accounts})
    came = _came([account.kind for account in accounts if channels[account.kind].is_asked])
    return {
        account.pk: replace(
            waiting.get((account.kind, str(account.pk)), Health()),
            last_at=came.get(str(account.pk)) if channels[account.kind].is_asked else account.heard_at,
            unsent=going[account.kind, "queued"],
            failed=going[account.kind, "failed"],
        )
        for account in accounts
    }


def _came(kinds: list[str]) -> dict[str, datetime]:
    """When something came last where nobody calls us: that we asked is no news."""
    if not kinds:
        return {}
    read = Inbound.objects.filter(channel__in=kinds, state__in=[Inbound.State.READ, Inbound.State.SEEN_AGAIN])
    return dict(read.values_list("mailbox").annotate(last=Max("received_at")).order_by())


def of_mail() -> Health:
    """The figures of all mailboxes together."""
    mails = Inbound.objects.filter(channel="email")
    new = mails.filter(state=Inbound.State.NEW).aggregate(since=Min("received_at"))
    owed = Effect.objects.filter(kind="mail")
    return Health(
        last_at=mails.aggregate(last=Max("received_at"))["last"],
        unread=mails.filter(state=Inbound.State.NEW).count(),
        unread_since=new["since"],
        unreadable=mails.filter(state=Inbound.State.QUARANTINED).count(),
        unsent=owed.filter(state=Effect.State.QUEUED, attempts__gt=0).count(),
        failed=owed.filter(state=Effect.State.FAILED).count(),
    )


def _waiting(kinds: list[str]) -> dict[tuple[str, str], Health]:
    """What lies there unread or aside, by account."""
    found: dict[tuple[str, str], Health] = {}
    new, aside = Count("id", filter=Q(state=Inbound.State.NEW)), Count("id", filter=Q(state=Inbound.State.QUARANTINED))
    lying = Inbound.objects.filter(channel__in=kinds, state__in=[Inbound.State.NEW, Inbound.State.QUARANTINED])
    since = Min("received_at", filter=Q(state=Inbound.State.NEW))
    for row in lying.values("channel", "mailbox").annotate(new=new, aside=aside, since=since).order_by():
        figures = Health(unread=row["new"], unread_since=row["since"], unreadable=row["aside"])
        found[row["channel"], row["mailbox"]] = figures
    return found


def _going(kinds: set[str]) -> Counter[tuple[str, str]]:
    with for_the_house(WHY):
        ours = Message.objects.filter(channel__in=kinds, direction="out", delivery__in=["queued", "failed"])
        return Counter(ours.order_by("-id").values_list("channel", "delivery")[:1_000])
