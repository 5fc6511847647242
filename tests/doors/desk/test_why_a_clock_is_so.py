"""“Why is this clock so?” is answered in a picture and in words; who may, puts it right there."""

import re
from datetime import timedelta
from html import unescape

import pytest

from pasillo.doors.desk.pages import clocks
from pasillo.doors.shell.moments import full
from pasillo.ground.hours.business_time import CalendarRule, Opening
from pasillo.ground.hours.models import Calendar
from pasillo.ground.hours.queries import newest_version
from pasillo.operations.cases import commands as cases
from pasillo.operations.conversations.commands import Words
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.commands.moving import change_hours
from pasillo.operations.promises.models import Clock, Repair


def clock(case, metric):
    return Clock.objects.get(case=case, metric=metric)


def address(case, one):
    return f"/app/cases/{case.number}/clocks/{one.pk}"


@pytest.fixture
def waited(case, marta, elena, before):
    """Marta asked Elena something and waited for half an hour."""
    cases.reply(case.pk, text="¿Qué luz ve en la caja?", then="wait", by=marta.ref, at=before + timedelta(minutes=30))
    words = Words(text="Una roja", channel="email")
    cases.customer_writes(case.pk, author_id=elena.pk, words=words, by=elena.ref, at=before + timedelta(minutes=60))
    return case


def test_each_turn_of_a_clock_is_told_with_its_proof(at_desk, marta, waited):
    page = at_desk(marta).get(address(waited, clock(waited, "resolution"))).content.decode()

    assert "It began with the customer&#39;s first contact" in page
    assert "The clock stood still: we waited for the customer&#39;s answer" in page
    assert "“¿Qué luz ve en la caja?”" in page
    assert "The customer wrote: the clock ran on" in page
    assert "“Una roja”" in page
    assert "took it up again" not in page
    assert "Version 1" in page
    assert "for every case of the service" in page
    assert 'class="why-still"' in page
    assert "<style" not in page
    assert "style=" not in page
    assert "Put it right" not in page


def test_the_promises_of_a_case_lead_to_their_clocks(at_desk, marta, waited):
    page = at_desk(marta).get(f"/app/cases/{waited.number}").content.decode()

    assert f'href="{address(waited, clock(waited, "resolution"))}"' in page


def test_a_wait_without_a_question_is_told_as_such(at_desk, marta, case, before):
    cases.wait(case.pk, why="customer", by=marta.ref, at=before + timedelta(minutes=5))
    page = at_desk(marta).get(address(case, clock(case, "resolution"))).content.decode()

    assert "without a question: the clock ran on" in page
    assert 'class="why-still"' not in page


def test_a_clock_of_another_area_or_of_another_case_is_not_there(at_desk, ivan, marta, waited, opens):
    other = opens("My invoice")
    one = clock(waited, "resolution")

    assert at_desk(ivan).get(address(waited, one)).status_code == 404
    assert at_desk(marta).get(address(other, one)).status_code == 404
    assert at_desk(marta).get(f"/app/cases/{waited.number}/clocks/999999").status_code == 404


@pytest.fixture
def called_in_time(case, marta, before):
    """The call was in time, and was written down after the promise had been told as broken."""
    one = clock(case, "first_response")
    ring(at=one.due_at)
    cases.reply(case.pk, text="Ya la llamé.", channel="phone", by=marta.ref, at=one.due_at - timedelta(minutes=1))
    return case


def test_who_heads_puts_a_clock_right_with_a_reason_and_it_is_told(at_desk, lucia, called_in_time):
    one = clock(called_in_time, "first_response")
    desk = at_desk(lucia)
    before = desk.get(address(called_in_time, one)).content.decode()
    assert "done late, would become kept" in before
    assert "Something was written down after this clock had been told of" in before
    assert "its row was changed" not in before

    refused = desk.post(f"{address(called_in_time, one)}/repair", {"reason": "  "})
    assert refused.status_code == 422
    assert "Please say why" in refused.content.decode()
    assert not Repair.objects.exists()

    done = desk.post(f"{address(called_in_time, one)}/repair", {"reason": "The call was written down late."})
    assert done.status_code == 302
    page = desk.get(address(called_in_time, one)).content.decode()
    assert "The call was written down late." in page
    assert "Put it right" not in page
    assert clock(called_in_time, "first_response").state == "met"


def _says(page, *words):
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for one in words:
        assert one in text, text
    return text


def test_while_it_stands_still_the_page_counts_the_pause_that_goes_on(at_desk, marta, case, before, monkeypatch):
    cases.reply(case.pk, text="¿Qué luz ve?", then="wait", by=marta.ref, at=before + timedelta(minutes=30))
    monkeypatch.setattr(clocks, "now", lambda: before + timedelta(minutes=75))

    page = at_desk(marta).get(address(case, clock(case, "resolution"))).content.decode()

    _says(page, "Served 30 m open hours", "Stood still 45 m in open hours", "Lived 1 h 15 m by the clock")


def test_whoever_takes_a_case_up_again_is_named_with_the_clock_that_ran_on(at_desk, marta, jordi, case, before):
    cases.reply(case.pk, text="¿Qué luz ve?", then="wait", by=marta.ref, at=before + timedelta(minutes=30))
    cases.resume(case.pk, by=jordi.ref, at=before + timedelta(minutes=45))

    page = at_desk(marta).get(address(case, clock(case, "resolution"))).content.decode()

    text = _says(page, "Jordi Mas took it up again: the clock ran on")
    assert "The customer wrote" not in text


def test_a_version_of_hours_is_told_with_its_day_and_whoever_wrote_it(at_desk, lucia, marta, case, before):
    one = clock(case, "resolution")
    at = before + timedelta(minutes=6)
    rule = CalendarRule(week=((Opening.of("10:00", "11:00"),),) * 7, zone="Europe/Madrid")
    known = newest_version(one.calendar_id).pk
    change_hours(one.calendar_id, rule=rule, effective_from=at, known=known, note="Short week", by=lucia.ref, at=at)
    name, due_at = Calendar.objects.get(pk=one.calendar_id).name, clock(case, "resolution").due_at

    page = at_desk(marta).get(address(case, one)).content.decode()

    _says(
        page,
        f"Lucía Ferrer changed the hours of {name}, from {full(at)} on: it is due {full(due_at)}",
        f"The hours of {name} that hold since {full(at)}, written by Lucía Ferrer: Short week",
    )


def test_a_solution_that_the_customer_disputed_is_not_shown_as_kept(at_desk, marta, elena, case, before):
    cases.reply(case.pk, text="Ya está", then="resolve", by=marta.ref, at=before + timedelta(minutes=30))
    desk, one = at_desk(marta), clock(case, "resolution")
    _says(desk.get(address(case, one)).content.decode(), "The case was resolved: the promise is kept")
    cases.dispute(case.pk, reason="Vuelve a pitar", by=elena.ref, at=before + timedelta(minutes=60))

    text = _says(
        desk.get(address(case, one)).content.decode(),
        "in time, but it was not solved",
        "The case was resolved in time",
        "The customer said that it was not solved: this solution does not count as kept",
    )
    assert "the promise is kept" not in text
    again = _says(desk.get(address(case, Clock.objects.get(case=case, metric="dispute"))).content.decode())
    assert "does not count as kept" not in again
    assert "in time, but it was not solved" in _says(desk.get(f"/app/cases/{case.number}").content.decode())


def test_hours_that_change_after_the_end_give_the_head_nothing_to_put_right(at_desk, lucia, marta, case, before):
    one = clock(case, "resolution")
    cases.reply(case.pk, text="Ya está", then="resolve", by=marta.ref, at=before + timedelta(minutes=5))
    at = before + timedelta(minutes=6)
    rule = CalendarRule(week=((Opening.of("10:00", "11:00"),),) * 7, zone="Europe/Madrid")
    known = newest_version(one.calendar_id).pk
    change_hours(one.calendar_id, rule=rule, effective_from=at, known=known, by=lucia.ref, at=at)

    page = at_desk(lucia).get(address(case, one)).content.decode()

    assert "The case was resolved: the promise is kept" in page
    assert "Put it right" not in page
    assert "says otherwise" not in page


def test_a_row_that_somebody_changed_is_told_as_such(at_desk, lucia, case):
    one = clock(case, "resolution")
    Clock.objects.filter(pk=one.pk).update(due_at=one.due_at + timedelta(days=9))

    page = at_desk(lucia).get(address(case, one)).content.decode()

    assert "its row was changed" in page
    assert "Something was written down after" not in page
    assert "Put it right" in page


def test_who_serves_sees_no_repair_and_an_auditor_looks_only(at_desk, marta, auditor, called_in_time):
    one = clock(called_in_time, "first_response")

    assert "Put it right" not in at_desk(marta).get(address(called_in_time, one)).content.decode()
    assert at_desk(marta).post(f"{address(called_in_time, one)}/repair", {"reason": "x"}).status_code == 404
    assert at_desk(auditor).get(address(called_in_time, one)).status_code == 200
    assert at_desk(auditor).post(f"{address(called_in_time, one)}/repair", {"reason": "x"}).status_code == 403
    assert not Repair.objects.exists()


def test_a_day_that_was_agreed_is_named_and_its_coming_is_told(at_desk, marta, case, before):
    until = before + timedelta(minutes=30)
    cases.reply(case.pk, text="Vamos hoy a esa hora.", by=marta.ref, at=before + timedelta(minutes=2))
    cases.wait(case.pk, why="scheduled", until=until, by=marta.ref, at=before + timedelta(minutes=5))
    cases.wake_agreed(at=until + timedelta(minutes=1))
    page = at_desk(marta).get(address(case, clock(case, "resolution"))).content.decode()

    assert f"The clock stood still: {full(until)} was agreed with the customer" in page
    assert "The day that was agreed came: the clock ran on" in page


def test_a_date_nobody_agreed_is_told_as_such(at_desk, marta, case, before):
    until = before + timedelta(days=90)
    cases.wait(case.pk, why="scheduled", until=until, by=marta.ref, at=before + timedelta(minutes=5))
    page = at_desk(marta).get(address(case, clock(case, "resolution"))).content.decode()

    assert "without an agreement: the clock ran on" in page
    assert "was agreed with the customer" not in page


def test_what_broke_in_a_case_that_was_merged_is_told_to_be_so(at_desk, marta, case, opens, before):
    """Both were answered; the first broke its solution long ago, the second has its whole time before it."""
    long_after = before + timedelta(days=30)
    ring(at=long_after)
    assert clock(case, "resolution").state == "breached_running"
    again = opens("Where is my alarm?", "I wrote on Monday, too.", at=long_after)
    merged = cases.merge(case.pk, into_id=again.pk, by=marta.ref, at=long_after + timedelta(minutes=1))

    solution = clock(merged, "resolution")
    page = at_desk(marta).get(address(merged, solution)).content.decode()
    assert "The promise broke in the case that was merged into this one, and stays broken" in page
    assert solution.due_at == clock(case, "resolution").due_at
