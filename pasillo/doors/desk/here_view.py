"""Who else has a case open, in names and words."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pasillo.doors.shell import presence
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import colleagues_of
from pasillo.operations.conversations.ways import standing_in


def here_view(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The others who have this case open, and in one line what they write. Only those who may see it still."""
    doing = presence.here(case.pk, but=sight(request).person_id)
    people = list(colleagues_of(case).filter(pk__in=doing).values_list("pk", "name")) if doing else []
    writing = [{"name": name, "words": _writes(name, doing[pk])} for pk, name in people if doing[pk] != "look"]
    if doing.get(case.customer_id) == "reply":
        name = case.customer.name
        writing.append({"name": name, "words": _("%(who)s is writing") % {"who": name}})
    standing = standing_in(case.conversation_id, began_by=case.channel, at=now())
    return {
        "people": [{"name": name, "words": _looks(name, doing[pk])} for pk, name in people],
        "writing": writing,
        "says": standing.says if standing else "",
    }


def _looks(name: str, doing: str) -> str:
    return _("%(who)s looks at this case") % {"who": name} if doing == "look" else _writes(name, doing)


def _writes(name: str, doing: str) -> str:
    words = _("%(who)s is writing an internal note") if doing == "note" else _("%(who)s is writing a reply")
    return words % {"who": name}
