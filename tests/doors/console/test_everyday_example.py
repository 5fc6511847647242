"""What Nidalia's people ask of each other stands there with everything behind it."""

from datetime import UTC, datetime

import pytest

from pasillo.doors.console.example.company import found_company
from pasillo.doors.console.example.plot_everyday import offer_everyday
from pasillo.ground.effects.commands import withholding
from pasillo.operations.approvals.models import Approval
from pasillo.operations.bookings.models import Booking
from pasillo.operations.faults.models import Affected
from pasillo.operations.letters.models import LetterText
from pasillo.operations.purchases.models import Purchase


@pytest.mark.django_db
def test_a_room_a_letter_a_chair_and_a_light_are_on_their_way():
    at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    with withholding():
        company = found_company(password="corridor-2026", by="system", at=datetime(2026, 8, 1, tzinfo=UTC), today=at)

        offer_everyday(company, at=at)

    assert Booking.objects.filter(state="held").count() == 2
    assert Approval.objects.filter(state="asked").count() == 2
    assert Purchase.objects.get().state == "asked"
    assert Affected.objects.count() == 2
    assert set(LetterText.objects.get().texts) == {"es", "en", "id"}
