"""The keys of a person: which do what, whether they act at all, and how close the lines stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasillo.doors.desk.answers import my_id
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.keys import CHANGEABLE, KEYS, SCOPES, checked, keys_of, single_keys_on
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import person, who
from pasillo.ground.people.commands import prefer
from pasillo.ground.people.preferences import DENSITIES

Typed = dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: HttpRequest) -> HttpResponse:
    """Everybody's keys as the house has them, and as this person likes them."""
    me = person(request)
    if request.method != "POST":
        return _page(request, keys_of(me), on=single_keys_on(me), wrong={})
    if "standard" in request.POST:
        return _kept(request, keys={}, single_keys=True)
    typed = {own: request.POST.get(f"key-{own}", own).strip() or own for own in CHANGEABLE}
    changed, wrong = checked(typed)
    if wrong:
        return _page(request, typed, on="single_keys" in request.POST, wrong=wrong, status=422)
    return _kept(request, keys=changed, single_keys="single_keys" in request.POST)


def _kept(request: HttpRequest, **wishes: object) -> HttpResponse:
    density = request.POST.get("density", "")
    if density in DENSITIES:
        wishes["density"] = density
    for name, value in wishes.items():
        prefer(my_id(request), name=name, value=value, by=who(request), at=now())
    messages.success(request, _("Kept, on every device on which you work."))
    return redirect("desk:keys")


def _page(request: HttpRequest, keys: Typed, *, on: bool, wrong: Typed, status: int = 200) -> HttpResponse:
    scopes = [
        {
            "title": _(title),
            "lines": [
                {
                    "own": key.key,
                    "words": _(key.words),
                    "shown": key.keys,
                    "fixed": key.fixed,
                    "theirs": keys.get(key.key, key.key),
                    "wrong": wrong.get(key.key, ""),
                }
                for key in KEYS
                if key.scope == scope
            ],
        }
        for scope, title in SCOPES
    ]
    context = {"scopes": scopes, "on": on, "wrong": wrong}
    return render(request, "desk/keys.html", context, status=status)
