"""The usual times are worked out anew."""

from datetime import datetime

from django.db import transaction

from pasillo.operations.promises.models import UsualServed
from pasillo.operations.promises.usual import worked_out


@transaction.atomic
def work_out_usual_served(*, at: datetime) -> int:
    """How long each sort of case usually takes; promises that were made before keep theirs. Returns how many."""
    rows = list(worked_out(at=at))
    UsualServed.objects.all().delete()
    UsualServed.objects.bulk_create(rows)
    return len(rows)
