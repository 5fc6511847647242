"""What others may ask about the voice of customers."""

from collections.abc import Iterable

from pasillo.operations.voice.models import Feedback


def feedback_of(case_id: int, *, person_id: int) -> Feedback | None:
    """What this customer said about this case."""
    return Feedback.objects.filter(case_id=case_id, person_id=person_id).first()


def words_about(case_ids: Iterable[int]) -> dict[int, Feedback]:
    """The newest voice about each of some cases. Ask only for cases that the reader may see."""
    found = Feedback.objects.filter(case_id__in=set(case_ids)).order_by("given_at")
    return {feedback.case_id: feedback for feedback in found}
