"""Services that belong together are given a name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.addresses import address_from, is_a_name
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.commands.overtaken import check_revision
from pasillo.strategy.catalogue.facts import FamilyChanged, FamilyOpened
from pasillo.strategy.catalogue.models import Block, Family

CAN_CHANGE = {"names", "block", "position"}


@transaction.atomic
def open_family(
    *, block: str, names: Mapping[str, str], slug: str = "", position: int = 100, by: str, at: datetime
) -> Family:
    """A new family inside one of the three blocks."""
    _check(block, names)
    taken = set(Family.objects.values_list("slug", flat=True))
    chosen = address_from(slug or in_language(names, "en"), otherwise="family", taken=taken)
    try:
        with transaction.atomic():
            family = Family.objects.create(slug=chosen, block=block, names=dict(names), position=position)
    except IntegrityError:
        raise Refused(_("There is already a family named “%(slug)s”.") % {"slug": chosen}) from None
    tell(FamilyOpened(family_id=family.pk, block=block), about=family.ref, by=by, at=at)
    return family


@transaction.atomic
def change_family(
    family_id: int, *, changes: Mapping[str, Any], revision: int | None = None, by: str, at: datetime
) -> Family:
    """Another name, block or place. Its services stay in it."""
    family = Family.objects.select_for_update().get(pk=family_id)
    check_revision(family, revision)
    for name in sorted(set(changes) & CAN_CHANGE):
        setattr(family, name, changes[name])
    _check(family.block, family.names)
    family.revision += 1
    family.save()
    tell(FamilyChanged(family_id=family.pk, changed=sorted(set(changes) & CAN_CHANGE)), about=family.ref, by=by, at=at)
    return family


def _check(block: str, names: Mapping[str, str]) -> None:
    if block not in Block.values:
        raise Refused(_("A family belongs to one of the three blocks."))
    if not is_a_name(in_language(names, "en")):
        raise Refused(_("The family needs a name."))
