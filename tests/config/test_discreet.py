"""What is written to logs tells what happened, and no secret."""

import json
import subprocess
import sys

import pytest

from pasillo.config.discreet import HIDDEN, discreet
from tests.keeper import ROOT

CANARY = "canary-7f3a9c5512e84b"


def written(**event):
    return discreet(None, "info", event)


@pytest.mark.parametrize(
    "name", ["password", "smtp_password", "client_secret", "token", "Authorization", "Cookie", "sessionid", "api_key"]
)
def test_a_value_with_a_telling_name_is_hidden(name):
    assert written(**{name: CANARY}) == {name: HIDDEN}


@pytest.mark.parametrize(
    "sentence",
    [
        f"could not reach smtp://marta:{CANARY}@mail.example",
        f"postgresql://pasillo:{CANARY}@db.example/pasillo refused",
        f"Not Found: /r/{CANARY}",
        f"Not Found: /sign-in/link/{CANARY}",
        f"Authorization: Bearer {CANARY}",
        f"POST /token?code={CANARY}&state=1",
        f"password={CANARY}",
    ],
)
def test_a_secret_in_a_sentence_is_hidden_and_the_rest_stays(sentence):
    shown = written(event=sentence)["event"]

    assert CANARY not in shown
    assert shown == sentence.replace(CANARY, HIDDEN)


def test_what_is_inside_is_looked_at_too():
    shown = written(headers={"Cookie": CANARY, "Accept": "text/html"}, tried=[f"token={CANARY}"])

    assert shown == {"headers": {"Cookie": HIDDEN, "Accept": "text/html"}, "tried": [f"token={HIDDEN}"]}


def test_nobody_can_add_a_line_of_their_own():
    assert written(event="Not Found: /a\n2026-11-22 all is well\x1b[2J") == {
        "event": "Not Found: /a?2026-11-22 all is well?[2J"
    }


def test_a_way_through_the_code_keeps_its_lines_and_loses_its_secrets():
    shown = written(exception=f"Traceback\n  open('smtp://m:{CANARY}@h')\nOSError")["exception"]

    assert shown == f"Traceback\n  open('smtp://m:{HIDDEN}@h')\nOSError"


def test_numbers_stay_numbers():
    assert written(ms=12.5, status=404, ok=True, nothing=None) == {
        "ms": 12.5,
        "status": 404,
        "ok": True,
        "nothing": None,
    }


def test_every_line_is_json_where_machines_collect_them_and_a_closed_door_is_one_line():
    said = subprocess.run(
        [sys.executable, "-c", SPEAKS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PASILLO_LOG": "json"},
        check=True,
    ).stderr
    lines = [json.loads(line) for line in said.splitlines()]

    assert [line["event"] for line in lines] == ["Forbidden: /app/cockpit", "it broke"]
    assert "exception" not in lines[0]
    assert "ZeroDivisionError" in lines[1]["exception"]
    assert CANARY not in said


SPEAKS = f"""
import logging
from pasillo.config.logs import write_logs
write_logs()
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").warning("Forbidden: %s", "/app/cockpit", exc_info=True)
    logging.getLogger("django.request").error("it broke", exc_info=True, extra=dict(password="{CANARY}"))
"""
