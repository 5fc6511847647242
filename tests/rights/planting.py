"""Words that try to run, wherever somebody outside may put words: names, subjects, texts, files, praise, addresses."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle

from pasillo.doors.channels.email.letters import letter_for
from pasillo.doors.channels.email.models import Held
from pasillo.doors.channels.email.writing import mail_from
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.files.commands import keep
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound
from pasillo.ground.people.commands import meet, verify
from pasillo.ground.people.models import Account, Person
from pasillo.improvement.ideas.commands import propose
from pasillo.improvement.ideas.commands.proposing import Proposal
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn
from pasillo.operations.conversations.models import Message
from pasillo.operations.voice.commands import give_feedback
from tests.measurement.journal import read_again
from tests.rights.payloads import CLOSING, armfuls, payloads
from tests.rights.planting_at_doors import chat, enclose, name_everything, tell
from tests.rights.world import World


@dataclass
class Planted:
    """Where the words stand now."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    enclosed: list[Case] = field(default_factory=list)
    chat: Case | None = None


def plant(world: World) -> Planted:
    """Through the product's own commands, as mails, forms and people would."""
    every = payloads()
    planted = Planted(names=armfuls(every, 200))
    opened = _cases(world, every, planted)
    _said_in_one_case(world, every)
    _praised(world, every)
    _at_the_door(every)
    _ideas(world, every)
    tell(world, every)
    name_everything(every)
    planted.chat = chat(world, every)
    planted.enclosed = enclose(every)
    Account.objects.filter(pk=world.things["account"].pk).update(name=planted.names[0])
    read_again()
    planted.letters = [_letter(case) for case in opened[::20]]
    planted.frames = list(Message.objects.exclude(html=None).order_by("pk").values_list("pk", flat=True))
    planted.pages = _pages(world, planted, opened)
    return planted


def _cases(world: World, every: list[str], planted: Planted) -> list[Case]:
    """For each armful a case: of a customer of that name, with that subject, and files that are called so."""
    service, owner, at = world.services["moving"], world.people["owner"], now()
    texts, quoted = cycle(armfuls(every, 2000)), cycle(armfuls(every, 1500))
    html = cycle([keep(CLOSING.join(some).encode(), media_type="text/html") for some in _handfuls(every, 40)])
    files, names = cycle(armfuls(every, 250)), cycle(planted.names)
    openings = []
    for number, subject in enumerate(armfuls(every, 295)):
        who = owner if number % 4 == 0 else meet(
            name=next(names), email=f"planted{number}@correo.example", by="system", at=at
        )  # fmt: skip
        openings.append(
            Opening(
                customer_id=who.pk,
                service_id=service.pk,
                subject=subject,
                text=next(texts),
                quoted=next(quoted),
                channel="email" if number % 3 else "portal",
                language=("en", "es", "id")[number % 3],
                html=next(html),
                files=[FileIn(name=next(files), blob=keep(f"{number}".encode()))],
                kind="incident",
            )  # fmt: skip
        )
    return cases.open_cases(openings, by="system", at=at - timedelta(hours=1))


def _handfuls(every: list[str], size: int) -> list[list[str]]:
    return [every[at : at + size] for at in range(0, len(every), size)]


def _said_in_one_case(world: World, every: list[str]) -> None:
    """Everything once more in the one case: as our notes, as our words, as a task's title."""
    case, marta = world.things["case"], world.people["agent"].ref
    for text in armfuls(every, 6000):
        cases.note(case.pk, text=text, by=marta, at=now())
    for text in armfuls(every, 9000):
        cases.reply(case.pk, text=text, by=marta, at=now())
    until = now() + timedelta(days=1)
    cases.ask_area(
        case.pk, area_id=world.areas["field"].pk, title=every[700 % len(every)], due_at=until, by=marta, at=now()
    )


def _praised(world: World, every: list[str]) -> None:
    """What customers said of what was solved, as the cockpit quotes it."""
    owner, marta = world.people["owner"], world.people["agent"].ref
    for number, words in enumerate(armfuls(every, 4800)):
        case = world.open(f"Solved {number}", words, customer="owner", service="moving", hours=20 + number)
        cases.reply(case.pk, text="So.", by=marta, at=now())
        cases.resolve(case.pk, by=marta, at=now())
        give_feedback(case.pk, person_id=owner.pk, score=1 + number % 2, words=words, by=owner.ref, at=now())


def _at_the_door(every: list[str]) -> None:
    """What waits for somebody's look: held, not readable, not sent."""
    for number, words in enumerate(armfuls(every, 240)[:30]):
        raw = f"{number}".encode()
        inbound = take_in(channel="email", mailbox="help@nidalia.example", raw=raw, sender=words, at=now())
        state = "held" if number % 2 else "quarantined"
        Inbound.objects.filter(pk=inbound.pk).update(state=state, reason=words[:200], concluded_at=now())
        if number % 2:
            Held.objects.create(inbound=inbound, sender=words, subject=words, held_at=now())
        else:
            Effect.objects.create(
                kind="mail", key=f"planted:{number}", payload={}, promised_at=now(), not_before=now(), attempts=1,
                error=words,
            )  # fmt: skip


def _ideas(world: World, every: list[str]) -> None:
    marta = world.people["agent"].ref
    for title, words in zip(armfuls(every, 110)[::40], armfuls(every, 3000), strict=False):
        propose(Proposal(title=title, words=words, case_id=world.things["case"].pk), by=marta, at=now())


def _letter(case: Case) -> str:
    """The HTML of a mail of ours about it."""
    verify(case.customer_id, by="system", at=now())
    cases.reply(case.pk, text=case.subject, by="system", at=now())
    effect = Effect.objects.filter(about=case.ref, kind="mail").latest("promised_at")
    letter = letter_for(effect)
    assert letter is not None
    part = mail_from(letter).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def _pages(world: World, planted: Planted, opened: list[Case]) -> list[tuple[str, str]]:
    """Who looks, and at what."""
    case, stranger = world.things["case"].number, Person.objects.get(email="planted1@correo.example")
    mine = next(one for one in opened if one.customer_id == world.people["owner"].pk)
    agent = [f"/app/cases/{case}", f"/app/cases/{case}/asides", f"/app/cases/{case}/hands", f"/app/cases/{case}/split"]
    assert planted.chat is not None
    seen = [*opened[1::30], planted.chat, *planted.enclosed]
    agent += [f"/app/cases/{one.number}" for one in seen]
    agent += ["/app/work", "/app/work?split=todo&words=alert", "/app/day", "/app/tasks", "/app/alarms?show=area"]
    agent += ["/app/search?q=alert", "/app/search?q=onerror", "/app/palette?q=alert", "/app/held", "/app/customers"]
    agent += [f"/app/customers/{stranger.pk}", f"/app/customers/{world.people['owner'].pk}", "/app/news", "/app/ideas"]
    agent += [f"/app/cases/new?into={case}", "/app/cases/callers?q=planted", f"/app/cases/{case}/colleagues?q=a"]
    head = ["/app/cockpit", "/app/cockpit/worst", "/app/cockpit/figures", "/app/board", "/app/board?kind=idea"]
    head += [f"/app/cockpit/cases?measure=demand&service={world.services['moving'].pk}", "/app/team", "/app/mailboxes"]
    admin = ["/app/admin/people", "/app/admin/people?q=planted", f"/app/admin/people/{stranger.pk}", "/app/admin/audit"]
    owner = ["/", "/requests", f"/requests/{case}", f"/requests/{mine.number}", "/search?q=alert", "/account"]
    looks = {"agent": agent, "head": head, "admin": admin, "owner": owner}
    return [(who, path) for who, paths in looks.items() for path in paths]
