"""How many promises some areas kept in a while, of how many that were decided."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from pasillo.measurement.stories.fold import CUSTOMER
from pasillo.measurement.stories.models import Pledge


def kept_promises(area_ids: Iterable[int], *, since: datetime, until: datetime) -> tuple[int, int]:
    """Kept, and decided at all. One that was kept and then disputed was not kept."""
    decided = Pledge.objects.filter(decided_at__gte=since, decided_at__lte=until, outcome__in=("kept", "broken"))
    decided = decided.filter(audience=CUSTOMER)
    ours = decided.filter(case__area_id__in=list(area_ids))
    counted = ours.aggregate(n=Count("pk"), kept=Count("pk", filter=Q(outcome="kept", disputed=False)))
    return counted["kept"], counted["n"]
