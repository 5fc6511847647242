"""Whether some words of a case can become a case of their own, and why not. Plain Python."""

from dataclasses import dataclass

from pasillo.ground.kit.words import _
from pasillo.operations.cases.phases import State

REFUSED = {
    "merged": _("This case goes on in another one: split it there."),
    "nothing": _("Choose the words that are about something else."),
    "not_here": _("Some of these words are not in this case any more. Please open the page again."),
    "nobody": _("Choose at least one message that was written to us: with it the new case begins."),
    "all": _("Everything the customer wrote here would go. Pass the case on instead, or leave one message in it."),
    "gone": _("Some of these words are followed in another case already."),
    "going": _("A reply is just going out from this case. Please wait ten seconds."),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the rule asks of one message."""

    by_them: bool
    held: bool
    is_gone: bool


def why_not_split(state: str, chosen: list[Said], *, wanted: int, left: int, moves: bool, is_going: bool) -> str | None:
    """What stands against it, as a sentence. `left`: how many of the customer's messages would stay."""
    if State(state) == State.MERGED:
        return str(REFUSED["merged"])
    if not wanted:
        return str(REFUSED["nothing"])
    if len(chosen) != wanted or any(one.held for one in chosen):
        return str(REFUSED["not_here"])
    if any(one.is_gone for one in chosen):
        return str(REFUSED["gone"])
    if not any(one.by_them for one in chosen):
        return str(REFUSED["nobody"])
    if moves and not left:
        return str(REFUSED["all"])
    return str(REFUSED["going"]) if is_going else None
