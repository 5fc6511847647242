"""The phone system says who calls: Budi sees Ana before her first word, and a call that nobody answered waits."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from pasillo.doors.channels.webhooks.signing import headers, new_secret
from pasillo.doors.desk.finding import pick_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.sealing import sealed
from pasillo.ground.people.commands import give_role, join, meet, part
from pasillo.ground.people.models import Person, Role
from pasillo.operations.calls.commands import SystemAs, set_up
from pasillo.operations.calls.models import Call, PhoneSystem
from pasillo.operations.cases.commands import open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.operations.conftest import (  # noqa: F401
    MONDAY,
    billing,
    budi,
    clara,
    line_repair,
    office,
    opening,
    repairs,
)

pytestmark = pytest.mark.django_db
SECRET = new_secret()


@pytest.fixture
def ana(db):
    """A customer with a phone."""
    return meet(name="Ana Pons", email="ana@correo.example", phone="600 111 222", by="system", at=MONDAY)


@pytest.fixture
def system(line_repair, budi):  # noqa: F811
    """Nidalia's phone system: Budi sits at 201."""
    wish = SystemAs(name="Switchboard", service_id=line_repair.pk, extensions={"201": budi.pk})
    return set_up(None, wish, sealed=sealed(SECRET, "phone"), version=0, by="system", at=MONDAY)


@pytest.fixture
def tells(client, system):
    """The phone system tells what happens to a call."""

    def tell(event, *, name="call-1", secret=SECRET, ago=0.0, **told):
        moment = now() - timedelta(minutes=ago)
        told = {"id": name, "event": event, "from": "+34 600 111 222", "extension": "201"} | told
        body = json.dumps(told | {"at": moment.isoformat()}).encode()
        marks = headers([secret], name=f"{name}-{event}", moment=int(now().timestamp()), body=body)
        return client.post(f"/hooks/phone/{system.key}", body, content_type="application/json", headers=marks)

    return tell


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def test_who_sits_at_the_extension_sees_who_calls_and_their_open_cases(tells, ana, budi, clara):  # noqa: F811
    answer = tells("ringing")

    call = Call.objects.get()
    assert (answer.status_code, call.customer, call.agent) == (200, ana, budi)
    news = browser_of(budi).get("/app/news").content.decode()
    page = browser_of(budi).get(f"/app/calls/{call.pk}").content.decode()
    assert "Ana Pons calls" in news
    assert f"/app/calls/{call.pk}" in news
    assert "Start the log of this call" in page
    assert "Ana Pons" not in browser_of(clara).get("/app/news").content.decode()
    assert browser_of(clara).get(f"/app/calls/{call.pk}").status_code == 404


def test_a_call_that_was_picked_up_does_not_ring_any_more(tells, ana, budi):  # noqa: F811
    tells("ringing")
    tells("answered")

    news = browser_of(budi).get("/app/news").content.decode()
    assert ("Ana Pons calls" in news, "Ana Pons · talking" in news) == (False, True)
    assert "talking" in browser_of(budi).get(f"/app/calls/{Call.objects.get().pk}").content.decode()


def test_a_call_whose_end_nobody_told_is_not_said_to_ring_or_to_be_talked(tells, ana, budi):  # noqa: F811
    tells("ringing")
    call, desk = Call.objects.get(), browser_of(budi)
    shown = [desk.get(f"/app/calls/{call.pk}").content.decode()]
    for answered_at in (None, now() - timedelta(hours=5), now() - timedelta(hours=1)):
        Call.objects.update(began_at=now() - timedelta(hours=6), answered_at=answered_at)
        shown.append(desk.get(f"/app/calls/{call.pk}").content.decode())

    words = ("</svg>rings</span>", "</svg>talking</span>", "nobody told its end")
    assert [[one in page for one in words] for page in shown] == [
        [True, False, False], [False, False, True], [False, False, True], [False, True, False]
    ]  # fmt: skip
    assert desk.get("/app/news").content.decode().strip() == ""


def test_the_log_knows_when_it_began_and_how_long_it_took_follows(tells, ana, budi, line_repair):  # noqa: F811
    tells("ringing", ago=6)
    tells("answered", ago=5)
    call = Call.objects.get()
    desk = browser_of(budi)
    form = desk.get(f"/app/cases/new?call={call.pk}").content.decode()
    assert "Ana Pons" in form
    desk.post("/app/cases/new", {
        "key": "k1", "call": call.pk, "customer": ana.pk, "service": line_repair.pk, "text": "No line.",
    } | _picked(form))  # fmt: skip
    tells("ended")

    call.refresh_from_db()
    case = Case.objects.get()
    assert call.case == case
    notes = Message.objects.filter(conversation=case.conversation_id, direction="note").values_list("text", flat=True)
    assert list(notes) == [f"The call took {call.minutes} min."]
    assert call.minutes in (5, 6)


def _picked(form):
    """The caller as the form carries them."""
    import re

    return {"customer": re.search(r'name="customer" value="([^"]+)"', form).group(1)}


def test_a_call_that_nobody_answered_becomes_a_case_and_the_next_one_waits_in_it(tells, ana):
    for name in ("call-1", "call-2"):
        tells("ringing", name=name)
        tells("ended", name=name)
        tells("ended", name=name)

    case = Case.objects.get()
    assert (case.customer, case.channel) == (ana, "phone")
    assert Message.objects.filter(conversation=case.conversation_id, direction="in").count() == 2
    assert set(Call.objects.values_list("case_id", flat=True)) == {case.pk}


def test_who_is_unknown_is_met_by_their_number_and_a_withheld_one_owes_nothing(tells):
    tells("ended", name="call-1", **{"from": "+62 812 3456 789"})
    tells("ended", name="call-2", **{"from": "anonymous"})

    assert Case.objects.get().customer.phone == "+62 812 3456 789"
    assert Call.objects.count() == 2


def test_a_call_that_was_answered_owes_nothing(tells, ana):
    tells("ringing")
    tells("answered")
    tells("ended")

    assert not Case.objects.exists()


def test_nobody_gets_in_without_the_signature(tells, client, system):
    assert tells("ringing", secret=new_secret()).status_code == 403
    assert client.post(f"/hooks/phone/{system.key}", b"{}", content_type="application/json").status_code == 403
    assert client.post("/hooks/phone/nobody", b"{}", content_type="application/json").status_code == 404
    assert tells("sings").status_code == 422
    assert not Call.objects.exists()
    assert PhoneSystem.objects.get().refused_at is not None


def test_nuria_sets_a_phone_system_up_and_its_secret_is_shown_once(line_repair, budi):  # noqa: F811
    nuria = meet(name="Nuria Vidal", email="nuria@nidalia.example", by="system", at=MONDAY)
    give_role(person=nuria, role=Role.ADMIN, area=None, by="system", at=MONDAY)
    browser = browser_of(nuria)
    given = {"name": "Switchboard", "service": "", "language": "en", "is_active": "1", "version": "0"}
    wrong = browser.post("/app/admin/phones/new", given | {"extensions": "201 nobody@nidalia.example"})
    right = browser.post("/app/admin/phones/new", given | {"extensions": "201 budi@nidalia.example"})

    system = PhoneSystem.objects.get()
    assert wrong.status_code == 422
    assert "whsec_" in right.content.decode()
    assert system.extensions == {"201": budi.pk}
    assert "whsec_" not in browser.get(f"/app/admin/phones/{system.pk}").content.decode()
    assert Person.objects.count() == 2


def test_who_was_joined_calls_as_one_until_they_are_parted(tells, ana, budi, line_repair, opening):  # noqa: F811
    other = meet(name="+34600111222", email=None, phone="+34 600 111 222", by="system", at=MONDAY)
    case = open_case(opening=replace(opening, customer_id=other.pk, subject="Her other need"), by="system", at=MONDAY)
    joining = join(other.pk, into_id=ana.pk, by=budi.ref, at=MONDAY)
    desk = browser_of(budi)

    tells("ringing")

    call = Call.objects.get()
    assert call.customer == ana
    page = desk.get(f"/app/calls/{call.pk}").content.decode()
    assert f"#{case.number}" in page
    assert page.count("Start the log of this call") == 1
    assert "Ana Pons calls" in desk.get("/app/news").content.decode()
    found = desk.get("/app/cases/callers", {"name": "600111222"}).content.decode()
    assert found.count('name="customer"') == 1
    log = desk.get("/app/cases/new", {"call": call.pk, "customer": pick_of(ana)}).content.decode()
    assert "Her other need" in log

    part(joining.pk, by=budi.ref, at=MONDAY)
    tells("ringing", name="call-2")
    assert Call.objects.latest("pk").customer is None


def test_who_is_known_by_this_number_under_another_name_is_shown_as_who_they_are(tells, budi, line_repair):  # noqa: F811
    elena = meet(name="Elena Prats", email="elena@correo.example", by="system", at=MONDAY)
    other = meet(name="elenita", email=None, phone="+34 600 111 222", by="system", at=MONDAY)
    join(other.pk, into_id=elena.pk, by=budi.ref, at=MONDAY)

    tells("ringing")

    call = Call.objects.get()
    assert call.customer == other
    assert "Elena Prats calls" in browser_of(budi).get("/app/news").content.decode()
    page = browser_of(budi).get(f"/app/calls/{call.pk}").content.decode()
    assert ("Elena Prats" in page, "elenita" in page) == (True, False)


def test_a_call_of_ten_years_ago_owes_a_call_from_now_on(tells, ana, line_repair):  # noqa: F811
    tells("ringing", ago=60 * 24 * 3650)
    tells("ended")

    assert now() - Case.objects.get().opened_at < timedelta(minutes=10)
