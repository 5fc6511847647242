"""What can have happened to a call-back that was promised."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class CallBackAgreed(Fact):
    """We promised to call the customer in this time."""

    name = "call_back.agreed"
    case_id: int
    call_back_id: int
    starts_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class CallBackGivenUp(Fact):
    """The customer needs no call any more, or wants another time."""

    name = "call_back.given_up"
    case_id: int
    call_back_id: int


@dataclass(frozen=True, kw_only=True)
class CallBackTried(Fact):
    """We called, and nobody answered: for the first or the last time."""

    name = "call_back.tried"
    case_id: int
    call_back_id: int
    tries: int
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class CallBackMade(Fact):
    """We called, and talked; in the time that was promised, or not."""

    name = "call_back.made"
    case_id: int
    call_back_id: int
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class CallBackMissed(Fact):
    """The time that was promised is over, and nobody called."""

    name = "call_back.missed"
    case_id: int
    call_back_id: int
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class PhoneSystemChanged(Fact):
    """A phone system was set up or changed; whether it got another secret, and whether its calls are taken."""

    name = "phone_system.changed"
    system_id: int
    is_new: bool
    is_active: bool
    new_secret: bool
