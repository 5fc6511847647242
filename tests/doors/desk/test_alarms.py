"""The alarms of Marta and of the contact centre: what breaks first on top, and what she does about it."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import add_skill, give_skill
from pasillo.measurement.reports.models import Foreseeing
from pasillo.operations.alarms.commands import sweep
from pasillo.operations.alarms.ladder import Sort
from pasillo.operations.alarms.models import Alarm, Plan
from pasillo.operations.cases import commands as cases
from pasillo.operations.routing.commands import RuleAs, SeatAs, add_rule, set_seat
from pasillo.operations.routing.eligibility import Need
from pasillo.strategy.objectives.models import Objective


@pytest.fixture
def rang(case, marta):
    """Elena has no answer after two hours, of the half that was promised."""
    sweep(at=now())
    return Alarm.objects.get(case=case, metric="first_response")


def test_who_serves_reads_what_broke_who_must_act_and_until_when(at_desk, marta, rang, case):
    page = at_desk(marta).get("/app/alarms").content.decode()

    assert "Still no alarm" in page
    assert "First answer: the promise is broken" in page
    assert "everybody of the area: Take it, or find who does" not in page
    assert "Decide: help, hand it over, or agree on a new day" in page
    assert f'action="/app/cases/{case.number}/assignment"' not in page
    assert f'href="/app/alarms/{rang.pk}/seen"' in page


def test_the_menu_says_how_many_call_and_the_day_names_them(at_desk, marta, rang):
    day = at_desk(marta).get("/app/day").content.decode()

    assert '<span class="n">1</span>' in day
    assert "They call me" in day
    assert "First answer: the promise is broken" in day


def test_the_case_says_who_is_called(at_desk, marta, rang, case):
    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()

    assert "First answer: the promise is broken" in page
    assert "everybody of the area" in page


def test_in_its_case_a_share_that_was_used_up_is_overtaken_by_what_rang_later(at_desk, marta, rang, case):
    earlier = Alarm.objects.get(pk=rang.pk)
    earlier.pk, earlier.key, earlier.sort, earlier.mark = None, "the half before", Sort.THRESHOLD, 50
    earlier.rang_at = rang.rang_at - timedelta(minutes=15)
    earlier.save()
    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert f'href="/app/alarms/{rang.pk}/seen"' in page
    assert f'href="/app/alarms/{earlier.pk}/seen"' not in page

    Alarm.objects.filter(pk=earlier.pk).update(clock_id=None)
    assert f"/app/alarms/{earlier.pk}/seen" in at_desk(marta).get(f"/app/cases/{case.number}").content.decode()


def test_an_alarm_of_another_area_is_not_there(at_desk, ivan, marta, rang):
    browser = at_desk(ivan)

    assert "Still no alarm" not in browser.get("/app/alarms?show=area").content.decode()
    assert "Nobody has to be called." in browser.get("/app/alarms").content.decode()
    assert '<span class="n">1</span>' not in browser.get("/app/day").content.decode()
    assert browser.get(f"/app/alarms/{rang.pk}/seen").status_code == 404
    assert browser.post(f"/app/alarms/{rang.pk}/seen", {"reason": "x"}).status_code == 404
    assert Alarm.objects.get().closed_at is None


def test_the_auditor_looks_and_closes_nothing(at_desk, auditor, rang):
    page = at_desk(auditor).get("/app/alarms?show=area").content.decode()

    assert "Still no alarm" in page
    assert "/seen" not in page
    assert at_desk(auditor).post(f"/app/alarms/{rang.pk}/seen", {"reason": "x"}).status_code == 403


def test_marta_says_why_nothing_more_is_needed(at_desk, marta, rang):
    browser = at_desk(marta)
    refused = browser.post(f"/app/alarms/{rang.pk}/seen", {"reason": "   "})
    assert refused.status_code == 422
    assert "say in a few words" in refused.content.decode()

    answer = browser.post(f"/app/alarms/{rang.pk}/seen", {"reason": "She is at the counter."})
    assert answer.url == "/app/alarms"
    rang.refresh_from_db()
    assert (rang.how, rang.reason, rang.closed_by) == ("seen", "She is at the counter.", marta.ref)
    assert "Still no alarm" not in browser.get("/app/alarms").content.decode()
    again = browser.post(f"/app/alarms/{rang.pk}/seen", {"reason": "Once more."})
    assert again.status_code == 422
    assert "Once more." in again.content.decode()


def test_nobody_holds_it_and_marta_takes_it_from_the_list(at_desk, marta, opens):
    at = now()
    case = opens(at=at - timedelta(minutes=16))
    sweep(at=at)
    browser = at_desk(marta)
    page = browser.get("/app/alarms").content.decode()
    assert "everybody of the area: Take it, or find who does" in page
    assert f'action="/app/cases/{case.number}/assignment"' in page

    browser.post(f"/app/cases/{case.number}/assignment", {"assignee": marta.pk})
    assert Alarm.objects.get().how == "taken"


def test_a_lead_who_is_called_by_name_is_not_called_with_all_for_the_same_promise(at_desk, marta, jordi, opens, rang):
    other = opens("Another", at=now())
    same = {"metric": rang.metric, "clock_id": rang.clock_id, "told_at": now(), "heard_at": now(), "act_by": now(),
            "area_id": rang.area_id, "deed": "take", "sort": "threshold", "rang_at": now(), "mark": 50}  # fmt: skip
    Alarm.objects.filter(pk=rang.pk).update(person=marta)
    Alarm.objects.create(key="x", case=rang.case, **same)
    Alarm.objects.create(key="y", case=other, **same | {"clock_id": None})

    hers, his = (at_desk(one).get("/app/alarms").content.decode() for one in (marta, jordi))

    assert hers.count("data-row=") == 2
    assert hers.count("Still no alarm") == 1
    assert his.count("Still no alarm") == 1
    assert "Another" in hers


def test_when_the_agreed_day_comes_its_holder_is_called_and_an_answer_ends_it(at_desk, marta, jordi, case):
    cases.take(case.pk, by=marta.ref, at=now() - timedelta(hours=1))
    cases.wait(case.pk, why="scheduled", until=now() - timedelta(seconds=5), said="By phone.", by=marta.ref,
               at=now() - timedelta(minutes=50))  # fmt: skip
    Alarm.objects.all().delete()

    assert cases.wake_agreed(at=now()) == 1
    sweep(at=now())

    alarm = Alarm.objects.get(sort="agreed")
    assert (alarm.person, alarm.deed, alarm.late) == (marta, "solve", False)
    assert "The day that was agreed with the customer has come" in at_desk(marta).get("/app/alarms").content.decode()
    assert "The day that was agreed" not in at_desk(jordi).get("/app/day").content.decode()
    cases.reply(case.pk, text="I am on my way.", by=marta.ref, at=now())
    alarm.refresh_from_db()
    assert alarm.how == "answered"


def test_who_goes_on_before_the_day_is_not_called_because_of_it(marta, case):
    cases.take(case.pk, by=marta.ref, at=now())
    cases.wait(case.pk, why="scheduled", until=now() + timedelta(hours=2), said="By phone.", by=marta.ref, at=now())
    cases.resume(case.pk, by=marta.ref, at=now())

    assert not Alarm.objects.filter(sort="agreed").exists()


def test_an_answer_empties_the_list(at_desk, marta, rang, case):
    cases.reply(case.pk, text="Hola", by=marta.ref, at=now())

    assert "Nobody has to be called." in at_desk(marta).get("/app/alarms").content.decode()


def test_the_customer_never_sees_an_alarm(at_desk, elena, rang, case):
    page = at_desk(elena).get(f"/requests/{case.number}").content.decode()

    assert "alarm.rang" not in page
    assert "An alarm called" not in page
    assert at_desk(elena).get("/app/alarms").status_code == 403


def test_many_alarms_come_a_page_at_a_time_and_each_once(at_desk, marta, opens):
    at = now()
    numbers = {opens(f"Case {n}", at=at - timedelta(minutes=16, seconds=n)).number for n in range(53)}
    sweep(at=at)
    browser = at_desk(marta)
    first = browser.get("/app/alarms")
    more = first.content.decode().split('class="al-m"><a class="btn" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(more).content.decode()

    seen = [{n for n in numbers if f"#{n} ·" in page} for page in (first.content.decode(), second)]
    assert [len(part) for part in seen] == [50, 3]
    assert seen[0] | seen[1] == numbers
    assert "Later ones" not in second


@pytest.mark.parametrize(
    "after", ["nonsense", "2026-13-45T00:00,1", "2026-01-01T00:00:00,1", "2026-01-01T00:00:00+00:00,x"]
)
def test_a_place_that_is_none_leads_to_the_first(at_desk, marta, rang, after):
    answer = at_desk(marta).get("/app/alarms", {"after": after})

    assert answer.status_code == 200
    assert "Still no alarm" in answer.content.decode()


def test_the_open_page_fetches_only_its_list(at_desk, marta, rang):
    answer = at_desk(marta).get("/app/alarms", headers={"HX-Request": "true", "HX-Target": "div#live"})

    page = answer.content.decode()
    assert page.startswith('<hx-partial hx-target="#alarms"')
    assert "<main" not in page


def test_more_is_promised_than_marta_can_do_and_the_cases_are_named(at_desk, marta, opens, move_home):
    """Each takes twelve minutes, and three are promised to be answered and solved within thirty."""
    Objective.objects.filter(service=move_home, metric="resolution").update(target_minutes=30)
    Plan.objects.create(service=move_home, shares=[], lead_minutes=0, silence_minutes=0, rungs=[], touch_minutes=12)
    for n in range(3):
        opens(f"Case {n}", at=now())
    page = at_desk(marta).get("/app/alarms").content.decode()

    assert "we promise more than we can do" in page
    assert "3 cases are at risk, with 1 on the team." in page
    assert "Case 2" in page
    assert "Only for who has this" not in page


def test_what_only_some_of_the_area_can_do_is_told_with_what_it_asks_for(
    at_desk, marta, jordi, opens, move_home, contact_centre, before
):
    Objective.objects.filter(service=move_home, metric="resolution").update(target_minutes=30)
    Plan.objects.create(service=move_home, shares=[], lead_minutes=0, silence_minutes=0, rungs=[], touch_minutes=12)
    moves = add_skill(name="Moves", by="system", at=before)
    give_skill(marta.pk, skill_id=moves.pk, level=3, since=before.date(), by="system", at=before)
    wish = RuleAs(
        title="Moves",
        condition={"all": []},
        for_every_case=True,
        needs=(Need(skill_id=moves.pk, level=2),),
        speaks=True,
    )
    add_rule(contact_centre.pk, wish=wish, by="system", at=before)
    set_seat(contact_centre.pk, marta.pk, wish=SeatAs(languages=["es"]), by="system", at=before)
    for n in range(3):
        opens(f"Case {n}", at=now())

    page = at_desk(marta).get("/app/alarms").content.decode()

    assert "Only for who has this: Moves, able; Spanish." in page
    assert "3 cases are at risk, with 1 on the team." in page


def test_who_steers_reads_honestly_that_foreseeing_was_no_help(at_desk, marta, lucia):
    Foreseeing.objects.create(pk=1, worked_out_at=now(), n=40, brier=0.24, base=0.21, bins=[[0.1, 0.3, 40]])

    page = at_desk(lucia).get("/app/alarms?show=area").content.decode()
    assert "Not better than guessing: nobody is called because of it." in page
    assert "0.240" in page
    assert "Not better than guessing" not in at_desk(marta).get("/app/alarms").content.decode()


def test_who_steers_reads_when_it_was_tried_with_too_little_to_learn_from(at_desk, lucia):
    Foreseeing.objects.create(pk=1, worked_out_at=now(), n=0)

    page = at_desk(lucia).get("/app/alarms?show=area").content.decode()
    assert "When it was tried last, " in page
    assert "too few promises were kept or broken to learn from. It is tried again as soon as there are more." in page
    assert "Better than saying the base rate" not in page


def test_the_rungs_of_one_promise_stand_in_one_row(at_desk, marta, rang, case):
    lower = Alarm.objects.get(pk=rang.pk)
    lower.pk, lower.key, lower.sort, lower.mark = None, "the rung below", Sort.THRESHOLD, 75
    lower.save()

    page = at_desk(marta).get("/app/alarms?show=area").content.decode()

    assert page.count('<li class="tk-i"') == 1
    assert all(f'href="/app/alarms/{one.pk}/seen"' in page for one in (rang, lower))
