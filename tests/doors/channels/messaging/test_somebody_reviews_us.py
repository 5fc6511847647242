"""Reviews in public: who was let down, or asks, becomes a case with their stars; a feed that would hurt us does not."""

import pytest

from pasillo.doors.channels.messaging.commands import AccountAs, set_up
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.reviews import polling
from pasillo.doors.channels.reviews.feed import NoFeed, read_feed
from pasillo.doors.channels.reviews.owed import is_owed, stars_in
from pasillo.doors.channels.reviews.process import read_elsewhere
from pasillo.ground.kit.egress import Answer
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from pasillo.operations.voice.models import Feedback
from tests.doors.channels.messaging.conftest import MONDAY, read_all

pytestmark = pytest.mark.django_db
ENTRY = """<entry><id>{id}</id><title>{title}</title><content type="html">{words}</content>
<im:rating>{stars}</im:rating>
<author><name>Ana P.</name></author><updated>2026-03-01T10:00:00+00:00</updated>
<link rel="alternate" href="https://store.example/{id}"/></entry>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss">{}</feed>'
RSS = b"""<rss version="2.0"><channel><title>Reviews</title><item><guid>r1</guid><title>Slow</title>
<description>&lt;p&gt;Three weeks &amp;amp; nothing&lt;/p&gt;</description><link>https://x.example/r1</link>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item>&b;</item></channel></rss>'


def feed(*entries):
    told = "".join(
        ENTRY.format(id=name, title=title, words=words, stars=stars) for name, title, words, stars in entries
    )
    return Answer(status=200, body=ATOM.format(told).encode())


@pytest.fixture
def store(line_repair, monkeypatch):
    monkeypatch.setattr("pasillo.doors.channels.messaging.handler.now", lambda: MONDAY)
    monkeypatch.setattr(polling, "read_elsewhere", lambda raw: [vars(one) for one in read_feed(raw)])
    wish = AccountAs(name="The store", service_id=line_repair.pk, given={"feed": "https://store.example/feed"})
    return set_up(None, wish, kind="reviews", version=0, by="system", at=MONDAY)


def test_who_was_let_down_or_asks_is_owed_an_answer_and_who_praises_is_left_alone(provider, store):
    old = ("r0", "Bad", "Long ago", 1)
    new = [
        ("r1", "Awful", "Nobody came", 1),
        ("r2", "Great", "Thank you", 5),
        ("r3", "Well", "Do you open on Sunday?", 4),
    ]
    provider.answers["/feed"] = [feed(old), feed(*new, old), feed(*new, old)]
    for _round in range(3):
        polling.poll_all(Account.objects.get().heard_at or MONDAY)
        read_all()

    cases = Case.objects.order_by("id")
    assert [case.customer.name for case in cases] == ["Ana P.", "Ana P."]
    assert sorted(Feedback.objects.values_list("score", flat=True)) == [1, 4]
    with pytest.raises(Refused, match="Answer where it was said"):
        reply(cases[0].pk, text="We are sorry.", channel="reviews", by="system", at=MONDAY)


def test_a_feed_that_is_none_is_trouble_in_words(provider, store):
    provider.answers["/feed"] = [Answer(status=200, body=b"<html></html>"), Answer(status=404, body=b""), feed()]
    for _round in range(2):
        polling.poll_all(MONDAY)
        assert Account.objects.get().trouble
    polling.poll_all(MONDAY)

    assert Account.objects.get().trouble == ""


def test_an_rss_feed_is_read_as_plain_words():
    (review,) = read_feed(RSS)

    assert (review.name, review.title, review.words) == ("r1", "Slow", "Three weeks & nothing")
    assert (review.link, review.at) == ("https://x.example/r1", "2026-03-02T08:00:00+00:00")


@pytest.mark.parametrize("raw", [BOMB, b"", b"\x00\xff", b"<rss>", b"<a/>", b"<rss>" + b"<a>" * 100_000])
def test_what_would_hurt_us_is_refused(raw):
    with pytest.raises(NoFeed):
        read_feed(raw)


def test_a_feed_is_read_in_a_process_of_its_own():
    assert [one["name"] for one in read_elsewhere(RSS)] == ["r1"]
    with pytest.raises(NoFeed, match="words of its own"):
        read_elsewhere(BOMB)


def test_stars_are_read_back_as_they_were_told():
    assert [stars_in(text) for text in ("★★☆☆☆ Awful", "★★★★★", "Awful", "☆☆☆☆☆", "★☆★☆☆")] == [2, 5, None, None, None]
    assert not is_owed({"score": 3, "words": "See https://x.example/?a=b"})


@pytest.mark.parametrize(
    "address",
    ["http://store.example/feed", "https://10.0.0.1/feed", "https://localhost/x", "https://me@store.example/"],
)
def test_a_feed_that_would_never_be_asked_is_refused_when_it_is_typed(line_repair, address):
    wish = AccountAs(name="The store", service_id=line_repair.pk, given={"feed": address})
    with pytest.raises(Refused, match="https://"):
        set_up(None, wish, kind="reviews", version=0, by="system", at=MONDAY)
    assert not Account.objects.exists()
