"""The worst experiences as the page shows them: the customer's words first, then what made it so."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.cockpit.quotes import Quoted, quotes
from pasillo.doors.cockpit.scope import Steered
from pasillo.doors.shell.moments import minutes, served
from pasillo.ground.people.sight import Sight
from pasillo.measurement.reports.worst_experiences import Experience
from pasillo.operations.cases.phases import LABELS, State


def entries(experiences: Sequence[Experience], services: Mapping[int, Steered], sight: Sight) -> list[dict[str, Any]]:
    """One entry a customer. Words and names only of cases that this person may open."""
    said = quotes(sight, [one.case_id for one in experiences])
    return [_entry(one, services, said.get(one.case_id)) for one in experiences]


def _entry(one: Experience, services: Mapping[int, Steered], quoted: Quoted | None) -> dict[str, Any]:
    service = services.get(one.service_id)
    return {
        "severity": one.severity,
        "quote": quoted.words if quoted else "",
        "language": quoted.case.language if quoted else "",
        "who": quoted.case.customer.name if quoted else _("A customer of another area"),
        "url": reverse("desk:case", args=[one.number]) if quoted else "",
        "idea_url": _idea_url(quoted) if quoted else "",
        "number": one.number,
        "service": service.name if service else "",
        "block": service.block if service else "",
        "state": LABELS[State(one.state)] if one.state else "",
        "facts": _facts(one),
        "parts": parts(one),
    }


def _idea_url(quoted: Quoted) -> str:
    """Where to propose something because of these words."""
    origin = f"feedback={quoted.feedback_id}" if quoted.feedback_id else f"case={quoted.case.number}"
    return f"{reverse('desk:idea-new')}?{origin}"


def _facts(one: Experience) -> list[str]:
    waited = _("waited %(time)s") if one.is_over else _("waiting for %(time)s")
    facts = [waited % {"time": minutes(one.lived_minutes)}]
    if one.promised_minutes and one.lived_minutes > one.promised_minutes:
        of_service = _("%(time)s of service") % {"time": served(one.promised_minutes)}
        facts.append(_("promised %(time)s") % {"time": of_service})
    if one.contacts > 1:
        facts.append(ngettext("%(n)s contact", "%(n)s contacts", one.contacts) % {"n": one.contacts})
    if one.areas > 1:
        facts.append(ngettext("%(n)s area", "%(n)s areas", one.areas) % {"n": one.areas})
    if one.disputes > (one.state == State.DISPUTED):
        facts.append(ngettext("disputed", "disputed %(n)s times", one.disputes) % {"n": one.disputes})
    return facts


def parts(one: Experience) -> str:
    """What the number is made of, for who points at it."""
    named = (
        (_("waiting beyond the promise %(n)s"), one.parts.waiting),
        (_("broken promises %(n)s"), one.parts.broken),
        (_("disputes %(n)s"), one.parts.disputed),
        (_("passed on %(n)s"), one.parts.passed_on),
        (_("had to write again %(n)s"), one.parts.asked_again),
        (_("own answer %(n)s"), one.parts.answer),
    )
    return " + ".join(words % {"n": round(value)} for words, value in named if round(value))


def thread(experiences: Sequence[Experience]) -> str:
    """What the worst experiences have in common, when most of them do."""
    shared = (
        (_("In %(n)s of %(all)s the customer had to write again."), sum(e.contacts > 1 for e in experiences)),
        (_("In %(n)s of %(all)s the case was passed between areas."), sum(e.areas > 1 for e in experiences)),
        (_("In %(n)s of %(all)s what we called solved was not."), sum(e.disputes > 0 for e in experiences)),
    )
    words, n = max(shared, key=lambda pair: pair[1])
    return words % {"n": n, "all": len(experiences)} if len(experiences) > 2 and n * 2 > len(experiences) else ""
