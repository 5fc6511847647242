"""The customer's own words about a case: their feedback, else why they disputed, else how they asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case, Dispute
from pasillo.operations.cases.queries import visible_to
from pasillo.operations.conversations.models import Message
from pasillo.operations.voice.queries import words_about

LONGEST = 170


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A case that the reader may see, with what its customer said."""

    case: Case
    words: str
    feedback_id: int | None = None


def quotes(sight: Sight, case_ids: Iterable[int]) -> dict[int, Quoted]:
    """Only of cases that this person may see: four questions, however many cases."""
    cases = {case.pk: case for case in visible_to(sight).filter(pk__in=set(case_ids)).select_related("customer")}
    said = {case_id: one for case_id, one in words_about(cases).items() if one.words.strip()}
    disputed = dict(Dispute.objects.filter(case_id__in=cases).order_by("raised_at").values_list("case_id", "reason"))
    asked = _asked(cases)
    return {
        pk: Quoted(case=case, words=_short(said[pk].words), feedback_id=said[pk].pk)
        if pk in said
        else Quoted(case=case, words=_short(disputed.get(pk) or asked.get(pk) or case.subject))
        for pk, case in cases.items()
    }


def _asked(cases: dict[int, Case]) -> dict[int, str]:
    """The last words that the customer wrote."""
    by_conversation = {case.conversation_id: pk for pk, case in cases.items()}
    said = Message.objects.filter(
        conversation_id__in=by_conversation, direction=Message.Direction.IN, held=False, by_machine=False
    ).exclude(text="")
    newest = said.order_by("conversation_id", "-said_at", "-id").distinct("conversation_id")
    return {by_conversation[conversation]: text for conversation, text in newest.values_list("conversation_id", "text")}


def _short(words: str) -> str:
    """Whole sentences where they fit, else whole words."""
    flat = " ".join(words.split())
    if len(flat) <= LONGEST:
        return flat
    cut = flat[:LONGEST]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? "))
    return cut[: end + 1] if end > LONGEST // 3 else cut[: cut.rfind(" ")] + "\u2026"
