"""Who is in, by which browser: opened, shown to its owner, and ended."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from pasillo.doors.shell.facts import SessionsEnded
from pasillo.doors.shell.models import OpenSession
from pasillo.ground.journal.telling import tell


def note_session(person_id: int, *, session_key: str, way: str, browser: str, place: str, at: datetime) -> OpenSession:
    """Somebody came in, with this browser."""
    given = {"person_id": person_id, "way": way[:12], "browser": browser[:120], "place": place[:60], "opened_at": at}
    kept, _new = OpenSession.objects.update_or_create(session_key=session_key, defaults=given)
    return kept


@transaction.atomic
def end_session(person_id: int, session_id: int, *, by: str, at: datetime) -> None:
    """One browser is signed out."""
    found = OpenSession.objects.filter(pk=session_id, person=person_id).first()
    if found is not None:
        Session.objects.filter(session_key=found.session_key).delete()
        OpenSession.objects.filter(pk=found.pk).delete()


@transaction.atomic
def end_sessions(person_id: int, *, besides: str = "", by: str, at: datetime) -> int:
    """Every browser of a person is signed out, perhaps besides the one before them. Returns how many."""
    count = drop_sessions(person_id, besides=besides)
    tell(SessionsEnded(person_id=person_id), about=f"person:{person_id}", by=by, at=at)
    return count


@transaction.atomic
def drop_sessions(person_id: int, *, besides: str = "") -> int:
    """The sessions themselves, without a word: something that was told already is the reason."""
    found = OpenSession.objects.filter(person=person_id).exclude(session_key=besides)
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    found.delete()
    return len(keys)


def forget_session(session_key: str) -> None:
    """Somebody left by the door."""
    OpenSession.objects.filter(session_key=session_key).delete()


def forget_ended_sessions() -> None:
    """Rows of sessions that are over are not worth keeping."""
    OpenSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
