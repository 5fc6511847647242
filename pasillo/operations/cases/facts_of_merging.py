"""What can have happened when two cases became one, or one became two."""

from dataclasses import dataclass, field

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Fact):
    """The same need was known already: this case goes on in another one and leaves the figures."""

    name = "case.merged"
    case_id: int
    into_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class CaseTookIn(Fact):
    """Another case about the same need goes on in this one: since when the customer waits, when which words went to and
    fro there, and in which stretches we waited there with proof, and what for. Those before this case began count in
    it."""

    name = "case.took_in"
    case_id: int
    from_id: int
    number: int
    opened_at: str
    spoken: list[list[str]]
    waits: list[list[str]]


@dataclass(frozen=True, kw_only=True)
class CaseCameBack(Fact):
    """The merge was undone: this case stands on its own again, as if it had never been merged. Whether it waits on for
    what it waited for then; when it was answered first, and solved first and last, where it was."""

    name = "case.came_back"
    case_id: int
    from_id: int
    number: int
    waits: bool
    answered_at: str
    solved_at: list[str]


@dataclass(frozen=True, kw_only=True)
class CaseGaveBack(Fact):
    """The other case goes on alone again: since when this one has waited without it, when it was answered first, which
    areas help in it, and whether it waits on for what it waited for when words of that one had ended the wait. Of the
    answers that went back with it, those that were told here as unseen, and as seen after all."""

    name = "case.gave_back"
    case_id: int
    to_id: int
    number: int
    opened_at: str
    answered_at: str
    helpers: list[int]
    waits: bool = False
    unseen: list[int] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CaseSplit(Fact):
    """Some of what was said told of another need: it is followed in a case of its own from now on."""

    name = "case.split"
    case_id: int
    other_id: int
    number: int
    messages: int
    moved: bool


@dataclass(frozen=True, kw_only=True)
class CaseSplitOff(Fact):
    """This case began with words that had been said in another one."""

    name = "case.split_off"
    case_id: int
    from_id: int
    number: int
