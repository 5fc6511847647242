"""The pages on which a mailbox is set up, and on which one sees whether mail flows."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.channels.email import commands, flow, trying
from pasillo.doors.channels.email.commands import Key, Line, Manners, Post, Setup
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.oauth import needs_a_key
from pasillo.doors.channels.email.posting import SERVICES
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.intake import commands as intake
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Role
from pasillo.operations.cases.queries import names_of
from pasillo.strategy.catalogue.models import Service

SECURITIES = ("ssl", "starttls", "plain")


@staff
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All mailboxes, and whether anything waits."""
    only_who_sets_up(request)
    boxes = Mailbox.objects.select_related("service").order_by("-is_active", "address")
    context = {"boxes": [_row(box) for box in boxes], "flow": flow.now_waiting(), "unread": flow.unreadable()}
    return render(request, "email/mailboxes.html", context)


@staff
@require_POST
def read_again(request: HttpRequest, inbound_id: int) -> HttpResponse:
    """A mail that could not be read safely is read once more, perhaps by a better reader."""
    only_who_sets_up(request)
    if not flow.unreadable(only=inbound_id):
        raise Http404
    intake.read_again(inbound_id)
    return redirect("email:mailboxes")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, mailbox_id: int | None = None) -> HttpResponse:
    """One mailbox: shown to be filled in, or as it was filled in."""
    only_who_sets_up(request)
    box = None if mailbox_id is None else mailbox_or_404(mailbox_id)
    if request.method != "POST":
        return _form(request, box, {})
    try:
        commands.set_up(mailbox_id, _setup(request), by=who(request), at=now())
    except (Refused, ValueError) as refusal:
        said = str(refusal) if isinstance(refusal, Refused) else _("A port is a number such as 993.")
        return _form(request, box, request.POST.dict(), error=said)
    return redirect("email:mailboxes")


@staff
@require_POST
def attempt(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """ "Send a test": the mail server's answer is told at once, in words."""
    only_who_sets_up(request)
    box = mailbox_or_404(mailbox_id)
    try:
        trying.send_a_test(box, to=request.POST.get("to", "").strip(), at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The provider has taken the test."))
    return redirect("email:mailbox", box.pk)


def only_who_sets_up(request: HttpRequest) -> None:
    """Administrators and the head of operations; nobody else."""
    if not sight(request).roles & {Role.ADMIN, Role.HEAD}:
        raise PermissionDenied


def mailbox_or_404(mailbox_id: int) -> Mailbox:
    """The mailbox of that number."""
    box = Mailbox.objects.filter(pk=mailbox_id).first()
    if box is None:
        raise Http404
    return box


def edit_page(request: HttpRequest, box: Mailbox, *, error: str) -> HttpResponse:
    """The page of a mailbox that says why something did not go."""
    return _form(request, box, {}, error)


def back_address() -> str:
    """Where a provider sends people back to; it has to be named there beforehand."""
    return str(settings.BASE_URL) + reverse("email:consent-back")


def _form(request: HttpRequest, box: Mailbox | None, typed: dict[str, Any], error: str = "") -> HttpResponse:
    kept = {field: getattr(box or Mailbox(), field) for field in _FIELDS}
    filled = kept | {name: value for name, value in typed.items() if name in _FIELDS}
    services: list[tuple[int | str, str]] = [("", _("The general one"))]
    services += [
        (one.pk, in_language(one.names, get_language())) for one in Service.objects.order_by("block", "position")
    ]
    context = {
        "box": box,
        "filled": filled,
        "chosen": typed.get("service", box.service_id if box else "") or "",
        "services": services,
        "error": error,
        "can_connect": box is not None and needs_a_key(box) and bool(box.oauth_client),
        "post_services": [("", _("none")), *((kind, one.name) for kind, one in SERVICES.items())],
        "post_address": settings.BASE_URL + reverse("email:post", args=[box.post_key]) if box and box.post_key else "",
        "connected_by": _who_connected(box),
        "was_connected": "connected" in request.GET,
        "back_address": back_address(),
        "has_password": _kept(box),
        "former_places": request.POST.getlist("former_places")
        if typed
        else (box or Mailbox()).former_places.split(","),
    }
    return render(request, "email/mailbox.html", context, 422 if error else 200)


def _who_connected(box: Mailbox | None) -> str:
    number = (box.connected_by if box else "").removeprefix("person:")
    return names_of([int(number)]).get(int(number), "") if number.isdigit() else ""


def _kept(box: Mailbox | None) -> dict[str, bool]:
    """Which secrets we have; none of them is ever shown."""
    kept = box or Mailbox()
    secrets = {"imap": "imap_sealed", "smtp": "smtp_sealed", "oauth": "oauth_sealed", "lasting": "oauth_lasting_sealed",
               "post": "posted_sealed"}  # fmt: skip
    return {name: bool(getattr(kept, column)) for name, column in secrets.items()}


_FIELDS = (
    "address", "name", "takes_plus", "is_active", "imap_host", "imap_port", "imap_security", "imap_user", "imap_folder",
    "smtp_host", "smtp_port", "smtp_security", "smtp_user", "auth", "oauth_client", "oauth_tenant", "auth_server",
    "posted_by", "writer_rule", "former_mark", "signature", "quotes_history",
)  # fmt: skip


def _setup(request: HttpRequest) -> Setup:
    given = request.POST
    service = given.get("service", "")
    return Setup(
        address=given.get("address", ""),
        name=given.get("name", ""),
        service_id=int(service) if service.isdigit() else None,
        takes_plus="takes_plus" in given,
        is_active="is_active" in given,
        folder=given.get("imap_folder", ""),
        imap=_line(given, "imap", 993),
        smtp=_line(given, "smtp", 587),
        key=_key(given),
        post=Post(service=given.get("posted_by", ""), secret=given.get("post_secret", "")),
        manners=_manners(given),
    )


def _key(given: Any) -> Key:
    auth = given.get("auth", "password")
    return Key(
        auth=auth if auth in Mailbox.Auth.values else "password",
        client=given.get("oauth_client", ""),
        tenant=given.get("oauth_tenant", ""),
        secret=given.get("oauth_secret", ""),
        lasting=given.get("oauth_lasting", ""),
    )


def _manners(given: Any) -> Manners:
    return Manners(
        auth_server=given.get("auth_server", ""),
        writer_rule=given.get("writer_rule", ""),
        former_mark=given.get("former_mark", ""),
        former_places=tuple(given.getlist("former_places")),
        signature=given.get("signature", ""),
        quotes_history="quotes_history" in given,
    )


def _line(given: Any, sort: str, port: int) -> Line:
    security = given.get(f"{sort}_security", "ssl")
    number = int(given.get(f"{sort}_port") or port)
    if not 0 < number < 65536:
        raise ValueError
    return Line(
        host=given.get(f"{sort}_host", ""),
        port=number,
        security=security if security in SECURITIES else "ssl",
        user=given.get(f"{sort}_user", ""),
        password=given.get(f"{sort}_password", ""),
    )


def _row(box: Mailbox) -> dict[str, Any]:
    return {
        "id": box.pk,
        "address": box.address,
        "name": box.name,
        "service": in_language(box.service.names, get_language()) if box.service else _("The general one"),
        "is_active": box.is_active,
        "fetched": bool(box.imap_host),
        "polled_at": box.polled_at,
        "trouble": box.trouble,
    }
