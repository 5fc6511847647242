"""What public reviews say of themselves: we ask for their feed, and answer where they stand."""

from pasillo.doors.channels.messaging.channel import Asked, Channel
from pasillo.doors.channels.messaging.picking import object_in, objects, words
from pasillo.doors.channels.messaging.plain import Delivery, Outgoing, Reply, Request, Said, Settings, Update
from pasillo.doors.channels.reviews.owed import moment_of, told_as
from pasillo.ground.kit.words import _

KIND = "reviews"


def read(delivery: Delivery) -> Update:
    """The reviews to which an answer is owed, as they were picked from the feed."""
    return Update(said=tuple(_said(one) for one in objects(object_in(delivery.body).get("reviews"))))


def _said(one: dict[str, object]) -> Said:
    name = words(one.get("name"))
    return Said(outside_id=name, sender=name[:200], name=words(one.get("author")), text=told_as(one), at=moment_of(one))


def nobody_calls(delivery: Delivery, settings: Settings) -> bool:
    """We ask for the feed; whoever calls in its name is not it."""
    return False


def write_nothing(outgoing: Outgoing, settings: Settings) -> list[Request]:
    """A feed takes no words."""
    return []


def judge_nothing(reply: Reply) -> str:
    """Nothing is ever sent."""
    return ""


REVIEWS = Channel(
    kind=KIND,
    name="RSS / Atom",
    asked=(Asked(name="feed", words=_("Address of the feed"), help="https://", is_address=True),),
    is_genuine=nobody_calls,
    read=read,
    write=write_nothing,
    judge=judge_nothing,
    takes_files=False,
    takes_words=False,
    is_asked=True,
)
