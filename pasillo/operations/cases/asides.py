"""What is asked of others about a case, and who may read it: only whoever serves that case."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from pasillo.ground.asking import asked
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Aside, Case
from pasillo.operations.cases.queries import reads_everything
from pasillo.operations.conversations.models import Message


@dataclass(frozen=True, kw_only=True)
class AsideTold:
    """One aside with its messages, oldest first."""

    aside: Aside
    said: list[Message]


def asides_of(sight: Sight, case: Case) -> list[Aside]:
    """The asides of a case, for whoever serves it; none for its customer."""
    if not reads_everything(sight, case):
        return []
    return asked(_asides, case.pk)


def _asides(case_id: int) -> QuerySet[Aside]:
    held = Message.objects.filter(conversation=OuterRef("conversation"), held=True, held_seen_at=None)
    return Aside.objects.filter(case_id=case_id).annotate(held=Exists(held)).select_related("person").order_by("id")


def waits_for_us(aside: Aside) -> bool:
    """Whether they answered and nobody has written since, or something in it waits for a look."""
    return aside.waits_for_us or bool(getattr(aside, "held", False))


def told_asides(sight: Sight, case: Case) -> list[AsideTold]:
    """The asides with all that was said in them."""
    asides = asides_of(sight, case)
    said: dict[int, list[Message]] = {one.conversation_id: [] for one in asides}
    messages = Message.objects.filter(conversation_id__in=said).select_related("author").prefetch_related("files")
    for message in messages.order_by("said_at", "id"):
        said[message.conversation_id].append(message)
    return [AsideTold(aside=one, said=said[one.conversation_id]) for one in asides]


def aside_of_thread(*, conversation_id: int, person_id: int) -> Aside | None:
    """The aside behind a token, if it was given to the person whom we asked."""
    found = Aside.objects.filter(conversation_id=conversation_id, person_id=person_id)
    return found.select_related("case", "person").first()
