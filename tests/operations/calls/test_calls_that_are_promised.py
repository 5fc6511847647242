"""Ana wants to be called: a half hour in which Budi is there, a wait with proof, two tries, or a promise broken."""

from datetime import timedelta

import pytest
from django.test import Client

from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import plan_absence
from pasillo.operations.alarms import commands as alarms
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.calls import commands as calls
from pasillo.operations.calls.calling_back import free_times
from pasillo.operations.calls.models import CallBack
from pasillo.operations.calls.slots import free_slots
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.models import Clock
from tests.operations.conftest import MONDAY

pytestmark = pytest.mark.django_db
TEN, NUMBER = MONDAY + timedelta(hours=1), "600 111 222"
HOUR = timedelta(hours=1)


def told(case):
    found = Entry.objects.filter(about=case.ref, name__startswith="call_back.").order_by("id")
    return [entry.name.removeprefix("call_back.") for entry in found]


def agree(case, starts=TEN, at=MONDAY):
    return calls.agree(case.pk, starts_at=starts, number=NUMBER, by=case.customer.ref, at=at)


def test_half_hours_in_which_somebody_has_no_other_call_to_make():
    day = (MONDAY + timedelta(minutes=10), MONDAY + 3 * HOUR)
    taken = [TEN, TEN, TEN + HOUR]

    found = free_slots([day], taken=taken, people_at=lambda moment: 2 if moment < TEN + HOUR else 1, at=MONDAY)

    assert [str((one - MONDAY) / HOUR) for one in found] == ["0.5", "1.5", "2.5"]


def test_a_call_that_is_agreed_stops_the_promise_until_then(dead_line, budi):
    agree(dead_line)

    case = Case.objects.get()
    assert case.state == "scheduled"
    assert told(case) == ["agreed"]
    assert Clock.objects.get(case=case, metric="resolution").state == "paused"
    assert TEN not in free_times(case, at=MONDAY)
    cases.wake_agreed(at=TEN)
    case.refresh_from_db()
    assert case.state == "new"
    assert CallBack.objects.get().state == "agreed"


def test_there_are_as_many_calls_at_once_as_people_who_are_there(dead_line, opening, budi):
    from dataclasses import replace

    other = open_case(opening=replace(opening, subject="Mine too"), by="system", at=MONDAY)
    agree(dead_line)
    with pytest.raises(Refused, match="not free any more"):
        agree(other)

    plan_absence(budi.pk, first=MONDAY.date() + timedelta(days=1), last=MONDAY.date() + timedelta(days=1),
                 by="system", at=MONDAY)  # fmt: skip
    days = {moment.date() for moment in free_times(other, at=MONDAY)}
    assert MONDAY.date() in days
    assert MONDAY.date() + timedelta(days=1) not in days
    assert told(other) == []


def test_another_time_gives_the_first_one_back(dead_line, budi):
    agree(dead_line)
    agree(dead_line, starts=TEN + HOUR, at=MONDAY + timedelta(minutes=1))

    assert told(dead_line) == ["agreed", "given_up", "agreed"]
    assert CallBack.objects.get(state="agreed").starts_at == TEN + HOUR
    assert TEN in free_times(dead_line, at=MONDAY)


def test_after_two_tries_in_vain_ana_is_told(dead_line, budi):
    agree(dead_line)
    cases.wake_agreed(at=TEN)
    calls.tried(dead_line.pk, by=budi.ref, at=TEN)
    before = Message.objects.filter(direction="out").count()
    calls.tried(dead_line.pk, by=budi.ref, at=TEN + timedelta(minutes=15))

    said = Message.objects.filter(direction="out").order_by("-id").first()
    assert told(dead_line) == ["agreed", "tried", "tried"]
    assert Message.objects.filter(direction="out").count() == before + 1
    assert said.by_machine
    assert CallBack.objects.get().state == "unreached"
    with pytest.raises(Refused):
        calls.tried(dead_line.pk, by=budi.ref, at=TEN + HOUR)


def test_a_call_that_nobody_made_is_a_promise_broken_and_made_late_it_stays_so(dead_line, budi):
    agree(dead_line)
    assert calls.miss_what_is_over(at=TEN + timedelta(minutes=29)) == 0
    assert calls.miss_what_is_over(at=TEN + timedelta(minutes=31)) == 1
    assert calls.miss_what_is_over(at=TEN + HOUR) == 0
    calls.reached(dead_line.pk, by=budi.ref, at=TEN + HOUR)

    assert told(dead_line) == ["agreed", "missed", "made"]
    assert Entry.objects.get(name="call_back.made").data["in_time"] is False


def test_a_missed_call_calls_whoever_holds_the_case_until_somebody_has_called(dead_line, budi):
    agree(dead_line)
    cases.assign(dead_line.pk, assignee_id=budi.pk, by=budi.ref, at=MONDAY)
    over = TEN + timedelta(minutes=30, seconds=20)
    alarms.sweep(at=over)
    assert not Alarm.objects.filter(sort="call_back").exists()

    calls.miss_what_is_over(at=over)
    alarms.sweep(at=over)
    alarms.sweep(at=over + timedelta(seconds=20))

    rang = Alarm.objects.get(sort="call_back")
    assert (rang.person_id, rang.deed, rang.late, rang.closed_at) == (budi.pk, "call", False, None)
    assert rang.rang_at == TEN + timedelta(minutes=30)

    cases.reply(dead_line.pk, text="We are sorry.", by=budi.ref, at=TEN + HOUR)
    rang.refresh_from_db()
    assert rang.closed_at is None  # a call was promised, and words are none

    calls.reached(dead_line.pk, by=budi.ref, at=TEN + HOUR)
    rang.refresh_from_db()
    assert (rang.closed_at, rang.how) == (TEN + HOUR, "called")


def test_another_time_quiets_the_alarm_of_the_missed_call_and_no_other(dead_line, budi):
    agree(dead_line)
    calls.miss_what_is_over(at=TEN + timedelta(minutes=31))
    alarms.sweep(at=TEN + timedelta(minutes=31))
    day = Alarm.objects.create(key="agreed", case=dead_line, sort="agreed", deed="solve", rang_at=TEN, told_at=TEN)

    agree(dead_line, starts=TEN + 2 * HOUR, at=TEN + HOUR)

    assert Alarm.objects.get(sort="call_back").how == "called_off"
    day.refresh_from_db()
    assert day.how != "called_off"


def test_who_cancels_needs_no_call(dead_line, budi, ana):
    agree(dead_line)
    cases.cancel(dead_line.pk, reason="It works again.", by=ana.ref, at=MONDAY + timedelta(minutes=5))

    assert told(dead_line) == ["agreed", "given_up"]
    assert Case.objects.get().state == "cancelled"


def test_ana_chooses_in_the_portal_and_budi_says_that_they_talked(dead_line, budi, ana, monkeypatch):
    for door in ("portal.calling", "desk.pages.calling", "portal.commands"):
        monkeypatch.setattr(f"pasillo.doors.{door}.now", lambda: MONDAY, raising=False)
    hers, his = Client(), Client()
    hers.force_login(ana)
    his.force_login(budi)
    page = hers.get(f"/requests/{dead_line.number}/call").content.decode()
    empty = hers.post(f"/requests/{dead_line.number}/call", {"key": "k0", "number": NUMBER})
    chosen = hers.post(f"/requests/{dead_line.number}/call", {"key": "k1", "slot": "20260302T1000Z", "number": NUMBER})

    assert 'value="20260302T1000Z"' in page
    assert empty.status_code == 422
    assert chosen.status_code == 302
    assert CallBack.objects.get().starts_at == TEN
    assert "Monday 2 March, 10:00 to 10:30" in his.get(f"/app/cases/{dead_line.number}/call-back").content.decode()
    his.post(f"/app/cases/{dead_line.number}/call-back", {"do": "reached"})
    assert told(dead_line) == ["agreed", "made"]
    assert Case.objects.get().state == "new"
