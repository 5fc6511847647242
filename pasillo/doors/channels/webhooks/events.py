"""What a hook may be told: facts of the journal, and of each only ids and figures. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pasillo.ground.kit.words import _


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact that can be told, how people call it, and which of its figures go along."""

    name: str
    words: Any
    group: str
    figures: tuple[str, ...] = ()


PROMISED = ("metric", "cycle", "due_at")
EVENTS = {
    one.name: one
    for one in (
        Event(name="case.opened", words=_("A case begins"), group="life", figures=("kind", "channel")),
        Event(name="case.assigned", words=_("Somebody else holds the case"), group="life", figures=("assignee_id",)),
        Event(name="case.priority_set", words=_("It presses more, or less"), group="life",
              figures=("priority", "previous")),
        Event(name="case.state_entered", words=_("It enters another state"), group="life",
              figures=("state", "previous", "cycle")),
        Event(name="case.resolved", words=_("We say that it is solved"), group="life", figures=("cycle",)),
        Event(name="case.confirmed", words=_("The customer says that it is solved"), group="life", figures=("cycle",)),
        Event(name="case.resolution_disputed", words=_("The customer says that it is not solved"), group="life",
              figures=("cycle",)),
        Event(name="case.reopened", words=_("It begins again"), group="life", figures=("cycle",)),
        Event(name="case.closed", words=_("It is closed"), group="life", figures=("silent",)),
        Event(name="case.cancelled", words=_("It is cancelled"), group="life"),
        Event(name="case.merged", words=_("It goes on in another case"), group="life"),
        Event(name="message.received", words=_("The customer writes"), group="talk",
              figures=("message_id", "channel", "by_machine", "begins")),
        Event(name="message.sent", words=_("We answer"), group="talk", figures=("message_id", "channel", "is_human")),
        Event(name="feedback.given", words=_("The customer says how it was"), group="talk", figures=("score",)),
        Event(name="promise.made", words=_("A promise is made"), group="promises",
              figures=(*PROMISED, "target_minutes")),
        Event(name="promise.warned", words=_("A promise is about to break"), group="promises",
              figures=("metric", "share")),
        Event(name="promise.kept", words=_("A promise is kept"), group="promises",
              figures=(*PROMISED, "served_minutes")),
        Event(name="promise.broken", words=_("A promise is broken"), group="promises", figures=PROMISED),
        Event(name="call_back.agreed", words=_("A call is promised"), group="promises",
              figures=("starts_at", "ends_at")),
        Event(name="call_back.made", words=_("The call that was promised is made"), group="promises",
              figures=("in_time",)),
        Event(name="call_back.missed", words=_("The call that was promised is missed"), group="promises",
              figures=("ends_at",)),
        Event(name="promise.stopped_late", words=_("What was late is done"), group="promises",
              figures=(*PROMISED, "served_minutes")),
    )
}  # fmt: skip
GROUPS = {"life": _("The life of a case"), "talk": _("What is said"), "promises": _("Promises")}
TEST = "test"


def figures_of(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What of a fact may be told outside."""
    return {figure: data[figure] for figure in EVENTS[name].figures if figure in data}
