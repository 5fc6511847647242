"""How good the alarms of a service were, in words, with the cases that stand behind each figure."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import minutes, number
from pasillo.ground.people.sight import Sight
from pasillo.measurement.reports.escalation import Escalation, escalation_of
from pasillo.measurement.reports.window import Window
from pasillo.operations.cases.queries import case_heads, visible_to
from pasillo.strategy.catalogue.models import Service

DAYS, FEW = 90, 12


def escalation_view(service: Service, seen: Sight, at: datetime) -> dict[str, Any] | None:
    """The figures of the last ninety days for who steers or owns the service; nobody else reads figures here."""
    if not seen.steers and service.owner_id != seen.person_id:
        return None
    found = escalation_of(service.pk, Window.last(DAYS, until=at))
    return {"decided": found.decided, "figures": _figures(found), "cases": _cases(found, seen), "days": DAYS}


def _figures(found: Escalation) -> list[dict[str, str]]:
    if not found.decided:
        return []
    return [
        {
            "name": _("They were right"),
            "says": _right(found),
            "sub": _("%(broke)s of %(called)s promises broke after a call; %(saved)s more were seen to and kept.")
            % {
                "broke": number(found.called_broke),
                "called": number(found.called),
                "saved": number(found.saved_at_most),
            },
        },
        {
            "name": _("They came in time"),
            "says": _percent(found.recall),
            "sub": _in_time(found),
        },
        {
            "name": _("They left time"),
            "says": minutes(found.lead_minutes) if found.lead_minutes is not None else "–",
            "sub": _("Half of the calls for a promise that broke came earlier than that, half later."),
        },
        {
            "name": _("They can have saved"),
            "says": _("at most %(n)s") % {"n": number(found.saved_at_most)},
            "sub": _("Somebody was called, acted, and the promise was kept. Without leaving out calls by chance nobody "
                     "knows how many would have been kept anyway."),
        },
    ]  # fmt: skip


def _right(found: Escalation) -> str:
    if found.precision is None or found.precision_at_most is None:
        return "–"
    low, high = _percent(found.precision), _percent(found.precision_at_most)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _in_time(found: Escalation) -> str:
    if not found.broke:
        return _("No promise was broken.")
    between = found.recall_between
    words = {
        "n": number(found.in_time),
        "broke": number(found.broke),
        "low": _percent(between.low),
        "high": _percent(between.high),
    }
    text = _("%(n)s of %(broke)s broken promises had a call an hour before or earlier; by chance %(low)s to %(high)s.")
    return text % words


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{number(100 * share, 0)} %"


def _cases(found: Escalation, seen: Sight) -> list[dict[str, Any]]:
    """The cases behind, of those that this person may see."""
    lists = (
        (_("Broken without a call in time"), found.missed_cases),
        (_("Called, and kept without anybody acting"), found.vain_cases),
        (_("Seen to and kept"), found.saved_cases),
    )
    wanted = {case_id for _words, ids in lists for case_id in ids[: FEW * 2]}
    visible = set(visible_to(seen).filter(pk__in=wanted).values_list("pk", flat=True))
    heads = case_heads(visible)
    return [
        {
            "words": words,
            "n": len(ids),
            "cases": [_line(heads[case_id]) for case_id in ids[: FEW * 2] if case_id in heads][:FEW],
        }
        for words, ids in lists
        if ids
    ]


def _line(head: dict[str, Any]) -> dict[str, Any]:
    url = reverse("desk:case", args=[head["number"]])
    return {"url": url, "number": head["number"], "subject": head["subject"]}
