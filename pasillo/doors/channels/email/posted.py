"""The door for mail services that post what comes in. A call is answered only after its mails are safe."""

import hashlib

from django.conf import settings as house
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pasillo.doors.channels.email import commands
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.posting import SERVICES, Call, NothingThere
from pasillo.doors.channels.messaging.hooks import PLAIN, gate
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.room import is_tight
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.intake.commands import take_in
from pasillo.ground.kit.looking import for_the_house

LARGEST = 2 * limits.RAW


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
@for_the_house("a mail service is no visitor: it hands something in and is shown nothing")
def post(request: HttpRequest, key: str) -> HttpResponse:
    """One call of a mail service."""
    if not gate.admits(f"mail:{key}"):
        return _said("Too many calls, please try again later.", 429)
    box = Mailbox.objects.filter(post_key=key, is_active=True).exclude(posted_by="").first()
    if box is None:
        raise Http404
    if request.method == "HEAD":
        return _said("", 200)
    if is_tight():
        return _said("There is no room just now, please try again later.", 503)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _said("This is too big.", 413)
    return _take(box, Call(body, _headers(request), house.BASE_URL + request.get_full_path()))


def _take(box: Mailbox, call: Call) -> HttpResponse:
    service = SERVICES[box.posted_by]
    try:
        if not service.is_genuine(call, unsealed(box.posted_sealed, commands.POST)):
            return _refused(box, "This is not signed by who it should be.", 403)
        mails = service.mails(call)
    except NothingThere:
        return _refused(box, "There is no raw mail in this call. Tell the service to post the mail as it came.", 422)
    except ValueError:
        return _refused(box, "This cannot be read.", 422)
    for raw in mails:
        take_in(
            channel="email", mailbox=box.address, raw=raw, outside_id=f"post:{hashlib.sha256(raw).hexdigest()}",
            at=now(),
        )  # fmt: skip
    commands.note_poll(box.pk, place=None, trouble="", at=now())
    return _said("", 200)


def _refused(box: Mailbox, words: str, status: int) -> HttpResponse:
    """Whoever set it up sees why; a service tries again later, so nothing is lost while it is put right."""
    commands.note_poll(box.pk, place=None, trouble=f"{SERVICES[box.posted_by].name}: {words}", at=now())
    return _said(words, status)


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type=PLAIN)
