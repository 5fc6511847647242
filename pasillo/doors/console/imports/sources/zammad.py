"""Zammad: what its REST interface gives for tickets, ticket_articles, users, organizations and groups, as JSON.

Plain lists (`/api/v1/tickets?expand=true&per_page=…`), one file for each, together in an archive or in one object
under their names. Attachments are only named in it; they come along when they lie beside it.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasillo.doors.console.imports.neutral import Said, Standing, Told, Who
from pasillo.doors.console.imports.reading.packing import Pack
from pasillo.doors.console.imports.reading.pieces import Piece
from pasillo.doors.console.imports.reading.plain import plain_words, words_of
from pasillo.doors.console.imports.sources.fields import (
    Data,
    Unusable,
    files,
    lay_all,
    moment,
    names,
    rows,
    tell_all,
    text,
)
from pasillo.doors.console.imports.sources.registry import sources
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish

STATES = {
    "new": Standing.OPEN, "open": Standing.OPEN, "pending reminder": Standing.WAITS_FOR_CUSTOMER,
    "pending close": Standing.RESOLVED, "pending action": Standing.RESOLVED, "closed": Standing.CLOSED,
    "merged": Standing.CANCELLED, "removed": Standing.CANCELLED,
}  # fmt: skip
USUAL_STATES = {"1": "new", "2": "open", "3": "pending reminder", "4": "closed", "5": "merged", "6": "removed",
                "7": "pending close"}  # fmt: skip
PRIORITIES = {"1 low": 4, "2 normal": 3, "3 high": 2, "1": 4, "2": 3, "3": 2}
CHANNELS = {"email": "email", "phone": "phone", "web": "portal", "note": "portal", "chat": "portal"}
LISTS = {"tickets": "ticket", "ticket_articles": "article", "articles": "article", "users": "user",
         "organizations": "organization", "groups": "group", "ticket_states": "state"}  # fmt: skip
NOBODY = frozenset({"", "-", "1"})


class Zammad:
    """Zammad."""

    title = "Zammad"
    hint = gettext_lazy("The lists that its interface gives, as JSON: one file each in a zip, or all in one.")

    def read(self, pack: Pack, wish: Wish, staging: Staging) -> None:
        """Everything is laid aside, then each ticket is told with its people and articles."""
        lay_all(pack, staging, kind_of)
        for _line, user in list(staging.things("user")):
            for name in ("login", "email"):
                if user.get(name):
                    staging.lay("login", str(user[name]).lower(), user)
        tell_all(staging, "ticket", _number, Telling(staging, wish).case)


def _number(data: Data) -> str:
    return text(data, "number", "id")


def kind_of(piece: Piece, part: str) -> tuple[str, Data, object] | None:
    """What an object is: by the list in which it stood, by its shape, or by the name of its file."""
    data = piece.data
    kind = LISTS.get(piece.name, "")
    if not kind and "ticket_id" in data and "body" in data:
        kind = "article"
    if not kind and "title" in data and ("customer_id" in data or "customer" in data):
        kind = "ticket"
    if not kind and "login" in data and ("firstname" in data or "email" in data):
        kind = "user"
    kind = kind or next((one for plural, one in LISTS.items() if plural[:-1] in part), "")
    return (kind, data, data.get("ticket_id", "")) if kind else None


class Telling:
    """Tickets in our words."""

    def __init__(self, staging: Staging, wish: Wish) -> None:
        self.staging, self.wish = staging, wish

    def case(self, line: int, data: Data) -> Told:
        """One ticket with its articles."""
        opened = moment(data.get("created_at"), self.wish)
        state = self._state(data)
        if opened is None or state is None or not _number(data):
            raise Unusable(_("It does not say what it is called, when it was opened, or where it stands."))
        customer = self.who(data.get("customer_id"), data.get("customer"))
        holder = text(data, "owner_id") if text(data, "owner_id") not in NOBODY else ""
        articles = [one for _line, one in self.staging.things("article", data.get("id"))] or rows(data, "articles")
        return Told(
            line=line,
            known_as=_number(data),
            subject=text(data, "title"),
            opened_at=opened,
            customer=customer,
            state=state,
            area=text(data, "group") or text(self.staging.thing("group", data.get("group_id")), "name"),
            holder=self.who(holder, data.get("owner") if holder else "", works=True),
            priority=PRIORITIES.get(text(data, "priority") or text(data, "priority_id")),
            channel=CHANNELS.get(text(articles[0], "type") if articles else "", "email"),
            tags=names(data.get("tags")),
            said=tuple(self._said(articles, customer)),
            answered_at=moment(data.get("first_response_at"), self.wish),
            resolved_at=moment(data.get("close_at"), self.wish),
            closed_at=moment(data.get("close_at"), self.wish),
            changed_at=moment(data.get("updated_at"), self.wish),
        )

    def _state(self, data: Data) -> Standing | None:
        number = text(data, "state_id")
        told = self.staging.thing("state", number)
        name = (text(data, "state") or text(told, "name") or USUAL_STATES.get(number, "")).lower()
        kind = text(told, "state_type").lower()
        return STATES.get(name) or STATES.get(kind)

    def who(self, key: object, login: object = "", *, works: bool = False) -> Who:
        """A user by their number, else by the name with which they sign in."""
        user = self.staging.thing("user", key) if key else {}
        user = user or (self.staging.thing("login", str(login).lower()) if isinstance(login, str) and login else {})
        organisation = text(user, "organization")
        if not organisation:
            organisation = text(self.staging.thing("organization", user.get("organization_id")), "name")
        name = " ".join(part for part in (text(user, "firstname"), text(user, "lastname")) if part)
        address = text(user, "email").lower()
        if not user and isinstance(login, str) and "@" in login:
            address = login.lower()
        return Who(
            key=str(key or login or ""), name=name or text(user, "login"), email=address, phone=text(user, "phone"),
            organisation=organisation, works=works,
        )  # fmt: skip

    def _said(self, articles: Sequence[Data], customer: Who) -> Iterator[Said]:
        for one in articles:
            at = moment(one.get("created_at"), self.wish)
            if at is None:
                raise Unusable(_("Something in it was said at no moment."))
            sender = (text(one, "sender") or {"1": "Agent", "2": "Customer", "3": "System"}.get(
                text(one, "sender_id"), "Agent")).lower()  # fmt: skip
            html = "html" in text(one, "content_type")
            key, login = text(one, "origin_by_id") or text(one, "created_by_id"), one.get("created_by")
            author = self.who(key, login, works=sender != "customer") if sender != "system" else Who()
            said = words_of(str(one.get("body") or "")) if html else plain_words(one.get("body"))
            yield Said(
                at=at, text=said, who=author or (customer if sender == "customer" else Who()),
                ours=sender != "customer", public=not one.get("internal"), machine=sender == "system",
                files=files(rows(one, "attachments"), "filename", "path"),
            )  # fmt: skip


sources.add("zammad", Zammad())
