"""Letters about coming in: promised in the transaction of their cause, in the language that is spoken just then."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from pasillo.ground.effects.commands import promise
from pasillo.ground.people.organisation import organisation_name


def write_letter(
    *,
    key: str,
    template: str,
    to: str,
    subject: str,
    words: str,
    path: str = "",
    name: str = "",
    about: str = "",
    at: datetime,
) -> None:
    """A letter whose words may name the organisation, the reader and one address of ours."""
    known = {"organisation": organisation_name(), "name": name, "link": settings.BASE_URL + path}
    letter = {
        "template": template,
        "to": to,
        "language": get_language(),
        "subject": subject % known,
        "text": words % known,
    }
    promise("mail", key=key, payload=letter, about=about, at=at)
