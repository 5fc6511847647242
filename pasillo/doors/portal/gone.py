"""A service that is no longer offered: its old links stay, and say where to ask instead."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from pasillo.doors.portal.pages import show_page
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.audience import open_to
from pasillo.strategy.catalogue.models import Offered, Service
from pasillo.strategy.catalogue.queries import offered_services


def no_longer_offered(request: HttpRequest, slug: str) -> HttpResponse | None:
    """The page that says so, or nothing where there never was such a service for customers."""
    retired = Service.objects.select_related("instead").filter(slug=slug, state=Offered.RETIRED)
    service = retired.filter(audience__in=open_to(sight(request))).first()
    if service is None:
        return None
    language, instead = get_language() or "en", service.instead
    is_open = instead is not None and offered_services(sight(request)).filter(pk=instead.pk).exists()
    context = {
        "title": in_language(service.names, language),
        "instead": in_language(instead.names, language) if instead is not None and is_open else "",
        "address": reverse("portal:service", args=[instead.slug]) if instead is not None and is_open else "",
    }
    return show_page(request, "portal/gone.html", context, 410)
