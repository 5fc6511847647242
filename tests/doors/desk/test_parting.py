"""Marta undoes a merge that was none, and makes two cases of one that told of two needs."""

import pytest

from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(opens, case):
    return opens("Where is my alarm?", "I wrote on Monday, too.")


def page(answer):
    return answer.content.decode()


@pytest.fixture
def merged(case, again, marta, before):
    commands.merge(again.pk, into_id=case.pk, by=marta.ref, at=before)
    return again


def writes(case, text, before):
    words = Words(text=text, channel="portal")
    commands.customer_writes(case.pk, author_id=case.customer_id, words=words, by=case.customer.ref, at=before)
    return Message.objects.get(text=text)


def test_both_pages_lead_to_the_undoing_and_it_says_first_what_goes_where(at_desk, marta, case, merged, before):
    commands.reply(case.pk, text="We are on it", by=marta.ref, at=before.replace(microsecond=999999))
    browser = at_desk(marta)
    address = f"/app/cases/{merged.number}/merging/undo"

    assert f'href="{address}"' in page(browser.get(f"/app/cases/{merged.number}"))
    assert f'href="{address}"' in page(browser.get(f"/app/cases/{case.number}"))
    shown = page(browser.get(address))
    assert "1 message, with its files" in shown
    assert "1 message since the merge" in shown
    assert "what ran out meanwhile is broken" in shown


def test_marta_undoes_it_and_both_stand_on_their_own(at_desk, marta, case, merged):
    browser = at_desk(marta)
    answer = browser.post(f"/app/cases/{merged.number}/merging/undo")

    merged.refresh_from_db()
    assert (answer.status_code, merged.state, merged.merged_into_id) == (302, "new", None)
    assert "I wrote on Monday, too." in page(browser.get(f"/app/cases/{merged.number}"))
    assert f"undid the merge: #{merged.number} goes on by itself" in page(browser.get(f"/app/cases/{case.number}"))
    again = browser.post(f"/app/cases/{merged.number}/merging/undo")
    assert (again.status_code, "there is no merge to undo" in page(again)) == (422, True)


def test_who_serves_only_the_merged_one_undoes_nothing(at_desk, marta, ivan, field, case, again, before):
    commands.transfer(again.pk, area_id=field.pk, reason="Theirs", by=marta.ref, at=before)
    commands.merge(again.pk, into_id=case.pk, by="system", at=before)
    answer = at_desk(ivan).post(f"/app/cases/{again.number}/merging/undo")

    assert (answer.status_code, "not among those that you serve" in page(answer)) == (422, True)
    assert Case.objects.get(pk=again.pk).state == "merged"


def test_each_of_the_customers_words_can_be_split_off(at_desk, marta, case, before):
    more = writes(case, "And my bill is wrong.", before)
    browser = at_desk(marta)

    assert f'href="/app/cases/{case.number}/split?message={more.pk}"' in page(browser.get(f"/app/cases/{case.number}"))
    shown = page(browser.get(f"/app/cases/{case.number}/split?message={more.pk}"))
    assert f'value="{more.pk}" checked' in shown
    assert shown.count(" checked") == 3, "the message, that it goes on there, and that the customer is told"


def test_marta_splits_it_and_comes_to_the_new_case(at_desk, marta, case, before):
    more = writes(case, "And my bill is wrong.", before)
    browser = at_desk(marta)
    form = {"message": more.pk, "service": case.service_id, "how": "move", "tells": "1", "key": "once"}
    answers = [browser.post(f"/app/cases/{case.number}/split", form) for _ in range(2)]

    new = Case.objects.order_by("-id").first()
    assert [one.headers["location"] for one in answers] == [f"/app/cases/{new.number}"] * 2
    assert (new.customer_id, new.opened_at, Case.objects.count()) == (case.customer_id, before, 2)
    assert f"words that were said in #{case.number}" in page(browser.get(f"/app/cases/{new.number}"))
    assert f"followed in #{new.number}" in page(browser.get(f"/app/cases/{case.number}"))


def test_a_refusal_keeps_what_was_chosen_and_changes_nothing(at_desk, marta, case):
    first = Message.objects.get(conversation=case.conversation_id)
    form = {"message": first.pk, "subject": "Bill", "how": "move"}
    answer = at_desk(marta).post(f"/app/cases/{case.number}/split", form)

    shown = page(answer)
    assert (answer.status_code, "Everything the customer wrote here would go" in shown) == (422, True)
    assert f'value="{first.pk}" checked' in shown
    assert 'value="Bill"' in shown
    assert Case.objects.count() == 1
