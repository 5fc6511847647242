"""osTicket 1.10 and later: its tables, as a dump of the database holds them.

osTicket itself exports only the list of a queue, without what was said (that is a CSV: take it over as one). All of
it is in its database, and whoever runs it can dump that: `mysqldump` or the export of phpMyAdmin.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.neutral import FileTold, Said, Standing, Told, Turned, Who
from pasillo.doors.console.imports.reading.packing import LARGEST_FILE, Pack
from pasillo.doors.console.imports.reading.plain import plain_words, words_of
from pasillo.doors.console.imports.sources.fields import Data, Unusable, moment, tell_all, text
from pasillo.doors.console.imports.sources.osticket.dump import Row, rows, words
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.kit.refusals import Refused

KEYS: Mapping[str, tuple[str, str]] = {  # table -> the column of its number, and the one of what it belongs to
    "ticket": ("ticket_id", ""),
    "ticket__cdata": ("ticket_id", ""),
    "ticket_status": ("id", ""),
    "ticket_priority": ("priority_id", ""),
    "thread": ("id", "object_id"),
    "thread_entry": ("id", "thread_id"),
    "thread_event": ("id", "thread_id"),
    "event": ("id", ""),
    "user": ("id", ""),
    "user_email": ("id", "user_id"),
    "organization": ("id", ""),
    "staff": ("staff_id", ""),
    "department": ("id", ""),
    "help_topic": ("topic_id", ""),
    "attachment": ("file_id", "object_id"),
    "file": ("id", ""),
}
CHUNK = "file_chunk"
STATES = {"open": Standing.OPEN, "closed": Standing.CLOSED, "archived": Standing.CLOSED, "deleted": Standing.CANCELLED}
CHANNELS = {"email": "email", "phone": "phone", "web": "portal", "api": "api", "other": "portal"}
TURNS = {"closed": Standing.RESOLVED, "reopened": Standing.OPEN}


class OsTicket:
    """osTicket."""

    title = "osTicket"
    hint = gettext_lazy("A dump of its database, as mysqldump or phpMyAdmin writes it.")

    def read(self, pack: Pack, wish: Wish, staging: Staging) -> None:
        """Every table is laid aside, then each ticket is told."""
        parts = pack.parts(".sql")
        if not parts:
            raise Refused(_("There is no SQL in this archive."))
        for part in parts:
            _lay_all(pack, part, staging)
        staging.index()
        _check_age(staging)
        tell_all(staging, "ticket", lambda data: data.get("number", ""), Telling(staging, wish).case)


def table_of(name: str) -> str:
    """The table without the prefix that every installation chooses."""
    return name.split("_", 1)[-1].lower()


def _lay_all(pack: Pack, part: str, staging: Staging) -> None:
    folder = staging.path.parent / "chunks"
    for row in rows(pack, part, lambda name: table_of(name) in KEYS or table_of(name) == CHUNK):
        if isinstance(row, Trouble):
            staging.note(row)
            continue
        staging.count("lines")
        if table_of(row.table) == CHUNK:
            _lay_chunk(row, folder, pack)
        else:
            _lay(row, staging)


def _lay(row: Row, staging: Staging) -> None:
    table = table_of(row.table)
    key, owner = KEYS[table]
    data = {name: words(value) for name, value in row.values.items()}
    owned = data.get(owner, "") if owner else ""
    if table == "thread" and data.get("object_type", "T") != "T":
        return
    staging.lay(table, data.get(key) or data.get("dept_id", ""), data, owner=owned, line=row.line)


def _lay_chunk(row: Row, folder: Path, pack: Pack) -> None:
    """Bytes that were kept in the database, put together again in a file of our own."""
    number, data = words(row.values.get("file_id")), row.values.get("filedata")
    if not number.isdigit() or not isinstance(data, bytes):
        return
    folder.mkdir(exist_ok=True)
    path = folder / str(int(number))
    if path.exists() and path.stat().st_size > LARGEST_FILE:
        return
    with path.open("ab") as file:
        file.write(data)
    pack.laid[f"chunks/{int(number)}"] = path


def _check_age(staging: Staging) -> None:
    tickets, threads = (
        staging.number("select count(*) from thing where kind = ?", one) for one in ("ticket", "thread")
    )
    if tickets and not threads:
        raise Refused(_("This is osTicket before 1.10. Upgrade a copy of it first; its own upgrade keeps everything."))


class Telling:
    """Tickets in our words."""

    def __init__(self, staging: Staging, wish: Wish) -> None:
        self.staging, self.wish = staging, wish

    def case(self, line: int, data: Data) -> Told:
        """One ticket with its thread."""
        opened = moment(data.get("created"), self.wish)
        status = self.staging.thing("ticket_status", data.get("status_id"))
        state = STATES.get(text(status, "state") or text(data, "status").lower())
        if opened is None or state is None or not text(data, "number"):
            raise Unusable(_("It does not say what it is called, when it was opened, or where it stands."))
        if state == Standing.CLOSED and text(status, "name").lower() == "resolved":
            state = Standing.RESOLVED
        more = self.staging.thing("ticket__cdata", data.get("ticket_id"))
        threads = [one["id"] for _line, one in self.staging.things("thread", data.get("ticket_id"))]
        entries = [one for thread in threads for _line, one in self.staging.things("thread_entry", thread)]
        closed = moment(data.get("closed"), self.wish)
        return Told(
            line=line,
            known_as=text(data, "number"),
            subject=text(more, "subject") or next((title for one in entries if (title := text(one, "title"))), ""),
            opened_at=opened,
            customer=self.customer(text(data, "user_id")),
            state=state,
            area=text(self.staging.thing("department", data.get("dept_id")), "name", "dept_name"),
            service=text(self.staging.thing("help_topic", data.get("topic_id")), "topic"),
            holder=self.staff(text(data, "staff_id")),
            priority=self._priority(text(more, "priority")),
            channel=CHANNELS.get(text(data, "source").lower(), "email"),
            said=tuple(self._said(entries)),
            turned=tuple(self._turned(threads)),
            resolved_at=closed,
            closed_at=closed,
            changed_at=moment(data.get("lastupdate") or data.get("updated"), self.wish),
        )

    def customer(self, key: str) -> Who:
        """A user, with the address that is theirs first."""
        user = self.staging.thing("user", key) if key else {}
        address = self.staging.thing("user_email", user.get("default_email_id"))
        organisation = self.staging.thing("organization", user.get("org_id"))
        return Who(
            key=key, name=text(user, "name"), email=text(address, "address").lower(),
            organisation=text(organisation, "name"),
        )  # fmt: skip

    def staff(self, key: str) -> Who:
        """Somebody who worked there."""
        if key in ("", "0"):
            return Who()
        staff = self.staging.thing("staff", key)
        name = " ".join(part for part in (text(staff, "firstname"), text(staff, "lastname")) if part)
        return Who(key=key, name=name, email=text(staff, "email").lower(), works=True)

    def _priority(self, key: str) -> int | None:
        """In this table one is what presses most, as here."""
        told = text(self.staging.thing("ticket_priority", key), "priority_urgency") if key else ""
        return int(told) if told in ("1", "2", "3", "4") else None

    def _said(self, entries: Sequence[Data]) -> Iterator[Said]:
        for one in entries:
            at = moment(one.get("created"), self.wish)
            kind = text(one, "type")
            if at is None or kind not in ("M", "R", "N"):
                raise Unusable(_("Something in it was said at no moment, or by nobody."))
            ours = kind != "M"
            who = self.staff(text(one, "staff_id")) if ours else self.customer(text(one, "user_id"))
            body = text(one, "body")
            said = plain_words(body) if text(one, "format") == "text" else words_of(body)
            yield Said(
                at=at, text=said, who=who or Who(name=text(one, "poster"), works=ours), ours=ours, public=kind != "N",
                machine=ours and text(one, "staff_id") in ("", "0"), files=tuple(self._files(text(one, "id"))),
            )  # fmt: skip

    def _files(self, entry: str) -> Iterator[FileTold]:
        for _line, one in self.staging.things("attachment", entry):
            if text(one, "type") in ("", "H") and not text(one, "inline").strip("0"):
                name = text(one, "name") or text(self.staging.thing("file", one.get("file_id")), "name")
                yield FileTold(name=name, path=f"chunks/{text(one, 'file_id')}")

    def _turned(self, threads: list[str]) -> Iterator[Turned]:
        """When it was closed and opened again, as its events tell."""
        for thread in threads:
            for _line, one in self.staging.things("thread_event", thread):
                name = text(one, "state") or text(self.staging.thing("event", one.get("event_id")), "name")
                at = moment(one.get("timestamp"), self.wish)
                if name in TURNS and at is not None:
                    yield Turned(at=at, state=TURNS[name])
