"""Plays one case: each step by its command, at its moment, and the alarms that would have rung in between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.console.history.founding import Place
from pasillo.doors.console.history.planning import Deed, Plan, Step
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.history.commands import Known, take_over
from pasillo.operations.promises.commands import ring_case

SPOKEN = "desk"  # what was said elsewhere is not mailed here


def play(place: Place, plan: Plan, *, at: datetime) -> Case:
    """One case from its opening to where its lines end; clocks that still run have rung until now."""
    with translation.override(place.log_map.language):
        scene = Scene(place, plan)
        known = Known(known_as=plan.first.case, mark=plan.mark, lines=plan.lines)
        take_over(scene.case, log=place.log, known=known, learned_at=at, by="system", at=plan.opened_at)
        for step in plan.steps:
            ring_case(scene.case.pk, until=step.at)
            DEEDS[step.deed](scene, step)
        ring_case(scene.case.pk, until=at)
    return scene.case


class Scene:
    """A case while it is played, and the area that holds it."""

    def __init__(self, place: Place, plan: Plan) -> None:
        self.place = place
        self.customer_id = place.customer(plan.first.customer)
        self.area_id = place.area(plan.first.group)
        self.case = self._open(plan)

    def _open(self, plan: Plan) -> Case:
        first = plan.first
        words = {"case": first.case, "log": self.place.log.name}
        opening = Opening(
            customer_id=self.customer_id,
            service_id=self.place.services[first.offer or 0].pk,
            area_id=self.area_id,
            subject=first.subject or first.case,
            text=_("Taken over from %(log)s, where it was known as %(case)s.") % words,
            channel=first.channel,
            language=self.place.log_map.language,
            kind=self.place.log_map.services[first.offer or 0].kind,
            acknowledge=False,
        )
        return commands.open_case(opening=opening, by=self.customer, at=plan.opened_at)

    @property
    def customer(self) -> str:
        return f"person:{self.customer_id}"

    def who(self, step: Step) -> str:
        """Who did this step; the house itself, where the log names nobody."""
        return f"person:{self.place.worker(step.person)}" if step.person else "system"


@dataclass(frozen=True)
class Doing:
    """Some steps are one command with nothing more to say."""

    command: Callable[..., object]

    def __call__(self, scene: Scene, step: Step) -> None:
        self.command(scene.case.pk, by=scene.who(step), at=step.at)


def _transfer(scene: Scene, step: Step) -> None:
    scene.area_id = scene.place.area(str(step.value))
    reason = _("Passed on, as the log tells.")
    commands.transfer(scene.case.pk, area_id=scene.area_id, reason=reason, by=scene.who(step), at=step.at)


def _assign(scene: Scene, step: Step) -> None:
    holder = scene.place.colleague(str(step.value), scene.area_id) if step.value else None
    commands.assign(scene.case.pk, assignee_id=holder, by=scene.who(step), at=step.at)


def _prioritise(scene: Scene, step: Step) -> None:
    commands.set_priority(scene.case.pk, priority=int(step.value), by=scene.who(step), at=step.at)


def _answer(scene: Scene, step: Step) -> None:
    text = _("The customer was answered. The words stayed in the other system.")
    commands.reply(scene.case.pk, text=text, channel=SPOKEN, by=scene.who(step), at=step.at)


def _ask(scene: Scene, step: Step) -> None:
    text = _("The customer was asked. The words stayed in the other system.")
    commands.reply(scene.case.pk, text=text, channel=SPOKEN, then="wait", asks=True, by=scene.who(step), at=step.at)


def _resolve(scene: Scene, step: Step) -> None:
    commands.resolve(scene.case.pk, announce=False, by=scene.who(step), at=step.at)


def _dispute(scene: Scene, step: Step) -> None:
    reason = _("The log tells that it was worked on again.")
    commands.dispute(scene.case.pk, reason=reason, channel="phone", by=scene.customer, at=step.at)


def _reopen(scene: Scene, step: Step) -> None:
    words = Words(text=_("The log tells that it was worked on again."), channel="phone")
    commands.customer_writes(scene.case.pk, author_id=scene.customer_id, words=words, by=scene.customer, at=step.at)


def _close(scene: Scene, step: Step) -> None:
    commands.close_silently(scene.case.pk, at=step.at)


def _cancel(scene: Scene, step: Step) -> None:
    commands.cancel(scene.case.pk, reason=_("Cancelled, as the log tells."), by=scene.who(step), at=step.at)


def _wait(why: str) -> Callable[[Scene, Step], None]:
    def waiting(scene: Scene, step: Step) -> None:
        commands.wait(scene.case.pk, why=why, asks=True, by=scene.who(step), at=step.at)  # that system says so

    return waiting


DEEDS: dict[Deed, Callable[[Scene, Step], None]] = {
    Deed.TRANSFER: _transfer,
    Deed.ASSIGN: _assign,
    Deed.PRIORITISE: _prioritise,
    Deed.ANSWER: _answer,
    Deed.ASK: _ask,
    Deed.WAIT_FOR_CUSTOMER: _wait("customer"),
    Deed.WAIT_FOR_SUPPLIER: _wait("supplier"),
    Deed.RESUME: Doing(commands.resume),
    Deed.RESOLVE: _resolve,
    Deed.DISPUTE: _dispute,
    Deed.REOPEN: _reopen,
    Deed.CLOSE: _close,
    Deed.CANCEL: _cancel,
}
