"""Which services somebody may read and change here, and the words that the pages share."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import language_name
from pasillo.doors.shell.visitor import sight
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.models import Role
from pasillo.ground.people.organisation import organisation
from pasillo.strategy.catalogue.models import Audience, Block, Offered, Paradigm, RequestType, Service
from pasillo.strategy.catalogue.queries import offered_services
from pasillo.strategy.catalogue.sheets import offered_or_drafted


def readable(request: HttpRequest) -> list[Service]:
    """The services of this visitor: all for who plans or audits, else those of their areas and their own."""
    seen = sight(request)
    is_all = seen.sees_all or Role.ADMIN in seen.roles
    return offered_or_drafted(None if is_all else seen)


def with_offered(request: HttpRequest, sheets: Sequence[Service]) -> list[Service]:
    """Those, and every service that this visitor can ask for, in their order."""
    more = offered_services(sight(request)).exclude(pk__in=[one.pk for one in sheets]).select_related("family")
    return sorted([*sheets, *more], key=_order)


def _order(service: Service) -> tuple[str, bool, int, int, str]:
    family = service.family
    return service.block, family is None, family.position if family else 0, service.position, service.slug


def may_plan(request: HttpRequest) -> bool:
    """Whether this visitor may change what is offered."""
    return bool(sight(request).roles & {Role.HEAD, Role.ADMIN})


def the_service(request: HttpRequest, slug: str) -> Service:
    """One service that this visitor may read, or nothing that exists."""
    found = next((service for service in readable(request) if service.slug == slug), None)
    if found is None:
        raise Http404
    return found


def the_request_type(request: HttpRequest, slug: str, type_slug: str) -> RequestType:
    """One thing that can be asked of such a service."""
    service = the_service(request, slug)
    found = RequestType.objects.filter(service=service, slug=type_slug).first()
    if found is None:
        raise Http404
    found.service = service
    return found


def spoken() -> list[tuple[str, str]]:
    """The languages of the installation, each with its name."""
    return [(code, language_name(code)) for code in organisation().languages]


def name_of(texts: Any) -> dict[str, str]:
    """A text in the reader's language, and the language of it where that is another one."""
    language = get_language() or "en"
    own = str(texts.get(language, "")).strip()
    if own:
        return {"words": own, "lang": "", "mark": ""}
    other = next((code for code in ("en", *texts) if str(texts.get(code, "")).strip()), "")
    mark = _("only in %(language)s") % {"language": language_name(other)} if other else ""
    return {"words": in_language(texts, language), "lang": other, "mark": mark}


def block_titles() -> dict[str, str]:
    """The three blocks as whoever steers calls them."""
    return {
        Block.LIFECYCLE: _("Service lifecycle"),
        Block.CUSTOMER: _("Customer management"),
        Block.DELIVERY: _("Service delivery"),
    }


def paradigms() -> dict[str, str]:
    """How a service can be operated."""
    return {
        "": _("Not chosen yet"),
        Paradigm.INDUSTRIALISE: _("Industrialise"),
        Paradigm.EMPOWER: _("Empower"),
        Paradigm.SELF_SERVICE: _("Self-service"),
    }


def audiences() -> dict[str, str]:
    """For whom a service can be."""
    return {
        Audience.CUSTOMERS: _("Customers"),
        Audience.COLLEAGUES: _("Colleagues only"),
        Audience.BOTH: _("Customers and colleagues"),
    }


def states() -> dict[str, tuple[str, str]]:
    """The word and the tone of a state."""
    return {
        Offered.DRAFT: (_("Draft"), ""),
        Offered.PUBLISHED: (_("Published"), "ok"),
        Offered.RETIRED: (_("Retired"), "wait"),
    }
