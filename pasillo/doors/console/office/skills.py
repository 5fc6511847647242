"""Skills: what people can be able to do, and how many are."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pasillo.doors.console.office.frame import office
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.visitor import who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import add_skill, change_skill
from pasillo.ground.people.models import PersonSkill, Skill


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def every(request: HttpRequest) -> HttpResponse:
    """All skills; one more can be added."""
    error, typed = "", request.POST.get("name", "")
    if request.method == "POST":
        try:
            add_skill(name=typed, by=who(request), at=now())
            return redirect("office:skills")
        except Refused as refusal:
            error = str(refusal)
    return _page(request, error=error, typed=typed)


@require_POST
@sets_up
def one(request: HttpRequest, skill_id: int) -> HttpResponse:
    """A skill by another name, or asked for no longer."""
    if not Skill.objects.filter(pk=skill_id).exists():
        raise Http404
    name = request.POST.get("name", "")
    try:
        change_skill(skill_id, name=name, is_active="is_active" in request.POST, by=who(request), at=now())
    except Refused as refusal:
        return _page(request, error=str(refusal), changed={skill_id: name})
    return redirect("office:skills")


def _page(
    request: HttpRequest, *, error: str = "", typed: str = "", changed: dict[int, str] | None = None
) -> HttpResponse:
    held = PersonSkill.objects.valid_on(timezone.localdate()).filter(person__is_active=True)
    able = Counter(held.filter(level__gte=PersonSkill.Level.ABLE).values_list("skill_id", flat=True))
    learning = Counter(held.filter(level=PersonSkill.Level.LEARNING).values_list("skill_id", flat=True))
    rows = [
        {
            "skill": skill,
            "name": (changed or {}).get(skill.pk, skill.name),
            "able": able[skill.pk],
            "learning": learning[skill.pk],
        }
        for skill in Skill.objects.order_by("-is_active", "name")
    ]
    return office(request, "skills", {"rows": rows, "error": error, "typed": typed}, 422 if error else 200)
