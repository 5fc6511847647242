"""What is asked for by mail: an account, a new password. The page says the same whoever asks."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.shell.choices import next_page
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands import tokens
from pasillo.doors.shell.commands.tokens import Purpose
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.welcome import let_in
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address

LONGEST_NAME = 200


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Name and address; the letter does the rest."""
    email, name = request.POST.get("email", "").strip(), request.POST.get("name", "").strip()
    context = {"email": email, "name": name, "next": next_page(request, otherwise=""), "errors": {}}
    if request.method != "POST":
        return render(request, "shell/entering/sign_up.html", context)
    context["errors"] = _missing(email, name)
    if not context["errors"]:
        try:
            tokens.ask_to_sign_up(
                email, name=name, language=get_language() or "en", next_page=str(context["next"]),
                address=request.META.get("REMOTE_ADDR", ""), at=now(),
            )  # fmt: skip
        except Refused as refusal:
            context["errors"] = {"email": str(refusal)}
    if context["errors"]:
        return render(request, "shell/entering/sign_up.html", context, 422)
    return _sent(request, email, _("A letter is on its way to %(email)s. Its link works once, for 24 hours."))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The click on the mail; the button makes the account. A password may come with it, or never."""
    found = tokens.behind(Purpose.SIGN_UP, token, at=now())
    if found is None:
        return _gone(request)
    context = {"name": request.POST.get("name", found.data.get("name", "")), "email": found.email, "error": ""}
    if request.method == "POST":
        try:
            made = tokens.sign_up(token, name=context["name"], password=request.POST.get("password", ""), at=now())
        except Refused as refusal:
            return render(request, "shell/entering/confirm.html", context | {"error": str(refusal)}, 422)
        return let_in(request, made[0], made[1], way="link") if made else _gone(request)
    return render(request, "shell/entering/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """A new password by mail."""
    email = request.POST.get("email", "").strip()
    if request.method != "POST" or not email:
        shown = {"email": email or request.GET.get("email", "")}
        return render(request, "shell/entering/forgotten.html", shown, 422 if request.method == "POST" else 200)
    tokens.ask_for_password(email, address=request.META.get("REMOTE_ADDR", ""), at=now())
    words = _("If we know %(email)s, a letter is on its way. Its link works once, for one hour.")
    return _sent(request, email, words)


@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter; the button changes the password and ends every session."""
    if tokens.behind(Purpose.PASSWORD, token, at=now()) is None:
        return _gone(request)
    error = ""
    if request.method == "POST":
        try:
            person = tokens.choose_password(token, password=request.POST.get("password", ""), at=now())
            return let_in(request, person, "", way="link") if person else _gone(request)
        except Refused as refusal:
            error = str(refusal)
    return render(request, "shell/entering/new_password.html", {"error": error}, 422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """You are invited: one's own name, perhaps a password, and in."""
    found = tokens.behind(Purpose.INVITATION, token, at=now())
    if found is None:
        return _gone(request)
    context = {"name": request.POST.get("name", found.data.get("name", "")), "email": found.email, "error": ""}
    if request.method == "POST":
        try:
            password = request.POST.get("password", "")
            person = tokens.accept_invitation(token, name=context["name"], password=password, at=now())
            return let_in(request, person, "", way="link") if person else _gone(request)
        except Refused as refusal:
            context["error"] = str(refusal)
    return render(request, "shell/entering/invited.html", context, 422 if context["error"] else 200)


def _missing(email: str, name: str) -> dict[str, str]:
    errors = {}
    if not name:
        errors["name"] = _("Please tell us your name.")
    elif len(name) > LONGEST_NAME:
        errors["name"] = _("This is longer than %(count)s characters.") % {"count": LONGEST_NAME}
    if not is_address(email):
        errors["email"] = _("This is not an address that one can write to.")
    return errors


def _sent(request: HttpRequest, email: str, words: str) -> HttpResponse:
    return render(request, "shell/entering/sent.html", {"words": words % {"email": email}})


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/entering/gone.html", {}, 410)
