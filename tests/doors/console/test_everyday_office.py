"""What stands behind everyday requests is set up on pages: rooms, who says yes, budgets and prices, letters."""

from decimal import Decimal

import pytest

from pasillo.doors.console.office.everyday.choosing import amount_in
from pasillo.doors.shell.clock import now
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.approvals.deciding import MANAGER, Step
from pasillo.operations.approvals.models import Plan
from pasillo.operations.bookings.models import Resource
from pasillo.operations.letters.models import LetterText
from pasillo.operations.letters.queries import text_of
from pasillo.operations.purchases.budget import price_of
from pasillo.operations.purchases.models import CostCentre, PriceList
from tests.operations import everyday

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return now()


@pytest.fixture
def as_nuria(seated, nuria):
    return seated(nuria)


def page(answer):
    return answer.content.decode()


def test_the_overview_opens_empty_and_only_for_administrators(as_nuria, seated, ivan, carla):
    assert "No room yet" in page(as_nuria.get("/app/admin/everyday"))
    for other in (ivan, carla):
        assert seated(other).get("/app/admin/everyday").status_code == 403


def test_a_room_is_added_changed_and_offered_no_more(as_nuria, hours):
    room = {"name": "Sala Ebro", "place": "First floor", "seats": "6", "calendar": hours.pk}

    assert as_nuria.post("/app/admin/rooms/new", room).url == "/app/admin/everyday"
    made = Resource.objects.get()
    assert (made.slug, made.seats, made.is_offered) == ("sala-ebro", 6, True)
    assert "Sala Ebro" in page(as_nuria.get("/app/admin/everyday"))

    again = as_nuria.post("/app/admin/rooms/new", room | {"place": "Attic"})
    assert again.status_code == 422
    assert 'value="Attic"' in page(again)
    assert Resource.objects.get().place == "First floor"

    as_nuria.post(f"/app/admin/rooms/{made.pk}", room | {"seats": "8"})
    made.refresh_from_db()
    assert (made.seats, made.is_offered) == (8, False)
    assert "not offered" in page(as_nuria.get("/app/admin/everyday"))


@pytest.mark.parametrize("wrong", [{"name": ""}, {"seats": "0"}, {"seats": "many"}, {"calendar": "99999"}])
def test_a_room_that_cannot_be_is_refused(as_nuria, hours, wrong):
    room = {"name": "Sala Ebro", "seats": "6", "calendar": hours.pk}

    assert as_nuria.post("/app/admin/rooms/new", room | wrong).status_code == 422
    assert not Resource.objects.exists()


def test_a_budget_is_made_raised_and_closed_and_never_falls_below_what_is_spent(as_nuria, carla):
    given = {"name": "Field north", "code": "field", "manager": carla.pk, "budget": "500,50", "currency": "EUR"}
    as_nuria.post("/app/admin/budgets/new", given)
    centre = CostCentre.objects.get()
    assert (centre.code, centre.budget, centre.manager) == ("field", Decimal("500.50"), carla)
    CostCentre.objects.update(spent=Decimal(120))
    address = f"/app/admin/budgets/{centre.pk}"

    assert "More than that is spent already" in page(as_nuria.post(address, given | {"budget": "100"}))
    assert as_nuria.post(address, given | {"budget": "-1"}).status_code == 422
    as_nuria.post(address, given | {"budget": "900"})
    centre.refresh_from_db()
    assert (centre.budget, centre.spent) == (Decimal(900), Decimal(120))

    as_nuria.post(address, {"name": "Field north", "manager": carla.pk, "close": "1"})
    centre.refresh_from_db()
    assert centre.left == 0


def test_who_says_yes_is_chosen_step_by_step_and_can_be_nobody(as_nuria, field, carla, at):
    asked = everyday.letters(field, at=at)
    address = f"/app/admin/approvals/{asked.pk}"
    steps = {"who-0": f"manager:{field.pk}", "hours-0": "8", "who-1": f"person:{carla.pk}", "hours-1": "16"}

    as_nuria.post(address, steps)
    kept = [Step(**step) for step in Plan.objects.get().steps]
    assert kept == [Step(role=MANAGER, area_id=field.pk, hours=8), Step(person_id=carla.pk, hours=16)]
    assert f'value="person:{carla.pk}" selected' in page(as_nuria.get(address))

    wrong = as_nuria.post(address, {"who-0": "person:999999", "hours-0": "8"})
    assert wrong.status_code == 422
    assert as_nuria.post(address, {"who-0": "head", "hours-0": "soon"}).status_code == 422
    assert len(Plan.objects.get().steps) == 2

    as_nuria.post(address, steps | {"end": "1"})
    assert Plan.objects.get().steps == []


def test_prices_are_asked_for_what_the_form_offers(as_nuria, field, billing, carla, at):
    asked = everyday.buying(field, billing, carla, at=at)
    PriceList.objects.all().delete()
    address = f"/app/admin/prices/{asked.pk}"
    shown = page(as_nuria.get(address))
    assert 'name="price-chair"' in shown
    assert 'name="price-stapler"' in shown

    refused = as_nuria.post(address, {"price-chair": "cheap", "limit": "50", "finance": billing.pk})
    assert refused.status_code == 422
    assert 'value="cheap"' in page(refused)
    assert not PriceList.objects.exists()

    as_nuria.post(address, {"price-chair": "120,5", "price-stapler": "", "limit": "50", "finance": billing.pk})
    kept = PriceList.objects.get()
    assert (kept.prices, kept.limit, kept.finance) == ({"chair": "120.50"}, Decimal(50), billing)
    assert (kept.item_field, kept.quantity_field, kept.centre_field) == ("item", "quantity", "centre")

    as_nuria.post(address, {"end": "1"})
    assert not PriceList.objects.exists()


def test_one_request_is_not_put_to_two_sorts_of_yes_at_once(as_nuria, field, billing, carla, at):
    asked = everyday.buying(field, billing, carla, at=at)

    refused = as_nuria.post(f"/app/admin/approvals/{asked.pk}", {"who-0": "head", "hours-0": "8"})
    assert refused.status_code == 422
    assert not Plan.objects.exists()

    as_nuria.post(f"/app/admin/prices/{asked.pk}", {"end": "1"})
    as_nuria.post(f"/app/admin/approvals/{asked.pk}", {"who-0": "head", "hours-0": "8"})
    priced = as_nuria.post(f"/app/admin/prices/{asked.pk}", {"price-chair": "1", "limit": "5", "finance": billing.pk})
    assert priced.status_code == 422
    assert not PriceList.objects.exists()


def test_a_request_that_asks_for_nothing_to_buy_says_so(as_nuria, field, at):
    asked = everyday.letters(field, at=at)

    assert "does not ask what is bought" in page(as_nuria.get(f"/app/admin/prices/{asked.pk}"))
    assert as_nuria.post(f"/app/admin/prices/{asked.pk}", {"limit": "1"}).status_code == 200
    assert not PriceList.objects.exists()


def test_a_letter_is_looked_at_kept_and_withdrawn(as_nuria, field, at):
    asked = everyday.letters(field, at=at)
    LetterText.objects.all().delete()
    address = f"/app/admin/letters/{asked.pk}"
    letter = {"title_en": "Reference for {name}", "text_en": "To {answer.for_whom}: {name} works here.\n<b>{today}</b>"}

    looked = page(as_nuria.post(address, letter | {"look": "1"}))
    assert "Reference for Elena Prats" in looked
    assert "To [For whom?]: Elena Prats works here." in looked
    assert "&lt;b&gt;" in looked
    assert "{name} works here." in looked
    assert not LetterText.objects.exists()

    as_nuria.post(address, letter)
    assert text_of(asked.pk).titles == {"en": "Reference for {name}"}

    as_nuria.post(address, letter | {"end": "1"})
    assert text_of(asked.pk) is None
    assert LetterText.objects.get().version == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"title_en": "T", "text_en": "{salary}"}, "Nobody can fill in: {salary}."),
        ({"title_en": "", "text_en": "Words."}, "The letter needs a title."),
        ({"title_en": "T", "text_en": ""}, "The letter has no text yet."),
        ({"title_en": "T", "text_en": "W", "text_es": "P"}, "in each language in which it has a text"),
    ],
)
def test_a_letter_that_could_not_be_written_is_refused_and_what_was_typed_stays(as_nuria, field, at, typed, why):
    asked = everyday.letters(field, at=at)
    before = LetterText.objects.get().texts

    refused = as_nuria.post(f"/app/admin/letters/{asked.pk}", typed)

    assert refused.status_code == 422
    assert why in page(refused)
    assert typed["text_en"] in page(refused)
    assert LetterText.objects.get().texts == before


def test_who_changed_rooms_and_budgets_stands_in_the_list_of_what_was_done(as_nuria, hours, nuria, carla, at):
    room = {"name": "Sala Ebro", "place": "First floor", "seats": "6", "calendar": hours.pk, "is_offered": "1"}
    as_nuria.post("/app/admin/rooms/new", room)
    made = Resource.objects.get()
    as_nuria.post(f"/app/admin/rooms/{made.pk}", room)  # kept as it was: nothing is told
    as_nuria.post(f"/app/admin/rooms/{made.pk}", room | {"seats": "8"})
    budget = {"name": "Training", "code": "training", "manager": carla.pk, "budget": "1200", "currency": "EUR"}
    as_nuria.post("/app/admin/budgets/new", budget)

    told = Entry.objects.filter(name__in=("room.changed", "budget.changed")).order_by("pk")
    assert [(one.name, one.about, one.by) for one in told] == [
        ("room.changed", f"room:{made.pk}", nuria.ref),
        ("room.changed", f"room:{made.pk}", nuria.ref),
        ("budget.changed", f"budget:{CostCentre.objects.get().pk}", nuria.ref),
    ]
    words = page(as_nuria.get("/app/admin/audit?sort=everyday"))
    assert "The room Sala Ebro can be booked from now on" in words
    assert "The room Sala Ebro was changed: seats" in words
    assert f"The budget of Training is €1,200.00 now; {carla.name} answers for it" in words
    assert "Sala Ebro" not in page(as_nuria.get("/app/admin/audit?sort=roles"))


def test_who_changed_plans_prices_and_letters_stands_there_too(as_nuria, nuria, field, billing, carla, at):
    reference, bought = everyday.letters(field, at=at), everyday.buying(field, billing, carla, at=at)
    as_nuria.post(f"/app/admin/approvals/{reference.pk}", {"who-0": "head", "hours-0": "8"})
    as_nuria.post(f"/app/admin/letters/{reference.pk}", {"title_en": "T", "text_en": "W"})
    as_nuria.post(f"/app/admin/letters/{reference.pk}", {"title_en": "T", "text_en": "W", "end": "1"})
    as_nuria.post(
        f"/app/admin/prices/{bought.pk}",
        {"price-chair": "120", "price-stapler": "9", "limit": "50", "finance": billing.pk},
    )
    as_nuria.post(f"/app/admin/prices/{bought.pk}", {"end": "1"})
    as_nuria.post(f"/app/admin/prices/{bought.pk}", {"end": "1"})  # nothing is sold already: nothing is told

    done = Entry.objects.filter(by=nuria.ref, about__startswith="request_type:").order_by("pk")
    assert [one.name for one in done] == [
        "approvals.planned", "letter.text_changed", "letter.text_changed", "prices.changed", "prices.changed",
    ]  # fmt: skip
    words = page(as_nuria.get("/app/admin/audit?sort=everyday"))
    assert "steps now: 1" in words
    assert "No letter is written for" in words
    assert "Nothing is sold by" in words


@pytest.mark.parametrize("typed", ["0,001", "1e5", "1.200,50", "-1", "NaN", "", "12345678901"])
def test_an_amount_that_would_become_another_one_is_refused(typed):
    with pytest.raises(Refused, match="as in 1200.50"):
        amount_in(typed)


def test_an_amount_is_read_with_a_comma_or_a_point():
    assert (amount_in("1200,5"), amount_in(" 1200.50 "), amount_in("0")) == (Decimal("1200.50"),) * 2 + (Decimal(0),)


@pytest.mark.parametrize("typed", ["0.001", "1e5", "2.505", "0", "-3", "x"])
def test_a_price_that_would_become_another_one_is_refused(typed):
    with pytest.raises(Refused, match="above nothing"):
        price_of(typed)
