"""What approvals do when something happens to a case, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.ground.kit.together import known
from pasillo.operations.approvals import commands
from pasillo.operations.approvals.deciding import Step
from pasillo.operations.approvals.models import Plan
from pasillo.operations.cases.facts import CaseCancelled, CaseOpened, CaseResolved
from pasillo.operations.cases.facts_of_merging import CaseMerged
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.queries import form_of

APPROVALS = 20


@reacts_to(CaseOpened, order=APPROVALS)
def ask_who_is_planned(entry: Entry) -> None:
    """A request that needs a yes asks for it at once."""
    asked = entry.data["request_type_id"]
    planned = known(("plan", asked), lambda: Plan.objects.filter(request_type_id=asked).first()) if asked else None
    if planned is None or not planned.steps:
        return
    case = Case.objects.select_related("form_version").get(pk=entry.data["case_id"])
    lines = form_of(case.form_version).told(case.answers, case.language)
    commands.ask(
        case.pk, steps=[Step(**step) for step in planned.steps], lines=lines, by=entry.by, at=entry.happened_at
    )


@reacts_to(CaseCancelled, CaseMerged, CaseResolved, order=APPROVALS)
def nobody_has_to_decide(entry: Entry) -> None:
    """The need is gone, or was met without them."""
    commands.let_go(entry.data["case_id"])
