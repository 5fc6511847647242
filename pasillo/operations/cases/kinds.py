"""The kinds of case and what is different about each: how it ends, what we owe in time, who may end it. Plain rules."""

from collections.abc import Collection
from dataclasses import dataclass

from pasillo.ground.kit.words import _

USUAL = ("first_response", "resolution")


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What is different about cases of one kind."""

    clocks: Collection[str] = USUAL
    is_thanked: bool = False
    closes_silently: bool = True


FLOWS = {
    "question": Flow(),
    "request": Flow(),
    "incident": Flow(),
    "suggestion": Flow(),
    "complaint": Flow(closes_silently=False),
    "compliment": Flow(clocks=(), is_thanked=True),
    "delivery": Flow(clocks=("delivery", *USUAL)),
}

REFUSALS = {
    "resolve": _("Praise is not a problem to solve: thank for it, and say whom it belongs to."),
    "thank": _("Only praise is thanked for."),
    "formal": _("Only a complaint can be made formal."),
    "silent": _("A complaint does not close by itself: somebody asks once more and says how it ended."),
    "answer": _("A formal complaint is answered in writing before it is resolved."),
}


def flow_of(kind: str) -> Flow:
    """The flow of a kind; one that is not known goes the usual way."""
    return FLOWS.get(kind, Flow())


def silent_kinds() -> list[str]:
    """The kinds that close by themselves when the customer says nothing for days."""
    return [kind for kind, flow in FLOWS.items() if flow.closes_silently and not flow.is_thanked]
