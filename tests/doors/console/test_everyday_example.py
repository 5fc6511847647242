"""What Nidalia's people ask of each other stands there with everything behind it."""

from datetime import UTC, datetime

import pytest

from pasillo.doors.console.example.company import found_company
from pasillo.doors.console.example.plot_everyday import offer_everyday
from pasillo.ground.effects.commands import withholding
from pasillo.operations.approvals.models import Plan
from pasillo.operations.bookings.models import Resource
from pasillo.operations.faults.models import FaultPlan
from pasillo.operations.letters.models import LetterText
from pasillo.operations.purchases.models import CostCentre


@pytest.mark.django_db
def test_rooms_a_letter_a_short_list_and_a_broken_light_can_be_asked_for():
    at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    with withholding():
        company = found_company(password="corridor-2026", by="system", at=datetime(2026, 8, 1, tzinfo=UTC), today=at)

        offer_everyday(company, at=at)

    assert Resource.objects.count() == 3
    assert CostCentre.objects.filter(spent=0).count() == 2
    assert FaultPlan.objects.get().place_field == "place"
    assert Plan.objects.count() == 1
    assert set(LetterText.objects.get().texts) == {"es", "en", "id"}
