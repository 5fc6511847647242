"""What can have happened to an idea. Facts carry ids and figures, never a person's words."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class IdeaProposed(Fact):
    """Somebody proposed to do something better."""

    name = "idea.proposed"
    idea_id: int
    author_id: int
    service_id: int | None
    case_id: int | None
    feedback_id: int | None


@dataclass(frozen=True, kw_only=True)
class IdeaAnswered(Fact):
    """Whoever is responsible said what becomes of it, in words that the followers got."""

    name = "idea.answered"
    idea_id: int
    answer_id: int
    state: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class IdeaVoted(Fact):
    """Somebody would be glad of it, or thinks so no more."""

    name = "idea.voted"
    idea_id: int
    person_id: int
    votes: int


@dataclass(frozen=True, kw_only=True)
class IdeaCommented(Fact):
    """Somebody added their thoughts."""

    name = "idea.commented"
    idea_id: int
    comment_id: int
    person_id: int
