"""What letters do when something happens to a case or its approval, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.ground.kit.together import known
from pasillo.operations.approvals.facts import ApprovalGiven
from pasillo.operations.approvals.models import Approval
from pasillo.operations.cases.facts import CaseOpened
from pasillo.operations.cases.models import Case
from pasillo.operations.letters import commands
from pasillo.operations.letters.queries import text_of

LETTERS = 40


@reacts_to(CaseOpened, order=LETTERS)
def write_what_needs_no_yes(entry: Entry) -> None:
    """A letter that nobody has to approve is owed at once."""
    asked = entry.data["request_type_id"]
    text = known(("letter", asked), lambda: text_of(asked)) if asked else None
    if text is not None and not Approval.objects.filter(case_id=entry.data["case_id"]).exists():
        commands.order(entry.data["case_id"], text=text, by=entry.by, at=entry.happened_at)


@reacts_to(ApprovalGiven, order=LETTERS)
def write_when_all_said_yes(entry: Entry) -> None:
    """After the last yes the letter is owed."""
    if not entry.data["is_last"]:
        return
    asked = Case.objects.values_list("request_type_id", flat=True).get(pk=entry.data["case_id"])
    text = text_of(asked) if asked else None
    if text is not None:
        commands.order(entry.data["case_id"], text=text, by=entry.by, at=entry.happened_at)
