"""The feasts of Nidalia: Nuria took the public holidays of Madrid over, and one evening on which all go home early."""

from datetime import date, datetime, timedelta

from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.commands import new_version
from pasillo.ground.hours.days_off import days_off
from pasillo.ground.hours.queries import newest_version
from pasillo.ground.people.models import Area

COUNTRY, REGION = "ES", "MD"
KEEP_FEASTS = ("contact", "north", "south", "billing", "logistics", "it")
EARLY_HOME = Opening.of("08:00", "14:00")
DECIDED = timedelta(days=40)


def keep_the_feasts(areas: dict[str, Area], *, by: str, today: datetime) -> None:
    """Six areas close on the holidays to come, and early on the evening before Christmas."""
    decided = today - DECIDED
    coming = {
        day.on: day.name for day in days_off(COUNTRY, REGION, _years(today), language="es") if day.on > today.date()
    }
    for key in KEEP_FEASTS:
        newest = newest_version(areas[key].calendar_id)
        since = max(decided, newest.effective_from + timedelta(hours=1))
        rule = with_feasts(CalendarRule.from_json(newest.rule), coming, today.date())
        new_version(
            newest.calendar_id, rule=rule, effective_from=since, known=newest.pk, note="Festivos de Madrid",
            by=by, at=since,
        )  # fmt: skip


def with_feasts(rule: CalendarRule, feasts: dict[date, str], today: date) -> CalendarRule:
    """The same week; on feasts it is closed, and on the next evening before Christmas it ends at two."""
    evening = date(today.year + (today > date(today.year, 12, 23)), 12, 24)
    early = {evening: (EARLY_HOME,)} if rule.hours_of(evening) else {}
    reasons = feasts | ({evening: "Nochebuena"} if early else {})
    exceptions = {on: () for on in feasts} | early
    return CalendarRule(zone=rule.zone, week=rule.week, exceptions=exceptions, reasons=reasons)


def _years(today: datetime) -> tuple[int, int]:
    return today.year, today.year + 1
