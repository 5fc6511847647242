"""A role is taken away while its owner writes: refused in words, what they wrote stays, machines stop at once."""

import pytest

from pasillo.doors.api.commands import fingerprint, make_token
from pasillo.doors.api.models import ApiToken
from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import disable, set_password, take_role
from pasillo.ground.people.models import Membership
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.conversations.models import Message
from pasillo.strategy.catalogue.models import Service

pytestmark = pytest.mark.django_db
WORDS = "Dear Elena, Nora comes today between 15 and 18 h."


@pytest.fixture
def case(field, hours, told):
    from pasillo.ground.people.commands import meet

    elena = meet(name="Elena Prats", email="elena@correo.example", **told)
    service = Service.objects.create(
        slug="move", block="lifecycle", names={"en": "Move"}, area=field, calendar=hours, state="published"
    )
    opening = Opening(
        customer_id=elena.pk, service_id=service.pk, subject="Still no alarm", text="Nobody came.",
        channel="portal", language="en", kind="incident",
    )  # fmt: skip
    return open_case(opening=opening, by=elena.ref, at=told["at"])


def _sends(browser, case, **headers):
    return browser.post(f"/app/cases/{case.number}/messages", {"kind": "reply", "text": WORDS}, **headers)


def test_who_works_here_no_longer_reads_why_and_finds_their_words(seated, ivan, case):
    his, said = seated(ivan), Message.objects.count()
    assert his.get(f"/app/cases/{case.number}").status_code == 200
    take_role(Membership.objects.get(person=ivan).pk, by="system", at=now())

    answer = _sends(his, case)

    assert answer.status_code == 403
    assert "This door is closed for you" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert Message.objects.count() == said
    assert his.get("/").status_code == 200, "they are still signed in, as the customer that everybody is"


def test_who_serves_elsewhere_now_finds_their_words_too_and_learns_nothing_more(seated, ivan, case, billing, told):
    from pasillo.ground.people.commands import give_role

    his = seated(ivan)
    give_role(person=ivan, role="agent", area=billing, **told)
    take_role(Membership.objects.get(person=ivan, area=case.area).pk, by="system", at=now())

    answer = _sends(his, case)

    assert answer.status_code == 404
    assert WORDS in answer.content.decode()
    assert "Elena Prats" not in answer.content.decode()


def test_a_form_in_the_page_is_refused_in_a_notice_and_stays_as_it_is(seated, ivan, case):
    his = seated(ivan)
    take_role(Membership.objects.get(person=ivan).pk, by="system", at=now())

    answer = _sends(his, case, HTTP_HX_REQUEST="true")

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (403, "#toasts")


@pytest.mark.parametrize("how", ["lost a role", "was disabled", "has a new password"])
def test_the_keys_of_machines_open_nothing_once_their_owner(client, ivan, case, how):
    token = make_token(email=ivan.email, name="planner", at=now())
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    assert client.get("/api/v1/cases", **header).status_code == 200

    if how == "lost a role":
        take_role(Membership.objects.get(person=ivan).pk, by="system", at=now())
    elif how == "was disabled":
        disable(ivan.pk, by="system", at=now())
    else:
        set_password(ivan.pk, password="a-wholly-new-password", by="system", at=now())

    assert client.get("/api/v1/cases", **header).status_code == 401
    assert ApiToken.objects.get(fingerprint=fingerprint(token)).revoked_at is not None
