"""A service and what can be asked of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pasillo.doors.portal.gone import no_longer_offered
from pasillo.doors.portal.offers import place_of, titles
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.promise_card import promise_card
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import borrowed, in_language
from pasillo.strategy.catalogue.queries import published_request_types, service_by_slug


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be asked of a service, and what we promise about it."""
    try:
        service = service_by_slug(slug, sight(request))
    except LookupError:
        gone = no_longer_offered(request, slug)
        if gone is None:
            raise Http404 from None
        return gone
    language, asked = get_language() or "en", list(published_request_types(service.pk))
    context = {
        "service": service,
        "title": in_language(service.names, language),
        "title_lang": borrowed(service.names, language),
        "summary": in_language(service.summaries, language),
        "summary_lang": borrowed(service.summaries, language),
        "place": place_of(service),
        "block_title": titles()[place_of(service)][0],
        "asks": [
            {"slug": one.slug, "name": in_language(one.names, language), "words": in_language(one.summaries, language)}
            for one in asked
        ],
        "promise": promise_card(service, language, at=now(), kinds=[one.kind for one in asked]),
    }
    return show_page(request, "portal/service.html", context)
