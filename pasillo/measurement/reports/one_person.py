"""Contacts that were joined are one customer in the figures, as long as they are joined."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.models import Joining
from pasillo.measurement.stories.models import Story


class Customers:
    """Who is counted as whom."""

    def __init__(self) -> None:
        self.roots: dict[int, int] = dict(asked(_joined))

    def one(self, customer_id: int | None) -> int:
        """As whom this customer counts."""
        return self.roots.get(customer_id or 0, customer_id or 0)

    def all_of(self, customer_ids: Iterable[int]) -> set[int]:
        """Every contact of these customers."""
        wanted = set(customer_ids)
        return wanted | {contact for contact, root in self.roots.items() if root in wanted}

    def counted(self, stories: QuerySet[Story]) -> int:
        """How many different customers these stories are of."""
        contacts = stories.values("customer_id").distinct()
        if not self.roots:
            return contacts.exclude(customer_id=None).count()
        joined = {*self.roots, *self.roots.values()}
        some = set(contacts.filter(customer_id__in=joined).values_list("customer_id", flat=True))
        others = contacts.exclude(customer_id=None).exclude(customer_id__in=joined)
        return others.count() + len({self.one(contact) for contact in some})


def _joined() -> QuerySet[Any]:
    return Joining.objects.filter(undone_at=None).values_list("person_id", "root_id")
