"""What others may ask about ideas. Everybody who works here may read them; what stands behind one, not everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from pasillo.ground.asking import asked
from pasillo.ground.people.models import Membership, Role
from pasillo.ground.people.sight import Sight
from pasillo.improvement.ideas.models import Comment, Following, Idea, News, Vote
from pasillo.improvement.ideas.states import State
from pasillo.measurement.methods.percentiles import percentile
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import visible_to
from pasillo.strategy.catalogue.wording import beginnings, tokens

A_COLUMN = 50
SIMILAR = 5


def ideas_for(sight: Sight) -> QuerySet[Idea]:
    """The ideas that this person may read: all of them for who works here, none for others."""
    return Idea.objects.all() if sight.is_staff else Idea.objects.none()


def _me(sight: Sight) -> int:
    return sight.person_id or 0


def idea_for(sight: Sight, number: int) -> Idea:
    """One idea. LookupError for what is not there and for what is not theirs, alike."""
    found = ideas_for(sight).select_related("author", "service", "service__area", "proposer").filter(pk=number).first()
    if found is None:
        raise LookupError(f"no idea {number}")
    return found


def case_behind(sight: Sight, idea: Idea) -> Case | None:
    """The case from which it came, for those who may see that case."""
    if idea.case_id is None:
        return None
    return visible_to(sight).select_related("customer", "service").filter(pk=idea.case_id).first()


def may_answer(sight: Sight, idea: Idea) -> bool:
    """Whether this person says what becomes of it: the head, the service's owner, its area's manager.

    An idea about no service in particular may be answered by any manager, so that none lies unanswered.
    """
    if Role.HEAD in sight.roles:
        return True
    if idea.service is None:
        return Role.MANAGER in sight.roles
    return idea.service.owner_id == sight.person_id or idea.service.area_id in sight.managed_ids


def board(sight: Sight, *, service_id: int | None = None) -> list[Idea]:
    """The first ideas of every column, those with most votes first: one question, however many there are."""
    wanted = ideas_for(sight).filter(service_id=service_id) if service_id else ideas_for(sight)
    place = Window(RowNumber(), partition_by=[F("state")], order_by=[F("votes").desc(), F("id").desc()])
    placed = wanted.annotate(place=place).filter(place__lte=A_COLUMN)
    return list(placed.select_related("author", "service").order_by("state", "place"))


def counts(sight: Sight, *, service_id: int | None = None) -> dict[str, int]:
    """How many ideas stand in each state."""
    wanted = ideas_for(sight).filter(service_id=service_id) if service_id else ideas_for(sight)
    found = dict(wanted.values_list("state").annotate(n=Count("id")))
    return {state.value: found.get(state.value, 0) for state in State}


def in_state(sight: Sight, state: str, *, before: int | None = None, limit: int = A_COLUMN) -> list[Idea]:
    """The ideas of one column, newest first, from one of them on."""
    wanted = ideas_for(sight).filter(state=state)
    older = wanted.filter(pk__lt=before) if before else wanted
    return list(older.select_related("author", "service").order_by("-id")[: limit + 1])


def similar(sight: Sight, words: str) -> list[Idea]:
    """Ideas that speak of the same thing, so that nobody writes it twice."""
    said = tokens(words)
    if not said:
        return []
    wanted = SearchQuery(beginnings(said), search_type="raw", config="simple")
    found = ideas_for(sight).filter(found_by=wanted).annotate(rank=SearchRank(F("found_by"), wanted))
    return list(found.select_related("author", "service").order_by("-rank", "-votes", "-id")[:SIMILAR])


def of_author(sight: Sight, *, limit: int = A_COLUMN) -> list[Idea]:
    """What this person proposed, newest first."""
    return list(Idea.objects.filter(author_id=_me(sight)).select_related("service", "author").order_by("-id")[:limit])


def followed_by(sight: Sight, *, limit: int = A_COLUMN) -> list[Idea]:
    """What others proposed and this person follows."""
    following = Following.objects.filter(person_id=_me(sight)).values("idea_id")
    others = Idea.objects.filter(pk__in=following).exclude(author_id=_me(sight))
    return list(others.select_related("service", "author").order_by("-changed_at", "-id")[:limit])


def waiting_for(sight: Sight, *, limit: int = A_COLUMN) -> list[Idea]:
    """New ideas that this person may answer, the oldest first."""
    mine = Q(service__owner_id=_me(sight)) | Q(service__area_id__in=sight.managed_ids)
    if Role.MANAGER in sight.roles:
        mine |= Q(service=None)
    new = (
        Idea.objects.filter(state=State.NEW) if Role.HEAD in sight.roles else Idea.objects.filter(mine, state=State.NEW)
    )
    return list(new.select_related("service", "author").order_by("id")[:limit])


def voted_by(sight: Sight, idea_ids: Iterable[int]) -> set[int]:
    """For which of these ideas this person has voted."""
    return set(Vote.objects.filter(person_id=_me(sight), idea_id__in=set(idea_ids)).values_list("idea_id", flat=True))


def is_followed_by(sight: Sight, idea: Idea) -> bool:
    """Whether this person is told how it goes on."""
    return Following.objects.filter(idea=idea, person_id=_me(sight)).exists()


def news_for(sight: Sight) -> set[int]:
    """The ideas about which there is something that this person has not seen."""
    return set(News.objects.filter(person_id=_me(sight), seen_at=None).values_list("idea_id", flat=True))


def ideas_of_case(sight: Sight, case_id: int) -> list[Idea]:
    """What came of a case."""
    return asked(_ideas_of_case, case_id) if sight.is_staff else []


def _ideas_of_case(case_id: int) -> QuerySet[Idea]:
    return Idea.objects.filter(case_id=case_id).order_by("id")


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Who took part, and how long an idea waits for its first answer."""

    took_part: int
    employees: int
    answer_days: float | None


def participation(*, since: datetime) -> Participation:
    """How many of those who work here proposed, voted or commented, and the median wait for a first answer."""
    employees = set(Membership.objects.filter(person__is_active=True).values_list("person_id", flat=True))
    active = set(Idea.objects.filter(made_at__gte=since).values_list("author_id", flat=True))
    active |= set(Vote.objects.filter(given_at__gte=since).values_list("person_id", flat=True))
    active |= set(Comment.objects.filter(said_at__gte=since).values_list("person_id", flat=True))
    answered = Idea.objects.filter(answered_at__gte=since).values_list("made_at", "answered_at")
    days = sorted((until - made).total_seconds() / 86400 for made, until in answered if until)
    return Participation(
        took_part=len(active & employees),
        employees=len(employees),
        answer_days=percentile(days, 0.5) if days else None,
    )
