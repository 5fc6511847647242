"""Nuria gives the warehouse a hook: its secret is shown once, a test says whether it arrives, a log what was told."""

import pytest
from django.test import Client

from pasillo.doors.channels.webhooks.keeping import secrets_of
from pasillo.doors.channels.webhooks.models import Delivery, Hook
from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from tests.doors.channels.webhooks.conftest import MONDAY, everything_out, read_all

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Warehouse", "address": "https://shop.example/in", "events": ["case.opened"], "is_active": "1"}


@pytest.fixture
def nuria(db):
    """Administers."""
    person = meet(name="Nuria Vidal", email="nuria@nidalia.example", by="system", at=MONDAY)
    give_role(person=person, role=Role.ADMIN, area=None, by="system", at=MONDAY)
    browser = Client()
    browser.force_login(person)
    return browser


def test_the_secret_is_shown_once_and_kept_sealed(nuria):
    answer = nuria.post("/app/admin/hooks/new", GIVEN | {"version": "0"})

    hook = Hook.objects.get()
    secret = secrets_of(hook, at=now())[0]
    assert secret in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert secret not in nuria.get(f"/app/admin/hooks/{hook.pk}").content.decode()
    assert secret.encode() not in bytes(hook.sealed)


@pytest.mark.parametrize(
    "address",
    ["http://shop.example/", "https://me:pw@shop.example/", "ftp://x", "https://", "", "https://shop.example:99999/"],
)
def test_an_address_that_is_none_is_refused_and_all_that_was_typed_stays(nuria, address):
    answer = nuria.post("/app/admin/hooks/new", GIVEN | {"version": "0", "address": address})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Warehouse"' in page
    assert 'value="case.opened" checked' in page
    assert not Hook.objects.exists()


INSIDE = [
    "10.0.0.7", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "169.254.169.254", "192.168.1.1", "[::1]",
    "[::ffff:10.0.0.7]", "[fe80::1]", "localhost", "a.localhost", "LOCALHOST.", "intra", "printer.local", "NAS.Local.",
    "till.internal", "box.home.arpa",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_that_can_only_be_inside_is_refused_when_it_is_kept(nuria, host):
    wish = GIVEN | {"version": "0", "address": f"https://{host}:8443/in"}

    answer = nuria.post("/app/admin/hooks/new", wish)

    assert answer.status_code == 422
    assert "inside the network of this house" in answer.content.decode()
    assert not Hook.objects.exists()


def test_one_that_was_allowed_by_name_is_kept(nuria, settings):
    settings.INTERNAL_HOSTS = ("10.0.0.7:8443", "till.local:8443")
    nuria.post("/app/admin/hooks/new", GIVEN | {"version": "0", "address": "https://10.0.0.7:8443/in"})
    nuria.post("/app/admin/hooks/new", GIVEN | {"version": "0", "address": "https://till.local:8443/in"})
    nuria.post("/app/admin/hooks/new", GIVEN | {"version": "0", "address": "https://8.8.8.8/in"})
    nuria.post("/app/admin/hooks/new", GIVEN | {"version": "0", "address": "https://134744072/in"})

    assert Hook.objects.count() == 4


def test_two_who_change_it_at_once_do_not_overwrite_each_other(nuria, hook_for):
    hook, _secret = hook_for("https://shop.example/in", "case.opened")
    nuria.post(f"/app/admin/hooks/{hook.pk}", GIVEN | {"version": "1", "name": "First"})
    answer = nuria.post(f"/app/admin/hooks/{hook.pk}", GIVEN | {"version": "1", "name": "Second"})

    assert answer.status_code == 409
    assert Hook.objects.get().name == "First"


def test_a_test_says_what_was_answered(nuria, warehouse, hook_for):
    hook, _secret = hook_for(warehouse.address, "case.opened")
    good = nuria.post(f"/app/admin/hooks/{hook.pk}/test", follow=True).content.decode()
    warehouse.status = 401
    bad = nuria.post(f"/app/admin/hooks/{hook.pk}/test", follow=True).content.decode()

    assert "The answer was 204." in good
    assert "The answer was 401." in bad
    assert [one["type"] for one in warehouse.taken()] == ["test"]
    assert Hook.objects.get().failing_since is None, "a test that fails switches nothing off"


def test_the_log_shows_what_was_told_and_tells_it_again(nuria, warehouse, hook_for, dead_line):
    hook, _secret = hook_for(warehouse.address, "case.opened")
    read_all()
    warehouse.status, warehouse.body = 200, b"thank <b>you</b>"
    everything_out(now())
    page = nuria.get(f"/app/admin/hooks/{hook.pk}").content.decode()
    nuria.post(f"/app/admin/deliveries/{Delivery.objects.get().pk}/replay")
    everything_out(now())

    nuria.cookies["language"] = "es"
    in_spanish = nuria.get(f"/app/admin/hooks/{hook.pk}").content.decode()

    assert f"#{dead_line.number}" in page
    assert "</svg>taken</span>" in page
    assert 'lang="es"' in in_spanish
    assert "ocupada" not in in_spanish  # the word for a room that somebody has
    assert "thank &lt;b&gt;you&lt;/b&gt;" in page
    assert len(warehouse.taken()) == 2
    assert len(set(warehouse.names())) == 1


def test_a_span_is_told_again(nuria, warehouse, hook_for, dead_line):
    hook, _secret = hook_for(warehouse.address, "case.opened")
    span = {"first": "2026-03-02T00:00", "last": "2026-03-03T00:00"}
    page = nuria.post(f"/app/admin/hooks/{hook.pk}/replay", span, follow=True).content.decode()
    empty = nuria.post(f"/app/admin/hooks/{hook.pk}/replay", {"first": "x", "last": ""}, follow=True).content.decode()
    everything_out(now())

    assert "1 fact is told again." in page
    assert "Say from when until when." in empty
    assert [one["data"]["case"] for one in warehouse.taken()] == [dead_line.number]


def test_a_hook_that_is_removed_tells_nothing_more(nuria, warehouse, hook_for, dead_line):
    hook, _secret = hook_for(warehouse.address, "case.opened")
    read_all()
    nuria.post(f"/app/admin/hooks/{hook.pk}/removal")
    everything_out(now())

    assert warehouse.heard == []
    assert not Delivery.objects.exists()
