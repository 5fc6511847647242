"""Plays one case: each step by its command, at its moment, and the alarms that would have rung in between."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.doors.console.imports.neutral import FileTold, Said
from pasillo.doors.console.imports.playing.founding import SYSTEM, Place
from pasillo.doors.console.imports.playing.planning import Deed, Plan, Step
from pasillo.ground.files.commands import keep
from pasillo.ground.kit.languages import known_language
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.operations.history.commands import Known, take_over
from pasillo.operations.promises.commands import ring_case

SPOKEN = "desk"  # what was said elsewhere is not mailed here


def play(place: Place, cases: Sequence[tuple[str, Plan]], *, files: Path | None, at: datetime) -> None:
    """Some cases from their opening to where they stand. All are opened first: so the database is asked least."""
    scenes = [(mark, Scene(place, plan, files)) for mark, plan in cases]
    for mark, scene in scenes:
        scene.go(mark, at=at)


class Scene:
    """A case while it is played."""

    def __init__(self, place: Place, plan: Plan, files: Path | None) -> None:
        self.place, self.plan, self.told, self.files = place, plan, plan.told, files
        self.language = known_language(plan.told.language) if plan.told.language else place.wish.language
        self.customer_id = place.customer(plan.told.customer)
        with translation.override(self.language):
            self.case = self._open(plan)

    def go(self, mark: str, *, at: datetime) -> None:
        """Every step at its moment; clocks that still run have rung until now."""
        known = Known(known_as=self.told.known_as, mark=mark, lines=1 + len(self.told.said))
        take_over(self.case, log=self.place.log, known=known, learned_at=at, by=SYSTEM, at=self.plan.opened_at)
        with translation.override(self.language):
            self.say_where_it_comes_from()
            for step in self.plan.steps:
                ring_case(self.case.pk, until=step.at)
                DEEDS[step.deed](self, step)
            self.hand_to_its_holder()
        ring_case(self.case.pk, until=at)

    @property
    def customer(self) -> str:
        return f"person:{self.customer_id}"

    def _open(self, plan: Plan) -> Case:
        told, first = self.told, plan.first
        service_id, its_area = self.place.services[told.service]
        opening = Opening(
            customer_id=self.customer_id,
            service_id=service_id,
            area_id=self.place.areas[told.area] if told.area or self.place.wish.area else its_area,
            subject=told.subject or told.known_as,
            text=(first.text if first else "") or told.subject or told.known_as,
            files=self.files_of(first),
            channel=told.channel,
            language=self.language,
            acknowledge=False,
        )
        return commands.open_case(opening=opening, by=self.customer, at=plan.opened_at)

    def say_where_it_comes_from(self) -> None:
        """A note of the house: as what it was known, and what has no place of its own here."""
        words = {"case": self.told.known_as, "log": self.place.log.name}
        lines = [_("Taken over from %(log)s, where it was known as %(case)s.") % words]
        if self.told.tags:
            lines.append(_("Tags there: %(tags)s") % {"tags": ", ".join(self.told.tags)[:2000]})
        if self.told.holder:
            lines.append(_("It was held by %(name)s.") % {"name": self.told.holder.name or self.told.holder.email})
        commands.note(self.case.pk, text="\n".join(lines), by=SYSTEM, at=self.plan.opened_at)

    def hand_to_its_holder(self) -> None:
        """What is still to be done is held by whoever held it, if they serve there; by nobody who cannot come in."""
        if self.case.state in ("resolved", "closed", "cancelled"):
            return
        holder = self.place.person(self.told.holder)
        if (holder, self.case.area_id) not in self.place.serving:
            holder = None
        if self.case.assignee_id != holder:
            commands.assign(self.case.pk, assignee_id=holder, by=SYSTEM, at=self.case.changed_at)

    def who(self, said: Said | None) -> str:
        """Who did it; the house itself, where the source names nobody."""
        person = self.place.person(said.who) if said else None
        return f"person:{person}" if person else SYSTEM

    def files_of(self, said: Said | None) -> Sequence[FileIn]:
        """The files that came with these words, as far as they lay beside the export."""
        return tuple(self._files(said.files)) if said else ()

    def _files(self, told: Sequence[FileTold]) -> Iterator[FileIn]:
        for one in told:
            path = self.files / one.path if self.files and one.path else None
            if path is not None and path.is_file():
                yield FileIn(name=one.name, blob=keep(path.read_bytes()))


def _hear(scene: Scene, step: Step) -> None:
    said = step.said
    if said is None or not (said.text.strip() or said.files):
        return
    author = scene.place.person(said.who)
    files = scene.files_of(said)
    text = said.text or _named(said)
    words = Words(text=text, channel=scene.told.channel, files=files, by_machine=said.machine)
    by = f"person:{author}" if author else scene.customer
    commands.customer_writes(scene.case.pk, author_id=author or scene.customer_id, words=words, by=by, at=step.at)


def _reply(scene: Scene, step: Step) -> None:
    said = step.said
    if said is None:
        return
    commands.reply(
        scene.case.pk, text=said.text or _named(said), files=scene.files_of(said), channel=SPOKEN,
        by_machine=said.machine, by=scene.who(said), at=step.at,
    )  # fmt: skip


def _answer(scene: Scene, step: Step) -> None:
    text = _("The customer was answered. The words stayed in the other system.")
    by = scene.who(Said(at=step.at, text="", who=scene.told.holder))
    commands.reply(scene.case.pk, text=text, channel=SPOKEN, by=by, at=step.at)


def _note(scene: Scene, step: Step) -> None:
    said = step.said
    if said is not None and (said.text.strip() or said.files):
        text, files = said.text or _named(said), scene.files_of(said)
        commands.note(scene.case.pk, text=text, files=files, by=scene.who(said), at=step.at)


def _named(said: Said) -> str:
    return ", ".join(one.name for one in said.files)


def _prioritise(scene: Scene, step: Step) -> None:
    commands.set_priority(scene.case.pk, priority=scene.told.priority or 3, by=SYSTEM, at=step.at)


def _dispute(scene: Scene, step: Step) -> None:
    reason = _("The log tells that it was worked on again.")
    commands.dispute(scene.case.pk, reason=reason, channel="phone", by=scene.customer, at=step.at)


def _close(scene: Scene, step: Step) -> None:
    commands.close_silently(scene.case.pk, at=step.at)


def _cancel(scene: Scene, step: Step) -> None:
    commands.cancel(scene.case.pk, reason=_("Cancelled, as the log tells."), by=SYSTEM, at=step.at)


def _resolve(scene: Scene, step: Step) -> None:
    commands.resolve(scene.case.pk, announce=False, by=SYSTEM, at=step.at)


def _resume(scene: Scene, step: Step) -> None:
    commands.resume(scene.case.pk, by=SYSTEM, at=step.at)


def _wait(why: str) -> Callable[[Scene, Step], None]:
    def waiting(scene: Scene, step: Step) -> None:
        commands.wait(scene.case.pk, why=why, asks=step.asks, by=SYSTEM, at=step.at)

    return waiting


DEEDS: dict[Deed, Callable[[Scene, Step], None]] = {
    Deed.PRIORITISE: _prioritise,
    Deed.HEAR: _hear,
    Deed.REPLY: _reply,
    Deed.ANSWER: _answer,
    Deed.NOTE: _note,
    Deed.WAIT_FOR_CUSTOMER: _wait("customer"),
    Deed.WAIT_FOR_SUPPLIER: _wait("supplier"),
    Deed.RESUME: _resume,
    Deed.RESOLVE: _resolve,
    Deed.DISPUTE: _dispute,
    Deed.CLOSE: _close,
    Deed.CANCEL: _cancel,
}
