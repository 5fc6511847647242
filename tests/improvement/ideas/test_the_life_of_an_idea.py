"""Tomás proposes something, others take part, and Clara answers in words."""

import pytest

from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import prefer
from pasillo.improvement.ideas import queries
from pasillo.improvement.ideas.commands import Proposal, answer, comment, follow, propose, see, unfollow, unvote, vote
from pasillo.improvement.ideas.models import Answer, Comment, Idea, News
from pasillo.improvement.ideas.states import MAY, State, may_go
from pasillo.operations.cases.commands import cancel
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message


def told(idea):
    return list(Entry.objects.filter(about=idea.ref).order_by("id").values_list("name", flat=True))


def mails():
    return {
        effect.payload["to"]: effect.payload for effect in Effect.objects.filter(kind="mail", payload__template="idea")
    }


def test_an_idea_is_told_once_however_often_its_form_is_sent(tomas, visits, monday):
    proposal = Proposal(title="  Text  before  the visit ", words="One line.", service_id=visits.pk, key="k1")

    first = propose(proposal, by=tomas.ref, at=monday)
    second = propose(proposal, by=tomas.ref, at=monday)

    assert first.pk == second.pk
    assert Idea.objects.count() == 1
    assert first.title == "Text before the visit"
    assert told(first) == ["idea.proposed"]
    assert queries.is_followed_by(_seen(tomas), first)


@pytest.mark.parametrize(
    ("title", "words", "why"),
    [(" ", "x", "one line"), ("x", " ", "few words"), ("x" * 161, "x", "160"), ("x", "x" * 10_001, "10000")],
)
def test_what_cannot_be_proposed_is_refused_and_nothing_is_kept(tomas, monday, title, words, why):
    with pytest.raises(Refused, match=why):
        propose(Proposal(title=title, words=words, key="k"), by=tomas.ref, at=monday)

    assert not Idea.objects.exists()
    propose(Proposal(title="Right", words="Now it is right.", key="k"), by=tomas.ref, at=monday)
    assert Idea.objects.count() == 1


def test_a_machine_has_no_ideas(visits, monday):
    with pytest.raises(Refused, match="Only a person"):
        propose(Proposal(title="x", words="y"), by="system", at=monday)


def test_each_person_has_one_vote_and_may_take_it_back(idea, nora, ivan, later):
    for person in (nora, nora, ivan):
        vote(idea.pk, by=person.ref, at=later(1))
    assert Idea.objects.get().votes == 2

    unvote(idea.pk, by=nora.ref, at=later(2))
    unvote(idea.pk, by=nora.ref, at=later(2))

    assert Idea.objects.get().votes == 1
    assert told(idea).count("idea.voted") == 3
    assert queries.voted_by(_seen(ivan), [idea.pk]) == {idea.pk}
    assert queries.voted_by(_seen(nora), [idea.pk]) == set()


def test_who_comments_follows_and_the_others_who_follow_are_told(idea, tomas, nora, ivan, later):
    comment(idea.pk, words="On the app we could show it.", key="c1", by=nora.ref, at=later(1))
    comment(idea.pk, words="On the app we could show it.", key="c1", by=nora.ref, at=later(1))
    follow(idea.pk, by=ivan.ref, at=later(1))
    unfollow(idea.pk, by=nora.ref, at=later(2))
    comment(idea.pk, words="Yes.", by=tomas.ref, at=later(3))

    assert Comment.objects.count() == 2
    assert list(News.objects.order_by("pk").values_list("person_id", flat=True)) == [tomas.pk, ivan.pk]
    assert set(mails()) == {tomas.email, ivan.email}
    assert "On the app" in mails()[tomas.email]["text"]
    with pytest.raises(Refused, match="nothing to add"):
        comment(idea.pk, words=" ", by=nora.ref, at=later(4))


def test_an_answer_moves_the_idea_and_its_author_reads_the_words_in_their_language(idea, tomas, clara, later):
    answered = answer(idea.pk, to="accepted", words="We ask it from Monday on.", by=clara.ref, at=later(30))

    given = Answer.objects.get()
    assert (answered.state, given.words, given.person_id, given.given_at) == (
        "accepted", "We ask it from Monday on.", clara.pk, later(30),
    )  # fmt: skip
    assert told(idea) == ["idea.proposed", "idea.answered"]
    assert mails()[tomas.email]["language"] == "es"
    assert "We ask it from Monday on." in mails()[tomas.email]["text"]
    assert f"/app/ideas/{idea.pk}" in mails()[tomas.email]["text"]
    assert clara.email not in mails()
    assert queries.news_for(_seen(tomas)) == {idea.pk}
    see(idea.pk, person_id=tomas.pk, at=later(31))
    assert queries.news_for(_seen(tomas)) == set()


def test_who_wants_no_mail_about_ideas_still_sees_what_is_new(idea, tomas, clara, monday, later):
    prefer(tomas.pk, name="notices", value={"ideas_by_mail": False}, by=tomas.ref, at=monday)

    answer(idea.pk, to="looking", words="We look at it.", by=clara.ref, at=later(1))

    assert mails() == {}
    assert queries.news_for(_seen(tomas)) == {idea.pk}


def test_no_idea_moves_without_words(idea, clara, later):
    with pytest.raises(Refused, match="in words"):
        answer(idea.pk, to="declined", words=" \n ", by=clara.ref, at=later(1))

    assert Idea.objects.get().state == "new"
    assert not Answer.objects.exists()
    assert told(idea) == ["idea.proposed"]


def test_an_idea_goes_only_where_its_life_leads(idea, clara, later):
    with pytest.raises(Refused, match="cannot go there"):
        answer(idea.pk, to="done", words="Done.", by=clara.ref, at=later(1))
    with pytest.raises(Refused, match="cannot go there"):
        answer(idea.pk, to="somewhere", words="Done.", by=clara.ref, at=later(1))

    assert Idea.objects.get().state == "new"
    assert not may_go("new", "new")
    assert all(State.NEW not in targets for targets in MAY.values())


def test_who_suggested_it_as_a_customer_reads_the_outcome_and_their_case_ends(asks, elena, ivan, clara, later):
    case = asks("suggestion")
    idea = propose(Proposal(title="Name the technician", words="By text.", case_id=case.pk), by=ivan.ref, at=later(1))
    assert (idea.proposer_id, idea.service_id) == (elena.pk, case.service_id)

    answer(idea.pk, to="accepted", words="Good thought. We try it in Zaragoza.", by=clara.ref, at=later(2))
    assert Case.objects.get().state == "in_progress"
    answer(idea.pk, to="done", words="From today you get the name the evening before.", by=clara.ref, at=later(9))

    said = list(Message.objects.filter(direction="out").order_by("pk").values_list("text", flat=True))
    assert said == ["Good thought. We try it in Zaragoza.", "From today you get the name the evening before."]
    assert Case.objects.get().state == "resolved"


def test_an_idea_from_a_case_that_is_no_suggestion_tells_that_customer_nothing(asks, ivan, clara, later):
    case = asks("incident")
    idea = propose(Proposal(title="Ask twice", words="x", case_id=case.pk), by=ivan.ref, at=later(1))

    answer(idea.pk, to="declined", words="No.", by=clara.ref, at=later(2))

    assert idea.proposer_id is None
    assert not Message.objects.filter(direction="out").exists()
    assert Case.objects.get().state == "new"


def test_who_suggested_it_is_told_by_mail_when_their_case_is_over(asks, elena, ivan, clara, later):
    case = asks("suggestion")
    idea = propose(Proposal(title="Name them", words="x", case_id=case.pk), by=ivan.ref, at=later(1))
    cancel(case.pk, reason="Asked twice.", by=ivan.ref, at=later(2))

    answer(idea.pk, to="declined", words="We may not, by law.", by=clara.ref, at=later(3))

    assert mails()[elena.email]["text"] == "We may not, by law."
    assert Case.objects.get().state == "cancelled"


def _seen(person):
    from pasillo.ground.people.sight import sight_of

    return sight_of(person)
