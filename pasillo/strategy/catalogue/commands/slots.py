"""Places at offered times are taken with a case, and are free again when it is cancelled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from pasillo.ground.journal.telling import tell
from pasillo.strategy.catalogue.facts import SlotReleased, SlotTaken
from pasillo.strategy.catalogue.models import FormVersion, TakenSlot
from pasillo.strategy.catalogue.slots import Wanted, gone, source_of, weekly

LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 7))"


@transaction.atomic
def take_slots(form_version_id: int | None, answers: Mapping[str, Any], *, about: str, by: str, at: datetime) -> None:
    """Takes every time that was chosen in a form, or refuses what is gone; nobody gets a place twice."""
    version = FormVersion.objects.filter(pk=form_version_id or 0).first()
    for field in version.fields if version else ():
        answer = answers.get(field["key"])
        if field["kind"] == "slot" and answer and version:
            wanted = Wanted(
                request_type_id=version.request_type_id, key=field["key"], settings=field.get("slots", {}), at=at
            )
            source_of(wanted.settings).take(wanted, answer["slot"], about=about, by=by)


@transaction.atomic
def take_place(wanted: Wanted, value: str, *, about: str, by: str) -> TakenSlot:
    """One place at one time of the plain source, counted under a lock."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"slot:{wanted.request_type_id}:{wanted.key}:{value}"])
    found = next((slot for slot in weekly(wanted.settings, at=wanted.at) if slot.value == value), None)
    same = TakenSlot.objects.filter(request_type_id=wanted.request_type_id, key=wanted.key, value=value)
    if found is None or same.count() >= found.free:
        raise gone()
    taken = TakenSlot.objects.create(
        request_type_id=wanted.request_type_id, key=wanted.key, value=value, about=about, taken_at=wanted.at
    )
    fact = SlotTaken(request_type_id=taken.request_type_id, key=wanted.key, slot=value)
    tell(fact, about=about, by=by, at=wanted.at)
    return taken


@transaction.atomic
def release_slots(about: str, *, by: str, at: datetime) -> int:
    """The places that were taken for something are free again. Returns how many."""
    taken = list(TakenSlot.objects.select_for_update().filter(about=about))
    for one in taken:
        one.delete()
        tell(SlotReleased(request_type_id=one.request_type_id, key=one.key, slot=one.value), about=about, by=by, at=at)
    return len(taken)
