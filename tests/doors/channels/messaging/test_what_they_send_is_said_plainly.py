"""What providers send in marks of their own is read as people wrote it, and a moment that cannot be is not believed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pasillo.doors.channels.messaging.markup import plain_of as of_html
from pasillo.doors.channels.messaging.plain import Delivery
from pasillo.doors.channels.slack.markup import plain_of
from pasillo.doors.channels.slack.reading import read as read_slack
from pasillo.doors.channels.teams.reading import read as read_teams
from pasillo.ground.kit.claimed import believed
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.models import Clock
from tests.doors.channels.messaging.conftest import MONDAY, from_whatsapp, text


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U2> look at <http://x.example|this> &amp; that", "@U2 look at this (http://x.example) & that"),
        ("<@U2|tomas> in <#C1|help> and <#C2>", "@tomas in #help and #C2"),
        ("<!here> <!subteam^S1|@it> <!date^1392734382^{date}|18 Feb>", "@here @it 18 Feb"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<http://x.example/|x.example> <mailto:a@x.example|a@x.example>", "http://x.example/ a@x.example"),
        ("if a &lt; b &gt; c; &amp;lt; stays; 1 < 2", "if a < b > c; &lt; stays; 1 < 2"),
        ("<> <\n> *bold*", "<> <\n> *bold*"),
    ],
)
def test_slack(sent, read):
    assert plain_of(sent) == read


def test_what_slack_and_teams_tell_is_read_that_way():
    slack = {"type": "event_callback", "event_id": "E1"}
    slack["event"] = {"type": "message", "user": "U5", "channel_type": "im", "text": "<@U2> &amp; <@U3>"}
    assert read_slack(Delivery(body=json.dumps(slack).encode())).said[0].text == "@U2 & @U3"

    teams = {"type": "message", "channelId": "msteams", "id": "1", "conversation": {"id": "a:1"}}
    for told, said in (
        ({"text": "<at>Help Desk</at>&nbsp;R&amp;D is down, 1 &lt; 2"}, "Help Desk R&D is down, 1 < 2"),
        ({"text": "<at id='0'>Help</at> if a < b then <b>", "textFormat": "plain"}, "Help if a < b then <b>"),
        (
            {"text": "<p>No <b>line</b></p><p>See <a href='https://x.example/1'>this</a></p>", "textFormat": "xml"},
            "No line\n\nSee this (https://x.example/1)",
        ),
    ):
        assert read_teams(Delivery(body=json.dumps(teams | told).encode())).said[0].text == said


def test_mastodons_links_stay_whole_and_its_mentions_bare():
    link = '<a href="https://x.example/abc"><span class="invisible">https://</span><span>x.example/abc</span></a>'
    mention = '<span class="h-card"><a href="https://m.example/@us">@<span>us</span></a></span>'
    assert of_html(f"<p>{mention} see {link} &amp; tell</p>") == "@us see https://x.example/abc & tell"


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (timedelta(minutes=-10), timedelta(minutes=-10)), (timedelta(days=-7), timedelta(days=-7)),
        (timedelta(days=-8), timedelta()), (timedelta(days=-3650), timedelta()), (timedelta(days=1), timedelta()),
    ],
)  # fmt: skip
def test_a_claimed_moment_is_believed_within_a_week(told, meant):
    assert believed(MONDAY + told, arrived=MONDAY) == MONDAY + meant
    assert believed(None, arrived=MONDAY) == MONDAY


@pytest.mark.django_db
@pytest.mark.parametrize("told", [datetime(2016, 3, 2, tzinfo=UTC), datetime(2036, 3, 2, tzinfo=UTC)])
def test_no_case_begins_ten_years_ago_because_a_provider_says_so(calls, number, monkeypatch, told):
    arrived = MONDAY + timedelta(minutes=1)
    for module in ("hooks", "handler"):
        monkeypatch.setattr(f"pasillo.doors.channels.messaging.{module}.now", lambda: arrived)

    calls(number, from_whatsapp(text("No tengo línea", at=told)))

    case = Case.objects.get()
    assert case.opened_at == arrived
    assert {one.started_at for one in Clock.objects.filter(case=case)} <= {arrived}
