"""The first page: what do you need? And what is in progress already."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pasillo.doors.portal.live import live_request
from pasillo.doors.portal.most_asked import most_asked
from pasillo.doors.portal.offers import Offer, blocks, offers, place_of, titles
from pasillo.doors.portal.pages import show_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import person, sight
from pasillo.strategy.catalogue.audience import EVERYBODY
from pasillo.strategy.catalogue.models import Kind, Offered, Service
from pasillo.strategy.catalogue.queries import Hit, find, published_request_types

NOON, EVENING = 12, 19
SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What do you need? The whole catalogue in three blocks."""
    at = now()
    language = get_language() or "en"
    catalogue = blocks(language, sight(request), at=at)
    context = {
        "greeting": greeting(getattr(person(request), "name", "")),
        "blocks": catalogue,
        "shown": SHOWN,
        "most_asked": most_asked([offer for block in catalogue for offer in block.offers], at=at),
        "live": live_request(sight(request), language, at=at),
    }
    return show_page(request, "portal/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was written, and the services that may have been meant."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    language = get_language() or "en"
    found = find(words, language, sight(request))
    named = {
        one.pk: one for one in Service.objects.filter(pk__in={hit.service_id for hit in found}, state=Offered.PUBLISHED)
    }
    lines = {offer.service_id: offer for offer in offers(list(named.values()), language, at=now())}
    context = {
        "words": words,
        "hits": [
            _line(hit, lines[hit.service_id], place_of(named[hit.service_id]))
            for hit in found
            if hit.service_id in lines
        ],
        "person_url": _ask_a_person(),
        "blocks": blocks(language, sight(request), at=now()) if not found else [],
    }
    return show_page(request, "portal/search.html", context)


def greeting(name: str) -> str:
    """A greeting that fits the hour where the visitor is."""
    hour = timezone.localtime(now()).hour
    first = name.split()[0] if name.split() else ""
    if not first:
        return _("What do you need?")
    if hour < NOON:
        return _("Good morning, %(name)s. What do you need?") % {"name": first}
    if hour < EVENING:
        return _("Good afternoon, %(name)s. What do you need?") % {"name": first}
    return _("Good evening, %(name)s. What do you need?") % {"name": first}


def _line(hit: Hit, offer: Offer, place: str) -> dict[str, str]:
    direct = hit.request_type_slug
    return {
        "name": hit.name,
        "service": offer.name,
        "summary": hit.summary,
        "block": place,
        "block_title": titles()[place][0],
        "promise": "" if direct in offer.without_clock else offer.promise,
        "url": reverse("portal:form", args=[hit.service_slug, direct]) if direct else offer.url,
    }


def _ask_a_person() -> str:
    """Where somebody who found nothing can simply ask."""
    questions = published_request_types().filter(kind=Kind.QUESTION, service__audience__in=EVERYBODY)
    one = questions.select_related("service").first()
    return reverse("portal:form", args=[one.service.slug, one.slug]) if one else ""
