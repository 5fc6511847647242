"""Whether two cases may become one, and why not. Plain Python."""

from dataclasses import dataclass

from pasillo.ground.kit.words import _
from pasillo.operations.cases.kinds import flow_of
from pasillo.operations.cases.phases import REFUSALS, may

REFUSED = {
    "itself": _("A case cannot be merged with itself."),
    "praise": _("Praise is thanked for on its own: it cannot be merged with anything else."),
    "formal": _("A formal complaint is answered on its own. Keep that case, and merge the other one into it."),
    "unverified": _(
        "Nobody has shown yet that the sender of one of the cases is who they say. They cannot be merged before."
    ),
    "others": _(
        "Not the same people take part in both cases. Say that all of them may read both, or leave the cases apart."
    ),
}
NOT_UNDONE = {
    "alone": _("This case stands on its own: there is no merge to undo."),
    "unknown": _("These cases were merged before a merge could be undone. Open a case that follows instead."),
    "further": _("The case that was kept was merged into another one itself. Undo that merge first."),
    "over": _("The case that was kept is over: nothing can be taken out of it any more. Open a case that follows."),
}


@dataclass(frozen=True, kw_only=True)
class Side:
    """What the rule asks of one of the two cases."""

    case_id: int
    state: str
    kind: str
    unverified: bool
    is_formal: bool
    people: frozenset[int]


def why_not(duplicate: Side, kept: Side, *, shares: bool) -> str | None:
    """What stands against it, as a sentence; nothing, where they may become one.

    Who took part in the duplicate will read the kept case: where they do not already, a person has to say so.
    """
    if duplicate.case_id == kept.case_id:
        return str(REFUSED["itself"])
    if not may(duplicate.state, "merge"):
        return str(REFUSALS["merge"])
    if not may(kept.state, "take_in"):
        return str(REFUSALS["take_in"])
    if flow_of(duplicate.kind).is_thanked or flow_of(kept.kind).is_thanked:
        return str(REFUSED["praise"])
    return _why_not_these_people(duplicate, kept, shares)


def _why_not_these_people(duplicate: Side, kept: Side, shares: bool) -> str | None:
    if duplicate.is_formal and not kept.is_formal:
        return str(REFUSED["formal"])
    if duplicate.unverified != kept.unverified:
        return str(REFUSED["unverified"])
    return None if shares or duplicate.people == kept.people else str(REFUSED["others"])


def why_not_undone(*, merged: bool, known: bool, is_direct: bool, kept_state: str) -> str | None:
    """What stands against taking a merge back, as a sentence; nothing, where it can be done."""
    if not merged:
        return str(NOT_UNDONE["alone"])
    if not known:
        return str(NOT_UNDONE["unknown"])
    if not is_direct:
        return str(NOT_UNDONE["further"])
    return None if may(kept_state, "merge") else str(NOT_UNDONE["over"])
