"""What sort of need a request brings, in words."""

from django.utils.translation import gettext as _


def kinds_of_case() -> dict[str, str]:
    """Every kind of case, by its name in the data."""
    return {
        "request": _("Request"),
        "question": _("Question"),
        "incident": _("Incident"),
        "complaint": _("Complaint"),
        "suggestion": _("Suggestion"),
        "compliment": _("Compliment"),
        "delivery": _("Delivery"),
    }
