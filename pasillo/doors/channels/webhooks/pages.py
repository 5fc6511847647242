"""The pages of the hooks: every one with its standing; one with its secret, its log, a test, and what to tell again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.channels.webhooks import commands
from pasillo.doors.channels.webhooks.choosing import replayed
from pasillo.doors.channels.webhooks.commands import HookAs
from pasillo.doors.channels.webhooks.delivering import knock
from pasillo.doors.channels.webhooks.events import EVENTS, GROUPS
from pasillo.doors.channels.webhooks.log import page_of
from pasillo.doors.channels.webhooks.models import Delivery, Hook
from pasillo.doors.channels.webhooks.patience import is_taken
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.changed import ChangedMeanwhile
from pasillo.ground.people.models import Area


@require_safe
@sets_up
def every(request: HttpRequest) -> HttpResponse:
    """All hooks, and whether what we tell them arrives."""
    rows = [{"hook": one, "tone": _tone(one)} for one in Hook.objects.order_by("-is_active", "name", "pk")]
    return render(request, "webhooks/hooks.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def new(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _edit(request, Hook(version=0))


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def one(request: HttpRequest, hook_id: int) -> HttpResponse:
    """One of them, to be looked at and changed."""
    return _edit(request, _hook(hook_id))


@require_POST
@sets_up
def secret(request: HttpRequest, hook_id: int) -> HttpResponse:
    """A new secret: this answer is the only one that shows it."""
    hook = _hook(hook_id)
    made = commands.renew_secret(hook.pk, by=who(request), at=now())
    return _page(request, hook, _filled(hook), secret=made)


@require_POST
@sets_up
def attempt(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Knock at once, and say what was answered."""
    hook, at = _hook(hook_id), now()
    status = knock(commands.begin_test(hook, at=at), at=at)
    if is_taken(status):
        messages.success(request, _("The test arrived. The answer was %(status)s.") % {"status": status})
    elif status is None:
        messages.warning(request, _("Nobody answered there, or it is an address that we must not knock at."))
    else:
        messages.warning(request, _("The test was not taken. The answer was %(status)s.") % {"status": status})
    return redirect("webhooks:hook", hook.pk)


@require_POST
@sets_up
def replay(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Everything of a span once more, also what happened while the hook was closed."""
    hook = _hook(hook_id)
    first, last = _moment(request.POST.get("first", "")), _moment(request.POST.get("last", ""))
    if first is None or last is None or first >= last:
        messages.warning(request, _("Say from when until when."))
        return redirect("webhooks:hook", hook.pk)
    if not hook.is_active:
        messages.warning(request, _("Open the hook first."))
        return redirect("webhooks:hook", hook.pk)
    with for_the_house("a hook hears figures of cases that whoever sets it up need not see"):
        told = replayed(hook, first=first, last=last)
    count = commands.owe(hook, told, at=now(), again=True)
    words = ngettext("%(n)s fact is told again.", "%(n)s facts are told again.", count) % {"n": count}
    messages.success(request, words)
    return redirect("webhooks:hook", hook.pk)


@require_POST
@sets_up
def again(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery once more."""
    delivery = Delivery.objects.select_related("hook").filter(pk=delivery_id).first()
    if delivery is None:
        raise Http404
    if not delivery.hook.is_active:
        messages.warning(request, _("Open the hook first."))
    elif commands.replay(delivery.pk, by=who(request), at=now()):
        messages.success(request, _("It is told again."))
    return redirect("webhooks:hook", delivery.hook_id)


@require_POST
@sets_up
def removal(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Nothing is told there any more."""
    commands.remove(_hook(hook_id).pk, by=who(request), at=now())
    messages.success(request, _("The hook is gone, and its log with it."))
    return redirect("webhooks:hooks")


def _hook(hook_id: int) -> Hook:
    found = Hook.objects.filter(pk=hook_id).first()
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, hook: Hook) -> HttpResponse:
    if request.method != "POST":
        return _page(request, hook, _filled(hook))
    version = request.POST.get("version", "")
    wish = _wish(request)
    try:
        made, shown = commands.set_up(
            hook.pk, wish, version=int(version) if version.isdecimal() else -1, by=who(request), at=now()
        )
    except ChangedMeanwhile as meanwhile:
        return _page(request, meanwhile.now, _typed(wish), error=str(meanwhile), status=409)
    except Refused as refusal:
        return _page(request, hook, _typed(wish), error=str(refusal), status=422)
    if shown:
        return _page(request, made, _filled(made), secret=shown)
    messages.success(request, _("Kept."))
    return redirect("webhooks:hook", made.pk)


def _wish(request: HttpRequest) -> HookAs:
    areas = [int(one) for one in request.POST.getlist("areas") if one.isdecimal() and len(one) < 15]
    return HookAs(
        name=request.POST.get("name", ""),
        address=request.POST.get("address", ""),
        events=request.POST.getlist("events"),
        area_ids=areas,
        is_active="is_active" in request.POST,
    )


def _filled(hook: Hook) -> dict[str, Any]:
    return {"name": hook.name, "address": hook.address, "events": hook.events, "areas": hook.area_ids,
            "is_active": hook.is_active}  # fmt: skip


def _typed(wish: HookAs) -> dict[str, Any]:
    return {"name": wish.name, "address": wish.address, "events": list(wish.events), "areas": list(wish.area_ids),
            "is_active": wish.is_active}  # fmt: skip


def _page(
    request: HttpRequest, hook: Hook, filled: dict[str, Any], *, error: str = "", secret: str = "", status: int = 200
) -> HttpResponse:
    groups = [(words, [one for one in EVENTS.values() if one.group == group]) for group, words in GROUPS.items()]
    context = {
        "hook": hook,
        "filled": filled,
        "error": error,
        "secret": secret,
        "sorts": groups,
        "areas": list(Area.objects.order_by("name").values_list("pk", "name")),
        "shows": _tone(hook),
        "log": page_of(hook, before=request.GET.get("before", "")) if hook.pk else None,
    }
    answer = render(request, "webhooks/hook.html", context, status)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


def _tone(hook: Hook) -> str:
    if not hook.is_active:
        return "late" if hook.switched_off_at else "wait"
    return "risk" if hook.failing_since else "ok"


def _moment(text: str) -> datetime | None:
    try:
        given = parse_datetime(text)
    except ValueError:
        return None
    if given is None:
        return None
    return given if timezone.is_aware(given) else timezone.make_aware(given)
