"""Colleagues: named in a note, seen beside one in a case, and never more than they may see."""

import json
import uuid

import pytest

from pasillo.doors.shell import presence
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import give_role, prefer
from pasillo.ground.people.models import Person, Role
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands
from pasillo.operations.cases.queries import colleagues_of, served_by, visible_to
from pasillo.operations.conversations.models import Mention
from pasillo.operations.conversations.queries import mentions_of

pytestmark = pytest.mark.django_db
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def notes(at_desk, marta, case):
    def note(text, **more):
        data = {"kind": "note", "note": text, "key": str(uuid.uuid4()), **more}
        return at_desk(marta).post(f"/app/cases/{case.number}/messages", data, headers=SCRIPT)

    return note


@pytest.fixture(autouse=True)
def nobody_is_here():
    presence.forget_all()
    yield
    presence.forget_all()


def named():
    return sorted(Mention.objects.values_list("person__name", flat=True))


def test_a_colleague_who_may_see_the_case_is_told_once_and_reads_it_there(at_desk, notes, marta, jordi, case):
    notes("@Jordi Mas can you look? @jordi mas?")

    assert named() == ["Jordi Mas"]
    fact = Entry.objects.get(name="person.mentioned")
    assert fact.data["person_id"] == jordi.pk
    assert "text" not in fact.data
    assert "named you in case" in at_desk(jordi).get("/app/news").content.decode()
    assert '<b class="at">@Jordi Mas</b>' in at_desk(jordi).get(f"/app/cases/{case.number}").content.decode()


def test_the_mail_says_where_and_not_what(notes, jordi, case):
    notes("@Jordi Mas the gate code is 4417")

    mail = Effect.objects.get(about=jordi.ref).payload
    assert mail["to"] == "jordi@nidalia.example"
    assert f"/app/cases/{case.number}" in mail["text"]
    assert "4417" not in json.dumps(mail)


def test_who_wants_no_mail_gets_none_and_is_told_all_the_same(notes, jordi):
    prefer(jordi.pk, name="notices", value={"mention": False}, by=jordi.ref, at=now())

    notes("@Jordi Mas please")

    assert named() == ["Jordi Mas"]
    assert not Effect.objects.filter(about=jordi.ref).exists()


def test_who_may_not_see_the_case_is_neither_offered_nor_told(at_desk, notes, marta, ivan, case):
    offers = at_desk(marta).get(f"/app/cases/{case.number}/colleagues").content.decode()
    notes("@Iván Soler please")

    assert "Iván" not in offers
    assert named() == []
    assert not Effect.objects.filter(about=ivan.ref).exists()


def test_one_is_not_named_by_oneself_and_a_customer_never(notes, marta, elena):
    notes("@Marta Ruiz and @Elena Prats")

    assert named() == []


def test_an_area_that_was_asked_can_be_named(at_desk, notes, marta, ivan, field, case):
    commands.ask_area(
        case.pk, area_id=field.pk, title="A visit", due_at=now().replace(year=2031), by=marta.ref, at=now()
    )

    assert "Iván Soler" in at_desk(marta).get(f"/app/cases/{case.number}/colleagues").content.decode()
    notes("@Iván Soler please")
    assert named() == ["Iván Soler"]


def test_whoever_can_be_named_may_see_it_and_the_other_way_round(
    case, marta, jordi, ivan, lucia, auditor, elena, field, before
):
    give_role(person=elena, role=Role.AGENT, area=case.area, by="system", at=before)
    commands.assign(case.pk, assignee_id=jordi.pk, by=marta.ref, at=now())
    commands.ask_area(
        case.pk, area_id=field.pk, title="A visit", due_at=now().replace(year=2031), by=marta.ref, at=now()
    )
    case.refresh_from_db()

    can_be_named = set(colleagues_of(case))

    for person in Person.objects.all():
        sight = sight_of(person)
        sees = sight.is_staff and visible_to(sight).exclude(customer=person).filter(pk=case.pk).exists()
        assert (person in can_be_named) is sees, person.name


def test_looking_at_the_case_is_what_makes_it_seen(at_desk, notes, jordi, case):
    notes("@Jordi Mas please")
    browser = at_desk(jordi)
    browser.get(f"/app/cases/{case.number}")
    assert mentions_of(jordi.pk).count() == 1

    browser.post(f"/app/cases/{case.number}/presence", {"doing": "look", "tab": "a"}, headers=SCRIPT)

    assert mentions_of(jordi.pk).count() == 0


def heard(case, person, doing, tab="t1"):
    return presence.hear(presence.words_for(case.pk, person.pk, doing, tab))


def test_who_else_is_here_and_what_they_write_stands_in_the_case(at_desk, marta, jordi, case):
    heard(case, marta, "look")
    heard(case, jordi, "note")

    shown = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    fetched = at_desk(marta).get(f"/app/cases/{case.number}/here").content.decode()

    for words in (shown, fetched):
        assert "Jordi Mas is writing an internal note" in words
        assert "Marta Ruiz looks at this case" not in words


def test_who_may_not_see_the_case_any_more_is_not_shown_in_it(at_desk, marta, ivan, case):
    heard(case, ivan, "reply")

    assert "Iván Soler" not in at_desk(marta).get(f"/app/cases/{case.number}/here").content.decode()


@pytest.mark.parametrize(("who", "told"), [("ivan", 0), ("marta", 1)])
def test_a_page_of_a_case_that_was_passed_on_tells_nobody_and_nothing_is_wrong(
    at_desk, request, monkeypatch, case, who, told
):
    whispered = []
    monkeypatch.setattr("pasillo.doors.desk.pages.presence.whisper", whispered.append)
    person = request.getfixturevalue(who)

    answer = at_desk(person).post(f"/app/cases/{case.number}/presence", {"doing": "look", "tab": "a"}, headers=SCRIPT)

    assert (answer.status_code, answer.content, len(whispered)) == (204, b"", told)


def test_only_what_changes_is_news(case, marta):
    assert heard(case, marta, "look") == case.pk
    assert heard(case, marta, "look") is None
    assert heard(case, marta, "reply") == case.pk
    assert heard(case, marta, "look", tab="t2") is None
    assert presence.here(case.pk) == {marta.pk: "reply"}
    assert heard(case, marta, "") == case.pk
    assert heard(case, marta, "", tab="t2") == case.pk
    assert presence.here(case.pk) == {}


def test_who_says_nothing_for_half_a_minute_has_left(case, marta, monkeypatch):
    heard(case, marta, "look")
    later = presence.monotonic() + 31
    monkeypatch.setattr(presence, "monotonic", lambda: later)

    assert presence.here(case.pk) == {}
    assert presence.forget_the_silent() == {case.pk}
    assert presence.forget_the_silent() == set()


@pytest.mark.parametrize(
    "said", ["here:1:2:shout:a", "here:1:2:look:../x", "here:x:2:look:a", "case:1", "here:1:2:look:"]
)
def test_nonsense_is_not_heard(said):
    assert presence.hear(said) is None
    assert presence._here == {}


def test_a_beat_writes_no_row(at_desk, marta, case, django_assert_num_queries):
    before = Entry.objects.count()

    answer = at_desk(marta).post(f"/app/cases/{case.number}/presence", {"doing": "reply", "tab": "a1"}, headers=SCRIPT)

    assert answer.status_code == 204
    assert Entry.objects.count() == before
    assert at_desk(marta).post(f"/app/cases/{case.number}/presence", {"doing": "x", "tab": "a1"}).status_code == 422
    assert served_by(sight_of(marta)).filter(pk=case.pk).exists()
