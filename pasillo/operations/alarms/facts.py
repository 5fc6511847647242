"""What can have happened to an alarm. Facts carry ids and figures, never a person's words."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class AlarmRang(Fact):
    """Somebody must do something by a moment; late, when the house was asleep at the instant itself."""

    name = "alarm.rang"
    case_id: int
    alarm_id: int
    sort: str
    rung: int
    person_id: int | None
    area_id: int
    late_seconds: int
    clock_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AlarmAnswered(Fact):
    """What the alarm asked for was done, or somebody said why not."""

    name = "alarm.answered"
    case_id: int
    alarm_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class AlarmPlanSet(Fact):
    """A service has other alarms from now on."""

    name = "alarm.plan_set"
    service_id: int
    shares: list[int]
    lead_minutes: int
    silence_minutes: int
    rungs: list[str]
