"""Every way in which hooks, deliveries and their attempts change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pasillo.doors.channels.webhooks.events import EVENTS, TEST
from pasillo.doors.channels.webhooks.facts import HookChanged, HookRemoved
from pasillo.doors.channels.webhooks.keeping import with_secret
from pasillo.doors.channels.webhooks.models import KIND, Attempt, Delivery, Hook
from pasillo.doors.channels.webhooks.patience import GONE, is_over, is_taken, next_try, rests_until
from pasillo.doors.channels.webhooks.signing import new_secret
from pasillo.doors.channels.webhooks.telling import tell_administrators
from pasillo.ground.effects.commands import forget_settled, hasten, promise
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.egress import PORTS, names_an_inner_place
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.models import Area

State = Delivery.State
LOG_LASTS = timedelta(days=30)
MOST_HOOKS = 50


@dataclass(frozen=True, kw_only=True)
class HookAs:
    """A hook as somebody wishes it."""

    name: str
    address: str
    events: Sequence[str] = ()
    area_ids: Sequence[int] = ()
    is_active: bool = True


@transaction.atomic
def set_up(hook_id: int | None, wish: HookAs, *, version: int, by: str, at: datetime) -> tuple[Hook, str]:
    """A hook, new or changed; and the secret of a new one, which is shown this once."""
    _check(wish)
    hook = _locked(hook_id, version) if hook_id else Hook(listens_from=at)
    if not hook.pk and Hook.objects.count() >= MOST_HOOKS:
        raise Refused(_("There are as many hooks as there can be. Remove one first."))
    if wish.is_active and not hook.is_active:
        hook.listens_from, hook.switched_off_at = at, None
        hook.failures, hook.failing_since, hook.rests_until = 0, None, None
    hook.name, hook.address = safe(wish.name).strip()[:120], wish.address.strip()
    hook.events = [name for name in EVENTS if name in wish.events]
    hook.area_ids = sorted(Area.objects.filter(pk__in=wish.area_ids).values_list("pk", flat=True))
    hook.is_active = wish.is_active
    secret = "" if hook.pk else new_secret()
    if secret:
        hook.sealed = with_secret(hook, secret, at=at)
    hook.version = hook.version + 1 if hook.pk else 1
    hook.save(force_insert=hook.pk is None)
    _say(hook, is_new=hook_id is None, by=by, at=at)
    return hook, secret


def _say(hook: Hook, *, is_new: bool = False, new_secret: bool = False, by: str, at: datetime) -> None:
    fact = HookChanged(hook_id=hook.pk, is_new=is_new, is_active=hook.is_active, new_secret=new_secret)
    tell(fact, about=f"webhook:{hook.pk}", by=by, at=at)


def _check(wish: HookAs) -> None:
    if not wish.name.strip():
        raise Refused(_("Please give it a name by which you know it."))
    if not _is_address(wish.address.strip()):
        raise Refused(_("The address must begin with https:// and name a server, without a password in it."))
    if _is_inside(wish.address.strip()):
        raise Refused(
            _("This address lies inside the network of this house. Whoever runs the server can allow it by name.")
        )
    if not any(name in EVENTS for name in wish.events):
        raise Refused(_("Choose at least one thing that it shall be told."))


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        inside = parts.scheme == "http" and _is_allowed(parts)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        return False
    clean = len(address) <= 500 and address.isascii() and address.isprintable() and " " not in address
    return bool(clean and port and parts.hostname and not parts.username and (parts.scheme == "https" or inside))


def _is_allowed(parts: SplitResult) -> bool:
    """Whether it was allowed by name although it stands in our own network."""
    return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}" in settings.INTERNAL_HOSTS


def _is_inside(address: str) -> bool:
    parts = urlsplit(address)
    return names_an_inner_place(parts.hostname or "") and not _is_allowed(parts)


def _locked(hook_id: int, version: int) -> Hook:
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    if hook.version != version:
        raise ChangedMeanwhile(hook)
    return hook


@transaction.atomic
def remove(hook_id: int, *, by: str, at: datetime) -> None:
    """Nothing is told there any more, and its log goes with it."""
    gone, _rows = Hook.objects.filter(pk=hook_id).delete()
    if gone:
        tell(HookRemoved(hook_id=hook_id), about=f"webhook:{hook_id}", by=by, at=at)


@transaction.atomic
def renew_secret(hook_id: int, *, by: str, at: datetime) -> str:
    """A new secret, shown this once. The one before signs beside it for a day, so that nothing is refused meanwhile."""
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    secret = new_secret()
    hook.sealed = with_secret(hook, secret, at=at)
    hook.save(update_fields=["sealed"])
    _say(hook, new_secret=True, by=by, at=at)
    return secret


@transaction.atomic
def owe(hook: Hook, told: Iterable[tuple[Entry, dict[str, Any]]], *, at: datetime, again: bool = False) -> int:
    """Each of these facts once. Those that are known already only where somebody wants them replayed."""
    bodies = {entry.pk: (entry, body) for entry, body in told}
    known = Delivery.objects.filter(hook=hook, entry_id__in=bodies).exclude(state=State.WAITING)
    count = _once_more(list(known), at=at) if again else 0
    taken = set(Delivery.objects.filter(hook=hook, entry_id__in=bodies).values_list("entry_id", flat=True))
    new = [
        Delivery(
            hook=hook, entry_id=entry.pk, case_id=entry.data.get("case_id"), event=entry.name, body=body,
            happened_at=entry.happened_at, owed_at=at,
        )
        for entry, body in bodies.values() if entry.pk not in taken
    ]  # fmt: skip
    for delivery in Delivery.objects.bulk_create(new):
        _promise(delivery, at=at)
    return count + len(new)


@transaction.atomic
def replay(delivery_id: Any, *, by: str, at: datetime) -> bool:
    """The same delivery once more, under the same name. False when it is on its way already."""
    found = Delivery.objects.select_for_update().filter(pk=delivery_id).exclude(state=State.WAITING)
    return _once_more(list(found), at=at) == 1


def _once_more(deliveries: list[Delivery], *, at: datetime) -> int:
    for delivery in deliveries:
        delivery.round, delivery.state, delivery.owed_at, delivery.attempts = delivery.round + 1, State.WAITING, at, 0
        delivery.next_try_at = None
        _promise(delivery, at=at)
    Delivery.objects.bulk_update(deliveries, ["round", "state", "owed_at", "attempts", "next_try_at"], batch_size=500)
    return len(deliveries)


def _promise(delivery: Delivery, *, at: datetime) -> None:
    promise(
        KIND, key=f"{KIND}:{delivery.pk}:{delivery.round}", payload={"delivery_id": str(delivery.pk)},
        about=f"hook:{delivery.hook_id}", at=at,
    )  # fmt: skip


@transaction.atomic
def begin_test(hook: Hook, *, at: datetime) -> Delivery:
    """Something to try a hook with: it concerns no case."""
    body = {"type": TEST, "timestamp": at.isoformat(), "data": {"hook_id": hook.pk}}
    return Delivery.objects.create(hook=hook, event=TEST, body=body, happened_at=at, owed_at=at)


@transaction.atomic
def note_attempt(delivery_id: Any, *, status: int | None, head: str, took_ms: int, at: datetime) -> None:
    """What one knock brought. A door that opens again is told at once whatever waits for it."""
    Attempt.objects.create(delivery_id=delivery_id, at=at, status=status, head=head, took_ms=took_ms)
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    delivery.attempts, delivery.status = delivery.attempts + 1, status
    if is_taken(status):
        delivery.state, delivery.next_try_at = State.TAKEN, None
    elif delivery.event == TEST:
        delivery.state = State.FAILED
    else:
        delivery.next_try_at = next_try(delivery.attempts, at=at)
    delivery.save(update_fields=["attempts", "status", "state", "next_try_at"])
    hook = Hook.objects.select_for_update().get(pk=delivery.hook_id)
    if is_taken(status):
        _opens(hook, at=at)
    elif delivery.event != TEST:
        _stays_shut(hook, status=status, at=at)


def _opens(hook: Hook, *, at: datetime) -> None:
    was_shut = hook.failing_since is not None
    Hook.objects.filter(pk=hook.pk).update(failures=0, failing_since=None, rests_until=None, taken_at=at)
    if was_shut:
        Delivery.objects.filter(hook=hook, state=State.WAITING).update(next_try_at=None)
        hasten(hook.ref, at=at)


def _stays_shut(hook: Hook, *, status: int | None, at: datetime) -> None:
    hook.failures, hook.failing_since = hook.failures + 1, hook.failing_since or at
    hook.rests_until = rests_until(hook.failures, at=at)
    if hook.is_active and (status == GONE or is_over(hook.failing_since, at=at)):
        hook.is_active, hook.switched_off_at = False, at
        hook.version = F("version") + 1
        tell_administrators(hook, at=at)
    hook.save(update_fields=["failures", "failing_since", "rests_until", "is_active", "switched_off_at", "version"])


@transaction.atomic
def give_up(delivery_id: Any, *, at: datetime) -> None:
    """This will not arrive unless somebody replays it."""
    waiting = Delivery.objects.filter(pk=delivery_id, state=State.WAITING)
    waiting.update(state=State.FAILED, next_try_at=None)


@transaction.atomic
def forget_deliveries(*, at: datetime) -> int:
    """The log goes back a month."""
    old = Delivery.objects.exclude(state=State.WAITING).filter(owed_at__lt=at - LOG_LASTS)
    gone, _rows = old.delete()
    forget_settled(KIND, before=at - LOG_LASTS)
    return gone
