"""Who set up, changed, closed or took away a way in, hours or an import: the auditor reads it, and never a secret."""

import re

import pytest

from pasillo.doors.channels.chat.commands import change_secret
from pasillo.doors.channels.email import commands as mail
from pasillo.doors.channels.email.commands import Line, Setup
from pasillo.doors.channels.messaging import commands as channels
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.channels.webhooks import commands as hooks
from pasillo.doors.channels.webhooks.commands import HookAs
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.sealing import sealed
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.journal.models import Entry
from pasillo.operations.calls.commands import SystemAs
from pasillo.operations.calls.commands import set_up as set_up_phone
from pasillo.operations.history.commands import turn_run, wish_run
from pasillo.operations.history.models import Run
from pasillo.operations.promises.commands.moving import change_hours, open_hours

pytestmark = pytest.mark.django_db
OFFICE = {"zone": "Europe/Madrid", "week": {"mon": [["09:00", "18:00"]]}}
SECRET = "rosebud-of-nidalia"


@pytest.fixture
def does(nuria):
    return {"by": nuria.ref, "at": now()}


@pytest.fixture
def read(seated, olga):
    """What the auditor reads of this sort, newest first."""

    def lines(sort="ways"):
        page = seated(olga).get(f"/app/admin/audit?sort={sort}").content.decode()
        assert SECRET not in page
        rows = re.findall(
            r'<li><span class="of-when">.*?</span><span>(.*?)</span><span class="sub">(.*?) ·', page, re.S
        )
        assert {by for _words, by in rows} <= {"Nuria Campos"}
        return [re.sub(r"<[^>]+>", "", words) for words, _by in rows]

    yield lines
    told = Entry.objects.values_list("data", flat=True)
    assert SECRET not in str(list(told))


def test_a_channel_is_set_up_gets_another_secret_and_is_closed(does, read):
    given = {"token": SECRET, "secret": SECRET}
    telegram = {"kind": "telegram", **does}
    account = channels.set_up(None, AccountAs(name="The shop", given=given), version=0, **telegram)
    channels.set_up(account.pk, AccountAs(name="The shop", language="es"), version=1, **telegram)
    channels.set_up(account.pk, AccountAs(name="The shop", given={"token": f"{SECRET}2"}), version=2, **telegram)
    channels.set_up(account.pk, AccountAs(name="The shop", is_active=False), version=3, **telegram)
    change_secret(account.pk, **does)

    assert read() == [
        "Channel “The shop”: changed, with a new secret",
        "Channel “The shop”: changed; it is closed",
        "Channel “The shop”: changed, with a new secret",
        "Channel “The shop”: changed",
        "Channel “The shop”: set up",
    ]
    assert read("settings") == []


def test_a_webhook_is_set_up_gets_another_secret_and_goes(does, read):
    wish = HookAs(name="The shop floor", address="https://hooks.example/in", events=["case.opened"])
    hook, _secret = hooks.set_up(None, wish, version=0, **does)
    hooks.renew_secret(hook.pk, **does)
    assert read() == ["Webhook “The shop floor”: changed, with a new secret", "Webhook “The shop floor”: set up"]

    hooks.remove(hook.pk, **does)
    hooks.remove(hook.pk, **does)
    assert read()[0] == "Webhook “something that is gone”: removed"
    assert Entry.objects.filter(name="webhook.removed").count() == 1


def test_a_phone_system_and_a_mailbox_are_changed(does, read):
    system = set_up_phone(None, SystemAs(name="Switchboard"), sealed=sealed(SECRET, "phone"), version=0, **does)
    set_up_phone(system.pk, SystemAs(name="Switchboard", is_active=False), sealed=b"", version=1, **does)
    box = mail.set_up(
        None, Setup(address="help@nidalia.example", imap=Line(host="imap.example", password=SECRET)), **does
    )
    mail.set_up(box.pk, Setup(address="help@nidalia.example", imap=Line(host="imap.example")), **does)

    assert read() == [
        "Mailbox “help@nidalia.example”: changed",
        "Mailbox “help@nidalia.example”: set up",
        "Phone system “Switchboard”: changed; it is closed",
        "Phone system “Switchboard”: set up",
    ]


def test_hours_are_opened_and_changed(does, read):
    version = open_hours(name="Workshop in Getafe", rule=CalendarRule.from_json(OFFICE), **does)
    longer = CalendarRule.from_json(OFFICE | {"week": {"mon": [["08:00", "18:00"]]}})
    change_hours(version.calendar_id, rule=longer, effective_from=does["at"], known=version.pk, **does)

    assert read() == ["Hours “Workshop in Getafe”: changed", "Hours “Workshop in Getafe”: set up"]


def test_an_import_is_handed_in_taken_over_and_taken_back_and_what_it_does_by_itself_is_nobodys(does, read, nuria):
    run = wish_run(
        source="csv", log_name="old-desk", file=None, file_name="a.csv", wish={}, by_id=nuria.pk, at=does["at"]
    )
    for state, more in (("rehearsed", {"at": does["at"]}), ("playing", does), ("done", {"at": does["at"]})):
        turn_run(run.pk, state, **more)
    turn_run(run.pk, Run.State.REMOVING, only=[Run.State.DONE], **does)
    assert turn_run(run.pk, Run.State.REMOVING, only=[Run.State.DONE], **does) is None

    assert read() == ["Import “old-desk”: taken back", "Import “old-desk”: taken over", "Import “old-desk”: handed in"]
