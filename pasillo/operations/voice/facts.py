"""What can have been felt."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(Fact):
    """A customer told how it was, against what they expected (1 to 5). The last word counts."""

    name = "feedback.given"
    case_id: int
    feedback_id: int
    score: int


@dataclass(frozen=True, kw_only=True)
class RecognitionGiven(Fact):
    """A customer's praise was brought to the person to whom it belongs."""

    name = "recognition.given"
    case_id: int
    person_id: int
