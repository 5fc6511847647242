"""Who can take a case now, and why the others cannot. Plain Python over one picture of the team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pasillo.operations.routing.load import USUAL

AWAY, OFF_SHIFT, SHIFT_ENDS, FULL = "away", "off_shift", "shift_ends", "full"
SKILL, LANGUAGE, CHANNEL, TURN = "skill", "language", "channel", "turn"


@dataclass(frozen=True, kw_only=True)
class Need:
    """A skill that a case asks for. One that need not be is let go when time runs short."""

    skill_id: int
    level: int = 1
    must: bool = True


@dataclass(kw_only=True, slots=True)
class Candidate:
    """A person of the area as they stand now. Loads and caps are in hundredths of a usual case."""

    person_id: int
    cap: int
    load: int = 0
    channel_caps: Mapping[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    is_away: bool = False
    minutes_left: int = 0
    last_given_at: datetime | None = None
    idle_since: datetime | None = None

    def give(self, wanted: "Wanted", at: datetime) -> None:
        """They hold it from now on: the next case is weighed against that."""
        self.load += wanted.weight
        self.held[wanted.channel] = self.held.get(wanted.channel, 0) + 1
        self.last_given_at = self.idle_since = at


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A case that waits for somebody, and what it asks of them. Live: the customer stands there while we look."""

    case_id: int
    channel: str = "email"
    weight: int = USUAL
    needs: tuple[Need, ...] = ()
    language: str = ""
    touch_minutes: int = 0
    policy: str = "percent_spare"
    knows: int | None = None
    prefers: int | None = None
    rule_id: int | None = None
    is_pressing: bool = False
    is_live: bool = False

    @property
    def asks(self) -> tuple[object, ...]:
        """What does not change while cases are given out: the same for many cases."""
        return self.needs, self.language, self.touch_minutes, self.is_live and self.channel


def why_never(one: Candidate, wanted: Wanted, *, relaxed: bool = False) -> tuple[str, ...]:
    """What keeps this person from such cases now, whatever they hold. Nothing, when they could take one."""
    reasons = []
    if one.is_away:
        reasons.append(AWAY)
    elif one.minutes_left <= 0:
        reasons.append(OFF_SHIFT)
    elif one.minutes_left < wanted.touch_minutes:
        reasons.append(SHIFT_ENDS)
    reasons += [
        f"{SKILL}:{need.skill_id}:{need.level}"
        for need in wanted.needs
        if (need.must or not relaxed) and one.skills.get(need.skill_id, 0) < need.level
    ]
    if wanted.language and wanted.language not in one.languages:
        reasons.append(f"{LANGUAGE}:{wanted.language}")
    if wanted.is_live and wanted.channel not in one.takes:
        reasons.append(f"{TURN}:{wanted.channel}")
    return tuple(reasons)


def why_not_now(one: Candidate, wanted: Wanted) -> str:
    """Whether what they hold already keeps them from this one: all in all, or by this channel."""
    if one.load + wanted.weight > one.cap:
        return FULL
    most = one.channel_caps.get(wanted.channel)
    if most is not None and one.held.get(wanted.channel, 0) >= most:
        return f"{CHANNEL}:{wanted.channel}"
    return ""


def why_not(one: Candidate, wanted: Wanted, *, relaxed: bool = False) -> tuple[str, ...]:
    """Everything that keeps this person from this case. Nothing, when they can take it."""
    now = why_not_now(one, wanted)
    return (*why_never(one, wanted, relaxed=relaxed), *((now,) if now else ()))


def has_hands_free(team: Iterable[Candidate]) -> bool:
    """Whether anybody at all is here and has room."""
    return any(not one.is_away and one.minutes_left > 0 and one.load < one.cap for one in team)
