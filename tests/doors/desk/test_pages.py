"""What whoever serves sees: the queue, the case, and nothing that is not theirs."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.operations.cases import commands

pytestmark = pytest.mark.django_db


def test_the_queue_shows_who_what_and_what_is_left(at_desk, marta, case):
    page = at_desk(marta).get("/app/work").content.decode()

    assert "Elena Prats" in page
    assert "Still no alarm" in page
    assert "Move home" in page
    assert "Promise broken" in page
    assert "Promise breaks today" not in page
    assert "over" in page
    assert "unassigned" in page


def test_a_case_opens_beside_the_queue(at_desk, marta, case):
    page = at_desk(marta).get(f"/app/cases/{case.number}?split=todo").content.decode()

    assert "Nobody came on Monday." in page
    assert 'class="msg cust"' in page
    assert 'id="composer"' in page
    assert "First answer" in page
    assert page.count(f'data-row="{case.number}"') == 1


def test_the_same_address_gives_the_part_that_a_script_asks_for(at_desk, marta, case):
    browser = at_desk(marta)
    headers = {"hx-request": "true", "hx-target": "div#pane"}

    answer = browser.get(f"/app/cases/{case.number}", headers=headers)

    assert "<html" not in answer.content.decode()
    assert 'id="composer"' in answer.content.decode()
    assert "HX-Request" in answer.headers["Vary"]


def test_what_refreshes_itself_never_holds_the_composer(at_desk, marta, case):
    headers = {"hx-request": "true", "hx-target": "div#live"}

    part = at_desk(marta).get(f"/app/cases/{case.number}", headers=headers).content.decode()

    assert 'hx-target="#thread"' in part
    assert "<textarea" not in part
    assert "composer" not in part


def test_a_page_back_in_history_is_whole(at_desk, marta, case):
    headers = {"hx-request": "true", "hx-target": "body", "hx-history-restore-request": "true"}

    assert "<html" in at_desk(marta).get(f"/app/cases/{case.number}", headers=headers).content.decode()


def test_an_agent_of_another_area_finds_no_such_case(at_desk, ivan, case):
    browser = at_desk(ivan)

    assert browser.get(f"/app/cases/{case.number}").status_code == 404
    assert "Still no alarm" not in browser.get("/app/work").content.decode()


def test_an_area_that_was_asked_for_help_sees_the_case(at_desk, ivan, marta, field, case):
    from datetime import timedelta

    commands.ask_area(
        case.pk, area_id=field.pk, title="Leave a panel", due_at=now() + timedelta(days=1), by=marta.ref, at=now()
    )

    assert at_desk(ivan).get(f"/app/cases/{case.number}").status_code == 200


def test_a_customer_is_not_let_in(at_desk, elena, case):
    browser = at_desk(elena)

    assert browser.get("/app/work").status_code == 403
    assert browser.get(f"/app/cases/{case.number}").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client, case):
    assert client.get(f"/app/cases/{case.number}").url.startswith("/sign-in?")


def test_the_auditor_is_not_told_that_all_is_kept_nor_offered_what_is_refused(at_desk, auditor, marta, case):
    page = at_desk(auditor).get("/app/work").content.decode()
    hers = at_desk(marta).get("/app/work?split=me").content.decode()

    assert "You serve no cases, so none waits for you here." in page
    assert "All kept." not in page
    assert "/app/work/views/new" not in page
    assert "Keep what I see as a view" not in page
    assert "Keep what I see as a view" in hers
    assert "You serve no cases" not in hers


def test_the_auditor_looks_and_cannot_act(at_desk, auditor, case):
    browser = at_desk(auditor)

    page = browser.get(f"/app/cases/{case.number}")

    assert page.status_code == 200
    assert 'id="composer"' not in page.content.decode()
    assert browser.post(f"/app/cases/{case.number}/resolution").status_code == 403


def test_the_next_page_of_the_queue_has_an_address_and_goes_on_after_the_last_row(at_desk, marta, opens, monkeypatch):
    monkeypatch.setattr("pasillo.doors.desk.queue_view.PAGE", 2)
    numbers = [opens(subject=f"Case {n}").number for n in range(5)]
    browser = at_desk(marta)
    seen, address = [], "/app/work"

    while address:
        page = browser.get(address).content.decode()
        seen += [int(row.split('"')[1]) for row in page.split("data-row")[1:]]
        _before, _found, rest = page.partition('id="queue-next"')
        address = rest.split('href="')[1].split('"')[0].replace("&amp;", "&") if rest else ""

    assert seen == numbers


def test_an_empty_queue_says_so_and_where_there_is_work(at_desk, marta, case):
    page = at_desk(marta).get("/app/work?split=waiting").content.decode()

    assert "No case waits for anybody." in page
    assert "Look at To do (1)" in page


@pytest.mark.parametrize(
    "path", ["/app/tasks", "/app/search", "/app/search?q=elena", "/app/cases/new", "/app/palette?q=ele"]
)
def test_the_other_pages_open(at_desk, marta, case, path):
    assert at_desk(marta).get(path).status_code == 200


def test_everybody_lands_where_they_work(at_desk, marta, lucia):
    assert at_desk(marta).get("/app/").url == "/app/day"
    assert at_desk(lucia).get("/app/").url in ("/app/cockpit", "/app/work")
