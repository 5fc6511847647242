"""Cases that were made less pressing when a promise of theirs was nearly used up or broken, for who steers."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.desk.words import metric_word, priority_word
from pasillo.doors.shell.moments import number, per_cent, when
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.queries import case_heads, visible_to
from pasillo.operations.promises.facts import PriorityEased

WITHIN, MOST, FEW = timedelta(days=28), 500, 12


def eased(seen: Sight, at: datetime) -> dict[str, Any] | None:
    """How often in four weeks, and which cases; nothing for who does not steer, or where it did not happen."""
    if not seen.steers:
        return None
    told = Entry.objects.filter(name=PriorityEased.name, happened_at__gte=at - WITHIN).order_by("-happened_at")[:MOST]
    found = {entry.data["case_id"] for entry in told}
    theirs = set(visible_to(seen).filter(pk__in=found).values_list("pk", flat=True)) if found else set()
    mine = [entry for entry in told if entry.data["case_id"] in theirs]
    if not mine:
        return None
    heads = case_heads(entry.data["case_id"] for entry in mine[:FEW])
    return {"n": len(mine), "rows": [_row(entry, heads) for entry in mine[:FEW]], "more": max(len(mine) - FEW, 0)}


def _row(entry: Entry, heads: dict[int, dict[str, Any]]) -> dict[str, Any]:
    told, head = entry.data, heads[entry.data["case_id"]]
    words = {
        "was": priority_word(told["previous"]),
        "is": priority_word(told["priority"]),
        "share": per_cent(number(told["share"])),
        "metric": metric_word(told["metric"]),
        "when": when(entry.happened_at),
    }
    return {
        "url": reverse("desk:case", args=[head["number"]]),
        "number": head["number"],
        "subject": head["subject"],
        "words": _("%(was)s to %(is)s, %(when)s, with %(share)s of the time used: %(metric)s") % words,
    }
