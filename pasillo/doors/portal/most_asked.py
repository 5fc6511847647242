"""What most customers ask for these weeks, so that the next one finds it at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count

from pasillo.doors.portal.offers import Offer
from pasillo.measurement.stories.models import Story

SHOWN, LOOKED_AT = 4, 20
WEEKS = timedelta(weeks=4)
KEPT_SECONDS = 600


def most_asked(offers: Sequence[Offer], *, at: datetime) -> list[Offer]:
    """The services that were asked for most, out of those that are offered now."""
    ranked = cache.get_or_set("portal.most_asked", lambda: _ranked(at - WEEKS), KEPT_SECONDS) or []
    by_id = {offer.service_id: offer for offer in offers}
    return [by_id[pk] for pk in ranked if pk in by_id][:SHOWN]


def _ranked(since: datetime) -> list[int]:
    counted = Story.objects.filter(opened_at__gte=since, service_id__isnull=False).values("service_id")
    ranked = counted.annotate(asked=Count("case_id")).order_by("-asked", "service_id")
    return [row["service_id"] for row in ranked[:LOOKED_AT] if row["service_id"] is not None]
