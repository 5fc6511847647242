"""The manner of this door: once is once, pages hold, marks guard, keys have a purpose, an end and a measure."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from pasillo.doors.api import limits
from pasillo.doors.api.commands import forget_answers, make_own_token, make_token, settle_uses
from pasillo.doors.api.models import ApiToken, KeptAnswer, Use
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case, Task
from pasillo.operations.conversations.models import Message
from tests.doors.api.conftest import Machine

NEED = {"service": "move-home", "text": "On the ninth, to Av. de Goya 61."}


@pytest.mark.django_db
class TestOnce:
    def test_what_was_done_is_told_again_and_not_done_again(self, machine, marta, elena, case, opens):
        program, path = machine(marta), f"/cases/{case.number}/resolve"

        first = program.post(path, {}, idempotency_key="r-1")
        commands.confirm(case.pk, by=elena.ref, at=now())
        again = program.post(path, {}, idempotency_key="r-1")

        assert (first.status_code, first.headers.get("Idempotent-Replayed")) == (200, None)
        assert (again.status_code, again.json()) == (200, first.json())
        assert again.headers["Idempotent-Replayed"] == "true"
        assert Case.objects.get(pk=case.pk).state == "closed"

    def test_a_key_for_another_body_is_told_and_does_nothing(self, machine, marta, case):
        program, path = machine(marta), f"/cases/{case.number}/priority"
        put = lambda level: program.put(path, {"priority": level}, idempotency_key="p-1")  # noqa: E731
        put(2)

        other = put(1)

        assert other.status_code == 409
        assert other.json()["type"].endswith("/idempotency-key")
        assert Case.objects.get(pk=case.pk).priority == 2

    def test_a_key_of_one_operation_does_nothing_at_another(self, machine, marta, elena, case):
        program, messages = machine(marta), f"/cases/{case.number}/messages"
        asked = {
            "/cases": NEED | {"customer": {"email": elena.email}},
            "/calls": NEED | {"customer": {"email": elena.email}},
            messages: {"text": "We come at nine."},
        }
        done = [program.post(path, body, idempotency_key=path) for path, body in asked.items()]
        before = (Case.objects.count(), Message.objects.count())

        told = [
            program.post(path, body, idempotency_key=key)
            for path, body in asked.items()
            for key in asked
            if key != path
        ]
        again = [program.post(path, body, idempotency_key=path) for path, body in asked.items()]

        assert [answer.status_code for answer in done] == [201] * 3
        assert [answer.status_code for answer in told] == [409] * 6
        assert {answer.json()["type"].rpartition("/")[2] for answer in told} == {"idempotency-key"}
        assert [answer.json() for answer in again] == [answer.json() for answer in done]
        assert [answer.headers.get("Idempotent-Replayed") for answer in again] == ["true"] * 3
        assert (Case.objects.count(), Message.objects.count()) == before

    def test_what_was_refused_leaves_the_key_free(self, machine, marta, case):
        program, path = machine(marta), f"/cases/{case.number}/resume"

        refused = program.post(path, {}, idempotency_key="w-1")
        commands.wait(case.pk, why="supplier", by=marta.ref, at=now())
        done = program.post(path, {}, idempotency_key="w-1")

        assert (refused.status_code, done.status_code) == (422, 200)

    def test_answers_are_kept_for_a_week(self, machine, marta, case):
        machine(marta).post(f"/cases/{case.number}/take", {}, idempotency_key="t-1")

        forget_answers(at=now() + timedelta(days=6))
        assert KeptAnswer.objects.count() == 1
        forget_answers(at=now() + timedelta(days=8))
        assert not KeptAnswer.objects.exists()

    def test_a_key_that_nobody_can_read_is_refused(self, machine, marta, case):
        assert machine(marta).post(f"/cases/{case.number}/take", {}, idempotency_key="k" * 121).status_code == 422


@pytest.mark.django_db
class TestMarks:
    def test_who_saw_an_older_case_does_not_overwrite_a_newer_one(self, machine, marta, lucia, case):
        path, program = f"/cases/{case.number}", machine(marta)
        mark = program.get(path).headers["ETag"]
        commands.set_priority(case.pk, priority=1, by=lucia.ref, at=now())

        late = program.put(f"{path}/priority", {"priority": 4}, if_match=mark)

        assert late.status_code == 412
        assert Case.objects.get(pk=case.pk).priority == 1
        newer = program.get(path).headers["ETag"]
        assert program.put(f"{path}/priority", {"priority": 2, "reason": "Calmer."}, if_match=newer).status_code == 200

    def test_an_answer_of_a_colleague_stops_mine(self, machine, marta, lucia, case):
        path, program = f"/cases/{case.number}", machine(marta)
        mark = program.get(path).headers["ETag"]
        commands.reply(case.pk, text="We come at nine.", by=lucia.ref, at=now())

        late = program.post(f"{path}/messages", {"text": "We come at ten."}, if_match=mark)

        assert late.status_code == 412
        assert not Message.objects.filter(text="We come at ten.").exists()

    def test_what_is_known_already_is_not_sent_again(self, machine, elena, move_home):
        program = machine(elena)
        first = program.get("/services")

        again = program.get("/services", if_none_match=first.headers["ETag"])

        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
class TestKeys:
    def key(self, person, **more):
        return Machine(make_token(email=person.email, name="test", at=now(), **more))

    def test_a_key_does_what_it_was_made_for_and_nothing_else(self, marta, case):
        program = self.key(marta, scopes=["cases.read"])

        assert program.get(f"/cases/{case.number}").status_code == 200
        told = program.post(f"/cases/{case.number}/take", {})
        assert (told.status_code, told.json()["type"].rpartition("/")[2]) == (403, "scope")
        assert program.get("/alarms").status_code == 403
        assert program.get("/me").json()["scopes"] == ["cases.read"]
        assert Case.objects.get(pk=case.pk).assignee_id is None

    def test_a_key_for_an_area_sees_the_cases_of_that_area_alone(self, lucia, marta, contact_centre, field, case):
        everything, theirs = self.key(lucia), self.key(lucia, areas=[field.pk])

        assert [one["number"] for one in everything.get("/cases").json()["items"]] == [case.number]
        assert theirs.get("/cases").json()["items"] == []
        assert theirs.get(f"/cases/{case.number}").status_code == 404
        assert theirs.post(f"/cases/{case.number}/take", {}).status_code == 404
        at = now()
        commands.ask_area(case.pk, area_id=field.pk, title="Drill", due_at=at + timedelta(days=1), by=marta.ref, at=at)
        assert theirs.get(f"/cases/{case.number}").status_code == 200
        assert Task.objects.count() == 1

    def test_nobody_makes_a_key_for_an_area_that_is_not_theirs(self, marta, field):
        with pytest.raises(Refused):
            self.key(marta, areas=[field.pk])
        assert not ApiToken.objects.exists()

    def test_a_key_ends(self, marta):
        assert self.key(marta, expires_at=now() + timedelta(hours=1)).get("/me").status_code == 200
        assert self.key(marta, expires_at=now() - timedelta(seconds=1)).get("/me").status_code == 401

    def test_a_person_makes_keys_with_a_purpose_and_an_end_and_no_others(self, marta):
        wish = {"name": "Till", "scopes": ["cases.write"], "areas": [], "days": 90}

        token = make_own_token(marta, **wish, at=now())

        assert ApiToken.objects.get().expires_at.date() == (now() + timedelta(days=90)).date()
        assert not ApiToken.objects.filter(fingerprint__contains=token).exists()
        for other in ({"scopes": []}, {"days": 4000}, {"days": 0}, {"name": " "}):
            with pytest.raises(Refused):
                make_own_token(marta, **wish | other, at=now())
        assert ApiToken.objects.count() == 1

    def test_errors_are_told_in_the_language_of_whoever_asks(self, marta, case):
        program = self.key(marta, scopes=["cases.read"])

        english, unknown = program.get("/cases/1"), program.get("/cases/1", accept_language="es")

        assert (english.headers["Content-Type"], english.status_code) == ("application/problem+json", 404)
        assert english.json()["detail"] != unknown.json()["detail"]


@pytest.mark.django_db
class TestLimits:
    @pytest.fixture(autouse=True)
    def _a_new_minute(self, monkeypatch):
        monkeypatch.setattr(limits, "counter", limits.Counter())

    def test_who_asks_too_often_is_told_when_to_come_again(self, marta):
        program = Machine(make_token(email=marta.email, name="test", per_minute=2, at=now()))
        first = program.get("/me")
        program.get("/me")

        refused = program.get("/me")

        assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("2", "1")
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["RateLimit-Remaining"] == "0"

    def test_processes_count_together_and_the_last_use_is_seen(self, marta):
        make_token(email=marta.email, name="test", per_minute=5, at=now())
        token, at = ApiToken.objects.get(), now()
        for _ in range(3):
            limits.admit(token.pk, 5, at=at)
        limits.settle(at=at)
        settle_uses({token.pk: 2}, seen=[token.pk], minute=int(at.timestamp()) // 60, at=at)  # another process

        limits.counter.since[token.pk] = 0
        limits.counter.seen.add(token.pk)
        limits.settle(at=at)
        with pytest.raises(limits.TooMany):
            limits.admit(token.pk, 5, at=at)

        token.refresh_from_db()
        assert token.last_used_at == at
        assert Use.objects.get().n == 5


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_message_and_one_answer(machine, marta, case):
    """In this process; `tests/faults/test_attacks.py` asks a whole running house."""
    token = machine(marta).token
    told = []

    def ask():
        try:
            answer = Machine(token).post(f"/cases/{case.number}/messages", {"text": "Hello"}, idempotency_key="m-1")
            told.append((answer.status_code, answer.content))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 20
    assert len(set(told)) == 1
    assert told[0][0] == 201
    assert Message.objects.filter(direction="out").count() == 1


@pytest.mark.django_db
class TestThePageOfKeys:
    @pytest.fixture
    def browser(self, client, marta):
        """Marta, who showed a moment ago that it is her."""
        client.force_login(marta)
        session = client.session
        session["proved"] = now().timestamp()
        session.save()
        return client

    def test_a_key_is_shown_once_and_opens_what_was_chosen(self, browser, marta):
        wish = {"name": "Till", "scope": ["cases.read"], "days": "30"}

        made = browser.post("/account/machines", wish).content.decode()
        token = made.partition('value="pasillo_')[2].partition('"')[0]
        later = browser.get("/account/machines").content.decode()

        assert len(token) > 40
        assert (token in later, "Till" in later) == (False, True)
        assert Machine(f"pasillo_{token}").get("/me").json()["scopes"] == ["cases.read"]

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, browser, marta):
        answer = browser.post("/account/machines", {"name": "Till", "days": "30"})

        assert answer.status_code == 422
        assert 'value="Till"' in answer.content.decode()
        assert not ApiToken.objects.exists()

    def test_a_key_is_taken_back_by_its_owner_and_by_nobody_else(self, browser, marta, jordi):
        hers = make_token(email=marta.email, name="Till", at=now())
        his = make_token(email=jordi.email, name="Till", at=now())
        for one in ApiToken.objects.all():
            browser.post(f"/account/machines/{one.pk}/removal")

        assert Machine(hers).get("/me").status_code == 401
        assert Machine(his).get("/me").status_code == 200

    def test_the_page_for_people_names_every_operation_without_a_script_of_others(self, client, db):
        page = client.get("/api/docs").content.decode()

        told = client.get("/api/v1/openapi.json").json()["paths"]
        assert all(f"<code>{path}</code>" in page for path in told)
        assert "//cdn" not in page
        assert "<style" not in page
