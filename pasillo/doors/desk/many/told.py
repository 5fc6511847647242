"""What a round has done, in one sentence: how many, how many not, and why."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.many.acts import ACTS
from pasillo.doors.desk.models import Round

FEW_REASONS = 3


def told(made: Round) -> dict[str, Any]:
    """The notice of a round: its words, its tone, and the way back while there is one."""
    act, n = ACTS[made.act], len(made.done)
    refused = sum(made.refused.values())
    words = [] if n == 0 and refused else [act.told(n, made.value)]
    if refused:
        words.append(_not_done(made, refused))
    return {
        "id": made.pk,
        "words": " · ".join(words),
        "tone": "late" if n == 0 else "",
        "undo": reverse("desk:round-undo", args=[made.pk]) if act.back and n else "",
        "ended": made.ended_at is not None,
        "so_far": _("%(n)s of %(total)s cases") % {"n": made.total - len(made.waiting), "total": made.total},
        "share": round(100 * (1 - len(made.waiting) / max(made.total, 1))),
        "progress": reverse("desk:round", args=[made.pk]),
    }


def told_back(made: Round) -> dict[str, Any]:
    """The notice after it was taken back."""
    refused = sum(made.refused.values())
    n = len(made.done) - refused
    words = [ngettext("Taken back: %(n)s case as before", "Taken back: %(n)s cases as before", n) % {"n": n}]
    if refused:
        words.append(_not_done(made, refused))
    return {"words": " · ".join(words), "tone": "late" if n == 0 else "", "undo": ""}


def _not_done(made: Round, refused: int) -> str:
    reasons = " ".join(list(made.refused)[:FEW_REASONS])
    text = ngettext("%(n)s case was not: %(why)s", "%(n)s cases were not: %(why)s", refused)
    return text % {"n": refused, "why": reasons}
