"""Who administers, locked until the transaction ends: two who remove each other at once must not both succeed."""

from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Membership, Role


def keep_one_besides(person_id: int) -> None:
    """Refused when nobody else administers: the house would be locked from inside."""
    rows = Membership.objects.select_for_update(of=("self", "person")).filter(role=Role.ADMIN).order_by("pk")
    active = {row.person_id for row in rows.select_related("person") if row.person.is_active}
    if active == {person_id}:
        raise Refused(_("This is the last administrator. Name another one first."))
