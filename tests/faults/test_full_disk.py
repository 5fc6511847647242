"""The disk is full to its last byte while people write to us: they are told so, and nothing is lost."""

import http.client
import os
import smtplib
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest

from tests.config.running import until
from tests.faults.disks import fill, house_on_a_small_disk
from tests.faults.kills import Plan, carry_out
from tests.keeper import ROOT

pytestmark = pytest.mark.slow
FORM = "/services/general/fault"
WORDS = "My line is dead since Monday, and I wrote all of this down for you."


def promised(running):
    """How many were told that we have what they sent."""
    return (running.data.parent / "ledger").read_text().count("ack ")


def settled(running):
    """How many have been told when nothing that was under way is answered any more."""
    while (before := promised(running)) is not None:
        time.sleep(3)
        if promised(running) == before:
            return before
    return None


def post(running, path, words, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        connection.request("POST", path, urlencode(words), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    finally:
        connection.close()


def mail(running):
    with smtplib.SMTP("127.0.0.1", running.mail_port, timeout=20) as line:
        line.ehlo()
        line.mail("elena@writers.example")
        return line.rcpt("help@localhost")


def prove(running):
    """`pasillo verify` as an operator types it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PASILLO_", "DJANGO_"))}
    said = subprocess.run(
        [sys.executable, "-m", "pasillo.config.main", "verify"],
        cwd=ROOT,
        env={**kept, "PASILLO_DATA": str(running.data)},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert "\nSound: " in said.stdout


def test_a_full_disk_loses_nothing_and_is_forgotten_within_a_minute_of_room():
    seen = {}

    def fill_the_disk(plan, running):
        until(lambda: promised(running) > 5, 60)
        fillers = [fill(running.data, "somebody-elses-film")]
        until(lambda: "ballast were thrown out" in running.words(), 20)
        fillers.append(fill(running.data, "and-another"))
        seen["at first"] = settled(running)
        seen["form"] = post(running, FORM, {"_words": WORDS, "key": "k"}, Origin=f"http://127.0.0.1:{running.port}")
        seen["api"] = post(running, "/api/v1/cases", {})
        seen["mail"] = mail(running)
        time.sleep(6)
        seen["at last"] = promised(running)
        for filler in fillers:
            filler.unlink()
        seen["waited"] = until(lambda: promised(running) > seen["at last"], 60)
        until(lambda: (running.data / "ballast").exists(), 60)
        return 1

    result = carry_out(
        Plan(messages=60, seed=15, kills=12, hurry=True), kill=fill_the_disk, place=house_on_a_small_disk, then=prove
    )

    assert seen["at last"] == seen["at first"]
    status, page, headers = seen["form"]
    assert (status, headers["Retry-After"]) == (503, "60")
    assert WORDS in page
    assert "Please try again in a minute" in page
    assert seen["api"][0] == 503
    assert seen["api"][2]["Content-Type"] == "application/problem+json"
    assert seen["mail"][0] in (451, 452)
    assert seen["waited"] < 60
    assert result.reckoning.acked == 60
    assert result.reckoning.is_exact, result
