"""Guesses what the columns of a table are and what its words mean: a person looks over it. Plain rules."""

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pasillo.doors.console.imports.neutral import Standing
from pasillo.doors.console.imports.reading.moments import fits_most, guess_form

NEEDED = ("case", "opened")
MOMENTS = ("opened", "changed", "resolved", "closed", "message_at", "answered")
HEADINGS: Mapping[str, Sequence[str]] = {  # role -> headings, as one compares them; the first column that fits is taken
    "case": ("ticket number", "case number", "ticket id", "case id", "number", "ticket", "id", "numero", "nomor", "key",
             "reference", "case", "caso", "tiket"),
    "subject": ("subject", "title", "summary", "asunto", "titulo", "subjek", "judul", "short description"),
    "opened": ("opened at", "created at", "created", "date created", "opened", "open date", "date", "created time",
               "fecha de creacion", "creado", "abierto", "fecha", "dibuat", "tanggal", "created on"),
    "customer_email": ("customer email", "from email", "requester email", "email", "e mail", "contact email", "correo",
                       "correo electronico", "surel", "mail"),
    "customer": ("customer", "requester", "customer name", "requester name", "from", "name", "contact", "cliente",
                 "solicitante", "pelanggan", "nama", "caller", "full name"),
    "phone": ("phone", "telephone", "mobile", "telefono", "telepon", "contact phone"),
    "organisation": ("organization", "organisation", "company", "account", "empresa", "organizacion", "perusahaan"),
    "area": ("area", "group", "team", "department", "queue", "assigned group", "assignment group", "grupo", "equipo",
             "departamento", "tim", "grup"),
    "service": ("service", "help topic", "category", "topic", "type", "servicio", "categoria", "layanan", "kategori"),
    "state": ("status", "state", "current status", "estado"),
    "priority": ("priority", "prioridad", "prioritas", "urgency"),
    "channel": ("channel", "source", "origin", "canal", "kanal"),
    "holder": ("assignee", "agent", "assigned to", "agent assigned", "owner", "responsible", "asignado a", "agente",
               "petugas"),
    "answered": ("first response", "first answered at", "first response at", "answered at", "initial response time",
                 "primera respuesta", "first reply at"),
    "resolved": ("resolved at", "resolved", "solved at", "resolved time", "resuelto", "diselesaikan"),
    "closed": ("closed at", "closed", "close date", "closed time", "closed date", "cerrado", "ditutup"),
    "changed": ("updated at", "last updated", "updated", "last update", "modified", "actualizado", "diperbarui"),
    "tags": ("tags", "labels", "etiquetas", "tag"),
    "message": ("message", "description", "body", "text", "comment", "mensaje", "descripcion", "pesan", "deskripsi"),
    "message_at": ("message at", "sent at", "message date", "message time", "comment date", "fecha del mensaje"),
    "message_by": ("message by", "author", "sender", "author email", "autor", "pengirim", "commenter"),
    "message_kind": ("message kind", "visibility", "kind", "public", "internal", "message type", "visibilidad"),
    "files": ("files", "attachments", "archivos", "adjuntos", "lampiran"),
    "language": ("language", "idioma", "bahasa", "locale"),
}  # fmt: skip
STATES = {
    Standing.OPEN: ("open", "new", "active", "in progress", "assigned", "reopened", "working", "abierto", "nuevo",
                    "en curso", "en progreso", "baru", "dibuka", "buka", "terbuka"),
    Standing.WAITS_FOR_CUSTOMER: ("pending", "waiting for customer", "awaiting reply", "awaiting customer",
                                  "waiting on customer", "pendiente", "esperando al cliente", "menunggu",
                                  "menunggu pelanggan", "pending reply", "awaiting user info"),
    Standing.WAITS_FOR_SUPPLIER: ("hold", "on hold", "waiting for supplier", "waiting on third party",
                                  "awaiting vendor", "en espera", "ditunda"),
    Standing.RESOLVED: ("resolved", "solved", "done", "fixed", "resuelto", "solucionado", "selesai"),
    Standing.CLOSED: ("closed", "archived", "complete", "completed", "cerrado", "ditutup", "tutup"),
    Standing.CANCELLED: ("cancelled", "canceled", "deleted", "spam", "void", "cancelado", "dibatalkan", "removed"),
}  # fmt: skip
PRIORITIES = {
    1: ("1", "urgent", "critical", "emergency", "highest", "p1", "urgente", "critica", "mendesk", "3 high"),
    2: ("2", "high", "p2", "alta", "tinggi"),
    3: ("3", "normal", "medium", "moderate", "p3", "media", "sedang", "2 normal"),
    4: ("4", "low", "lowest", "planning", "p4", "baja", "rendah", "1 low"),
}
CHANNELS = {
    "phone": ("phone", "call", "voice", "telefono", "telepon", "ivr"),
    "portal": ("portal", "web", "web form", "self service", "website", "form", "formulario", "widget", "chat"),
    "email": ("email", "e mail", "mail", "correo", "surel"),
    "api": ("api", "other", "system"),
}
INTERNAL = frozenset({"internal", "private", "note", "internal note", "false", "no", "0", "interno", "nota", "catatan"})
ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t|"


def compared(word: str) -> str:
    """A word as one compares it: small letters without accents, and spaces for everything else."""
    bare = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def encoding_of(sample: bytes) -> str:
    """In which letters it is written: UTF-8 where that is possible, as most programs do."""
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        sample[: sample.rfind(b"\n") + 1 or len(sample)].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def separator_of(text: str) -> str:
    """What stands between the columns: whatever makes the most columns of the heading."""
    line = next((line for line in text.splitlines() if line.strip()), "")[:8000]
    return max(SEPARATORS, key=lambda one: len(next(csv.reader([line], delimiter=one), [])))


def columns_of(heading: Sequence[str]) -> dict[str, str]:
    """Which column is what, by its heading. A column is one thing only."""
    there = {compared(name): name for name in reversed(heading) if name.strip()}
    taken: dict[str, str] = {}
    for role, names in HEADINGS.items():
        found = next((there[name] for name in names if name in there and there[name] not in taken.values()), None)
        if found is not None:
            taken[role] = found
    return taken


def meaning_of(word: str, known: Mapping[Standing, Sequence[str]] = STATES) -> Standing | None:
    """Where a case stands of which this is said."""
    return next((standing for standing, words in known.items() if compared(word) in words), None)


def priority_of(word: str) -> int | None:
    """How much it presses."""
    return next((place for place, words in PRIORITIES.items() if compared(word) in words), None)


def channel_of(word: str) -> str:
    """By which channel it came."""
    return next((channel for channel, words in CHANNELS.items() if compared(word) in words), "email")


@dataclass(frozen=True, kw_only=True)
class Moments:
    """How the moments of a table are read; whether one could read them otherwise, too; whether most cannot be read."""

    form: str
    is_ambiguous: bool
    is_unfit: bool


def moments_of(
    columns: Mapping[str, str], rows: Sequence[Mapping[str, str]], wanted: str, *, until: datetime
) -> Moments:
    """As was wanted, else as most of them are written."""
    samples = [row.get(columns[role], "") for row in rows for role in MOMENTS if role in columns]
    form, is_ambiguous = (wanted, False) if wanted else guess_form(samples, until=until)
    return Moments(form=form, is_ambiguous=is_ambiguous, is_unfit=not fits_most(samples, form, until=until))
