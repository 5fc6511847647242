"""A hidden word in another area: nobody else finds it, and no answer tells that something is hidden there.

Each address of the tables, and every list with its searches, filters and orders, is asked twice: in a world without
the hidden rows and in one with them. The answers are the same, byte for byte.
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, save_draft
from pasillo.operations.voice.commands import give_feedback
from tests.measurement.journal import read_again
from tests.rights.asking import Answer, address_of, ask, no_command
from tests.rights.roles import ROLES
from tests.rights.test_matrix import known, rows

WORD = "xylocanary"
NAME = "Zacarias Oculto"
MAY_SEE = ("neighbour", "head", "auditor")
HIDDEN_FROM = tuple(role for role in ROLES if role not in MAY_SEE)
ASKED = (
    *(f"/app/work?split={split}" for split in ("todo", "new", "waiting", "me")),
    f"/app/work?words={WORD}",
    "/app/work?area={field}",
    "/app/work?service=visits",
    "/app/work?assignee={neighbour}",
    "/app/work?assignee=nobody&priority=3",
    "/app/work?channel=portal&kind=incident",
    f"/app/search?q={WORD}",
    "/app/search?q=Oculto",
    "/app/search?q=elena",
    "/app/search?q={hidden number}",
    f"/app/palette?q={WORD}",
    "/app/palette?q=Oculto",
    "/app/callers?name=Oculto",
    "/app/cases/callers?name=Oculto",
    "/app/cases/callers?name=zac",
    "/app/cases/{hidden number}",
    "/app/customers/{owner}",
    "/app/tasks",
    "/app/alarms?show=mine",
    "/app/alarms?show=area",
    "/app/day",
    "/app/cockpit?days=30",
    "/app/cockpit/worst?days=30",
    "/app/cockpit/cases?measure=resolution&service={moving}&days=30",
    "/app/cockpit/cases?measure=satisfaction&service={moving}&days=30",
    "/requests",
    "/requests?show=done",
    "/requests/{hidden number}",
    f"/search?q={WORD}",
    "/api/v1/cases",
    "/api/v1/cases?state=new",
    "/api/v1/cases?state=in_progress",
    "/api/v1/cases?before={hidden number}",
    "/api/v1/cases/{hidden number}",
)
SEES_PEOPLE = re.compile(r"^/app/admin/")


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    """Both worlds are looked at in the same moment: what a minute changes is no sign of anything hidden."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("role", HIDDEN_FROM)
def test_a_hidden_word_changes_no_answer(open_database, role):
    world = open_database
    world.things["beyond"] = world.things["hidden number"] = _beyond()
    addresses = _addresses(world)
    without = {address: _ask(world, role, address) for address in addresses}

    with transaction.atomic(), no_command():
        _hide(world)
        told = [trouble for address in addresses for trouble in _troubles(world, role, address, without[address])]
        transaction.set_rollback(True)

    assert not told, "\n".join(told)


@pytest.mark.parametrize("role", MAY_SEE)
def test_who_may_see_it_finds_it(open_database, role):
    """So that the test above can fail: the word is where we think it is."""
    world = open_database

    with transaction.atomic(), no_command():
        _hide(world)
        found = _ask(world, role, f"/app/search?q={WORD}")
        named = _ask(world, role, "/app/search?q=Oculto")
        transaction.set_rollback(True)

    assert found.body.count(WORD) > 1
    assert NAME in named.body


@pytest.mark.parametrize("role", ["agent", "manager"])
def test_the_case_that_another_area_has_of_a_known_customer_changes_no_answer(open_database, role):
    """Marta knows Elena, and learns nothing of what Elena asks of the field."""
    world = open_database
    world.things["beyond"] = world.things["hidden number"] = _beyond()
    addresses = _addresses(world)
    without = {address: _ask(world, role, address) for address in addresses}

    with transaction.atomic(), no_command():
        _hide(world, customer=world.people["owner"])
        told = [trouble for address in addresses for trouble in _troubles(world, role, address, without[address])]
        transaction.set_rollback(True)

    assert not told, "\n".join(told)


def _beyond() -> str:
    """A number that no case has, after all that there are: where the hidden one will come to stand."""
    return str(Case.objects.aggregate(last=Max("number"))["last"] + 1000)


def _hide(world, customer: Person | None = None) -> None:
    """A case of the field with the word everywhere that a person can put one."""
    ivan = world.people["neighbour"]
    whose = customer or meet(name=NAME, email=f"{WORD}@oculto.example", **world.said())
    world.people["hidden"] = whose
    file = FileIn(name=f"{WORD}.png", blob=keep(WORD.encode()))
    case = world.open(
        f"{WORD} subject", f"{WORD} text", customer="hidden", service="visits", hours=20, files=[file],
        html=keep(f"<p>{WORD}</p>".encode()), answers={"what": WORD},
    )  # fmt: skip
    world.things["hidden number"] = str(case.number)
    cases.take(case.pk, **world.said(ivan.ref, hours=21))
    cases.note(case.pk, text=f"{WORD} note", **world.said(ivan.ref, hours=22))
    cases.reply(case.pk, text=f"{WORD} reply", **world.said(ivan.ref, hours=23))
    save_draft(case.conversation_id, person_id=ivan.pk, kind="reply", text=f"{WORD} draft", at=now())
    due = now() + timedelta(days=1)
    cases.ask_area(
        case.pk, area_id=world.areas["field"].pk, title=f"{WORD} task", due_at=due, **world.said(ivan.ref, hours=24)
    )
    cases.resolve(case.pk, **world.said(ivan.ref, hours=25))
    give_feedback(case.pk, person_id=whose.pk, score=1, words=f"{WORD} felt", **world.said(whose.ref, hours=26))
    cases.dispute(case.pk, reason=f"{WORD} dispute", **world.said(whose.ref, hours=27))
    heard = {name: now() for name in ("rang_at", "told_at", "heard_at", "act_by")}
    Alarm.objects.create(
        key=WORD, case=case, sort="silence", mark=960, rung=1, deed="answer", area_id=world.areas["field"].pk, **heard
    )
    read_again()


def _addresses(world) -> list[str]:
    """Every GET of the tables, and every list with what one can ask of it."""
    read = {address_of(world, known()[row.route], row) for row in rows() if row.method == "GET"}
    more = {_filled(world, address) for address in ASKED if "hidden" not in address}
    return sorted(address for address in read | more if "metrics" not in address and "csp" not in address) + [
        address for address in ASKED if "hidden" in address
    ]


def _filled(world, address: str) -> str:
    things = {name: one.pk for table in (world.people, world.areas, world.services) for name, one in table.items()}
    named = {**things, "hidden number": world.things["hidden number"]}
    return re.sub(r"\{([\w ]+)\}", lambda found: str(named[found.group(1)]), address)


def _ask(world, role: str, address: str) -> Answer:
    return ask(world, role, "GET", _filled(world, address))


def _troubles(world, role: str, address: str, before: Answer) -> list[str]:
    after = _ask(world, role, address)
    found = []
    if after.status != before.status or _same(world, after) != _same(world, before):
        found.append(
            f"{role} at {address} is answered otherwise since there is something hidden: {_first(world, before, after)}"
        )
    spoken = [word for word in (WORD, NAME) if word in after.body and word not in address]
    if spoken and not (role == "admin" and SEES_PEOPLE.match(address)):
        found.append(f"{role} at {address} reads the hidden {spoken}")
    return found


COUNTED = r"\bc[hd]\d+\b"  # the names of drawings


def _same(world, answer: Answer) -> str:
    """Without the counted names of drawings, and the address, which pages repeat."""
    body = answer.body.replace(world.things["hidden number"], "_").replace(world.things["beyond"], "_")
    return re.sub(COUNTED, "_", body)


def _first(world, before: Answer, after: Answer) -> str:
    """The first line that differs."""
    pairs = zip(_same(world, before).splitlines(), _same(world, after).splitlines(), strict=False)
    lines = next(((one.strip()[:600], other.strip()[:600]) for one, other in pairs if one != other), ("", "more lines"))
    return f"{before.status} {lines[0]!r} became {after.status} {lines[1]!r}"
