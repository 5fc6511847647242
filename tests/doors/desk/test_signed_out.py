"""A session is lost while the desk is open: the page stays as it is and says so, and the way back leads here."""

import pytest
from django.test import Client

from pasillo.operations.conversations.models import Draft

pytestmark = pytest.mark.django_db

HERE = "http://testserver/app/cases/7?split=mine"
BACK = 'href="/sign-in?next=%2Fapp%2Fcases%2F7%3Fsplit%3Dmine" target="_blank"'


def asks(target, **more):
    return {"hx-request": "true", "hx-target": target, "hx-current-url": HERE, **more}


@pytest.mark.parametrize("target", ["div#pane", "div#live", "div#rows"])
def test_neither_the_pane_nor_the_queue_gets_a_page_to_sign_in(case, target):
    for address in (f"/app/cases/{case.number}", "/app/work"):
        answer = Client().get(address, headers=asks(target))

        told = answer.content.decode()
        assert answer.status_code == 401
        assert (answer["HX-Retarget"], answer["HX-Push-Url"]) == ("#toasts", "false")
        assert "You are no longer signed in." in told
        assert BACK in told
        assert "HX-Redirect" not in answer
        assert "<main" not in told
        assert "Still no alarm" not in told


def test_a_draft_that_nobody_may_keep_any_more_is_answered_with_the_way_back(case):
    stranger = Client(enforce_csrf_checks=True)
    for client in (stranger, Client()):
        answer = client.post(
            f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "Half"},
            headers={"hx-request": "true", "referer": HERE},
        )  # fmt: skip
        assert answer.status_code == 401
        assert BACK in answer.content.decode()
    assert not Draft.objects.exists()


def test_who_signed_in_again_beside_it_is_told_and_their_page_fetches_a_new_proof(case, marta):
    client = Client(enforce_csrf_checks=True)
    client.force_login(marta)

    answer = client.post(
        f"/app/cases/{case.number}/draft", {"kind": "reply", "text": "Half"}, headers=asks("div#warned")
    )

    assert (answer.status_code, answer["HX-Trigger"], answer["HX-Retarget"]) == (403, "shell:stale", "#toasts")
    assert "open for a long time" in answer.content.decode()
    assert "<main" not in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_whole_page_leads_to_the_sign_in_and_back(case):
    answer = Client().get(f"/app/cases/{case.number}?split=mine")

    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in?next=%2Fapp%2Fcases%2F{case.number}%3Fsplit%3Dmine"


def test_the_way_back_never_leads_out_of_the_house(case):
    answer = Client().get("/app/work", headers=asks("div#live", **{"hx-current-url": "https://evil.example/app/day"}))

    assert 'href="/sign-in?next=%2Fapp%2Fday"' in answer.content.decode()
    assert "evil" not in answer.content.decode()
