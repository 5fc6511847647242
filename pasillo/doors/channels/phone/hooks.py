"""The door for phone systems: a call is answered once it is kept; who cannot sign stays out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pasillo.doors.channels.messaging.hooks import gate
from pasillo.doors.channels.phone.reading import NotUnderstood, Rung, is_genuine, read
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.room import is_tight
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.kit.looking import for_the_house
from pasillo.operations.calls import commands
from pasillo.operations.calls.commands import Told
from pasillo.operations.calls.models import PhoneSystem

PURPOSE = "phone"
LARGEST = 10_000
PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@require_POST
@for_the_house("a phone system is no visitor: it tells of a call and is shown nothing")
def hook(request: HttpRequest, key: str) -> HttpResponse:
    """Something happened to a call."""
    if not gate.admits(f"phone:{key}"):
        return _answer("Too many calls, please try again later.", 429)
    system = PhoneSystem.objects.filter(key=key, is_active=True).first()
    if system is None:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
        return _answer("This is too big.", 413)
    at = now()
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not is_genuine(headers, request.body, unsealed(system.sealed, PURPOSE), moment=at.timestamp()):
        commands.note_refusal(system.pk, at=at)
        return _answer("This is not signed by who it should be.", 403)
    if is_tight():
        return _answer("There is no room just now, please try again later.", 503)
    try:
        rung = read(request.body)
    except NotUnderstood as fault:
        return _answer(f"This is not understood: {fault}.", 422)
    _take(system, rung)
    return _answer("", 200)


def _take(system: PhoneSystem, rung: Rung) -> None:
    at = now()
    told = Told(
        outside_id=rung.outside_id, event=rung.event, number=rung.number, extension=rung.extension,
        outgoing=rung.outgoing, happened_at=rung.happened_at or at,
    )  # fmt: skip
    commands.take(system.pk, told, at=at)


def _answer(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type=PLAIN)
