"""The warehouse is told what happens to Ana's dead line: signed, in figures, once, in order, and again if need be."""

import json
from datetime import timedelta

import pytest

from pasillo.doors.channels.webhooks import commands
from pasillo.doors.channels.webhooks.choosing import replayed
from pasillo.doors.channels.webhooks.models import Attempt, Delivery, Hook
from pasillo.doors.channels.webhooks.signing import signature
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Effect
from pasillo.ground.kit import egress
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases import commands as cases
from tests.doors.channels.webhooks.conftest import MONDAY, everything_out, read_all

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_the_signature_is_the_one_of_the_standard():
    mark = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", name="msg_p5jXN8AQM9LWM0D4loKWxJek", moment=1614265330,
        body=b'{"test": 2432232314}',
    )  # fmt: skip

    assert mark == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_new_case_is_told_in_figures_and_never_in_words(warehouse, hook_for, dead_line, repairs):
    _hook, secret = hook_for(warehouse.address, "case.opened", "message.sent")
    cases.note(dead_line.pk, text="Ana is always angry.", by="system", at=MONDAY + MINUTE)
    cases.reply(dead_line.pk, text="We are coming.", by="system", at=MONDAY + HOUR)
    read_all()
    everything_out(now())

    first, second = warehouse.taken()
    assert first == {
        "type": "case.opened", "timestamp": MONDAY.isoformat(),
        "data": {
            "case": dead_line.number, "area_id": repairs.pk, "service": "line-repair", "kind": "incident",
            "channel": "portal", "url": f"http://127.0.0.1:8000/api/v1/cases/{dead_line.number}",
        },
    }  # fmt: skip
    assert second["type"] == "message.sent"
    headers, body, _status = warehouse.heard[0]
    moment = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(secret, name=headers["webhook-id"], moment=moment, body=body)
    told = b"".join(body for _headers, body, _status in warehouse.heard)
    assert not [words for words in (b"angry", b"coming", b"Ana", b"nea") if words in told]


def test_a_hook_of_an_area_hears_of_its_cases_and_of_no_others(warehouse, hook_for, dead_line, repairs, billing):
    hook_for(warehouse.address, "case.opened", areas=[billing], name="Billing")
    ours, _secret = hook_for(warehouse.address, "case.opened", areas=[repairs])
    read_all()
    read_all()
    everything_out(now())

    assert [one["data"]["case"] for one in warehouse.taken()] == [dead_line.number]
    assert list(Delivery.objects.values_list("hook_id", "state")) == [(ours.pk, "taken")]


def test_what_happened_before_a_hook_listened_is_not_told(warehouse, hook_for, dead_line):
    hook, _secret = hook_for(warehouse.address, "case.opened")
    Hook.objects.update(listens_from=now() + MINUTE)
    read_all()

    assert not Delivery.objects.exists()
    assert [entry.name for entry, _body in replayed(hook, first=MONDAY - HOUR, last=MONDAY + HOUR)] == ["case.opened"]


def test_who_is_down_is_asked_again_and_hears_each_once_and_in_order(warehouse, hook_for, dead_line):
    hook_for(warehouse.address, "case.opened", "message.sent", "case.resolved")
    cases.reply(dead_line.pk, text="We are coming.", by="system", at=MONDAY + HOUR)
    cases.resolve(dead_line.pk, by="system", at=MONDAY + 2 * HOUR)
    read_all()
    warehouse.status, at = 503, now()
    everything_out(at)
    everything_out(at + timedelta(seconds=10))
    everything_out(at + 2 * MINUTE)
    assert len(warehouse.heard) == 2, "what is told later of the same case waits, and nobody is hammered"

    warehouse.status = 204
    for minutes in (6, 7, 8):
        everything_out(at + minutes * MINUTE)

    assert [one["type"] for one in warehouse.taken()] == ["case.opened", "message.sent", "case.resolved"]
    assert len(set(warehouse.names())) == 3
    assert warehouse.heard[0][0]["webhook-id"] == warehouse.names()[0]
    assert Attempt.objects.filter(status=503).count() == 2
    assert Hook.objects.get().failing_since is None


def test_after_three_days_we_stop_to_knock_and_whoever_administers_learns_it_once(warehouse, hook_for, dead_line):
    nuria = meet(name="Nuria Vidal", email="nuria@nidalia.example", language="es", by="system", at=MONDAY)
    give_role(person=nuria, role=Role.ADMIN, area=None, by="system", at=MONDAY)
    hook, _secret = hook_for(warehouse.address, "case.opened")
    read_all()
    warehouse.status, at = 500, now()
    for hours in range(0, 90, 2):
        everything_out(at + hours * HOUR)

    hook.refresh_from_db()
    assert not hook.is_active
    assert 8 <= len(warehouse.heard) <= 14
    assert Delivery.objects.get().state == "failed"
    letters = [effect.payload for effect in Effect.objects.filter(kind="mail", about=nuria.ref)]
    assert [letter["to"] for letter in letters] == ["nuria@nidalia.example"]
    assert f"/app/admin/hooks/{hook.pk}" in letters[0]["text"]


def test_who_says_that_they_are_gone_is_not_asked_again(warehouse, hook_for, dead_line):
    hook, _secret = hook_for(warehouse.address, "case.opened")
    read_all()
    warehouse.status, at = 410, now()
    everything_out(at)
    everything_out(at + DAY)

    assert len(warehouse.heard) == 1
    assert not Hook.objects.get(pk=hook.pk).is_active


def test_what_was_missed_is_told_again_under_its_own_name(warehouse, hook_for, dead_line):
    hook, _secret = hook_for(warehouse.address, "case.opened", "message.sent")
    read_all()
    everything_out(now())
    cases.reply(dead_line.pk, text="We are coming.", by="system", at=MONDAY + HOUR)
    told = replayed(hook, first=MONDAY - HOUR, last=MONDAY + DAY)

    assert commands.owe(hook, told, at=now(), again=True) == 2
    everything_out(now())

    opened, again, sent = warehouse.names()
    assert opened == again != sent
    assert [one["type"] for one in warehouse.taken()] == ["case.opened", "case.opened", "message.sent"]


@pytest.mark.parametrize("status", [301, 302, 404, 500])
def test_an_answer_that_is_no_yes_counts_as_none_and_nobody_is_followed(warehouse, hook_for, dead_line, status):
    hook_for(warehouse.address, "case.opened")
    read_all()
    warehouse.status, warehouse.body = status, b"<h1>Not here</h1>" + b"x" * 10_000
    everything_out(now())

    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.head[:9], len(attempt.head)) == (status, "<h1>Not h", 500)
    assert len(warehouse.heard) == 1
    assert Delivery.objects.get().state == "waiting"


def test_a_hook_leads_to_nobody_inside(hook_for, dead_line, monkeypatch):
    """Its name led somewhere else when it was kept: what it leads to is asked each time."""
    hook_for("https://inside.example/latest", "case.opened")
    tried = []
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *_a, **_b: [(2, 1, 6, "", ("169.254.169.254", 443))])
    monkeypatch.setattr(egress.socket, "create_connection", lambda *one, **_: tried.append(one))
    read_all()
    everything_out(now())

    assert tried == []
    assert Attempt.objects.get().status is None


def test_a_mail_does_not_stand_in_line_behind_a_slow_door(warehouse, hook_for, dead_line):
    from pasillo.ground.effects.sending import send_one

    hook_for(warehouse.address, "case.opened")
    read_all()
    Effect.objects.exclude(kind="webhook").delete()

    assert send_one(at=now(), slow=False) is False
    assert send_one(at=now(), slow=True) is True
    assert [json.loads(body)["type"] for _headers, body, _status in warehouse.heard] == ["case.opened"]


def test_while_a_secret_is_exchanged_both_sign(warehouse, hook_for, dead_line):
    hook, old = hook_for(warehouse.address, "case.opened")
    new = commands.renew_secret(hook.pk, by="system", at=now())
    read_all()
    everything_out(now())
    commands.replay(Delivery.objects.get().pk, by="system", at=now() + 2 * DAY)
    everything_out(now() + 2 * DAY)

    marks = [headers["webhook-signature"].split() for headers, _body, _status in warehouse.heard]
    for found, known in zip(marks, ([new, old], [new]), strict=True):
        headers, body, _status = warehouse.heard[marks.index(found)]
        name, moment = headers["webhook-id"], int(headers["webhook-timestamp"])
        assert found == [signature(secret, name=name, moment=moment, body=body) for secret in known]


def test_the_log_goes_back_a_month_and_what_still_waits_is_kept(warehouse, hook_for, dead_line):
    hook_for(warehouse.address, "case.opened")
    read_all()
    assert commands.forget_deliveries(at=now() + 40 * DAY) == 0
    everything_out(now())
    assert commands.forget_deliveries(at=now() + 29 * DAY) == 0

    assert commands.forget_deliveries(at=now() + 31 * DAY) > 0
    assert not Delivery.objects.exists()
    assert not Effect.objects.filter(kind="webhook").exists()


def test_a_receiver_that_never_stops_to_answer_takes_no_room_and_its_yes_counts(warehouse, hook_for, dead_line):
    hook_for(warehouse.address, "case.opened")
    read_all()
    warehouse.status, warehouse.body = 200, b"x" * 5_000_000
    everything_out(now())

    assert Delivery.objects.get().state == "taken"
    assert len(Attempt.objects.get().head) == 500
