"""Words that could not be sent because their writer was signed out: kept until they are back, and given once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

KEPT = "unsent_words"
LIVES = timedelta(minutes=30)
LONGEST = 200_000  # more than a message may have: who sees it refused sees all of it
FIELDS = {
    "messages": ("write", "text"),
    "dispute": ("dispute", "reason"),
    "cancellation": ("cancel", "reason"),
    "feedback": ("feedback", "words"),
}


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """What somebody wrote, at which place of the page, and whether there were files, which do not stay."""

    place: str
    text: str
    score: str = ""
    had_files: bool = False

    @property
    def typed(self) -> dict[str, str]:
        """The same, as the page of a request takes what was typed."""
        return {self.place: self.text, "score": self.score}


def keep_unsent(request: HttpRequest, number: int, *, at: datetime) -> None:
    """Keeps the words of this form with the visitor's session, for a while. The last ones count."""
    place, field = FIELDS.get(request.path.rpartition("/")[2], ("", ""))
    text = request.POST.get(field, "").replace("\x00", "")[:LONGEST]
    had_files = bool(request.FILES)
    if not place or not (text.strip() or had_files):
        return
    request.session[KEPT] = {
        "number": number,
        "place": place,
        "text": text,
        "score": request.POST.get("score", "")[:1],
        "had_files": had_files,
        "until": (at + LIVES).isoformat(),
    }


def take_unsent(request: HttpRequest, number: int, *, at: datetime) -> Unsent | None:
    """The words that were kept for this request, if they are not too old. They are forgotten with it."""
    kept = request.session.get(KEPT)
    if not kept or kept["number"] != number or not _is_read_by_a_person(request):
        return None
    del request.session[KEPT]
    if at > datetime.fromisoformat(kept["until"]):
        return None
    return Unsent(place=kept["place"], text=kept["text"], score=kept["score"], had_files=kept["had_files"])


def _is_read_by_a_person(request: HttpRequest) -> bool:
    """Whether a page is opened. Another tab that only fetches its news must not take the words away."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
