"""The list behind a figure: as many rows as the figure counts, those that this person may see."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.cockpit import words
from pasillo.doors.cockpit.asking import Asked, after_row
from pasillo.doors.shell.moments import minutes
from pasillo.ground.people.sight import Sight
from pasillo.measurement.reports.matrix import behind
from pasillo.measurement.reports.measures.base import measures
from pasillo.measurement.stories.models import Pledge, Story
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import LABELS, State
from pasillo.operations.cases.queries import visible_to
from pasillo.strategy.objectives.kinds.base import kinds

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of the list, how many rows there are in all, and how many lie in other people's areas."""

    rows: list[dict[str, Any]]
    total: int
    hidden: int
    next_url: str


def listed(asked: Asked, sight: Sight) -> Listed:
    """The newest first; the page after a row is found by that row, not by counting."""
    rows = behind(asked.measure, asked.window, service_id=asked.service_id, part=asked.part)
    total = rows.count()
    seen = rows if sight.sees_all else rows.filter(case_id__in=visible_to(sight).values("pk"))
    hidden = 0 if sight.sees_all else total - seen.count()
    moment = measures[asked.measure].moment
    page = list(_from(seen, moment, asked.after).order_by(f"-{moment}", "-pk")[: PAGE + 1])
    shown, more = page[:PAGE], len(page) > PAGE
    cases = {case.pk: case for case in _cases(sight, shown)}
    return Listed(
        rows=[_row(row, cases[row.case_id], asked) for row in shown if row.case_id in cases],
        total=total,
        hidden=hidden,
        next_url=asked.cases(after=after_row(getattr(shown[-1], moment), shown[-1].pk)) if more else "",
    )


def parts(asked: Asked) -> list[dict[str, Any]]:
    """All rows, and the sides of the figure, each with its count."""
    sides = measures[asked.measure].parts
    choices = [("", _("All")), *((name, label) for name, label in sides.items())]
    return [
        {
            "label": label,
            "n": behind(asked.measure, asked.window, service_id=asked.service_id, part=name).count(),
            "url": asked.cases(part=name),
            "here": name == asked.part,
        }
        for name, label in choices
        if sides
    ]


def _from(rows: QuerySet[Any], moment: str, after: tuple[Any, int] | None) -> QuerySet[Any]:
    if after is None:
        return rows
    return rows.filter(Q(**{f"{moment}__lt": after[0]}) | Q(**{moment: after[0], "pk__lt": after[1]}))


def _cases(sight: Sight, rows: list[Any]) -> QuerySet[Case]:
    return visible_to(sight).filter(pk__in={row.case_id for row in rows}).select_related("customer")


def _row(row: Story | Pledge, case: Case, asked: Asked) -> dict[str, Any]:
    detail, tone = _promise(row) if isinstance(row, Pledge) else _story(row, asked.measure)
    return {
        "key": row.pk,
        "number": case.number,
        "url": reverse("desk:case", args=[case.number]),
        "subject": case.subject,
        "language": case.language,
        "customer": case.customer.name,
        "state": LABELS[State(case.state)],
        "at": getattr(row, measures[asked.measure].moment),
        "detail": detail,
        "tone": tone,
    }


def _promise(pledge: Pledge) -> tuple[str, str]:
    name = str(kinds[pledge.metric].label) if pledge.metric in kinds else pledge.metric
    if pledge.outcome == "broken":
        return _("%(promise)s: broken") % {"promise": name}, "late"
    if pledge.disputed:
        return _("%(promise)s: in time, but it was not solved") % {"promise": name}, "late"
    return _("%(promise)s: kept") % {"promise": name}, ""


def _story(story: Story, measure: str) -> tuple[str, str]:
    if measure == "resolution":
        return _resolution(story)
    if measure == "errors":
        undone = story.disputes + story.reopened
        return (_("disputed or reopened"), "late") if undone else (_("not questioned"), "")
    if measure == "satisfaction":
        return _answer(story.score or 0), "late" if (story.score or 3) < 3 else ""
    return "", ""


def _resolution(story: Story) -> tuple[str, str]:
    lived = _("lived %(time)s") % {"time": minutes(story.lived_minutes)}
    if story.served_minutes is None:
        return lived, ""
    served = _("%(time)s of service") % {"time": words.service_time(story.served_minutes)}
    late = story.promised_minutes is not None and story.served_minutes > story.promised_minutes
    return f"{served}, {lived}", "late" if late else ""


def _answer(score: int) -> str:
    answers = {
        1: _("much worse than expected"),
        2: _("worse than expected"),
        3: _("as expected"),
        4: _("better than expected"),
        5: _("much better than expected"),
    }
    return answers.get(score, "")
