"""A week as a picture: a row for each day, filled while somebody serves. Nights go on in the row of the next day."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from pasillo.doors.console.office.calendars.draft import names_of_days
from pasillo.ground.hours.business_time import CalendarRule, Day
from pasillo.ground.hours.written import write_hours

LEFT, WIDTH, ROW, TOP, BAR = 34, 420, 22, 18, 13
DAY = 1440


def week_picture(rule: CalendarRule) -> Markup:
    """The week of these hours, drawn; and said day by day for who listens."""
    height = TOP + 7 * ROW
    drawn = Markup("").join([*_grid(), *_rows(rule.week)])
    return Markup('<svg class="ch of-week" viewBox="0 0 {w} {h}" role="img" aria-label="{told}">{drawn}</svg>').format(
        w=WIDTH, h=height, told=week_in_words(rule), drawn=drawn
    )


def week_in_words(rule: CalendarRule) -> str:
    """The week in one sentence; days that follow one another with the same hours are said together."""
    alike = groupby(zip(names_of_days(), rule.week, strict=True), key=lambda day: day[1])
    return "; ".join(
        f"{_from_to([name for (_code, name), _hours in days])}: {write_hours(hours) or _('closed')}"
        for hours, days in alike
    )


def _from_to(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def _grid() -> Iterator[Markup]:
    for hour in range(0, 25, 6):
        x = _x(hour * 60)
        yield Markup('<line class="grid" x1="{x}" y1="{y}" x2="{x}" y2="{z}"/>').format(x=x, y=TOP - 4, z=TOP + 7 * ROW)
        yield Markup('<text x="{}" y="10" text-anchor="middle">{}</text>').format(x, f"{hour:02d}")


def _rows(week: tuple[Day, ...]) -> Iterator[Markup]:
    for place, ((_code, name), hours) in enumerate(zip(names_of_days(), week, strict=True)):
        y = TOP + place * ROW
        yield Markup('<text x="0" y="{}">{}</text>').format(y + 14, escape(name[:3]))
        yield _bar("f-sunk", 0, DAY, y)
        night = [(0, opening.closes - DAY) for opening in week[place - 1] if opening.closes > DAY]
        for opens, closes in [*night, *((opening.opens, min(opening.closes, DAY)) for opening in hours)]:
            yield _bar("f-acc", opens, closes, y)


def _bar(looks: str, opens: int, closes: int, y: int) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>').format(
        looks, _x(opens), y + (ROW - BAR) // 2 - 2, round(_x(closes) - _x(opens), 1), BAR
    )


def _x(minutes: int) -> float:
    return round(LEFT + minutes * (WIDTH - LEFT - 8) / DAY, 1)
