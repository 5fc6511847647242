"""A backup taken while people write, restored elsewhere: sound, whole, and what waited is not sent twice."""

import os
import re
import signal
import subprocess
import time

import psycopg
import pytest

from pasillo.config.places import owner_address
from tests.config.keeping.at_the_terminal import command, pasillo, surroundings
from tests.config.running import Running, house, until
from tests.faults.kills import Plan, carry_out

pytestmark = pytest.mark.slow
REFUSED = 2
LETTER = """
INSERT INTO effects_effect (id, kind, key, about, payload, state, attempts, fence, not_before, promised_at, uncertain,
    error)
VALUES (gen_random_uuid(), 'mail', 'a letter for tomorrow', '', '{}', 'queued', 0, 0, now() + interval '1 day', now(),
    false, '')
"""


def promised(running):
    """The numbers of those who were told that we have what they sent."""
    lines = (running.data.parent / "ledger").read_text().splitlines()
    return {line.removeprefix("ack ") for line in lines if line.startswith("ack ")}


def asked(data, question):
    with psycopg.connect(**owner_address(data), autocommit=True) as database:
        return database.execute(question).fetchall()


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A day on which a backup is made among many messages; it is looked at from all sides afterwards."""
    seen, folder = {}, tmp_path_factory.mktemp("backups")
    seen["file"] = folder / "noon.pasillo"

    def back_up_among_messages(plan, running):
        until(lambda: len(promised(running)) > 15, 60)
        seen["before"] = promised(running)
        with running.database() as database:
            database.execute(LETTER)
        seen["backup"] = pasillo(running.data, "backup", str(seen["file"]))
        seen["after"] = promised(running)
        with running.database() as database:
            database.execute("DELETE FROM effects_effect WHERE key = 'a letter for tomorrow'")
        seen["again"] = pasillo(running.data, "backup", str(seen["file"]))
        seen["over a running one"] = pasillo(running.data, "restore", str(seen["file"]), "--replace")
        seen["with key"] = pasillo(running.data, "backup", str(folder / "key.pasillo"), "--with-key")
        seen["key"] = (running.data / "secret.key").read_text()
        seen["check"] = pasillo(running.data, "check", "--port", str(running.port))
        return 0

    def prove_where_it_was(running):
        seen["verify"] = pasillo(running.data, "verify")

    seen["result"] = carry_out(
        Plan(messages=80, seed=26, kills=6, hurry=True), kill=back_up_among_messages, then=prove_where_it_was
    )
    return seen


@pytest.fixture(scope="module")
def elsewhere(story):
    """Another machine, on which there was nothing."""
    with house() as data:
        story["restore"] = pasillo(data, "restore", str(story["file"]))
        yield data


def test_people_went_on_writing_while_the_backup_was_made(story):
    assert story["backup"].code == 0, story["backup"].words
    assert "The backup is complete" in story["backup"].out
    assert "The secret key is not in it" in story["backup"].out
    assert len(story["before"]) < len(story["after"])
    assert story["result"].reckoning.is_exact, story["result"]
    assert story["verify"].code == 0, story["verify"].words


def test_a_backup_never_overwrites_another(story):
    assert story["again"].code == REFUSED
    assert "is there already, and a backup never overwrites anything" in story["again"].err


def test_a_restore_over_a_running_installation_is_refused(story):
    assert story["over a running one"].code == REFUSED
    assert "Pasillo runs already on the data in" in story["over a running one"].err


def test_the_restored_database_is_called_sound(story, elsewhere):
    assert story["restore"].code == 0, story["restore"].words
    assert "\nSound: 23 checks" in story["restore"].out
    assert pasillo(elsewhere, "verify").code == 0


def test_everybody_who_had_a_promise_before_it_began_is_there(story, elsewhere):
    with Running(elsewhere, PASILLO_SMTP_OUT="") as running:
        running.wait_until_ready()
        until(lambda: not asked(elsewhere, "SELECT 1 FROM intake_inbound WHERE state = 'new'"), 60)
        subjects = {row[0] for row in asked(elsewhere, "SELECT subject FROM cases_case")}

        assert story["before"] - subjects == set()

        untold = "SELECT 1 FROM cases_case WHERE id NOT IN (SELECT case_id FROM stories_story)"
        until(lambda: not asked(elsewhere, untold), 30)
    assert pasillo(elsewhere, "verify").code == 0


def test_what_waited_to_be_sent_is_held_until_somebody_decides(story, elsewhere):
    held = int(re.search(r"(\d+) mails were waiting to be sent when this backup was made", story["restore"].out)[1])

    assert held > 0
    assert f"\n{held} mails are held." in pasillo(elsewhere, "held-mail").out
    assert f"✗ {held} mails are held since a backup was restored" in pasillo(elsewhere, "check").out
    assert pasillo(elsewhere, "held-mail", "--forget").out == f"{held} mails will not be sent.\n"
    assert pasillo(elsewhere, "held-mail").out == "No mail is held.\n"


def test_without_its_key_the_check_says_so_and_what_to_do(story, elsewhere):
    checked = pasillo(elsewhere, "check")

    assert checked.code == 1
    assert "The secret key is not the one with which this data was made" in checked.out
    assert "✗ There is no administrator. Let one in:  pasillo create-person" in checked.out


def test_with_the_key_in_it_the_key_comes_back(story):
    with house() as data:
        done = pasillo(data, "restore", str(story["file"].with_name("key.pasillo")))

        assert done.code == 0, done.words
        assert (data / "secret.key").read_text() == story["key"]
        assert (data / "secret.key").stat().st_mode & 0o077 == 0
        assert "The secret key is not the one" not in pasillo(data, "check").out


@pytest.mark.parametrize("harm", ["cut in half", "one byte changed"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(story, elsewhere, tmp_path, harm):
    whole = story["file"].read_bytes()
    half = len(whole) // 2
    damaged = tmp_path / "damaged.pasillo"
    damaged.write_bytes(
        whole[:half] if harm == "cut in half" else whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]
    )

    refused = pasillo(elsewhere, "restore", str(damaged), "--replace")

    assert refused.code == REFUSED
    assert "ends too early" in refused.err or "at least one byte of it has changed" in refused.err
    assert not list(elsewhere.glob("backups/before-restore-*"))
    assert pasillo(elsewhere, "verify").code == 0


def test_data_that_is_there_is_not_replaced_without_being_asked(story, elsewhere):
    refused = pasillo(elsewhere, "restore", str(story["file"]))

    assert refused.code == REFUSED
    assert "There is data here already" in refused.err
    assert "--replace" in refused.err


@pytest.mark.parametrize("seconds", [0.3, 1.5, 3.0])
def test_a_restore_that_is_killed_leaves_the_old_data_whole(story, elsewhere, seconds):
    restoring = subprocess.Popen(
        command("restore", str(story["file"]), "--replace"),
        env=surroundings(elsewhere),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "What is there now is backed up" in restoring.stdout.readline()
    time.sleep(seconds)
    os.kill(restoring.pid, signal.SIGKILL)
    restoring.wait()
    restoring.stdout.close()

    assert pasillo(elsewhere, "verify").code == 0
    again = pasillo(elsewhere, "restore", str(story["file"]), "--replace")
    assert again.code == 0, again.words
