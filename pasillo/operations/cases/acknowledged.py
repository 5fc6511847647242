"""Who was promised an acknowledgement lately: it may still wait to be sent."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from pasillo.ground.effects.models import Effect
from pasillo.operations.cases.models import Case


def promised_to(customer_ids: Collection[int], *, since: datetime) -> frozenset[int]:
    """Of these customers, those to whom an acknowledgement waits to be sent for a case of theirs opened since then."""
    key = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()), Value(":acknowledgement"))
    waits = Effect.objects.filter(key=key, state=Effect.State.QUEUED)
    cases = Case.objects.filter(Exists(waits), customer_id__in=customer_ids, opened_at__gte=since)
    return frozenset(cases.values_list("customer_id", flat=True))
