"""The chosen cases of one customer become one: the first of them is kept, and the others go on in it."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from pasillo.doors.desk.many.acts import MERGE, Order
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case

MOST = 20


def into_the_first(order: Order, case_ids: Sequence[int]) -> tuple[Order, list[int]]:
    """What is to be done to which cases; where they are to be merged, into which of them. Anything else stays."""
    if order.act != MERGE:
        return order, list(case_ids)
    if not 2 <= len(case_ids) <= MOST:
        raise Refused(_("Choose from two to %(most)s cases of one customer to merge them.") % {"most": MOST})
    cases = list(Case.objects.filter(pk__in=case_ids).order_by("opened_at", "id"))
    if len({case.customer_id for case in cases}) > 1:
        raise Refused(_("These cases are of different customers. Only cases of one customer can be merged together."))
    first, *others = cases
    return replace(order, value=str(first.pk)), [case.pk for case in others]
