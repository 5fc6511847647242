"""Every way in which windows, visits, and who takes chats change."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.channels.chat.models import Taker, Visit
from pasillo.doors.channels.chat.proof import Claim
from pasillo.doors.channels.chat.widgets import KIND
from pasillo.doors.channels.messaging.commands import AccountAs, say_changed, set_up
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import PURPOSE, settings_of
from pasillo.doors.shell.sealing import sealed
from pasillo.ground.people.commands import meet, recognise
from pasillo.ground.people.models import Identity, Membership, Person
from pasillo.operations.conversations.commands import note_delivery

OLD_SECRET_LASTS = timedelta(days=1)
LONGEST_TURN = timedelta(hours=12)


def keep_widget(account_id: int | None, wish: AccountAs, *, version: int, by: str, at: datetime) -> Account:
    """A window, new or changed. A new one gets its secret here."""
    if account_id is None:
        wish = replace(wish, given={**wish.given, "secret": secrets.token_urlsafe(32)})
    return set_up(account_id, wish, kind=KIND, version=version, by=by, at=at)


@transaction.atomic
def change_secret(account_id: int, *, by: str, at: datetime) -> str:
    """A new secret, told this once. The one before still holds for a day, so that no page breaks meanwhile."""
    account = Account.objects.select_for_update().get(pk=account_id)
    new = secrets.token_urlsafe(32)
    kept = settings_of(account)
    hidden = {
        "secret": new,
        "previous": kept.get("secret", ""),
        "previous_until": (at + OLD_SECRET_LASTS).isoformat(),
    }
    account.sealed = sealed(json.dumps(hidden), PURPOSE)
    account.version += 1
    account.save(update_fields=["sealed", "version"])
    say_changed(account, new_secret=True, by=by, at=at)
    return new


@transaction.atomic
def visit_for(
    account: Account,
    token_hash: str,
    *,
    claim: Claim | None = None,
    name: str = "",
    email: str = "",
    language: str = "en",
    at: datetime,
) -> Visit:
    """The visit of this browser at this window, locked; a new one with its person if there is none."""
    mine = Visit.objects.select_for_update(of=("self",)).select_related("person").filter(account=account)
    known = mine.filter(token_hash=token_hash).first()
    if known is not None:
        return _proven_again(known, claim)
    person = _signed(account, claim, language=language, at=at) if claim else _told(name, email, language, at=at)
    made = Visit(account=account, token_hash=token_hash, person=person, language=language, begun_at=at, seen_at=at)
    if claim:
        made.proof, made.proven_until = Visit.Proof.SIGNED, claim.until
        made.conversation_id = _last_conversation(account, person)
    Visit.objects.bulk_create([made], ignore_conflicts=True)
    return mine.get(token_hash=token_hash)


def _proven_again(visit: Visit, claim: Claim | None) -> Visit:
    """A visit keeps the person with whom it began; a fresh proof of the same one only makes it last longer."""
    if claim and visit.proof and (visit.proven_until is None or claim.until > visit.proven_until):
        visit.proven_until = claim.until
        visit.save(update_fields=["proven_until"])
    return visit


def _told(name: str, email: str, language: str, *, at: datetime) -> Person:
    """Whoever they say they are. It proves nothing, and shows them nothing but what is said from now on."""
    return meet(name=name or ("" if email else _("Visitor")), email=email, language=language, by="system", at=at)


def _signed(account: Account, claim: Claim, *, language: str, at: datetime) -> Person:
    """The person whom the host's server names. Somebody of ours is never taken for a visitor by an address alone."""
    is_new = not Identity.objects.filter(realm=realm_of(account), address=claim.sub).exists()
    known = None
    if is_new and claim.email and claim.is_confirmed:
        met = meet(name=claim.name, email=claim.email, language=language, by="system", at=at)
        known = met if met.is_active and not Membership.objects.filter(person=met).exists() else None
    return recognise(
        realm=realm_of(account),
        address=claim.sub,
        shown=claim.name or claim.sub,
        name=claim.name,
        language=language,
        known=known,
        is_signed=True,
        at=at,
    )


def realm_of(account: Account) -> str:
    """Where the name that a host's server gives is worth something: at this window alone."""
    return f"{KIND}:{account.pk}"


def _last_conversation(account: Account, person: Person) -> int | None:
    """Where this person, proven then and now, spoke with us last at this window: on whichever device."""
    proven = Visit.objects.filter(account=account, person=person, proof=Visit.Proof.SIGNED, conversation__isnull=False)
    return proven.order_by("-seen_at").values_list("conversation_id", flat=True).first()


def goes_on_in(visit: Visit, *, conversation_id: int, ahead: int | None = None, at: datetime) -> None:
    """What this visitor writes next belongs here. `ahead` is how many waited before them, where somebody is there."""
    visit.conversation_id, visit.seen_at, visit.left_at = conversation_id, at, None
    if ahead is not None:
        visit.asked_at, visit.answered_at, visit.ahead = at, None, min(ahead, 30_000)
    visit.save(update_fields=["conversation_id", "seen_at", "left_at", "asked_at", "answered_at", "ahead"])


def note_seen(visit: Visit, *, at: datetime) -> None:
    """The window asks for news."""
    Visit.objects.filter(pk=visit.pk).update(seen_at=at, left_at=None)


def note_left(visit: Visit, *, at: datetime) -> None:
    """The window was closed."""
    Visit.objects.filter(pk=visit.pk).update(left_at=at)


def note_arrived(message_ids: Iterable[int], *, was_read: bool) -> None:
    """The window has what we said; read, when somebody had it before their eyes."""
    for message_id in message_ids:
        note_delivery(message_id, delivery="read" if was_read else "delivered")


def note_mailed(message_ids: Iterable[int], *, note: str) -> None:
    """What nobody read in the window goes by mail."""
    for message_id in message_ids:
        note_delivery(message_id, delivery="sent", note=note)


def note_answered(conversation_id: int, *, at: datetime) -> None:
    """A person of ours has answered: how long it took is a figure for those who wait next."""
    Visit.objects.filter(conversation_id=conversation_id, asked_at__lte=at, answered_at=None).update(answered_at=at)


@transaction.atomic
def take_chats(person_id: int, *, until: datetime, by: str, at: datetime) -> None:
    """From now on this person takes chats, at most until then."""
    Taker.objects.update_or_create(person_id=person_id, defaults={"until": min(until, at + LONGEST_TURN)})


@transaction.atomic
def leave_chats(person_id: int, *, by: str, at: datetime) -> None:
    """This person takes no chats any more. What they began stays theirs."""
    Taker.objects.filter(person_id=person_id).delete()


def forget_visits(*, before: datetime) -> int:
    """Windows that nobody came back to are let go; the conversations stay. Returns how many."""
    gone, _each = Visit.objects.filter(seen_at__lt=before).delete()
    return gone
