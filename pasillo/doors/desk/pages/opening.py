"""A case written down by one of ours: somebody called, or stands at the counter."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.desk.answers import serving
from pasillo.doors.desk.commands import Call, log_call
from pasillo.doors.desk.finding import find_customers
from pasillo.doors.desk.words import block_class
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.languages import LANGUAGES, in_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Person
from pasillo.strategy.catalogue.queries import published_services

CHANNELS = ("phone", "desk", "email", "whatsapp", "chat")
FIELDS = ("customer", "name", "email", "phone", "language", "service", "subject", "text", "channel", "contact", "key")


@require_http_methods(["GET", "HEAD", "POST"])
@serving
def new(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks for; the clock starts at their first contact."""
    if request.method != "POST":
        return _form(request, {"customer": request.GET.get("customer", ""), "name": request.GET.get("q", "")})
    typed = {name: safe(request.POST.get(name, "")).strip() for name in FIELDS}
    try:
        case = log_call(_call(typed), by=who(request), at=now())
    except Refused as refusal:
        return _form(request, typed, why=str(refusal), status=422)
    return redirect("desk:case", case.number)


@require_safe
@serving
def callers(request: HttpRequest) -> HttpResponse:
    """Who it may be, while the name is typed."""
    words = safe(request.GET.get("name", "")).strip()[:200]
    found = find_customers(sight(request), words, 8) if len(words) > 1 else []
    return render(request, "desk/_callers.html", {"people": found, "words": words})


def _call(typed: dict[str, str]) -> Call:
    if not typed["service"].isdigit():
        raise Refused(_("Choose the service that it is about."))
    return Call(
        customer_id=int(typed["customer"]) if typed["customer"].isdigit() else None,
        name=typed["name"],
        email=typed["email"],
        phone=typed["phone"],
        language=typed["language"] if typed["language"] in LANGUAGES else "en",
        service_id=int(typed["service"]),
        subject=typed["subject"],
        text=typed["text"],
        channel=typed["channel"] if typed["channel"] in CHANNELS else "phone",
        contact_at=_contact(typed["contact"]),
        key=typed["key"][:64] or None,
    )


def _contact(text: str) -> datetime | None:
    """When they first reached us; a moment that lies ahead cannot be true."""
    try:
        given = parse_datetime(text) if text else None
    except ValueError:
        given = None
    if given is None:
        return None
    moment = given if timezone.is_aware(given) else timezone.make_aware(given)
    if moment > now():
        raise Refused(_("The first contact cannot lie in the future."))
    return moment


def _form(request: HttpRequest, typed: dict[str, Any], *, why: str = "", status: int = 200) -> HttpResponse:
    language = get_language() or "en"
    given = dict.fromkeys(FIELDS, "") | {"channel": "phone", "language": language, "key": str(uuid.uuid4())} | typed
    given["contact"] = given["contact"] or timezone.localtime(now()).strftime("%Y-%m-%dT%H:%M")
    known = Person.objects.filter(pk=int(given["customer"])).first() if str(given["customer"]).isdigit() else None
    services = [
        {"id": str(service.pk), "name": in_language(service.names, language), "block": block_class(service.block)}
        for service in published_services()
    ]
    context = {"typed": given, "known": known, "services": services, "why": why, "clear": reverse("desk:new")}
    return render(request, "desk/new.html", context, status=status)
