"""The figures for monitoring: for who knows the word, and they tell of no person."""

import pytest
from django.test import Client

WORD = "a word of the operators"


@pytest.fixture
def monitor(monkeypatch):
    monkeypatch.setenv("PASILLO_METRICS_TOKEN", WORD)
    return Client(headers={"Authorization": f"Bearer {WORD}"})


def told(client):
    page = client.get("/metrics")
    assert page.status_code == 200
    lines = [line for line in page.content.decode().splitlines() if not line.startswith("#")]
    return dict(line.rsplit(" ", 1) for line in lines)


@pytest.mark.django_db
def test_without_the_word_there_is_nothing_here(monkeypatch):
    assert Client().get("/metrics").status_code == 404
    monkeypatch.setenv("PASILLO_METRICS_TOKEN", WORD)
    assert Client().get("/metrics").status_code == 404
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 404


@pytest.mark.django_db
def test_an_empty_word_opens_nothing(monkeypatch):
    monkeypatch.setenv("PASILLO_METRICS_TOKEN", "")
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 404


@pytest.mark.django_db
def test_requests_are_counted_by_the_pattern_of_their_address_and_never_by_a_token(monitor):
    name = 'pasillo_requests_total{method="GET",route="/r/<str:token>",status="404"}'
    before = float(told(monitor).get(name, 0))
    monitor.get("/r/a-secret-of-elena-prats-0123456789")
    after = told(monitor)

    assert float(after[name]) - before == 1
    assert "elena" not in " ".join(after)


@pytest.mark.django_db
def test_they_say_what_waits_and_how_much_room_is_left(monitor):
    figures = told(monitor)

    assert float(figures["pasillo_database_up"]) == 1
    assert float(figures["pasillo_effects_waiting"]) == 0
    assert float(figures["pasillo_inbound_late_seconds"]) == 0
    assert float(figures["pasillo_alarms_late"]) == 0
    assert float(figures["pasillo_free_bytes"]) > 0
    assert float(figures["pasillo_database_bytes"]) > 1e6


@pytest.mark.django_db
def test_every_answer_has_a_number_that_the_logs_have_too():
    one, two = Client().get("/health"), Client().get("/health")

    assert len(one["X-Request-Id"]) == 16
    assert one["X-Request-Id"] != two["X-Request-Id"]
