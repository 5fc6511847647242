"""Every way in which accounts, threads, and the memory of what came and went change."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.channels.messaging.channel import Approved, Asked, Channel, channels
from pasillo.doors.channels.messaging.facts import ChannelChanged
from pasillo.doors.channels.messaging.models import Account, Heard, Sent, Template, Thread
from pasillo.doors.channels.messaging.places import PURPOSE, settings_of
from pasillo.doors.shell.sealing import sealed
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.egress import may_call
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class AccountAs:
    """An account as somebody wishes it. A secret that is empty keeps the one that we have."""

    name: str
    service_id: int | None = None
    language: str = "en"
    is_active: bool = True
    given: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def set_up(account_id: int | None, wish: AccountAs, *, kind: str, version: int, by: str, at: datetime) -> Account:
    """An account of ours on a channel, new or changed. Whoever kept it meanwhile is not overwritten."""
    if kind not in channels:
        raise Refused(_("There is no such channel."))
    if not wish.name.strip():
        raise Refused(_("Please give it a name by which you know it."))
    account = _locked(account_id, version) if account_id else Account(kind=kind, key=secrets.token_urlsafe(24))
    before = settings_of(account) if account_id else {}
    _check_addresses(channels[kind], wish.given)
    open_ones, hidden = _parted(channels[kind], account, wish.given)
    account.name, account.service_id = safe(wish.name).strip()[:120], wish.service_id
    account.language, account.is_active = known_language(wish.language), wish.is_active
    account.settings, account.sealed = open_ones, sealed(json.dumps(hidden), PURPOSE) if hidden else b""
    if account.is_active and not channels[kind].is_whole({**open_ones, **hidden}):
        raise Refused(_("Something is still missing. Fill it in, or keep the account closed."))
    account.trouble, account.trouble_at = "", None
    account.version = account.version + 1 if account.pk else 1
    account.save(force_insert=account.pk is None)
    other = any(before.get(name) != value for name, value in hidden.items())
    say_changed(account, is_new=account_id is None, new_secret=account_id is not None and other, by=by, at=at)
    return account


def say_changed(account: Account, *, is_new: bool = False, new_secret: bool = False, by: str, at: datetime) -> None:
    """The journal says that it was changed, and by whom; what it holds stays where it is."""
    fact = ChannelChanged(account_id=account.pk, is_new=is_new, is_active=account.is_active, new_secret=new_secret)
    tell(fact, about=f"channel:{account.pk}", by=by, at=at)


def _locked(account_id: int, version: int) -> Account:
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.version != version:
        raise ChangedMeanwhile(account)
    return account


def _check_addresses(channel: Channel, given: Mapping[str, str]) -> None:
    """An address that we would never call is refused when it is typed, not when nothing comes."""
    typed = (_typed(one, given) for one in channel.asked if one.is_address)
    if not all(may_call(one, inside=settings.INTERNAL_HOSTS) for one in typed if one):
        raise Refused(_("The address must begin with https:// and name a server, without a password in it."))


def _parted(channel: Channel, account: Account, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What may be read again, and what may not."""
    kept = settings_of(account) if account.pk else {}
    open_ones = {one.name: _typed(one, given)[:500] for one in channel.asked if not one.is_secret}
    secret_names = [one.name for one in channel.asked if one.is_secret]
    hidden = {name: given.get(name, "").strip()[:2000] or kept.get(name, "") for name in secret_names}
    return open_ones, {name: value for name, value in hidden.items() if value}


def _typed(asked: Asked, given: Mapping[str, str]) -> str:
    """What was filled in; the bare name of a server is an address of it."""
    typed = given.get(asked.name, "").strip()
    return f"https://{typed}" if asked.is_address and typed and "://" not in typed else typed


@transaction.atomic
def note_call(account_id: int, *, at: datetime) -> None:
    """A call came in."""
    Account.objects.filter(pk=account_id).update(heard_at=at)


@transaction.atomic
def note_refusal(account_id: int, *, at: datetime) -> None:
    """A call was refused. Written down once a minute at most, however many come."""
    known = Account.objects.filter(pk=account_id)
    known.exclude(refused_at__gt=at - MINUTE).update(refused_at=at)


@transaction.atomic
def note_trouble(account_id: int, *, words: str, at: datetime) -> None:
    """What goes wrong on an account, in words; none when it works again."""
    troubled = Account.objects.filter(pk=account_id).exclude(trouble=words[:300])
    troubled.update(trouble=safe(words)[:300], trouble_at=at if words else None)


def first_of_its_name(account: Account, outside_id: str) -> Heard | None:
    """The memory of a message that comes for the first time; None for a copy. Its reader waits for the first's."""
    Heard.objects.bulk_create([Heard(account=account, outside_id=outside_id[:250])], ignore_conflicts=True)
    kept = Heard.objects.select_for_update().get(account=account, outside_id=outside_id[:250])
    return kept if kept.message_id is None else None


def seen_first(account_id: int, names: Sequence[str]) -> set[str]:
    """Those of these names that were never seen before."""
    marks = {_seen(name): name for name in names}
    known = Heard.objects.filter(account=account_id, outside_id__in=marks).values_list("outside_id", flat=True)
    return {name for mark, name in marks.items() if mark not in set(known)}


@transaction.atomic
def keep_seen(account_id: int, names: Sequence[str]) -> None:
    """From now on these are known, whatever became of them."""
    rows = [Heard(account_id=account_id, outside_id=_seen(name)) for name in names]
    Heard.objects.bulk_create(rows, ignore_conflicts=True)


def _seen(name: str) -> str:
    return f"seen:{name}"[:250]


def note_heard(heard: Heard, *, message_id: int) -> None:
    """Which message of ours it became."""
    Heard.objects.filter(pk=heard.pk).update(message_id=message_id)


def held_with(account: Account, *, person_id: int, address: str, token: str = "", at: datetime) -> Thread:
    """The thread with a person, locked. An older message that comes late does not turn its clock back."""
    begun = Thread(account=account, person_id=person_id, address=address, heard_at=at, token=token)
    Thread.objects.bulk_create([begun], ignore_conflicts=True)
    thread = Thread.objects.select_for_update().get(account=account, person_id=person_id)
    if at >= thread.heard_at:
        thread.heard_at, thread.address, thread.token, thread.stopped_at = at, address, token, None
        thread.save(update_fields=["heard_at", "address", "token", "stopped_at"])
    return thread


def goes_on_in(thread: Thread, *, conversation_id: int) -> None:
    """What this person writes next belongs here."""
    Thread.objects.filter(pk=thread.pk).update(conversation_id=conversation_id)


@transaction.atomic
def note_stopped(account_id: int, *, address: str, at: datetime) -> None:
    """Somebody wants no messages from us any more, until they write again."""
    Thread.objects.filter(account_id=account_id, address=address).update(stopped_at=at)


@transaction.atomic
def spend_token(thread_id: int) -> None:
    """A token serves once."""
    Thread.objects.filter(pk=thread_id).update(token="")


@transaction.atomic
def remember_sent(account_id: int, *, message_id: int, piece: int, outside_id: str) -> Sent:
    """The provider has taken a piece of a message. Its receipt may have come before; an older try counts no more."""
    older = Sent.objects.filter(message_id=message_id, piece=piece, state="failed")
    older.exclude(outside_id=outside_id[:250]).update(message=None)
    known, _new = Sent.objects.get_or_create(
        account_id=account_id, outside_id=outside_id[:250], defaults={"message_id": message_id, "piece": piece}
    )
    if known.message_id != message_id:
        Sent.objects.filter(pk=known.pk).update(message_id=message_id, piece=piece)
    return known


@transaction.atomic
def remember_receipt(account_id: int, *, outside_id: str, state: str, note: str) -> Sent:
    """What the provider says of a piece, which we may not know yet. Late news of an earlier state change nothing."""
    known = {"account_id": account_id, "outside_id": outside_id[:250]}
    sent, is_new = Sent.objects.select_for_update().get_or_create(
        **known, defaults={"state": state, "note": safe(note)[:300]}
    )
    if not is_new and RANK.get(state, -1) > RANK.get(sent.state, -1):
        sent.state, sent.note = state, safe(note)[:300]
        sent.save(update_fields=["state", "note"])
    return sent


RANK = {"sent": 0, "failed": 1, "delivered": 2, "read": 3}


@transaction.atomic
def keep_templates(account_id: int, approved: Sequence[Approved]) -> int:
    """The texts that the provider approves now; those it does not name any more are gone. Returns how many."""
    names = {(one.name[:250], one.language[:20]) for one in approved}
    for kept in Template.objects.select_for_update().filter(account_id=account_id):
        if (kept.name, kept.language) not in names:
            kept.delete()
    for one in approved:
        Template.objects.update_or_create(
            account_id=account_id,
            name=one.name[:250],
            language=one.language[:20],
            defaults={"text": safe(one.text), "outside_id": one.outside_id[:100], "is_usable": one.is_usable},
        )
    return len(names)


@transaction.atomic
def note_template(account_id: int, *, name: str, language: str, is_usable: bool) -> None:
    """The provider has approved a text, or takes it back."""
    Template.objects.filter(account_id=account_id, name=name, language=language).update(is_usable=is_usable)
