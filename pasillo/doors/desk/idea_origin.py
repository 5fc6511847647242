"""From what an idea comes: a case, or what its customer said of it. Only for who may see that case."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import case_for, messages_for, visible_to
from pasillo.operations.voice.models import Feedback

BIGGEST = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What stands behind a new idea, and the words to begin from."""

    case: Case | None = None
    feedback_id: int | None = None
    quote: str = ""
    words: str = ""

    @property
    def service(self) -> str:
        """The service that it is about."""
        return str(self.case.service_id) if self.case else ""

    @property
    def subject(self) -> str:
        """By which words to look for what was proposed before."""
        return self.case.subject if self.case else ""

    @property
    def url(self) -> str:
        """The case, for who wants to read it again."""
        return reverse("desk:case", args=[self.case.number]) if self.case else ""


def origin_asked(request: HttpRequest, given: Mapping[str, str]) -> Origin:
    """What the address names. What is not theirs to see is not there."""
    if given.get("feedback"):
        return _quote(request, _number(given["feedback"]))
    if given.get("case"):
        return _case(request, _number(given["case"]))
    return Origin()


def _case(request: HttpRequest, number: int) -> Origin:
    try:
        case = case_for(sight(request), number)
    except LookupError as missing:
        raise Http404 from missing
    return Origin(case=case, words=_suggested(request, case) if case.kind == "suggestion" else "")


def _suggested(request: HttpRequest, case: Case) -> str:
    first = messages_for(sight(request), case).filter(direction="in").first()
    return first.text if first else ""


def _quote(request: HttpRequest, feedback_id: int) -> Origin:
    said = Feedback.objects.filter(pk=feedback_id, case__in=visible_to(sight(request))).select_related("case").first()
    if said is None:
        raise Http404
    return Origin(case=said.case, feedback_id=said.pk, quote=said.words)


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit()) or int(given) > BIGGEST:
        raise Http404
    return int(given)
