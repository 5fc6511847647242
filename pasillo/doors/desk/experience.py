"""What a customer has lived against what they expected, contact by contact, as a line of dots."""

from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import number
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.voice.queries import last_words

MOST, WIDTH, MIDDLE, STEP = 12, 284, 24, 9
EXPECTED = 3


def experience_of(case: Case, seen: Sight, shared: tuple[int, ...]) -> dict[str, Any] | None:
    """The scores of this customer in the cases that the reader may see; nothing before the first one."""
    scores = last_words(case.customer_id, seen, shared, limit=MOST)
    if not scores:
        return None
    apart = [voice.score - EXPECTED for voice in scores]
    room = (WIDTH - 12) / max(1, len(apart) - 1) if len(apart) > 1 else 0
    dots = [_dot(6 + number * room, gap) for number, gap in enumerate(apart)]
    mean = sum(apart) / len(apart)
    return {
        "dots": dots,
        "width": WIDTH,
        "middle": MIDDLE,
        "since": scores[0].given_at.year,
        "mean": ("+" if mean > 0 else "") + number(mean, 1),
        "tone": "late" if mean <= -1 else "ok" if mean >= 1 else "",
        "words": _("%(worse)d of %(all)d times worse than expected")
        % {"worse": sum(gap < 0 for gap in apart), "all": len(apart)},
    }


def _dot(x: float, gap: int) -> dict[str, Any]:
    tone = "late" if gap < 0 else "ok" if gap > 0 else "mute"
    return {"x": round(x, 1), "y": MIDDLE - gap * STEP, "tone": tone}
