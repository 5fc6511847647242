"""The house says that it is not well when it could lose something."""

import pytest
from django.db import connection

from pasillo.doors.shell.soundness import dangers, troubles

pytestmark = pytest.mark.django_db


def set_(what):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {what}")


def test_a_sound_installation_has_no_troubles(client):
    assert troubles() == []
    assert client.get("/health").content == b"well\n"


def test_what_was_confirmed_may_not_be_lost(client):
    set_("synchronous_commit = off")

    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.content == b"synchronous_commit is off: what was just confirmed may be lost. Set it to on.\n"


def test_who_may_rewrite_the_journal_should_not_run_the_house(client):
    set_("ROLE NONE")

    assert troubles() == ["This role may rewrite the journal. Do not run as the database's owner."]
    assert dangers() == []
    assert client.get("/health").status_code == 200
