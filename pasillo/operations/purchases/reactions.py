"""What purchases do when something happens to a case or its approval, in the same transaction."""

from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import reacts_to
from pasillo.ground.kit.together import known
from pasillo.operations.approvals.facts import ApprovalDeclined, ApprovalGiven
from pasillo.operations.cases.facts import CaseCancelled, CaseOpened
from pasillo.operations.cases.facts_of_merging import CaseMerged
from pasillo.operations.cases.models import Case
from pasillo.operations.purchases import commands
from pasillo.operations.purchases.models import PriceList

PURCHASES = 30


@reacts_to(CaseOpened, order=PURCHASES)
def want_what_has_a_price(entry: Entry) -> None:
    """What is asked from a short list is paid or put to approval at once."""
    asked = entry.data["request_type_id"]
    prices = (
        known(("prices", asked), lambda: PriceList.objects.filter(request_type_id=asked).first()) if asked else None
    )
    if prices is not None:
        answers = Case.objects.values_list("answers", flat=True).get(pk=entry.data["case_id"])
        commands.want(entry.data["case_id"], prices=prices, answers=answers, by=entry.by, at=entry.happened_at)


@reacts_to(ApprovalGiven, order=PURCHASES)
def pay_when_all_said_yes(entry: Entry) -> None:
    """After the last yes the budget pays; no yes is taken that it could not pay now."""
    if entry.data["is_last"]:
        commands.commit(entry.data["case_id"], by=entry.by, at=entry.happened_at)
    else:
        commands.check_borne(entry.data["case_id"])


@reacts_to(ApprovalDeclined, CaseCancelled, CaseMerged, order=PURCHASES)
def give_it_back(entry: Entry) -> None:
    """Nothing is bought."""
    commands.let_go(entry.data["case_id"], by=entry.by, at=entry.happened_at)
