"""Connecting a mailbox at Microsoft or Google: its owner says yes there, and we get a key that lasts."""

import secrets
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pasillo.doors.channels.email import oauth
from pasillo.doors.channels.email.mailboxes import back_address, edit_page, mailbox_or_404, only_who_sets_up
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.openid import challenge
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.refusals import Refused

ASKED = "mailbox-consent"


@staff
@require_POST
def begin(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """A page that leads on to the provider: our policy lets no form end at another house."""
    only_who_sets_up(request)
    box = mailbox_or_404(mailbox_id)
    if not oauth.needs_a_key(box) or not box.oauth_client:
        return edit_page(request, box, error=_("Choose Microsoft 365 or Google, name the client, and keep that first."))
    kept = {"state": secrets.token_urlsafe(32), "verifier": secrets.token_urlsafe(48), "mailbox": str(box.pk)}
    request.session[ASKED] = kept
    asked = {"redirect_uri": back_address(), "state": kept["state"], "code_challenge": challenge(kept["verifier"])}
    address = f"{oauth.consent_address(box)}?{urlencode(oauth.consent_question(box) | asked)}"
    context = {"address": address, "box": box, "name": Mailbox.Auth(box.auth).label}
    return render(request, "email/consent.html", context)


@staff
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """They come back with a code. It counts only in the browser that left, and only once."""
    only_who_sets_up(request)
    kept = request.session.pop(ASKED, None) or {}
    if not kept.get("mailbox"):
        raise Http404
    box = mailbox_or_404(int(kept["mailbox"]))
    try:
        if not secrets.compare_digest(kept["state"].encode(), request.GET.get("state", "").encode()):
            raise Refused(_("This way back was used already, or begun in another browser. Please begin again."))
        if "code" not in request.GET:
            raise Refused(_("The provider did not say yes. Nothing was changed."))
        oauth.redeem(
            box, code=request.GET["code"], verifier=kept["verifier"], back=back_address(), by=who(request), at=now()
        )
    except Refused as refusal:
        return edit_page(request, box, error=str(refusal))
    return redirect(reverse("email:mailbox", args=[box.pk]) + "?connected=1")
