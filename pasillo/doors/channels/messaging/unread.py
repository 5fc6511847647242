"""What came in at an account and could not be read safely: it is kept, and can be read once more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from pasillo.doors.channels.messaging.channel import channels
from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import channel_of
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.pages import render
from pasillo.ground.intake.commands import read_again
from pasillo.ground.intake.queries import unreadable

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def show(request: HttpRequest, account_id: int) -> HttpResponse:
    """The newest of them, with why; one is read again, perhaps by a better reader."""
    account = Account.objects.filter(pk=account_id, kind__in=list(channels)).first()
    if account is None:
        raise Http404
    found = unreadable(account.kind, mailbox=str(account.pk))
    if request.method != "POST":
        context = {"account": account, "channel": channel_of(account).name, "unread": list(found[:MOST])}
        return render(request, "messaging/unread.html", context)
    wished = request.POST.get("message", "")
    one = found.filter(pk=int(wished)).first() if wished.isdecimal() and len(wished) < 16 else None
    if one is None:
        raise Http404
    read_again(one.pk)
    return redirect("messaging:unread", account.pk)
