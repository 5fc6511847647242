"""The improvement board behind the desk's door: who comes in, what they see, and what they can do there."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.improvement.ideas.commands import Proposal, answer, propose
from pasillo.improvement.ideas.models import Comment, Idea
from pasillo.operations.voice.commands import give_feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomas(before, db):
    """Finance; no agent of anything."""
    person = meet(name="Tomás Vidal", email="tomas@nidalia.example", by="system", at=before)
    give_role(person=person, role=Role.EMPLOYEE, by="system", at=before)
    return person


@pytest.fixture
def clara(contact_centre, before):
    """Manages the contact centre."""
    person = meet(name="Clara Vives", email="clara@nidalia.example", by="system", at=before)
    give_role(person=person, role=Role.MANAGER, area=contact_centre, by="system", at=before)
    return person


@pytest.fixture
def idea(tomas, move_home):
    words = Proposal(title="Ask for the gate code", words="In the first call.", service_id=move_home.pk)
    return propose(words, by=tomas.ref, at=now())


def test_an_employee_begins_at_the_board_and_finds_it_empty_with_a_way_on(at_desk, tomas):
    browser = at_desk(tomas)

    assert browser.get("/app/").url == "/app/board"
    page = browser.get("/app/board").content.decode()

    assert "No idea yet." in page
    assert 'href="/app/ideas/new"' in page


def test_a_customer_is_not_let_in_and_a_stranger_signs_in_first(at_desk, elena, idea, client):
    for path in ("board", "ideas", "ideas/new", "ideas/similar?title=gate", f"ideas/{idea.pk}"):
        assert at_desk(elena).get(f"/app/{path}").status_code == 403
        assert client.get(f"/app/{path}").url.startswith("/sign-in")


def test_what_was_proposed_stands_on_the_board_with_who_and_about_what(at_desk, tomas, idea):
    page = at_desk(tomas).get("/app/board?kind=idea").content.decode()

    assert "Ask for the gate code" in page
    assert "Tomás Vidal" in page
    assert "Move home" in page
    assert 'data-state="declined"' in page
    assert "data-move" not in page


def test_the_board_of_another_service_is_without_it(at_desk, tomas, idea, move_home):
    browser = at_desk(tomas)

    assert "Ask for the gate code" in browser.get(f"/app/board?service={move_home.pk}").content.decode()
    assert "Ask for the gate code" not in browser.get(f"/app/board?service={move_home.pk + 1}").content.decode()
    assert browser.get("/app/board?service=x&state=").status_code == 200
    assert browser.get("/app/board?state=nonsense").status_code == 404
    assert "Ask for the gate code" in browser.get("/app/board?state=new&before=99999999999999999999").content.decode()


def test_an_idea_is_proposed_once_and_what_was_refused_keeps_its_words(at_desk, tomas, move_home):
    browser = at_desk(tomas)
    typed = {"title": "", "words": "In the first call, please.", "service": str(move_home.pk), "key": "k1"}

    refused = browser.post("/app/ideas/new", typed)
    assert refused.status_code == 422
    assert "In the first call, please." in refused.content.decode()
    assert not Idea.objects.exists()

    made = browser.post("/app/ideas/new", typed | {"title": "Ask for the code"})
    again = browser.post("/app/ideas/new", typed | {"title": "Ask for the code"})
    assert made.url == again.url == f"/app/ideas/{Idea.objects.get().pk}"
    assert Idea.objects.get().service_id == move_home.pk


def test_an_idea_comes_from_a_case_only_for_who_sees_the_case(at_desk, marta, tomas, case, idea):
    page = at_desk(marta).get(f"/app/ideas/new?case={case.number}").content.decode()
    assert "Still no alarm" in page

    for path in (f"?case={case.number}", "?case=99999", "?case=x", "?feedback=1"):
        assert at_desk(tomas).get(f"/app/ideas/new{path}").status_code == 404
    assert at_desk(tomas).post("/app/ideas/new", {"title": "t", "words": "w", "case": case.number}).status_code == 404

    made = at_desk(marta).post("/app/ideas/new", {"title": "Two keys", "words": "w", "case": case.number})
    new = Idea.objects.get(title="Two keys")
    assert (made.url, new.case_id) == (f"/app/ideas/{new.pk}", case.pk)
    assert "Still no alarm" in at_desk(marta).get(made.url).content.decode()
    for path in (made.url, "/app/board", "/app/ideas/similar?title=keys"):
        hidden = at_desk(tomas).get(path).content.decode()
        assert "Two keys" in hidden
        assert "Still no alarm" not in hidden
        assert "Elena Prats" not in hidden


def test_an_idea_comes_from_a_quote_and_shows_it_to_who_may_see_the_case(at_desk, marta, tomas, case, elena):
    said = give_feedback(case.pk, person_id=elena.pk, score=1, words="Eleven days alone.", by=elena.ref, at=now())

    assert "Eleven days alone." in at_desk(marta).get(f"/app/ideas/new?feedback={said.pk}").content.decode()
    made = at_desk(marta).post("/app/ideas/new", {"title": "t", "words": "w", "feedback": said.pk})

    assert Idea.objects.get().feedback_id == said.pk
    assert "Eleven days alone." in at_desk(marta).get(made.url).content.decode()
    assert "Eleven days alone." not in at_desk(tomas).get(made.url).content.decode()


def test_who_suggested_something_finds_their_words_in_the_form(at_desk, marta, opens):
    case = opens("The visit", "Send me the name of the technician.")
    case.kind = "suggestion"
    case.save()

    page = at_desk(marta).get(f"/app/ideas/new?case={case.number}").content.decode()

    assert "Send me the name of the technician.</textarea>" in page


def test_only_who_is_in_charge_answers_and_the_author_finds_the_words(at_desk, tomas, clara, marta, idea):
    path = f"/app/ideas/{idea.pk}/answer"
    for person in (tomas, marta):
        assert at_desk(person).post(path, {"to": "accepted", "words": "Yes"}).status_code == 403
    assert Idea.objects.get().state == "new"

    refused = at_desk(clara).post(path, {"to": "accepted", "words": " "})
    assert refused.status_code == 422
    assert 'value="accepted" checked' in refused.content.decode()

    done = at_desk(clara).post(path, {"to": "accepted", "words": "From Monday on.", "back": "board"})
    assert done.url == f"/app/board#idea-{idea.pk}"
    assert "new</span>" in at_desk(tomas).get("/app/ideas").content.decode()
    assert "From Monday on." in at_desk(tomas).get(f"/app/ideas/{idea.pk}").content.decode()
    assert "new</span>" not in at_desk(tomas).get("/app/ideas").content.decode()
    assert at_desk(clara).post("/app/ideas/999999/answer", {"to": "done", "words": "x"}).status_code == 404


def test_a_vote_counts_once_and_answers_with_its_button(at_desk, marta, idea):
    browser, path = at_desk(marta), f"/app/ideas/{idea.pk}/vote"

    part = browser.post(path, {"vote": "give"}, headers={"hx-request": "true"}).content.decode()
    assert browser.post(path, {"vote": "give"}).url == f"/app/ideas/{idea.pk}"

    assert "<html" not in part
    assert 'aria-pressed="true"' in part
    assert Idea.objects.get().votes == 1
    browser.post(path, {"vote": "back"})
    assert Idea.objects.get().votes == 0


def test_a_comment_is_kept_once_and_empty_words_are_refused(at_desk, marta, idea):
    browser, path = at_desk(marta), f"/app/ideas/{idea.pk}/comments"

    assert browser.post(path, {"words": " ", "key": "c"}).status_code == 422
    browser.post(path, {"words": "Yes, and the parking.", "key": "c"})
    browser.post(path, {"words": "Yes, and the parking.", "key": "c"})

    assert Comment.objects.count() == 1
    page = browser.get(f"/app/ideas/{idea.pk}").content.decode()
    assert "Yes, and the parking." in page
    assert "Stop following" in page
    browser.post(f"/app/ideas/{idea.pk}/following", {"follow": "no"})
    assert "Stop following" not in browser.get(f"/app/ideas/{idea.pk}").content.decode()


def test_who_writes_is_shown_what_speaks_of_the_same(at_desk, tomas, idea):
    page = at_desk(tomas).get("/app/ideas/similar?title=gate codes").content.decode()

    assert "Ask for the gate code" in page
    assert "<html" not in page


def test_my_ideas_tell_what_waits_for_my_answer(at_desk, clara, tomas, idea):
    assert "They wait for your answer" in at_desk(clara).get("/app/ideas").content.decode()
    answer(idea.pk, to="looking", words="We look.", by=clara.ref, at=now())
    page = at_desk(clara).get("/app/ideas").content.decode()

    assert "They wait for your answer" not in page
    assert "You have not proposed anything yet." in page


def test_a_full_board_links_to_the_rest_of_a_column(at_desk, tomas):
    for n in range(53):
        propose(Proposal(title=f"Idea number {n}", words="w"), by=tomas.ref, at=now())
    browser = at_desk(tomas)

    assert "and 3 more" in browser.get("/app/board").content.decode()
    first = browser.get("/app/board?state=new").content.decode()
    assert "Idea number 52" in first
    assert "Idea number 2<" not in first
    older = first.partition("/app/board?state=new&amp;before=")[2].partition('"')[0]
    assert "Idea number 2<" in browser.get(f"/app/board?state=new&before={older}").content.decode()


def test_the_case_page_offers_to_make_an_idea_of_it(at_desk, marta, case):
    assert f"/app/ideas/new?case={case.number}" in at_desk(marta).get(f"/app/cases/{case.number}").content.decode()
