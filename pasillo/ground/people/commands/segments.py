"""Segments: customers to whom we promise something of their own, and which customer belongs to which."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.facts import AccountPlaced, SegmentKept
from pasillo.ground.people.models import Account, Segment

LONGEST, LONGEST_TEXT = 60, 500


@transaction.atomic
def keep_segment(*, name: str, description: str = "", by: str, at: datetime) -> Segment:
    """A segment that there is from now on, or another description of one. Its name stays: promises stand on it."""
    name, description = " ".join(safe(name).split())[:LONGEST], safe(description).strip()[:LONGEST_TEXT]
    if not name:
        raise Refused(_("A segment needs a name."))
    kept = Segment.objects.select_for_update().filter(name__iexact=name).first()
    segment = kept or Segment(name=_as_written_before(name))
    if kept and kept.description == description:
        return kept
    segment.description = description
    segment.save()
    tell(SegmentKept(segment_id=segment.pk, is_new=kept is None), about=f"segment:{segment.pk}", by=by, at=at)
    return segment


@transaction.atomic
def place_account(account_id: int, *, segment_id: int | None, by: str, at: datetime) -> Account:
    """A customer belongs to this segment from now on, or to none. What was promised already stays as it is."""
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    segment = Segment.objects.filter(pk=segment_id).first() if segment_id else None
    if account is None or (segment_id and segment is None):
        raise Refused(_("Choose one of what is offered."))
    name = segment.name if segment else ""
    if account.segment == name:
        return account
    account.segment = name
    account.save(update_fields=["segment"])
    tell(AccountPlaced(account_id=account.pk, segment_id=segment_id), about=f"account:{account.pk}", by=by, at=at)
    return account


def _as_written_before(name: str) -> str:
    """The name as accounts that were brought along have it, so that they belong to it."""
    known = Account.objects.filter(segment__iexact=name).values_list("segment", flat=True).first()
    return known or name
