"""The first ten minutes, step by step: done is what the data says is done."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from pasillo.ground.hours.models import Calendar
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.models import Area, Membership, Organisation, Role
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.queries import published_request_types, published_services
from pasillo.strategy.objectives.models import Objective


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do, whether it is done, and where one does it."""

    title: str
    words: str
    minutes: int
    is_done: bool
    url: str


def steps() -> list[Step]:
    """In the order in which they are easiest."""
    return [_organisation(), _areas(), _catalogue(), _objectives(), _door(), _people(), _first_case()]


def _organisation() -> Step:
    return Step(
        title=_("Say who you are and when you serve"),
        words=_("Name, languages, zone; and one calendar of hours."),
        minutes=1,
        is_done=Organisation.objects.exists() and Calendar.objects.exists(),
        url=_to("office:organisation"),
    )


def _areas() -> Step:
    return Step(
        title=_("Open the first area"),
        words=_("An area is a team that serves, with its own hours. Cases belong to one."),
        minutes=1,
        is_done=Area.objects.filter(is_active=True).exists(),
        url=_to("office:areas"),
    )


def _catalogue() -> Step:
    count = published_services().count()
    return Step(
        title=_("Publish the first services"),
        words=_("%(count)s published so far.") % {"count": count} if count else _("Three are enough to begin."),
        minutes=2,
        is_done=count > 0,
        url=_to("cockpit:catalogue"),
    )


def _objectives() -> Step:
    return Step(
        title=_("Promise two things"),
        words=_("A first answer and a solution: two objectives are enough to start."),
        minutes=1,
        is_done=Objective.objects.count() >= 2,
        url=_where_one_promises(),
    )


def _where_one_promises() -> str:
    """The objectives of a service that promises nothing yet, else of the first; without a service, the catalogue."""
    published = published_services()
    service = published.exclude(pk__in=Objective.objects.values("service_id")).first() or published.first()
    return f"{reverse('cockpit:service', args=[service.slug])}#objectives" if service else _to("cockpit:catalogue")


def _door() -> Step:
    return Step(
        title=_("Open one door"),
        words=_("A form in the portal takes requests at once; answers leave by mail, from a mailbox."),
        minutes=3,
        is_done=published_request_types().exists(),
        url=_to("email:mailboxes"),
    )


def _people() -> Step:
    serving = Membership.objects.filter(role__in=(Role.AGENT, Role.MANAGER), person__is_active=True)
    pairs = set(serving.values_list("person_id", "area_id")[:200])
    enough = len({person for person, _area in pairs}) > 1 and len({area for _person, area in pairs}) > 1
    return Step(
        title=_("Invite two people of different areas"),
        words=_("Most of what goes wrong goes wrong between two areas."),
        minutes=1,
        is_done=enough,
        url=_to("office:invite"),
    )


def _first_case() -> Step:
    with for_the_house("whether any case was ever solved, and nothing of it"):
        is_done = Case.objects.filter(Q(resolved_at__isnull=False) | Q(closed_at__isnull=False)).exists()
    return Step(
        title=_("Answer the first case"),
        words=_("Send one to yourself from the portal: the clock stops, and a promise is kept."),
        minutes=2,
        is_done=is_done,
        url=_to("portal:home"),
    )


def _to(*names: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/app/"
