"""The pages of phone systems: where they call us, with which secret they sign, and who sits at which extension."""

from typing import Any

from django.conf import settings as house
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.channels.phone.hooks import PURPOSE
from pasillo.doors.channels.webhooks.signing import new_secret
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.languages import spoken_here
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.sealing import sealed
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.languages import LANGUAGES, in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.models import Membership, Person, Role
from pasillo.operations.calls import commands
from pasillo.operations.calls.commands import SystemAs
from pasillo.operations.calls.models import PhoneSystem
from pasillo.strategy.catalogue.models import Service


@require_safe
@sets_up
def every(request: HttpRequest) -> HttpResponse:
    """All phone systems."""
    return render(request, "phone/phones.html", {"rows": list(PhoneSystem.objects.order_by("-is_active", "name"))})


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def new(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _edit(request, PhoneSystem(version=0, language=get_language() or "en"))


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def one(request: HttpRequest, system_id: int) -> HttpResponse:
    """One of them, to be changed."""
    return _edit(request, _system(system_id))


@require_POST
@sets_up
def secret(request: HttpRequest, system_id: int) -> HttpResponse:
    """A new secret: this answer is the only one that shows it. The old one is worth nothing from now on."""
    system, made = _system(system_id), new_secret()
    hidden = sealed(made, PURPOSE)
    kept = commands.set_up(
        system.pk, _as_it_is(system), sealed=hidden, version=system.version, by=who(request), at=now()
    )
    return _page(request, kept, _filled(kept), secret=made)


def _system(system_id: int) -> PhoneSystem:
    found = PhoneSystem.objects.filter(pk=system_id).first()
    if found is None:
        raise Http404
    return found


def _as_it_is(system: PhoneSystem) -> SystemAs:
    return SystemAs(
        name=system.name, service_id=system.service_id, language=system.language, extensions=system.extensions,
        is_active=system.is_active,
    )  # fmt: skip


def _edit(request: HttpRequest, system: PhoneSystem) -> HttpResponse:
    if request.method != "POST":
        return _page(request, system, _filled(system))
    given = {name: request.POST.get(name, "") for name in ("name", "service", "language", "extensions", "version")}
    typed: dict[str, Any] = {**given, "is_active": "is_active" in request.POST}
    made = "" if system.pk else new_secret()
    try:
        kept = commands.set_up(
            system.pk, _wish(typed), sealed=sealed(made, PURPOSE),
            version=int(given["version"]) if given["version"].isdecimal() else -1, by=who(request), at=now(),
        )  # fmt: skip
    except ChangedMeanwhile as meanwhile:
        return _page(request, meanwhile.now, typed, error=str(meanwhile), status=409)
    except Refused as refusal:
        return _page(request, system, typed, error=str(refusal), status=422)
    if made:
        return _page(request, kept, _filled(kept), secret=made)
    messages.success(request, _("Kept."))
    return redirect("phone:phone", kept.pk)


def _wish(typed: dict[str, Any]) -> SystemAs:
    service = typed["service"]
    return SystemAs(
        name=typed["name"],
        service_id=int(service) if service.isdecimal() and len(service) < 15 else None,
        language=typed["language"] if typed["language"] in LANGUAGES else "en",
        extensions=_extensions(typed["extensions"]),
        is_active=typed["is_active"],
    )


def _extensions(text: str) -> dict[str, int]:
    """Lines as "201 marta@nidalia.example". Only who serves here can sit at an extension."""
    found: dict[str, int] = {}
    for line in text.splitlines():
        extension, _space, email = line.strip().partition(" ")
        if not extension:
            continue
        serving = Membership.objects.filter(role__in=(Role.AGENT, Role.MANAGER, Role.HEAD), person__is_active=True)
        person = Person.objects.filter(pk__in=serving.values("person_id"), email__iexact=email.strip()).first()
        if person is None or not email.strip():
            raise Refused(_("Nobody who serves here has the address in this line: %(line)s") % {"line": line.strip()})
        found[extension[:40]] = person.pk
    return found


def _filled(system: PhoneSystem) -> dict[str, Any]:
    emails = dict(Person.objects.filter(pk__in=system.extensions.values()).values_list("pk", "email"))
    lines = [f"{extension} {emails.get(person) or ''}" for extension, person in sorted(system.extensions.items())]
    return {
        "name": system.name,
        "service": system.service_id or "",
        "language": system.language,
        "extensions": "\n".join(lines),
        "is_active": system.is_active,
    }


def _page(
    request: HttpRequest,
    system: PhoneSystem,
    filled: dict[str, Any],
    *,
    error: str = "",
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    language = get_language()
    services = [(one.pk, in_language(one.names, language)) for one in Service.objects.order_by("block", "position")]
    context = {
        "system": system,
        "filled": filled,
        "error": error,
        "secret": secret,
        "services": [("", _("The general one")), *services],
        "spoken": spoken_here(),
        "address": house.BASE_URL + reverse("phone:hook", args=[system.key]) if system.pk else "",
    }
    answer = render(request, "phone/phone.html", context, status)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer
