"""What a person decided about words that were kept apart."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class MessageAdmitted(Fact):
    """One of us looked at held words and let them into the conversation."""

    name = "message.admitted"
    case_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageSetAside(Fact):
    """One of us looked at held words: they are nothing. They stay kept, and nobody else sees them."""

    name = "message.set_aside"
    case_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageTakenOut(Fact):
    """What one message told was a need of its own: it goes on in another case. One that was moved is owed no answer
    here any more."""

    name = "message.taken_out"
    case_id: int
    message_id: int
    other_id: int
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class CustomerAway(Fact):
    """The customer's program answered that they are away, and until which day, if it said so."""

    name = "customer.away"
    case_id: int
    person_id: int
    until: str


@dataclass(frozen=True, kw_only=True)
class MessageUndelivered(Fact):
    """A message of ours did not arrive: for now, for good, or because nobody will ever read there."""

    name = "message.undelivered"
    case_id: int
    message_id: int
    is_final: bool
    is_gone: bool


@dataclass(frozen=True, kw_only=True)
class AnswerUnseen(Fact):
    """Nothing brought an answer of ours to the customer, and they could not see it otherwise: it is not given. The
    first one that stands is named, if there is any."""

    name = "message.unseen"
    case_id: int
    message_id: int
    said_at: str
    first_answer_at: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerSeen(Fact):
    """An answer that could not reach the customer has reached them after all: it is given from now on."""

    name = "message.seen"
    case_id: int
    message_id: int
