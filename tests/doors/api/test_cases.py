"""Machines tell needs, follow them and answer; they see what their person sees and nothing more."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError

from pasillo.doors.api.commands import make_token, revoke_tokens
from pasillo.doors.api.models import ApiToken
from pasillo.doors.shell.clock import now
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.strategy.catalogue.commands import change_service, draft_request_type, publish_form
from tests.doors.api.conftest import Machine

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
NEED = {"service": "move-home", "subject": "We move", "text": "On the ninth, to Av. de Goya 61."}


def test_a_need_becomes_a_case_with_its_promises(machine, elena, move_home):
    answer = machine(elena).post("/cases", NEED)

    case = Case.objects.get()
    assert answer.status_code == 201
    assert answer.json()["number"] == case.number
    assert answer.headers["Location"] == f"/api/v1/cases/{case.number}"
    assert (case.customer_id, case.channel, case.next_due_at is None) == (elena.pk, "api", False)
    assert Entry.objects.filter(about=case.ref, name="promise.made").count() == 2


def test_sent_twice_with_one_key_it_is_one_case_and_one_answer(machine, elena, move_home):
    program = machine(elena)

    first = program.post("/cases", NEED, idempotency_key="order-7")
    commands.cancel(Case.objects.get().pk, reason="Later.", by=elena.ref, at=now())
    second = program.post("/cases", NEED, idempotency_key="order-7")

    assert (second.status_code, second.json()) == (201, first.json())
    assert [one.headers.get("Idempotent-Replayed") for one in (first, second)] == [None, "true"]
    assert Case.objects.count() == 1


def test_one_key_for_two_needs_is_a_conflict(machine, elena, move_home):
    program = machine(elena)
    program.post("/cases", NEED, idempotency_key="order-7")

    answer = program.post("/cases", NEED | {"text": "Something else"}, idempotency_key="order-7")

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Case.objects.count() == 1


def test_the_key_of_one_person_says_nothing_about_another_s(machine, elena, marta, move_home):
    machine(elena).post("/cases", NEED, idempotency_key="order-7")
    machine(marta).post("/cases", NEED, idempotency_key="order-7")

    assert Case.objects.count() == 2


def test_without_a_key_it_is_two_cases(machine, elena, move_home):
    program = machine(elena)
    program.post("/cases", NEED)
    program.post("/cases", NEED)

    assert Case.objects.count() == 2


def test_whoever_serves_asks_for_a_customer(machine, marta, move_home):
    body = NEED | {"customer": {"email": "new@correo.example", "name": "Nerea Ibáñez", "language": "es"}}

    answer = machine(marta).post("/cases", body)

    case = Case.objects.get(number=answer.json()["number"])
    assert (case.customer.name, case.language) == ("Nerea Ibáñez", "es")


def test_a_customer_cannot_ask_in_another_s_name(machine, elena, marta, move_home):
    answer = machine(elena).post("/cases", NEED | {"customer": {"email": marta.email}})

    assert answer.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "body",
    [NEED | {"service": "nothing"}, NEED | {"text": ""}, NEED | {"request_type": "x"}, {"service": "move-home"}, [], 7],
)
def test_what_cannot_be_read_is_explained_and_opens_nothing(machine, elena, move_home, body):
    answer = machine(elena).post("/cases", body)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 422
    assert not Case.objects.exists()


def test_the_form_is_checked_as_on_every_door(machine, elena, marta, move_home):
    asked = draft_request_type(move_home.pk, names={"en": "Move"}, kind="request", by=marta.ref, at=now())
    publish_form(
        asked.pk,
        fields=[{"key": "code", "kind": "text", "required": True, "labels": {"en": "Gate code"}}],
        by=marta.ref,
        at=now(),
    )
    body = NEED | {"request_type": asked.slug}

    refused = machine(elena).post("/cases", body)
    made = machine(elena).post("/cases", body | {"answers": {"code": "4417"}})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "answers.code"
    assert made.status_code == 201
    assert Case.objects.get().answers == {"code": "4417"}


def test_every_kind_of_answer_is_taken_as_it_is_kept(machine, elena, marta, move_home):
    asked = draft_request_type(move_home.pk, names={"en": "Buy"}, kind="request", by=marta.ref, at=now())
    fields = [
        {"key": "price", "kind": "money", "labels": {"en": "Price"}, "currencies": ["EUR"]},
        {"key": "ok", "kind": "consent", "labels": {"en": "Consent"}, "texts": {"en": "Yes, buy."}, "required": True},
        {"key": "who", "kind": "person", "labels": {"en": "Who"}},
    ]
    publish_form(asked.pk, fields=fields, by=marta.ref, at=now())
    body = NEED | {"request_type": asked.slug}
    price = {"price": {"amount": "1250.50", "currency": "EUR"}}

    made = machine(elena).post("/cases", body | {"answers": price | {"ok": {"agreed": True}}})
    refused = machine(elena).post("/cases", body | {"answers": price | {"ok": False, "who": {"person": marta.pk}}})

    assert made.status_code == 201
    assert Case.objects.get().answers["price"] == price["price"]
    assert Case.objects.get().answers["ok"]["text"] == "Yes, buy."
    assert {one["field"] for one in refused.json()["errors"]} == {"answers.ok"}


def test_errors_speak_the_caller_s_language(machine, elena, move_home):
    program = machine(elena)

    english = program.post("/cases", NEED | {"service": "nothing"}, accept_language="en").json()["detail"]
    assert english == "There is no service of this name."


@pytest.mark.parametrize("token", ["", "pasillo_wrong", "x" * 5000])
def test_without_a_token_the_door_stays_shut(client, token, case):
    answer = client.get("/api/v1/cases", headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_session_is_no_token(client, marta, case):
    client.force_login(marta)

    assert client.get("/api/v1/cases").status_code == 401


def test_a_revoked_key_and_a_person_who_left_open_nothing(machine, marta, case):
    program = machine(marta)
    assert program.get("/cases").status_code == 200

    revoke_tokens(email=marta.email, name="test", at=now())
    assert program.get("/cases").status_code == 401

    again = machine(marta)
    marta.is_active = False
    marta.save()
    assert again.get("/cases").status_code == 401


def test_only_the_fingerprint_of_a_token_is_kept(marta):
    token = make_token(email=marta.email, name="night job", at=now())

    kept = ApiToken.objects.get()
    assert token not in (kept.fingerprint, kept.name)
    assert len(kept.fingerprint) == 64


def test_a_key_for_nobody_is_refused(db):
    with pytest.raises(Refused, match="Nobody"):
        make_token(email="nobody@nidalia.example", name="x", at=now())


def test_the_list_holds_what_the_person_may_see(machine, elena, marta, ivan, case):
    assert [c["number"] for c in machine(elena).get("/cases").json()["items"]] == [case.number]
    assert [c["number"] for c in machine(marta).get("/cases").json()["items"]] == [case.number]
    assert machine(ivan).get("/cases").json()["items"] == []


def test_the_list_goes_on_where_it_ended_whatever_comes_in_meanwhile(machine, marta, opens):
    numbers = [opens(subject=f"Case {n}").number for n in range(5)]
    program, path, seen = machine(marta), "/cases?limit=2", []

    while path:
        page = program.get(path).json()
        seen += [c["number"] for c in page["items"]]
        path = page["next"] and page["next"].removeprefix("/api/v1")
        opens(subject="Meanwhile")

    assert seen == sorted(numbers, reverse=True)


def test_a_case_of_others_is_not_there(machine, ivan, case):
    program = machine(ivan)

    assert program.get(f"/cases/{case.number}").status_code == 404
    assert program.post(f"/cases/{case.number}/messages", {"text": "Hello"}).status_code == 404
    assert program.get("/cases/1").json()["detail"] == program.get(f"/cases/{case.number}").json()["detail"]


def test_a_customer_never_gets_notes(machine, elena, marta, case):
    commands.note(case.pk, text="She called twice.", by=marta.ref, at=now())

    assert "She called twice." not in machine(elena).get(f"/cases/{case.number}").content.decode()
    assert "She called twice." in machine(marta).get(f"/cases/{case.number}").content.decode()


def test_customer_and_agent_answer_each_other(machine, elena, marta, case):
    machine(marta).post(f"/cases/{case.number}/messages", {"text": "We come today."})
    machine(elena).post(f"/cases/{case.number}/messages", {"text": "Thank you."})

    said = machine(elena).get(f"/cases/{case.number}").json()["messages"]
    assert [(m["direction"], m["text"]) for m in said][1:] == [("out", "We come today."), ("in", "Thank you.")]


def test_a_message_sent_twice_with_one_key_is_one_message(machine, marta, case):
    program = machine(marta)
    path, words = f"/cases/{case.number}/messages", {"text": "We come today."}

    first = program.post(path, words, idempotency_key="m-1").json()
    assert program.post(path, words, idempotency_key="m-1").json() == first
    assert program.post(path, {"text": "Other"}, idempotency_key="m-1").status_code == 409
    assert Message.objects.filter(direction="out").count() == 1


def test_a_customer_cannot_write_notes(machine, elena, case):
    machine(elena).post(f"/cases/{case.number}/messages", {"text": "Hello", "kind": "note"})

    assert not Message.objects.filter(direction="note").exists()


def test_the_auditor_reads_and_cannot_write(machine, auditor, case):
    program = machine(auditor)

    assert program.get(f"/cases/{case.number}").status_code == 200
    assert program.post(f"/cases/{case.number}/messages", {"text": "Hello"}).status_code == 404


def test_the_door_describes_itself(client):
    told = client.get("/api/v1/openapi.json").json()

    assert set(told["paths"]) >= {"/api/v1/cases", "/api/v1/cases/{number}", "/api/v1/cases/{number}/messages"}


def test_nothing_crashes_on_a_number_that_is_too_big(machine, marta):
    program = machine(marta)

    assert program.get(f"/cases/{10**30}").status_code == 404
    assert program.get(f"/cases?assignee={10**30}").status_code == 422


def test_the_operator_makes_and_takes_back_a_token(capsys, marta, case):
    call_command("api_token", marta.email, name="night job")
    token = capsys.readouterr().out.strip()

    assert Machine(token).get("/cases").status_code == 200

    call_command("api_token", marta.email, name="night job", revoke=True)
    assert Machine(token).get("/cases").status_code == 401


def test_the_operator_binds_a_token_to_a_purpose_an_area_and_an_end(capsys, marta, case, contact_centre):
    wish = {"scope": ["cases.read"], "area": ["contact CENTRE"], "ends": "2099-03-31"}
    call_command("api_token", marta.email, name="board", **wish)

    told = Machine(capsys.readouterr().out.strip()).get("/me").json()
    assert (told["scopes"], told["areas"]) == (["cases.read"], [contact_centre.pk])
    assert ApiToken.objects.get().expires_at.isoformat() > "2099-03-31T20"
    for wrong in ({"scope": ["case.read"]}, {"area": ["Moon"]}, {"ends": "2020-01-01"}, {"ends": "soon"}):
        with pytest.raises(CommandError):
            call_command("api_token", marta.email, name="board", **wrong)
    assert ApiToken.objects.count() == 1


NUL = "a\x00b"


@pytest.mark.parametrize("field", ["service", "request_type", "subject", "text", "language"])
def test_no_character_breaks_the_door(machine, elena, move_home, field):
    assert machine(elena).post("/cases", NEED | {field: NUL}).status_code in (201, 422)


def test_no_character_breaks_the_list(machine, marta, case):
    assert machine(marta).get("/cases?state=%00").status_code == 422


def test_an_alarm_that_rang_counts_from_when_it_rang(machine, elena, move_home):
    rang = (now() - timedelta(minutes=25)).replace(microsecond=0)

    made = machine(elena).post("/cases", NEED | {"occurred_at": rang.isoformat()})

    assert made.status_code == 201
    assert Case.objects.get().opened_at == rang
    assert Entry.objects.get(name="case.opened").happened_at == rang


@pytest.mark.parametrize("moment", ["2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "2026-11-01T10:00:00", "yesterday"])
def test_what_cannot_have_happened_then_opens_no_case(machine, elena, move_home, moment):
    answer = machine(elena).post("/cases", NEED | {"occurred_at": moment})

    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_what_is_for_colleagues_only_is_asked_by_and_for_colleagues_only(machine, elena, marta, move_home):
    change_service(move_home.pk, changes={"audience": "colleagues"}, by="system", at=now())
    need = {"service": "move-home", "text": "On Friday."}
    for_elena = need | {"customer": {"email": elena.email}}

    refused = [machine(elena).post("/cases", need), machine(marta).post("/cases", for_elena)]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert refused[0].content == machine(elena).post("/cases", need | {"service": "nothing-at-all"}).content
    assert not Case.objects.exists()
    assert machine(marta).post("/cases", need).status_code == 201


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"subjekt": "We move"}, "subjekt"),
        ({"customer": {"email": "elena@prats.example", "phone": "1"}}, "customer.phone"),
    ],
)
def test_a_field_that_nobody_knows_is_named_and_opens_nothing(machine, marta, move_home, more, field):
    answer = machine(marta).post("/cases", NEED | more)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert not Case.objects.exists()


def test_a_parameter_that_nobody_knows_is_named(machine, marta, case):
    for path, name in (("/cases?stat=new", "stat"), (f"/cases/{case.number}?full=1", "full")):
        answer = machine(marta).get(path)
        assert answer.status_code == 422
        assert [one["field"] for one in answer.json()["errors"]] == [name]
        assert name in answer.json()["detail"]
    assert machine(marta).post("/cases?state=new", NEED).status_code == 422
    assert machine(marta).get("/cases?state=new&limit=99").status_code == 200
    assert Case.objects.count() == 1


def test_an_address_that_leads_nowhere_is_told_as_every_other_problem(machine, marta, client):
    program = machine(marta)
    for answer in (program.get("/errands"), program.post("/errands", {}), client.get("/api/v2/cases")):
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "/api/v1/problems/not-found"
    assert client.get("/nothing-here")["Content-Type"].startswith("text/html")


def test_a_method_that_an_address_does_not_know_is_told_with_those_that_it_does(machine, marta):
    program = machine(marta)
    headers = {"authorization": f"Bearer {program.token}"}
    for answer in (
        program.client.delete("/api/v1/cases", headers=headers),
        program.client.post("/api/v1/openapi.json", headers=headers),
    ):
        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"
        assert "GET" in answer["Allow"]
        assert answer.json()["title"] == f"This address answers to {answer['Allow']} only."


def test_a_state_that_does_not_exist_is_no_empty_list(machine, marta, case):
    program = machine(marta)
    answer = program.get("/cases?state=zzz")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "state"
    assert "waiting_customer" in answer.json()["title"]
    assert [one["number"] for one in program.get(f"/cases?state={case.state}").json()["items"]] == [case.number]


def test_a_machine_is_told_whether_a_wait_is_proven_and_never_of_a_wait_that_is_ours(machine, marta, elena, case):
    address = f"/cases/{case.number}"
    assert machine(marta).get(address).json()["wait_is_proven"] is None

    commands.wait(case.pk, why="customer", by=marta.ref, at=now())
    for person in (marta, elena):
        told = machine(person).get(address).json()
        assert (told["state"], told["wait_is_proven"]) == ("in_progress", False)
    assert machine(marta).get("/cases?state=waiting_customer").json()["items"] == []
    assert len(machine(marta).get("/cases?state=in_progress").json()["items"]) == 1

    commands.reply(case.pk, text="Which light?", then="wait", by=marta.ref, at=now())
    told = machine(marta).get(address).json()
    assert (told["state"], told["wait_is_proven"]) == ("waiting_customer", True)
    assert machine(elena).get(address).json()["waits"] is None


def test_a_customers_own_machine_opens_a_case_with_a_file(machine, elena, move_home):
    mine = machine(elena)
    sent = mine.client.post(
        "/api/v1/uploads", {"file": SimpleUploadedFile("photo.png", PNG)}, headers=mine._headers({})
    ).json()

    answer = mine.post("/cases", {"service": "move-home", "text": "See the photo", "files": [sent["id"]]})

    assert answer.status_code == 201
    assert [file.name for file in MessageFile.objects.all()] == ["photo.png"]


def test_who_describes_themselves_anew_keeps_what_they_do_not_name(machine, marta):
    Person.objects.filter(pk=marta.pk).update(zone="Asia/Jakarta", phone="+34600000000", language="id")

    answer = machine(marta).client.put(
        "/api/v1/me", '{"name": "Marta R."}', content_type="application/json", headers=machine(marta)._headers({})
    )

    assert answer.status_code == 200
    marta.refresh_from_db()
    assert (marta.name, marta.zone, marta.phone, marta.language) == ("Marta R.", "Asia/Jakarta", "+34600000000", "id")
