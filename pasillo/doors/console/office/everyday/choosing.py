"""What the pages of everyday requests share: the requests there are, and figures as people type them."""

import re
from decimal import Decimal

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.strategy.catalogue.models import RequestType
from pasillo.strategy.catalogue.queries import published_request_types

MOST_PEOPLE = 300
AMOUNT = re.compile(r"[0-9]{1,10}([.,][0-9]{1,2})?")


def the_request(request_type_id: int) -> RequestType:
    """One thing that can be asked now."""
    found = published_request_types().select_related("service").filter(pk=request_type_id).first()
    if found is None:
        raise Http404
    return found


def name_of(asked: RequestType) -> str:
    """A request with its service, where the two are not called alike."""
    language = get_language() or "en"
    names = (in_language(asked.service.names, language), in_language(asked.names, language))
    return ": ".join(dict.fromkeys(names))


def amount_in(text: str) -> Decimal:
    """An amount as it was typed, with a comma or a point before the cents."""
    typed = text.strip()
    if not AMOUNT.fullmatch(typed):
        raise Refused(_("Please write the amount as a number, as in 1200.50."))
    return Decimal(typed.replace(",", ".")).quantize(Decimal("0.01"))


def colleagues() -> list[tuple[str, str]]:
    """Who works here, to be chosen from."""
    people = Person.objects.filter(memberships__isnull=False, is_active=True).distinct().order_by("name")
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")[:MOST_PEOPLE]]
