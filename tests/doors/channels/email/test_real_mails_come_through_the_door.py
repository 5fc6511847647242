"""Every mail of the corpora is handed in at the real door: none is lost, none stops the worker."""

from collections import Counter

import pytest

from pasillo.ground.files.queries import whole
from pasillo.ground.intake.commands import take_in
from pasillo.ground.intake.models import Inbound
from pasillo.ground.intake.reading import read_one, read_waiting
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.corpora.place import folder
from tests.doors.channels.email.conftest import HELP

PLACE = folder()
pytestmark = pytest.mark.skipif(PLACE is None, reason="the corpora are not on this machine (PASILLO_CORPORA)")

SUITES = (
    "zammad_mail", "zammad_process", "zammad_autoreply", "zammad_sequences", "discourse", "chatwoot", "rt",
    "mime_parsing_stalwart",
)  # fmt: skip


@pytest.mark.parametrize("suite", SUITES)
def test_no_mail_is_lost_and_none_stops_the_worker(help_box, monday, suite):
    files = sorted(file for file in (PLACE / "01_email_intake" / suite / "mails").rglob("*") if file.is_file())
    taken = [take_in(channel="email", mailbox=HELP, raw=file.read_bytes(), at=monday) for file in files]
    for inbound in taken:
        read_one(inbound.pk)

    became = Counter(Inbound.objects.values_list("state", flat=True))
    assert became.total() == len(files)
    assert became["new"] == became["quarantined"] == 0, list(
        Inbound.objects.filter(state__in=["new", "quarantined"]).values_list("error", "reason")
    )
    assert Case.objects.count() == became["read"]
    assert read_waiting() == 0
    for inbound, file in zip(taken, files, strict=True):
        assert whole(inbound.blob_id) == file.read_bytes()
    for case in Case.objects.all():
        message = Message.objects.get(conversation=case.conversation)
        assert case.subject
        assert message.text
