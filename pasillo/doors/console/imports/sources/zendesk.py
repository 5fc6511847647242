"""Zendesk: the JSON export of an account, or what its incremental export gives: tickets, comments, people.

Lines of objects or lists under names; one file, or several in an archive. An export without comments gives cases
with their first words. Attachments are only named in it; they come along when they lie beside it.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasillo.doors.console.imports.neutral import Said, Standing, Told, Who
from pasillo.doors.console.imports.reading.packing import Pack
from pasillo.doors.console.imports.reading.pieces import Piece
from pasillo.doors.console.imports.sources.fields import (
    Data,
    Unusable,
    files,
    inner,
    lay_all,
    moment,
    names,
    rows,
    tell_all,
    text,
    words,
)
from pasillo.doors.console.imports.sources.registry import sources
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish

STATES = {
    "new": Standing.OPEN, "open": Standing.OPEN, "pending": Standing.WAITS_FOR_CUSTOMER,
    "hold": Standing.WAITS_FOR_SUPPLIER, "solved": Standing.RESOLVED, "closed": Standing.CLOSED,
    "deleted": Standing.CANCELLED,
}  # fmt: skip
PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4}
CHANNELS = {"email": "email", "voice": "phone", "phone": "phone", "web": "portal", "api": "api", "chat": "portal",
            "mobile": "portal", "mobile_sdk": "portal", "web_widget": "portal"}  # fmt: skip
KINDS = {"tickets": "ticket", "users": "user", "organizations": "organization", "groups": "group",
         "comments": "comment"}  # fmt: skip
WORKS = frozenset({"agent", "admin"})


class Zendesk:
    """Zendesk Support."""

    title = "Zendesk"
    hint = gettext_lazy("The JSON export of the account, or the pages of its incremental export, alone or in a zip.")

    def read(self, pack: Pack, wish: Wish, staging: Staging) -> None:
        """Everything is laid aside, then each ticket is told with its people and comments."""
        lay_all(pack, staging, kind_of)
        told = Telling(staging, wish)
        tell_all(staging, "ticket", lambda data: data.get("id", ""), told.case)


def kind_of(piece: Piece, part: str) -> tuple[str, Data, object] | None:
    """What an object is: by the list in which it stood, by what only such a thing has, or by the name of its file."""
    data = piece.data
    kind = KINDS.get(piece.name) or _by_shape(data)
    kind = kind or next((one for plural, one in KINDS.items() if plural[:-1] in part), "")
    return (kind, data, data.get("ticket_id", "")) if kind else None


def _by_shape(data: Data) -> str:
    if "requester_id" in data or ("requester" in data and "status" in data):
        return "ticket"
    if "ticket_id" in data and "author_id" in data:
        return "comment"
    return "user" if "role" in data and "email" in data else ""


class Telling:
    """Tickets in our words."""

    def __init__(self, staging: Staging, wish: Wish) -> None:
        self.staging, self.wish = staging, wish

    def case(self, line: int, data: Data) -> Told:
        """One ticket with what was said in it."""
        state = STATES.get(text(data, "status").lower())
        opened = moment(data.get("created_at"), self.wish)
        if state is None or opened is None or not text(data, "id"):
            raise Unusable(_("It does not say what it is called, when it was opened, or where it stands."))
        customer = self.who(data, "requester")
        metrics = inner(data, "metric_set") or inner(data, "metrics")
        return Told(
            line=line,
            known_as=text(data, "id"),
            subject=text(data, "subject", "raw_subject"),
            opened_at=opened,
            customer=customer,
            state=state,
            area=text(inner(data, "group") or self.staging.thing("group", data.get("group_id")), "name"),
            service=text(data, "service"),
            holder=self.who(data, "assignee", works=True),
            priority=PRIORITIES.get(text(data, "priority").lower()),
            channel=CHANNELS.get(text(inner(data, "via"), "channel"), "email"),
            tags=names(data.get("tags")),
            said=tuple(self._said(data, opened, customer)),
            resolved_at=moment(metrics.get("solved_at") or data.get("solved_at"), self.wish),
            changed_at=moment(data.get("updated_at"), self.wish),
        )

    def who(self, data: Data, role: str, *, works: bool = False) -> Who:
        """Somebody of a ticket: told in it, or beside it under their number."""
        key = text(data, f"{role}_id") or text(inner(data, role), "id")
        user = inner(data, role) or self.staging.thing("user", key)
        if not user and not key:
            return Who()
        organisation = inner(user, "organization") or self.staging.thing("organization", user.get("organization_id"))
        return Who(
            key=key,
            name=text(user, "name"),
            email=text(user, "email").lower(),
            phone=text(user, "phone"),
            organisation=text(organisation, "name"),
            works=works or text(user, "role") in WORKS,
        )

    def _author(self, comment: Data, ticket: Data) -> Who:
        """Who wrote: told in the comment, beside the ticket, or in the ticket itself."""
        key = text(comment, "author_id")
        roles = ("requester", "assignee", "submitter")
        role = next((one for one in roles if key and text(inner(ticket, one), "id") == key), "")
        return self.who(ticket, role) if role else self.who(comment, "author")

    def _said(self, data: Data, opened_at: object, customer: Who) -> Iterator[Said]:
        """The comments. The first one is the need itself; where there are none, it is the description."""
        comments = rows(data, "comments") or [one for _line, one in self.staging.things("comment", data.get("id"))]
        for one in comments:
            at = moment(one.get("created_at"), self.wish)
            if at is None:
                raise Unusable(_("Something in it was said at no moment."))
            author = self._author(one, data)
            ours = bool(author) and author.key != customer.key and (author.works or not _wrote(author, data))
            yield Said(
                at=at, text=words(one, ("plain_body", "body"), ("html_body",)), who=author, ours=ours,
                public=bool(one.get("public", True)), files=files(rows(one, "attachments"), "file_name", "path"),
            )  # fmt: skip
        if not comments and text(data, "description"):
            yield Said(at=moment(data.get("created_at"), self.wish), text=words(data, ("description",)), who=customer)  # type: ignore[arg-type]


def _wrote(author: Who, data: Data) -> bool:
    """Somebody beside the customer who stands on their side: a copy of the conversation went to them."""
    beside = {str(one) for name in ("collaborator_ids", "email_cc_ids", "follower_ids") for one in data.get(name) or ()}
    return author.key in beside and not author.works


sources.add("zendesk", Zendesk())
