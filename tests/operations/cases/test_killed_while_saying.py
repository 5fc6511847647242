"""A worker that dies at any point of saying a reply: it is said once, by whoever comes next."""

import subprocess
import sys
import threading

import pytest
from django.db import connections

from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import sending
from pasillo.operations.conversations.models import Draft, Message
from tests.operations.cases.test_about_to_be_said import SECOND, pressed_at, presses

__all__ = ["pressed_at", "presses"]
pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The process is gone: nothing that follows in it happens, and the database hears no more of it."""


def once(dead_line):
    said = Message.objects.filter(conversation=dead_line.conversation_id, direction="out")
    mails = Effect.objects.filter(about=dead_line.ref, payload__template="reply")
    return said.count(), Entry.objects.filter(name="message.sent").count(), mails.count(), Draft.objects.count()


@pytest.mark.parametrize("point", ["may_serve", "_reply", "after the reply", "forget_pressed", "after all of it"])
def test_killed_at_any_point_it_is_said_once(presses, dead_line, pressed_at, monkeypatch, point):
    presses(then="wait")
    due = pressed_at + 10 * SECOND

    with monkeypatch.context() as dying:
        _die(dying, point)
        with pytest.raises(Killed):
            commands.say_what_is_due(at=due)
    assert once(dead_line) == (0, 0, 0, 1)

    assert commands.say_what_is_due(at=due) == 1
    assert commands.say_what_is_due(at=due) == 0
    assert once(dead_line) == (1, 1, 1, 0)


def _die(dying, point):
    def killed(*_args, **_named):
        raise Killed

    def killed_after(function):
        def then_dies(*args, **named):
            function(*args, **named)
            raise Killed

        return then_dies

    if point == "after the reply":
        dying.setattr(sending, "_reply", killed_after(sending._reply))
    elif point == "after all of it":
        dying.setattr(sending, "_say", killed_after(sending._say))
    elif point == "forget_pressed":
        dying.setattr(sending.conversations, "forget_pressed", killed)
    else:
        dying.setattr(sending, point, killed)


def test_two_workers_at_the_same_moment_say_it_once(presses, dead_line, pressed_at):
    for number in range(6):
        presses(text=f"reply {number}")
    begin = threading.Barrier(4)

    def work():
        begin.wait()
        try:
            commands.say_what_is_due(at=pressed_at + 10 * SECOND)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert once(dead_line) == (6, 6, 6, 0)


def test_undo_and_saying_at_the_same_moment_never_do_both(presses, dead_line, budi, pressed_at):
    for number in range(8):
        draft = presses(text=f"reply {number}")
        begin, taken = threading.Barrier(2), []

        def undo(draft=draft, begin=begin, taken=taken):
            begin.wait()
            try:
                commands.take_back(draft.pk, by_id=budi.pk, at=pressed_at + 9 * SECOND)
                taken.append(draft.pk)
            except Exception as late:
                taken.append(late)
            finally:
                connections.close_all()

        person = threading.Thread(target=undo)
        person.start()
        begin.wait()
        commands.say_what_is_due(at=pressed_at + 10 * SECOND)
        person.join(20)
        went = Message.objects.filter(text=f"reply {number}").exists()
        came_back = taken == [draft.pk]
        assert went is not came_back
        Draft.objects.all().delete()


KILLED = """
import os, signal, sys, django
django.setup()
from datetime import datetime
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pasillo.operations.cases.commands import sending
forget = sending.conversations.forget_pressed
def dies(draft):
    forget(draft)
    os.kill(os.getpid(), signal.SIGKILL)
sending.conversations.forget_pressed = dies
sending.say_what_is_due(at=datetime.fromisoformat(sys.argv[2]))
"""


def test_a_worker_that_is_really_killed_in_the_middle_leaves_it_for_the_next(presses, dead_line, pressed_at):
    presses()
    due = pressed_at + 10 * SECOND
    name = connections["default"].settings_dict["NAME"]

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, name, due.isoformat()], capture_output=True, text=True, timeout=60
    )
    assert killed.returncode == -9, killed.stderr[-1500:]
    assert once(dead_line) == (0, 0, 0, 1)

    assert commands.say_what_is_due(at=due) == 1
    assert once(dead_line) == (1, 1, 1, 0)
