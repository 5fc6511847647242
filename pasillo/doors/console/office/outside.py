"""What an anonymous visitor can see: counted, and named by its address."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.shell.models import Provider
from pasillo.ground.people.organisation import organisation
from pasillo.strategy.catalogue.queries import published_request_types, published_services


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A sort of page that needs no sign-in, how many there are, and examples."""

    words: str
    count: int
    addresses: tuple[str, ...] = ()


def seen_by_strangers() -> list[Seen]:
    """Everything that is open without signing in. Cases, people, files and figures are never in it."""
    services = list(published_services().values_list("slug", flat=True))
    forms = list(published_request_types().values_list("service__slug", "slug"))
    doors = ["shell:sign-in", "shell:password-forgotten"]
    if organisation().customers_sign_up:
        doors.append("shell:sign-up")
    return [
        Seen(words=_("Start and search of the portal"), count=2, addresses=("/", reverse("portal:search"))),
        Seen(
            words=_("Published services"),
            count=len(services),
            addresses=tuple(reverse("portal:service", args=[slug]) for slug in services),
        ),
        Seen(
            words=_("Forms of published services"),
            count=len(forms),
            addresses=tuple(reverse("portal:form", args=pair) for pair in forms),
        ),
        Seen(
            words=_("The doors themselves"),
            count=len(doors) + Provider.objects.filter(is_active=True).count(),
            addresses=tuple(reverse(name) for name in doors),
        ),
        Seen(words=_("Cases, people, files, figures"), count=0),
    ]
