"""Coming in with a passkey: the browser asks for a question, the device answers it."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.factors import note_use
from pasillo.doors.shell.visitor import person
from pasillo.doors.shell.webauthn import begin_using, finish_using
from pasillo.doors.shell.welcome import prove, wanted_or_home, welcome
from pasillo.ground.kit.refusals import Refused


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """The question for the device. It is the same whoever asks."""
    return JsonResponse(begin_using(request))


@require_POST
def finish(request: HttpRequest) -> JsonResponse:
    """The device's answer lets its owner in; who is in already has shown that it is them."""
    try:
        used = finish_using(request, answer_of(request))
        owner, someone = used.passkey.person, person(request)
        if someone is not None and someone.pk != owner.pk:
            raise Refused(_("This passkey belongs to somebody else."))
        if not note_use(used.passkey.pk, count=used.count, at=now()):
            raise Refused(_("This passkey may have been copied. Remove it in your account and make a new one."))
    except Refused as refusal:
        return JsonResponse({"why": str(refusal)}, status=422)
    wanted = next_page(request, otherwise="")
    if someone is not None:
        prove(request, now())
    else:
        welcome(request, owner, way="passkey")
    return JsonResponse({"next": wanted_or_home(owner, wanted)})


def answer_of(request: HttpRequest) -> dict[str, Any]:
    """What the device said, as the browser's script sends it."""
    try:
        found = json.loads(request.POST.get("answer", ""))
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}
