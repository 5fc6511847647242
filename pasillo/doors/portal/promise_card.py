"""The promise card: what we promise, how long it usually takes, who serves, and when they are there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from pasillo.doors.portal.promise_words import course_words, first_answer, open_words, usual_words
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.promised import service_day, span
from pasillo.ground.hours.business_time import Compiled, NeverOpen, due
from pasillo.ground.hours.queries import timetable
from pasillo.ground.kit.languages import in_language
from pasillo.measurement.reports.usual_times import Usual, usual_time
from pasillo.operations.cases.kinds import flow_of
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.queries import objectives_of

DAY = 24 * 60


@dataclass(kw_only=True)
class PromiseCard:
    """Everything that a customer may expect, in their language."""

    words: str
    advice: str
    steps: Sequence[tuple[str, str]]
    who: str
    span: str = ""
    answer: str = ""
    until: datetime | None = None
    usual: str = ""
    is_new: bool = False
    open: str = ""
    is_open: bool = False
    lived: str = ""
    lived_is_longer: bool = False
    has_two_windows: bool = False

    def lines(self) -> list[str]:
        """The same, word for word, as it stays with the case that is sent from beside it."""
        promised = _("Our promise: %(span)s.") % {"span": self.span} if self.span else ""
        until = _("Sent now, it is promised for %(moment)s.") % {"moment": when(self.until)} if self.until else ""
        usual = self.usual or (_("New service: no usual time yet.") if self.is_new else "")
        who = _("%(who)s serves you.") % {"who": self.who} if self.who else ""
        said = (promised, self.words, until, self.answer, usual, who, self.open)
        steps = (f"{name}: {words}" if words else name for name, words in self.steps)
        return [line for line in (*said, *steps) if line]


def promise_card(
    service: Service, language: str, *, at: datetime, request_type_id: int | None = None, kinds: Collection[str] = ()
) -> PromiseCard:
    """What we promise about a service, what was really lived, and the steps that follow.

    Where all that can be asked here is of kinds without a clock, no time is told: nothing counts it.
    """
    counts = has_clock(kinds)
    card = PromiseCard(
        words=in_language(service.promise_texts, language) if counts else "",
        advice=in_language(service.advice, language),
        steps=_steps(service, language) if counts else _without_clock(),
        who=", ".join(_who_serves(service)),
    )
    hours = _hours(service, at=at)
    if hours is not None:
        card.is_open, card.open = open_words(hours, at)
    if counts:
        _counted(card, service, hours, usual_time(service.pk, request_type_id), at=at)
    return card


def _hours(service: Service, *, at: datetime) -> Compiled | None:
    try:
        return timetable(service.calendar_id, at=at)
    except LookupError:
        return None


def has_clock(kinds: Collection[str]) -> bool:
    """Whether anything is counted of what can be asked, by its kinds; of what nobody named it is."""
    return not kinds or any(flow_of(kind).clocks for kind in kinds)


def _steps(service: Service, language: str) -> list[tuple[str, str]]:
    return [
        (in_language(step.get("names", {}), language), in_language(step.get("texts", {}), language))
        for step in service.steps
    ]


def _without_clock() -> list[tuple[str, str]]:
    """What follows on praise."""
    return [(_("A person reads it"), ""), (_("Your words go to the people whom you thank"), "")]


def _counted(card: PromiseCard, service: Service, hours: Compiled | None, usual: Usual, *, at: datetime) -> None:
    """What was lived, and what is promised; of few customers only what half of them waited is told."""
    card.usual = usual_words(usual.half or 0, usual.most or 0) if usual.is_known else ""
    if hours is not None:
        _promised(card, service, hours, usual, at=at)
    card.is_new = not usual.is_known and not card.lived


def _promised(card: PromiseCard, service: Service, hours: Compiled, usual: Usual, *, at: datetime) -> None:
    """The first answer and the solution, beside what half of the customers waited this month."""
    targets = {one.metric: one.target_minutes for one in objectives_of(service.pk, at=at) if one.target_minutes}
    if "first_response" in targets:
        card.answer = first_answer(hours, at, targets["first_response"])
    if "resolution" not in targets:
        return
    try:
        card.until = due(hours, at, timedelta(minutes=targets["resolution"]))
    except NeverOpen:
        return
    card.span = span(targets["resolution"], service_day(hours))
    if usual.this_month is not None:
        card.lived = span(round(usual.this_month), DAY)
        if usual.is_known and span(round(usual.half or 0), DAY) != card.lived:
            card.usual = course_words(usual.half or 0, usual.most or 0, usual.this_month)
            card.has_two_windows = True
        card.lived_is_longer = round(usual.this_month) > (card.until - at).total_seconds() / 60


def _who_serves(service: Service) -> list[str]:
    serving = list(service.serving_areas.order_by("name").values_list("name", flat=True)[:4])
    return serving or [service.area.name]
