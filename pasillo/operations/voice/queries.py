"""What others may ask about the voice of customers."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.queries import ids_of, seen_by, visible_with
from pasillo.operations.voice.models import Feedback, Recognition


def feedback_of(case_id: int, *, person_id: int) -> Feedback | None:
    """What this customer said about this case."""
    return Feedback.objects.filter(case_id=case_id, person_id=person_id).first()


def words_about(case_ids: Iterable[int]) -> dict[int, Feedback]:
    """The newest voice about each of some cases. Ask only for cases that the reader may see."""
    found = Feedback.objects.filter(case_id__in=set(case_ids)).order_by("given_at")
    return {feedback.case_id: feedback for feedback in found}


def last_words(customer_id: int, sight: Sight, shared: tuple[int, ...], *, limit: int) -> list[Feedback]:
    """The newest voice about each case of a customer that this person may see, the last ones, oldest first."""
    found: list[Feedback] = asked(_last_words, customer_id, *ids_of(sight), shared, roles=sight.roles, limit=2 * limit)
    newest: dict[int, Feedback] = {}
    for feedback in found:
        newest.setdefault(feedback.case_id, feedback)
    return list(newest.values())[:limit][::-1]


def _last_words(
    customer_id: int,
    person_id: int | None,
    area_ids: tuple[int, ...],
    shared: tuple[int, ...],
    *,
    roles: frozenset[str],
    limit: int,
) -> QuerySet[Feedback]:
    cases = visible_with(seen_by(person_id, area_ids, roles), shared).filter(customer_id=customer_id)
    return Feedback.objects.filter(case__in=cases).order_by("-given_at", "-id")[:limit]


def praise_of(person_id: int, *, since: datetime, limit: int) -> list[Feedback]:
    """What customers wrote who lived better than they expected, about cases that this person holds."""
    better = Feedback.objects.filter(case__assignee_id=person_id, score__gte=4, given_at__gte=since)
    return list(better.exclude(words="").order_by("-given_at")[:limit])


def recognition_of(person_id: int, *, since: datetime | None = None) -> int:
    """How often customers praised this person: in all, or since a moment."""
    given = Recognition.objects.filter(person_id=person_id)
    return (given.filter(given_at__gte=since) if since else given).count()


def recognised_in(case_ids: Iterable[int]) -> dict[int, list[str]]:
    """To whom the praise of some cases was brought. Ask only for cases that the reader may see."""
    found: dict[int, list[str]] = {}
    rows = Recognition.objects.filter(case_id__in=set(case_ids)).order_by("person__name")
    for case_id, name in rows.values_list("case_id", "person__name"):
        found.setdefault(case_id, []).append(name)
    return found
