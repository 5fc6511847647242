"""The four ways of looking at the queue."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.desk.looking import looking_of


def split_of(request: HttpRequest) -> str:
    """The split that the visitor looks at."""
    return looking_of(request).split


def split_word(split: str) -> str:
    """What the tab says."""
    return {"todo": _("To do"), "new": _("New"), "waiting": _("Waiting"), "me": _("@Me")}[split]


def empty_word(split: str, *, serves: bool = True) -> str:
    """What an empty split says; to who serves nobody, that no case waits for them here."""
    if not serves:
        return _("You serve no cases, so none waits for you here.")
    return {
        "todo": _("All kept. Nothing waits for you now."),
        "new": _("Nothing new. Every case has somebody who holds it."),
        "waiting": _("No case waits for anybody."),
        "me": _("You hold no case, nobody named you, and no task waits for you. Take one of New."),
    }[split]
