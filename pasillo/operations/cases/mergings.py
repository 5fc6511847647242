"""What would become of a merge if it were undone: what goes back, what stays, and what stands against it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.merging import NOT_UNDONE, why_not_undone
from pasillo.operations.cases.models import Case, Merging, Participant, Task
from pasillo.operations.cases.queries import names_of, served_by, visible_to
from pasillo.operations.conversations.models import Message


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """The preview of an undone merge."""

    kept: Case
    merged_at: datetime
    merged_by: str
    state: str
    messages_back: int
    messages_since: int
    tasks_back: int
    people: list[str]
    why_not: str


def undoing_of(case: Case) -> Undoing | None:
    """What undoing the merge of this case would do; None where nobody knows how it stood before."""
    merging = Merging.objects.filter(case=case, undone_at=None).select_related("into", "case").first()
    if merging is None or case.merged_into_id is None:
        return None
    kept = merging.into
    said = Message.objects.filter(conversation_id__in=_where(case))
    earlier = Merging.objects.filter(into=case, undone_at=None).values("case__conversation_id")
    back = said.filter(came_from=case.conversation_id) | said.filter(came_from__in=earlier)
    guests = Participant.objects.filter(case=kept, person__in=merging.before.get("people", []))
    return Undoing(
        kept=kept,
        merged_at=merging.merged_at,
        merged_by=_name(merging.merged_by),
        state=merging.before["state"],
        messages_back=back.count(),
        messages_since=said.filter(said_at__gt=merging.merged_at, came_from=None).exclude(direction="note").count(),
        tasks_back=Task.objects.filter(pk__in=merging.before["tasks"], case=kept).count(),
        people=list(guests.order_by("id").values_list("person__name", flat=True)),
        why_not=why_not_undone(merged=True, known=True, is_direct=case.merged_into_id == kept.pk, kept_state=kept.state)
        or "",
    )


def undoing_by(seen: Sight, case: Case) -> Undoing:
    """The same, for somebody who wants to undo it: both cases change, so that they serve both, as who merged them."""
    if case.merged_into_id is None:
        raise Refused(str(NOT_UNDONE["alone"]))
    if not served_by(seen).filter(pk=case.merged_into_id).exists():
        raise Refused(_("The case into which it was merged is not among those that you serve."))
    found = undoing_of(case)
    if found is None:
        raise Refused(str(NOT_UNDONE["unknown"]))
    return found


def taken_in(seen: Sight, case: Case) -> list[dict[str, Any]]:
    """The cases that were merged into this one and could stand on their own again, as far as one may see them."""
    rows = asked(_taken_in, case.pk)
    if not rows:
        return []
    visible = set(visible_to(seen).filter(pk__in=[row["case_id"] for row in rows]).values_list("pk", flat=True))
    return [{"number": row["case__number"]} for row in rows if row["case_id"] in visible]


def _taken_in(case_id: int) -> QuerySet[Any]:
    active = Merging.objects.filter(into=case_id, undone_at=None, case__merged_into=case_id).order_by("id")
    return active.values("case_id", "case__number")


def _where(case: Case) -> list[int]:
    return list(Case.objects.filter(pk=case.merged_into_id or 0).values_list("conversation_id", flat=True))


def _name(by: str) -> str:
    number = by.removeprefix("person:")
    return names_of([int(number)]).get(int(number), "") if number.isdigit() else "Pasillo"
