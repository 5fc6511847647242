"""How the work of an area finds its people: who gives it out, the rules in their order, what each one can carry."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.console.office import routing_view as view
from pasillo.doors.console.office import rule_words
from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.console.office.routing_form import RuleForm, form_of, typed_form
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import arranges_work
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.operations.routing import commands
from pasillo.operations.routing.models import Rule
from pasillo.operations.routing.queries import areas_to_steer, board_of, rule_for, rules_of


@require_safe
@arranges_work
def every(request: HttpRequest) -> HttpResponse:
    """The first area that this person leads; the others stand beside it."""
    first = areas_to_steer(sight(request)).first()
    if first is None:
        return office(request, "routing", {"areas": [], "area": None})
    return redirect("office:routing-area", first.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@arranges_work
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """One area: who gives out the work, its rules, its people."""
    found = _area(request, area_id)
    if request.method != "POST":
        return _area_page(request, found, view.board_filled(board_of(area_id)))
    given = {name: request.POST.get(name, "") for name in view.board_filled(board_of(area_id))}
    try:
        commands.set_board(area_id, wish=_board(given), by=who(request), at=now())
    except Refused as refusal:
        return _area_page(request, found, given, str(refusal))
    messages.success(request, _("Kept."))
    return redirect("office:routing-area", area_id)


@require_POST
@arranges_work
def seat(request: HttpRequest, area_id: int, person_id: int) -> HttpResponse:
    """What one person can carry in this area."""
    found = _area(request, area_id)
    try:
        commands.set_seat(area_id, person_id, wish=_seat(request), by=who(request), at=now())
    except Refused as refusal:
        return _area_page(request, found, view.board_filled(board_of(area_id)), str(refusal))
    return redirect("office:routing-area", area_id)


@require_http_methods(["GET", "HEAD", "POST"])
@arranges_work
def new(request: HttpRequest, area_id: int) -> HttpResponse:
    """A new rule."""
    found = _area(request, area_id)
    if request.method != "POST":
        return _rule_page(request, found, RuleForm())
    form = typed_form(request.POST, RuleForm())
    if request.POST.get("do") != "keep":
        return _rule_page(request, found, form)
    try:
        commands.add_rule(area_id, wish=form.wish, by=who(request), at=now())
    except Refused as refusal:
        return _rule_page(request, found, form, error=str(refusal))
    return redirect("office:routing-area", area_id)


@require_http_methods(["GET", "HEAD", "POST"])
@arranges_work
def one(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule, to be changed."""
    rule = _rule(request, rule_id)
    if request.method != "POST":
        return _rule_page(request, rule.area, form_of(rule), rule=rule)
    form = typed_form(request.POST, form_of(rule))
    if request.POST.get("do") != "keep":
        return _rule_page(request, rule.area, form, rule=rule)
    try:
        commands.change_rule(rule_id, version=form.version, wish=form.wish, by=who(request), at=now())
    except Refused as refusal:
        return _rule_page(request, rule.area, form, rule=rule, error=str(refusal))
    return redirect("office:routing-area", rule.area_id)


@require_POST
@arranges_work
def place(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule one place up or down."""
    rule = _rule(request, rule_id)
    commands.move_rule(rule_id, up=request.POST.get("to") == "up", by=who(request), at=now())
    return redirect("office:routing-area", rule.area_id)


@require_POST
@arranges_work
def removal(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule less."""
    rule = _rule(request, rule_id)
    commands.drop_rule(rule_id, by=who(request), at=now())
    messages.success(request, _("The rule “%(rule)s” is gone.") % {"rule": rule.title})
    return redirect("office:routing-area", rule.area_id)


def _area(request: HttpRequest, area_id: int) -> Area:
    found = areas_to_steer(sight(request)).filter(pk=area_id).first()
    if found is None:
        raise Http404
    return found


def _rule(request: HttpRequest, rule_id: int) -> Rule:
    try:
        return rule_for(sight(request), rule_id)
    except LookupError as missing:
        raise Http404 from missing


def _area_page(request: HttpRequest, area: Area, filled: dict[str, str], error: str = "") -> HttpResponse:
    context = {
        "areas": list(areas_to_steer(sight(request))), "area": area, "filled": filled, "error": error,
        "choices": view.board_choices(area), "rules": rule_words.rule_rows(rules_of(area.pk)),
        "seats": view.seat_rows(area),
    }  # fmt: skip
    return office(request, "routing", context, 422 if error else 200)


def _rule_page(
    request: HttpRequest, area: Area, form: RuleForm, *, rule: Rule | None = None, error: str = ""
) -> HttpResponse:
    looked = {"look": rule_words.look(sight(request), area.pk, form, now())}
    if request.headers.get("HX-Request"):
        return render(request, "office/_rule_look.html", looked)
    context = {
        "template": "rule", "area": area, "rule": rule, "form": form, "tree": view.tree_view(form.tree), "error": error,
        "needs": view.needs_view(form), "choices": view.rule_choices(area), "new_lines": view.may_be_asked(),
        "unread": rule_words.said(form.unread) if form.unread is not None else "", **looked,
    }  # fmt: skip
    return office(request, "routing", context, 422 if error else 200)


def _board(given: dict[str, str]) -> commands.BoardAs:
    return commands.BoardAs(
        mode=given["mode"],
        policy=given["policy"],
        touch_minutes=_number(given["touch_minutes"]),
        relax_at=_number(given["relax_at"]),
        overflow_id=number_in(given["overflow"]),
        drips=bool(given["drips"]),
    )


def _seat(request: HttpRequest) -> commands.SeatAs:
    given = request.POST
    caps = {name: _number(given[f"most-{name}"]) for name in view.CAPPED if given.get(f"most-{name}", "").strip()}
    return commands.SeatAs(
        cap=_number(given.get("cap", "")),
        channel_caps=caps,
        languages=given.getlist("language"),
        calendar_id=number_in(given.get("calendar")),
    )


def _number(text: str) -> int:
    found = number_in(text.strip())
    if found is None:
        raise Refused(_("Please write a whole number."))
    return found
