"""Whether hours only became fewer: then everything that counts in them comes at its old moment or later."""

from pasillo.ground.hours.business_time import CalendarRule, Day


def only_fewer(before: CalendarRule, after: CalendarRule) -> bool:
    """Whether nothing is open in the new hours that was not open in the old ones, on any day."""
    dates = before.exceptions.keys() | after.exceptions.keys()
    return (
        before.zone == after.zone
        and all(map(_within, after.week, before.week))
        and all(_within(after.hours_of(day), before.hours_of(day)) for day in dates)
    )


def _within(some: Day, hours: Day) -> bool:
    return all(any(one.opens <= part.opens and part.closes <= one.closes for one in hours) for part in some)
