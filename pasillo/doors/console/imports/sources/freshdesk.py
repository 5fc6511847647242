"""Freshdesk: the JSON of its account export, or what its interface gives: tickets with their conversations.

In the account export every ticket stands in a `helpdesk_ticket` with its `helpdesk_notes`; people and companies stand
in files of their own. Attachments are only named; they come along when they lie beside it.
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

STATES = {"2": Standing.OPEN, "3": Standing.WAITS_FOR_CUSTOMER, "4": Standing.RESOLVED, "5": Standing.CLOSED,
          "6": Standing.WAITS_FOR_CUSTOMER, "7": Standing.WAITS_FOR_SUPPLIER}  # fmt: skip
PRIORITIES = {"1": 4, "2": 3, "3": 2, "4": 1}
CHANNELS = {"1": "email", "2": "portal", "3": "phone", "7": "portal", "9": "portal", "10": "email"}
WRAPPED = {"helpdesk_ticket": "ticket", "user": "user", "customer": "company", "company": "company",
           "group": "group", "contact": "user", "agent": "agent"}  # fmt: skip
LISTS = {"tickets": "ticket", "contacts": "user", "users": "user", "agents": "agent", "companies": "company",
         "groups": "group", "conversations": "note"}  # fmt: skip


class Freshdesk:
    """Freshdesk."""

    title = "Freshdesk"
    hint = gettext_lazy("The JSON of the account export, as the zip in which it comes or its files one by one.")

    def read(self, pack: Pack, wish: Wish, staging: Staging) -> None:
        """Everything is laid aside, then each ticket is told with its people and notes."""
        lay_all(pack, staging, kind_of)
        tell_all(staging, "ticket", _number, Telling(staging, wish).case)


def _number(data: Data) -> str:
    return text(data, "display_id", "id")


def kind_of(piece: Piece, part: str) -> tuple[str, Data, object] | None:
    """What an object is: by its wrapping, by the list in which it stood, by its shape, or by the name of its file."""
    data = piece.data
    for wrapping, kind in WRAPPED.items():
        if len(data) == 1 and isinstance(data.get(wrapping), dict):
            return kind, data[wrapping], ""
    kind = LISTS.get(piece.name) or ("ticket" if "requester_id" in data and "status" in data else "")
    if not kind and "ticket_id" in data and ("body" in data or "body_text" in data):
        kind = "note"
    kind = kind or next((one for plural, one in LISTS.items() if plural[:-1] in part), "")
    return (kind, data, data.get("ticket_id", "")) if kind else None


class Telling:
    """Tickets in our words."""

    def __init__(self, staging: Staging, wish: Wish) -> None:
        self.staging, self.wish = staging, wish

    def case(self, line: int, data: Data) -> Told | None:
        """One ticket with what was said in it. What was called spam there is no case."""
        if data.get("spam"):
            self.staging.count("spam")
            return None
        opened = moment(data.get("created_at"), self.wish)
        state = Standing.CANCELLED if data.get("deleted") else STATES.get(text(data, "status"))
        if opened is None or state is None or not _number(data):
            raise Unusable(_("It does not say what it is called, when it was opened, or where it stands."))
        times = inner(data, "ticket_states") or inner(data, "stats")
        customer = self.who(data, "requester")
        return Told(
            line=line,
            known_as=_number(data),
            subject=text(data, "subject"),
            opened_at=opened,
            customer=customer,
            state=state,
            area=text(data, "group_name") or text(self._thing("group", data, "group"), "name"),
            service=text(data, "product_name"),
            holder=self.who(data, "responder", works=True),
            priority=PRIORITIES.get(text(data, "priority")),
            channel=CHANNELS.get(text(data, "source"), "email"),
            tags=names(data.get("tags")),
            said=tuple(self._said(data, customer)),
            resolved_at=moment(times.get("resolved_at"), self.wish),
            closed_at=moment(times.get("closed_at"), self.wish),
            changed_at=moment(data.get("updated_at"), self.wish),
        )

    def _thing(self, kind: str, data: Data, role: str) -> Data:
        return inner(data, role) or self.staging.thing(kind, text(data, f"{role}_id"))

    def who(self, data: Data, role: str, *, works: bool = False) -> Who:
        """Somebody of a ticket: told in it, or beside it under their number."""
        key = text(data, f"{role}_id")
        user = inner(data, role) or self.staging.thing("user", key)
        agent = {} if user and not works else self.staging.thing("agent", key)
        user = inner(agent, "contact") or user or agent
        company = self.staging.thing("company", text(user, "company_id", "customer_id"))
        known = Who(
            key=key,
            name=text(user, "name") or text(data, f"{role}_name"),
            email=text(user, "email").lower() or (text(data, "email").lower() if role == "requester" else ""),
            phone=text(user, "phone", "mobile"),
            organisation=text(company, "name"),
            works=works or bool(agent) or bool(user.get("helpdesk_agent")),
        )
        return known if known else Who()

    def _said(self, data: Data, customer: Who) -> Iterator[Said]:
        """What the ticket began with, then its notes in their order."""
        first = words(data, ("description_text", "description"), ("description_html",))
        if "description_text" not in data and first.startswith("<"):
            first = words(data, (), ("description_html", "description"))
        opened = moment(data.get("created_at"), self.wish)
        if first and opened:
            yield Said(at=opened, text=first, who=customer, files=_files(data))
        notes = rows(data, "helpdesk_notes") or rows(data, "conversations")
        for one in notes or [one for _line, one in self.staging.things("note", text(data, "id"))]:
            at = moment(one.get("created_at"), self.wish)
            if at is None:
                raise Unusable(_("Something in it was said at no moment."))
            if one.get("deleted"):
                continue
            incoming = bool(one.get("incoming"))
            author = self.who(one, "user", works=not incoming)
            plain = ("body_text",) if one.get("body_text") or one.get("body_html") is None else ("body",)
            yield Said(
                at=at, text=words(one, plain, ("body_html", "body")), who=author, ours=not incoming,
                public=not one.get("private"), files=_files(one),
            )  # fmt: skip


def _files(data: Data) -> tuple:  # type: ignore[type-arg]
    return files(rows(data, "attachments"), "name" if _named(data, "name") else "content_file_name", "path")


def _named(data: Data, name: str) -> bool:
    return any(one.get(name) for one in rows(data, "attachments"))


sources.add("freshdesk", Freshdesk())
