"""Every verb of the desk: who may, who may not, and what is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pasillo.doors.shell.clock import now
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Pause, Task
from pasillo.operations.conversations.models import Draft, Message

pytestmark = pytest.mark.django_db

SCRIPT = {"hx-request": "true"}


@pytest.fixture
def posts(at_desk, case):
    """Somebody posts to a noun of the case."""

    def post(person, noun, data=None, **more):
        return at_desk(person).post(f"/app/cases/{case.number}/{noun}", data or {}, **more)

    return post


def told(case):
    return list(Entry.objects.filter(about=case.ref).order_by("id").values_list("name", flat=True))


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_marta_takes_a_case(posts, marta, case):
    answer = posts(marta, "assignment", {"assignee": marta.pk})

    case.refresh_from_db()
    assert answer.url == f"/app/cases/{case.number}?split=todo"
    assert (case.assignee_id, case.state) == (marta.pk, "assigned")
    assert told(case).count("case.assigned") == 1


def test_marta_gives_a_case_to_jordi(posts, marta, jordi, case):
    posts(marta, "assignment", {"assignee": jordi.pk})

    case.refresh_from_db()
    assert case.assignee_id == jordi.pk


def test_a_case_is_not_given_to_somebody_of_another_area(posts, marta, ivan, case):
    answer = posts(marta, "assignment", {"assignee": ivan.pk}, headers=SCRIPT)

    case.refresh_from_db()
    assert answer.status_code == 422
    assert "does not serve in the area" in answer.content.decode()
    assert case.assignee_id is None


@pytest.mark.parametrize(
    "given", [{"assignee": "abc"}, {"assignee": "²"}, {"assignee": "9" * 40}, {"assignee": " "}, {}]
)
def test_who_is_nobody_we_know_takes_no_case_away_from_marta(posts, marta, case, given):
    commands.take(case.pk, by=marta.ref, at=now())
    before = told(case)

    answer = posts(marta, "assignment", given, headers=SCRIPT)

    case.refresh_from_db()
    assert answer.status_code == 422
    assert "choose one of the list" in answer.content.decode()
    assert case.assignee_id == marta.pk
    assert told(case) == before


def test_marta_gives_a_case_back_to_its_area(posts, marta, case):
    commands.take(case.pk, by=marta.ref, at=now())

    posts(marta, "assignment", {"assignee": ""})

    case.refresh_from_db()
    assert case.assignee_id is None


def test_a_case_goes_to_another_area_with_a_reason(posts, marta, field, case):
    posts(marta, "area", {"area": field.pk, "reason": "A visit is needed."})

    case.refresh_from_db()
    assert case.area_id == field.pk
    assert Message.objects.get(conversation=case.conversation_id, direction="note").text == "A visit is needed."


def test_a_transfer_without_a_reason_is_refused(posts, marta, field, case):
    assert posts(marta, "area", {"area": field.pk, "reason": " "}, headers=SCRIPT).status_code == 422
    case.refresh_from_db()
    assert case.area_id != field.pk


@pytest.mark.parametrize(("why", "state"), [("customer", "waiting_customer"), ("supplier", "waiting_supplier")])
def test_a_case_waits_and_goes_on(posts, marta, case, why, state):
    posts(marta, "waiting", {"why": why})
    case.refresh_from_db()
    assert case.state == state

    posts(marta, "resumption")
    case.refresh_from_db()
    assert case.state == "new"


def test_a_case_waits_for_an_agreed_day(posts, marta, case):
    day = now() + timedelta(days=2)

    posts(marta, "waiting", {"why": "scheduled", "until": local(day)})

    assert abs(Pause.objects.get(case=case).until - day) < timedelta(minutes=1)


def test_a_wait_that_proves_nothing_is_told_where_it_was_set_and_one_that_is_agreed_is_not(posts, at_desk, marta, case):
    day = local(now() + timedelta(days=2))
    posts(marta, "waiting", {"why": "customer", "asks": "1"})
    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert "Nothing was asked of the customer: the promise runs on" in page
    posts(marta, "waiting", {"why": "scheduled", "until": day})
    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert "No agreement with the customer is known: the promise runs on" in page

    posts(marta, "waiting", {"why": "scheduled", "until": day, "said": "By phone with Elena."})

    assert Pause.objects.get(case=case, ended_at=None).proven
    page = at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
    assert "Agreed: By phone with Elena." in page
    assert page.count("the promise runs on while") == 2


@pytest.mark.parametrize("until", ["9999-01-01T10:00", "", "tomorrow", "2020-13-45T99:99"])
def test_waiting_for_a_day_that_is_no_day_is_refused(posts, marta, case, until):
    assert posts(marta, "waiting", {"why": "scheduled", "until": until}, headers=SCRIPT).status_code == 422
    assert not Pause.objects.exists()


def ten_seconds_pass():
    """Nobody took back what was pressed."""
    commands.say_what_is_due(at=now() + timedelta(seconds=11))


def test_resolving_opens_the_case_that_breaks_next(posts, marta, opens, case):
    other = opens(subject="The other one")

    answer = posts(marta, "resolution", {"split": "todo"})

    ten_seconds_pass()
    case.refresh_from_db()
    assert case.state == "resolved"
    assert answer.url == f"/app/cases/{other.number}?split=todo"


def test_resolving_opens_the_case_that_the_page_shows_next(posts, marta, opens, case):
    opens(subject="The second")
    third = opens(subject="The third")

    answer = posts(marta, "resolution", {"next": third.number}, headers=SCRIPT)

    assert f"/app/cases/{third.number}" in answer.headers["HX-Location"]


def test_next_is_never_a_case_whose_last_answer_is_on_its_way(at_desk, posts, marta, opens, case):
    other = opens(subject="The other one")
    said = {"kind": "reply", "reply": "Done.", "then": "resolve", "key": "k1", "seen": "999999999"}
    browser = at_desk(marta)

    first = browser.post(f"/app/cases/{other.number}/messages", said)
    assert first.url == f"/app/cases/{case.number}?split=todo"
    last = browser.post(f"/app/cases/{case.number}/messages", said | {"key": "k2", "next": str(other.number)})

    assert last.url == "/app/work?split=todo"
    assert "Nothing is left here: your last replies are on their way." in browser.get(last.url).content.decode()


def test_resolving_the_last_case_leads_to_the_empty_queue(posts, marta, case):
    assert posts(marta, "resolution").url == "/app/work?split=todo"


def test_a_reply_that_is_not_sent_is_asked_about_before_the_case_is_resolved(at_desk, posts, marta, case):
    at_desk(marta).post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "Nora comes <b>today</b>."})

    page = posts(marta, "resolution")

    case.refresh_from_db()
    shown = page.content.decode()
    assert (page.status_code, case.state) == (422, "new")
    assert "Your reply is not sent yet" in shown
    assert "Nora comes &lt;b&gt;today&lt;/b&gt;.</textarea>" in shown
    assert 'form="f-resolve" name="without_reply" value="1"' in shown
    assert "case.resolved" not in told(case)
    assert not Message.objects.filter(direction="out", text__contains="Nora").exists()


def test_resolving_without_the_reply_leaves_its_words_where_they_were(at_desk, posts, marta, case):
    at_desk(marta).post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "Nora comes today."})

    posts(marta, "resolution", {"without_reply": "1"})

    ten_seconds_pass()
    case.refresh_from_db()
    assert case.state == "resolved"
    assert Draft.objects.get().text == "Nora comes today."


def test_words_typed_a_moment_ago_are_asked_about_beside_the_reply(posts, marta, case):
    answer = posts(marta, "resolution", {"reply": "Nora comes today."}, headers=SCRIPT)

    case.refresh_from_db()
    assert (answer.status_code, answer.headers["HX-Retarget"], case.state) == (422, "#warned", "new")
    assert "Send and resolve" in answer.content.decode()
    assert "Resolve without it" in answer.content.decode()


@pytest.mark.parametrize(("kind", "text", "held"), [("note", "Only for us", {}), ("reply", "Deleted", {"reply": " "})])
def test_a_note_or_words_that_were_taken_back_hold_nobody_up(at_desk, posts, marta, case, kind, text, held):
    at_desk(marta).post(f"/app/cases/{case.number}/draft", {"kind": kind, "text": text})

    posts(marta, "resolution", held)

    ten_seconds_pass()
    case.refresh_from_db()
    assert case.state == "resolved"


def test_what_a_colleague_has_begun_to_write_holds_nobody_up(at_desk, posts, marta, jordi, case):
    at_desk(jordi).post(f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "We come."})

    posts(marta, "resolution")

    ten_seconds_pass()
    case.refresh_from_db()
    assert case.state == "resolved"


def test_a_case_is_cancelled_with_a_reason(posts, marta, case):
    assert posts(marta, "cancellation", {"reason": ""}, headers=SCRIPT).status_code == 422

    posts(marta, "cancellation", {"reason": "Asked by mistake."})

    case.refresh_from_db()
    assert case.state == "cancelled"


def test_another_area_is_asked_and_does_its_part(posts, at_desk, marta, ivan, field, case):
    due = now() + timedelta(hours=5)
    posts(marta, "tasks", {"area": field.pk, "title": "Leave a panel at the store", "due": local(due)})
    task = Task.objects.get()

    page = at_desk(ivan).get("/app/tasks").content.decode()
    at_desk(ivan).post(f"/app/tasks/{task.pk}/completion")

    task.refresh_from_db()
    assert "Leave a panel at the store" in page
    assert (task.state, task.done_by_id) == ("done", ivan.pk)
    assert told(case)[-1] == "task.done"


def test_the_asked_area_names_another_time(posts, at_desk, marta, ivan, field, case):
    posts(marta, "tasks", {"area": field.pk, "title": "A panel", "due": local(now() + timedelta(hours=5))})
    task = Task.objects.get()
    later = now() + timedelta(days=3)

    at_desk(ivan).post(f"/app/tasks/{task.pk}/time", {"due": local(later)})

    task.refresh_from_db()
    assert abs(task.due_at - later) < timedelta(minutes=1)


def test_a_task_without_an_hour_is_refused(posts, marta, field, case):
    answer = posts(marta, "tasks", {"area": field.pk, "title": "A panel", "due": ""}, headers=SCRIPT)

    assert answer.status_code == 422
    assert not Task.objects.exists()


NOUNS = ["messages", "draft", "assignment", "area", "waiting", "resumption", "resolution", "cancellation", "tasks"]


@pytest.mark.parametrize("noun", NOUNS)
def test_an_agent_of_another_area_finds_nothing_to_act_on(posts, ivan, case, noun):
    before = told(case)

    answer = posts(ivan, noun, {"kind": "reply", "reply": "Hello", "text": "Hello", "reason": "Because"})

    assert answer.status_code == 404
    assert told(case) == before


@pytest.mark.parametrize("noun", NOUNS)
def test_a_customer_cannot_act_at_the_desk(posts, elena, case, noun):
    before = told(case)

    assert posts(elena, noun, {"kind": "reply", "reply": "Hello"}).status_code == 403
    assert told(case) == before


@pytest.mark.parametrize("noun", NOUNS)
def test_a_change_is_never_made_by_a_look(at_desk, marta, case, noun):
    assert at_desk(marta).get(f"/app/cases/{case.number}/{noun}").status_code == 405


def test_a_task_of_others_is_not_there(at_desk, posts, marta, jordi, field, opens, case, before, hours):
    from pasillo.ground.people.commands import give_role, meet, open_area

    billing = open_area(name="Billing", function="finance", calendar=hours, by="system", at=before)
    raul = meet(name="Raúl Boix", email="raul@nidalia.example", by="system", at=before)
    give_role(person=raul, role="agent", area=billing, by="system", at=before)
    task = commands.ask_area(
        case.pk, area_id=field.pk, title="A panel", due_at=now() + timedelta(hours=2), by=marta.ref, at=now()
    )

    assert at_desk(raul).post(f"/app/tasks/{task.pk}/completion").status_code == 404
    task.refresh_from_db()
    assert task.state == "open"
