"""What faults do when something happens to a case, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.ground.kit.together import known
from pasillo.operations.cases.facts import CaseCancelled, CaseOpened, CaseReopened, CaseResolved, ResolutionDisputed
from pasillo.operations.cases.facts_of_merging import CaseMerged
from pasillo.operations.cases.models import Case
from pasillo.operations.faults import commands
from pasillo.operations.faults.models import FaultPlan

FAULTS = 50


@reacts_to(CaseOpened, order=FAULTS)
def something_is_broken(entry: Entry) -> None:
    """A report of a fault names a place."""
    asked = entry.data["request_type_id"]
    plan = known(("fault", asked), lambda: FaultPlan.objects.filter(request_type_id=asked).first()) if asked else None
    if plan is None:
        return
    answers = Case.objects.values_list("answers", flat=True).get(pk=entry.data["case_id"])
    place = str(answers.get(plan.place_field, ""))
    if place:
        commands.report(entry.data["case_id"], plan=plan, place=place, at=entry.happened_at)


@reacts_to(CaseResolved, CaseCancelled, order=FAULTS)
def it_works_again(entry: Entry) -> None:
    """Whoever joined is told that it is repaired, or that the report was taken back."""
    is_repaired = entry.name == CaseResolved.name
    commands.repaired(entry.data["case_id"], is_repaired=is_repaired, at=entry.happened_at)


@reacts_to(CaseMerged, order=FAULTS)
def it_was_known_already(entry: Entry) -> None:
    """Whoever joined this report is told when the fault of the kept case is repaired."""
    commands.hand_over(entry.data["case_id"], into_id=entry.data["into_id"])


@reacts_to(ResolutionDisputed, CaseReopened, order=FAULTS)
def it_does_not(entry: Entry) -> None:
    """It was not repaired after all."""
    commands.broken_again(entry.data["case_id"])
