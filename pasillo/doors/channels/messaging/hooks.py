"""The door for webhooks. A call is answered only after its bytes are safe; who cannot prove who they are stays out."""

import hashlib
import time
from collections import deque
from collections.abc import Callable

from django.conf import settings as house
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pasillo.doors.channels.messaging import commands
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import account_behind, channel_of, settings_of
from pasillo.doors.channels.messaging.plain import Delivery, Failing
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.room import is_tight
from pasillo.ground.intake.commands import take_in
from pasillo.ground.kit.looking import for_the_house

LARGEST = 3 * 2**20
CALLS, WINDOW, KEYS = 6_000, 60.0, 1_000
PLAIN = "text/plain; charset=utf-8"


class Gate:
    """How many calls one address of ours takes in a minute; it forgets after that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = CALLS) -> None:
        self.clock, self.most = clock, most
        self.calls: dict[str, deque[float]] = {}

    def admits(self, key: str) -> bool:
        """May one more call come in here?"""
        if len(self.calls) > KEYS:
            self.calls.clear()
        moments = self.calls.setdefault(key, deque())
        while moments and self.clock() - moments[0] > WINDOW:
            moments.popleft()
        if len(moments) >= self.most:
            return False
        moments.append(self.clock())
        return True


gate = Gate()


@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_the_house("a provider is no visitor: it hands something in and is shown nothing")
def hook(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One call of a provider."""
    if not gate.admits(key):
        return HttpResponse("Too many calls, please try again later.", status=429, content_type=PLAIN)
    account = account_behind(kind, key)
    if account is None:
        raise Http404
    if request.method == "GET":
        return _greet(request, account)
    if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
        return HttpResponse("This is too big.", status=413, content_type=PLAIN)
    return _take(account, _delivery(request))


def _greet(request: HttpRequest, account: Account) -> HttpResponse:
    told = channel_of(account).greet(request.GET.dict(), settings_of(account))
    if told is None:
        raise Http404
    return HttpResponse(told, content_type=PLAIN)


def _delivery(request: HttpRequest) -> Delivery:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Delivery(body=request.body, headers=headers, address=house.BASE_URL + request.get_full_path())


def _take(account: Account, delivery: Delivery) -> HttpResponse:
    at, channel = now(), channel_of(account)
    try:
        is_genuine = channel.is_genuine(delivery, settings_of(account))
    except Failing:
        return HttpResponse("We cannot check this just now, please try again later.", status=503, content_type=PLAIN)
    if not is_genuine:
        commands.note_refusal(account.pk, at=at)
        return HttpResponse("This is not signed by who it should be.", status=403, content_type=PLAIN)
    answer = channel.answer(delivery)
    if answer:
        return HttpResponse(answer, content_type=PLAIN)
    if is_tight():
        return HttpResponse("There is no room just now, please try again later.", status=503, content_type=PLAIN)
    _keep(account, delivery.body)
    commands.note_call(account.pk, at=at)
    return HttpResponse("", content_type=PLAIN)


def _keep(account: Account, body: bytes) -> None:
    """The bytes, committed. The same bytes once more are a replay, whoever is quicker."""
    name = hashlib.sha256(body).hexdigest()
    try:
        take_in(channel=account.kind, mailbox=str(account.pk), raw=body, outside_id=name, at=now())
    except IntegrityError:
        return
