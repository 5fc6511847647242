"""To which reviews an answer is owed, and how one stands in a case. Plain Python."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pasillo.operations.cases.questions import asks_something

WORST = 2
STARS = 5


def is_owed(review: Mapping[str, Any]) -> bool:
    """Whoever was let down, or asks something, is answered; who praises, or only tells, is left alone."""
    score = review.get("score")
    told = f"{review.get('title') or ''}\n{review.get('words') or ''}"
    return (isinstance(score, int) and score <= WORST) or asks_something(told)


def told_as(review: Mapping[str, Any]) -> str:
    """The stars, what was said, and where it stands."""
    score = review.get("score")
    stars = "★" * score + "☆" * (STARS - score) if isinstance(score, int) and 1 <= score <= STARS else ""
    head = " ".join(filter(None, (stars, str(review.get("title") or ""))))
    return "\n".join(filter(None, (head, str(review.get("words") or ""), str(review.get("link") or ""))))


def stars_in(text: str) -> int | None:
    """How many stars a review of ours begins with; nothing where none were given."""
    head = text[:STARS]
    full = head.rstrip("☆")
    whole = len(head) == STARS and full == "★" * len(full) and bool(full)
    return len(full) if whole else None


def moment_of(review: Mapping[str, Any]) -> datetime | None:
    """When it was said."""
    try:
        found = datetime.fromisoformat(str(review.get("at") or ""))
    except ValueError:
        return None
    return found if found.tzinfo else None
