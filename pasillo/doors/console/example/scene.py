"""One case while it is played: who holds it, and how each thing that people do is done by its command."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from pasillo.doors.console.example.fates import FIELD
from pasillo.doors.console.example.fillings import Raw, fill_form
from pasillo.doors.console.example.moments import Moment, awake, later
from pasillo.doors.console.example.papers import kept, shown_for
from pasillo.doors.console.example.plans import Plan
from pasillo.doors.console.example.stage import Stage
from pasillo.doors.console.example.words import ROOMS, STREETS, WEEKDAYS, Told, voice
from pasillo.ground.hours.business_time import Compiled
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Task
from pasillo.operations.conversations.commands import FileIn, Words
from pasillo.operations.voice.commands import give_feedback

SHOWS = 0.07


class Scene:
    """A case, its customer, and the area that answers for it now."""

    def __init__(self, stage: Stage, plan: Plan) -> None:
        self.stage = stage
        self.plan = plan
        self.area = plan.offer.area
        self.chance = plan.chance
        self.case_id = 0
        self.asked_again = 0
        self.replies = 0
        self.street = self.chance.choice(STREETS)
        self.told: Told = {}
        self._values: dict[str, object] = {}

    @property
    def now(self) -> datetime:
        """The moment at which we are."""
        return self.stage.now

    @property
    def hours(self) -> Compiled:
        """When the area that answers now is there."""
        return self.stage.company.hours[self.area]

    @property
    def agent(self) -> Person:
        """Who serves this case now."""
        return self.stage.company.who_serves(self.area, self.plan.index, self.plan.customer.language)

    @property
    def customer(self) -> Person:
        """Whose need it is."""
        return self.plan.customer.person

    @property
    def kind(self) -> str:
        """What kind of case it is."""
        return self.plan.offer.types[self.told["type"]].kind

    def in_minutes(self, minutes: float) -> datetime:
        """When so many minutes of the area's hours have passed."""
        return later(self.hours, self.now, minutes)

    def share_of(self, metric: str, share: float) -> datetime:
        """When this share of what we promise has passed."""
        return self.in_minutes(self.plan.offer.objectives[metric] * share)

    def customer_in(self, hours: float) -> datetime:
        """When the customer gets to it, awake."""
        return self.awake(self.now + timedelta(hours=hours))

    def awake(self, moment: datetime) -> datetime:
        """The next moment at which the customer is awake."""
        return awake(moment, self.chance)

    def open(self, *, words: Told | None = None) -> None:
        """The need is told."""
        who = self.plan.customer
        told = self.told = words or self.stage.speaker.opening(self.plan.service, who.language, is_firm=who.is_firm)
        form_id: int | None = None
        answers: dict[str, object] = {}
        if self.plan.channel == "portal":
            own: Raw = {
                key: [self.filled(answer) for answer in given] for key, given in told.get("answers", {}).items()
            }
            form_id, answers = fill_form(
                self.plan.offer, told["type"], Moment(self.now), self.chance, street=self.street, own=own
            )
        by = self.agent.ref if self.plan.channel == "phone" else self.customer.ref
        opening = Opening(
            customer_id=self.customer.pk,
            service_id=self.plan.offer.service.pk,
            subject=self.filled(told["subject"]),
            text=self._in_their_own_way(told["text"], is_own=words is not None),
            channel=self.plan.channel,
            language=self.plan.customer.language,
            request_type_id=self.plan.offer.types[told["type"]].pk,
            form_version_id=form_id,
            answers=answers,
            files=self.something_to_show() if words is None else (),
            number=self.plan.number or None,
            acknowledge=False,
        )
        self.case_id = commands.open_case(opening=opening, by=by, at=self.now).pk

    def take(self) -> None:
        """Whoever serves here takes it."""
        commands.take(self.case_id, by=self.agent.ref, at=self.now)

    def reply(self, text: str, *, then: str | None = None, by: Person | None = None) -> None:
        """We write to the customer, as one writes a letter."""
        author = by or self.agent
        whole = f"{self._hello(author)}\n\n{self.filled(text, by=author)}\n\n{self._bye(author)}"
        self.replies += 1
        commands.reply(self.case_id, text=whole, then=then, by=author.ref, at=self.now)

    def thank(self, text: str) -> None:
        """Somebody was pleased, and hears that we are."""
        whole = f"{self._hello(self.agent)}\n\n{self.filled(text, by=self.agent)}\n\n{self._bye(self.agent)}"
        commands.thank(self.case_id, text=whole, by=self.agent.ref, at=self.now)

    def note(self, text: str, *, by: Person | None = None, named: tuple[str, ...] = ()) -> None:
        """Something for our eyes only; who is named hears of it."""
        people = [self.stage.company.people[key].pk for key in named]
        commands.note(self.case_id, text=self.filled(text), named=people, by=(by or self.agent).ref, at=self.now)

    def customer_says(self, text: str, *, channel: str = "", files: tuple[FileIn, ...] = ()) -> None:
        """The customer writes."""
        said_by = "portal" if self.plan.channel == "phone" else self.plan.channel
        words = Words(
            text=self.filled(text), channel=channel or said_by, files=files, language=self.plan.customer.language
        )
        commands.customer_writes(
            self.case_id, author_id=self.customer.pk, words=words, by=self.customer.ref, at=self.now
        )

    def wait(self, why: str, until: datetime | None = None) -> None:
        """We wait for somebody."""
        commands.wait(self.case_id, why=why, until=until, by=self.agent.ref, at=self.now)

    def resume(self) -> None:
        """We go on, unless the house has done so already: the day that was agreed has come while this is played."""
        with suppress(Refused):
            commands.resume(self.case_id, by=self.agent.ref, at=self.now)

    def transfer(self, area: str, reason: str) -> None:
        """Another area answers for it from now on."""
        by = self.agent.ref
        commands.transfer(
            self.case_id, area_id=self.stage.company.areas[area].pk, reason=self.filled(reason), by=by, at=self.now
        )
        self.area = area

    def ask(self, area: str, title: str, *, due_at: datetime, by: Person | None = None) -> Task:
        """Another area is asked for its part."""
        area_id, who = self.stage.company.areas[area].pk, (by or self.agent).ref
        return commands.ask_area(
            self.case_id, area_id=area_id, title=self.filled(title), due_at=due_at, by=who, at=self.now
        )

    def feedback(self, score: int, words: str = "") -> None:
        """The customer says how it was."""
        give_feedback(
            self.case_id,
            person_id=self.customer.pk,
            score=score,
            words=self.filled(words),
            by=self.customer.ref,
            at=self.now,
        )

    def dispute(self, reason: str) -> None:
        """The customer says that it is not solved."""
        commands.dispute(self.case_id, reason=reason, by=self.customer.ref, at=self.now)

    def something_to_show(self) -> tuple[FileIn, ...]:
        """Some send a photo or a paper along."""
        if self.chance.random() > SHOWS:
            return ()
        name, data = shown_for(self.plan.service, self.plan.customer.language, self.chance)
        return (FileIn(name=name, blob=kept(data)),)

    def why_it_comes_back(self) -> str:
        """For want of a gate code, or for another reason."""
        if self.area in FIELD and not self.plan.no_code:
            return (
                self.inside("back_other") if "back_other" in voice(self.plan.service)["inside"] else self.inside("back")
            )
        return self.stage.speaker.say("common", "inside", "no_code") if self.area in FIELD else self.inside("back")

    def _in_their_own_way(self, text: str, *, is_own: bool) -> str:
        """What they want, with what people say before and after it."""
        said = self.filled(text)
        if is_own:
            return said
        before = self.filled(self.common("before")) if self.chance.random() < 0.45 else ""
        after = self.filled(self.common("after")) if self.chance.random() < 0.6 else ""
        return " ".join(part for part in (before, said, after) if part)

    def common(self, kind: str) -> Any:
        """One of the ways in which this is said in every service."""
        return self.stage.speaker.say("common", self.plan.customer.language, kind)

    def inside(self, kind: str) -> str:
        """How we say it among ourselves."""
        text: str = self.stage.speaker.say(self.plan.service, "inside", kind)
        return text

    def filled(self, text: str, *, by: Person | None = None, **own: object) -> str:
        """The words with what belongs to this case in them: the same from the first word to the last."""
        if "{" not in text:
            return text
        if not self._values:
            self._values = self._drawn()
        agent = (by or self.agent).name.split()[0]
        return text.format(**{**self._values, "agent": agent, "street": self.street, **own})

    def day_of(self, moment: datetime) -> str:
        """The day of the week of a moment, in the customer's language."""
        return WEEKDAYS[self.plan.customer.language][Moment(moment).local.weekday()]

    def _drawn(self) -> dict[str, object]:
        chance, local = self.chance, Moment(self.now).local
        return {
            "first": self.plan.customer.first,
            "day": self.day_of(self.now + timedelta(days=chance.randint(2, 4))),
            "hour": f"{max(local.hour - chance.randint(1, 3), 0)}:{chance.choice((0, 10, 15, 20, 30, 40, 45)):02}",
            "amount": f"{chance.randint(6, 74)}.{chance.choice(('00', '50', '90'))}",
            "room": chance.choice(ROOMS[self.plan.customer.language]),
            "months": chance.randint(2, 5),
            "minutes": chance.randint(22, 48),
        }

    def _hello(self, author: Person) -> str:
        if self.plan.customer.is_firm:
            return self.filled(self.common("hello_firm"))
        return self.filled(self.common("hello" if self.replies else "hello_first"), by=author)

    def _bye(self, author: Person) -> str:
        return self.filled(self.common("bye"), by=author)
