"""Who plans writes services down, is told what is missing, and publishes them; others read what is theirs."""

import re

import pytest
from django.test import Client

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import give_role
from pasillo.ground.people.models import Area, Role
from pasillo.strategy.catalogue.commands import change_service, draft_service, publish_service, write_form
from pasillo.strategy.catalogue.models import FormDraft, FormVersion, Offered, RequestType, Service

THREE = ("en", "es", "id")


def said(name, words="Words"):
    return {f"{name}_{code}": f"{words} {code}" for code in THREE}


@pytest.fixture
def as_lucia(lucia):
    client = Client()
    client.force_login(lucia)
    return client


@pytest.fixture
def drafted(as_lucia, contact_centre, marta):
    """A fault service from a pattern: written down, with a form that nobody is asked yet."""
    as_lucia.post(
        "/app/catalogue/new", said("names", "Lift") | {"beginning": "fault", "area": contact_centre.pk, "block": ""}
    )
    return Service.objects.get(slug="lift-en")


def sheet(service, part, **more):
    return {"part": part, "revision": Service.objects.get(pk=service.pk).revision} | more


def complete(client, service, owner):
    address = f"/app/catalogue/{service.slug}"
    words = said("names", "Lift") | said("summaries") | said("promise_texts")
    client.post(f"{address}/sheet", sheet(service, "texts", **words))
    client.post(f"{address}/sheet", sheet(service, "promise", **words))
    running = {
        "block": "delivery", "paradigm": "industrialise", "owner": owner.pk, "area": service.area_id,
        "calendar": service.calendar_id, "serving": [service.area_id], "position": "5",
    }  # fmt: skip
    client.post(f"{address}/sheet", sheet(service, "running", **running))
    client.post(f"{address}/objectives", {"metric": "resolution", "time": "8", "unit": "hours", "rate": "90"})
    client.post(f"{address}/objectives", {"metric": "errors", "rate": "5"})
    client.post(f"{address}/requests/lift-en/draft", {"do": "publish", "revision": "1"})


def test_a_head_makes_a_service_from_a_pattern_is_refused_completes_it_and_publishes_it(as_lucia, drafted, marta):
    early = as_lucia.post("/app/catalogue/lift-en/publication")
    assert early.status_code == 422
    assert "An owner" in early.content.decode()
    assert Service.objects.get(pk=drafted.pk).state == Offered.DRAFT

    complete(as_lucia, drafted, marta)
    page = as_lucia.get("/app/catalogue/lift-en").content.decode()
    assert "100&nbsp;%" in page
    assert as_lucia.post("/app/catalogue/lift-en/publication").status_code == 302

    drafted.refresh_from_db()
    assert drafted.state == Offered.PUBLISHED
    assert Client().get("/services/lift-en/lift-en").status_code == 200
    assert "8 h for 90" in page.replace("\u00a0", " ")


def test_an_empty_sheet_says_everything_that_it_needs(as_lucia, contact_centre):
    as_lucia.post(
        "/app/catalogue/new", {"names_en": "Bare", "beginning": "", "block": "customer", "area": contact_centre.pk}
    )

    page = as_lucia.get("/app/catalogue/bare").content.decode()

    assert "Nothing can be asked yet" in page
    assert page.count('class="ct-missing">missing') == 8
    assert "An objective of speed" in page


@pytest.mark.parametrize(
    "bad",
    [{"area": "0"}, {"area": "x"}, {"names_en": "!!!"}, {"block": "nowhere"}],
)
def test_what_cannot_be_a_service_is_said_and_what_was_typed_stays(as_lucia, contact_centre, bad):
    typed = {"names_en": "Window", "names_es": "Ventana", "beginning": "", "block": "customer"}

    answer = as_lucia.post("/app/catalogue/new", typed | {"area": contact_centre.pk} | bad)

    assert answer.status_code == 422
    assert "Ventana" in answer.content.decode()
    assert not Service.objects.filter(slug="window").exists()


def test_the_second_person_sees_both_and_loses_nothing(as_lucia, drafted, lucia):
    begun = sheet(drafted, "texts", **said("names", "Mine"))
    change_service(drafted.pk, changes={"names": {"en": "Theirs"}}, by=lucia.ref, at=now())

    answer = as_lucia.post("/app/catalogue/lift-en/sheet", begun)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Mine en"' in page
    assert '<q lang="en">Theirs</q>' in page
    assert Service.objects.get(pk=drafted.pk).names["en"] == "Theirs"
    revision = re.search(r'name="revision" value="(\d+)"', page).group(1)
    assert as_lucia.post("/app/catalogue/lift-en/sheet", begun | {"revision": revision}).status_code == 302
    assert Service.objects.get(pk=drafted.pk).names["en"] == "Mine en"


def draft(client, **given):
    revision = FormDraft.objects.filter(request_type__slug="lift-en").values_list("revision", flat=True).first() or 0
    return client.post("/app/catalogue/lift-en/requests/lift-en/draft", {"revision": revision} | given)


def keys():
    return [field["key"] for field in FormDraft.objects.get().fields]


def test_a_form_is_written_by_buttons_alone(as_lucia, drafted):
    assert keys() == ["what", "where", "photo", "danger"]

    draft(as_lucia, do="down:what")
    draft(as_lucia, do="up:danger")
    draft(as_lucia, do="remove:photo")
    answer = draft(as_lucia, do="add", kind="money")

    assert answer["Location"].endswith("?edit=money#q-money")
    assert keys() == ["where", "what", "danger", "money"]
    page = as_lucia.get("/app/catalogue/lift-en/requests/lift-en?edit=money").content.decode()
    assert 'name="currencies" value="EUR" checked' in page


def test_a_question_is_changed_with_conditions_in_plain_words(as_lucia, drafted):
    draft(as_lucia, do="add", kind="number")
    typed = said("labels", "How many") | {
        "do": "save:number", "required": "if", "required_if_1_field": "danger", "required_if_1_op": "is",
        "required_if_1_value": "Yes", "visible": "always", "min": "1", "max": "9",
    }  # fmt: skip

    assert draft(as_lucia, **typed).status_code == 302

    field = FormDraft.objects.get().fields[-1]
    assert field["required_if"] == {"field": "danger", "op": "is", "value": True}
    assert (field["min"], field["max"], field["labels"]["es"]) == (1, 9, "How many es")
    page = as_lucia.get("/app/catalogue/lift-en/requests/lift-en").content.decode()
    assert "Must be answered if your answer to “Is somebody in danger?” is: Yes." in page


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"min": "many"}, "numbers"),
        ({"min": "9", "max": "1"}, "above its largest"),
        ({"visible": "if"}, "on which answer"),
        ({"visible": "if", "visible_if_1_field": "danger", "visible_if_1_value": "perhaps"}, "nobody can give"),
        ({"labels_en": "", "labels_es": "", "labels_id": ""}, "no words"),
    ],
)
def test_a_question_that_makes_no_sense_is_not_kept_and_what_was_typed_stays(as_lucia, drafted, bad, why):
    draft(as_lucia, do="add", kind="number")
    before = FormDraft.objects.get().fields
    typed = said("labels", "Count") | {"help_en": "As you see them", "do": "save:number", "required": "no"}

    answer = draft(as_lucia, **typed | bad)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "As you see them" in answer.content.decode()
    assert FormDraft.objects.get().fields == before


def test_the_preview_shows_what_is_being_typed_and_keeps_nothing(as_lucia, drafted):
    typed = said("labels", "What hurts") | {"do": "save:what", "required": "always"}

    answer = as_lucia.post("/app/catalogue/lift-en/requests/lift-en/preview", typed)

    assert "What hurts en" in answer.content.decode()
    assert FormDraft.objects.get().fields[0]["labels"]["en"] == "What does not work?"


def test_publishing_makes_a_new_version_and_the_old_one_stays(as_lucia, drafted, marta):
    complete(as_lucia, drafted, marta)
    asked = RequestType.objects.get(slug="lift-en")
    first = FormVersion.objects.get(request_type=asked)
    draft(as_lucia, do="remove:photo")
    page = as_lucia.get("/app/catalogue/lift-en/requests/lift-en").content.decode()
    assert "Publish as version 2" in page
    assert "taken out" in page

    draft(as_lucia, do="publish")

    assert [version.number for version in FormVersion.objects.order_by("number")] == [1, 2]
    assert FormVersion.objects.get(pk=first.pk).fields == first.fields
    assert not FormDraft.objects.exists()


def test_two_people_on_one_form_the_second_is_told(as_lucia, drafted, lucia):
    asked = RequestType.objects.get(slug="lift-en")
    write_form(asked.pk, fields=[], by=lucia.ref, at=now())

    answer = as_lucia.post("/app/catalogue/lift-en/requests/lift-en/draft", {"do": "remove:photo", "revision": "1"})

    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.content.decode()


def test_a_retired_service_says_where_to_ask_instead_and_can_come_back(as_lucia, drafted, marta, contact_centre):
    complete(as_lucia, drafted, marta)
    moving = draft_service(block="delivery", names={"en": "Stairs"}, area=contact_centre, by="system", at=now())
    publish_service(moving.pk, by="system", at=now())
    as_lucia.post("/app/catalogue/lift-en/publication")
    change_service(drafted.pk, changes={"instead": moving}, by="system", at=now())

    as_lucia.post("/app/catalogue/lift-en/retirement")

    for address in ("/services/lift-en", "/services/lift-en/lift-en"):
        answer = Client().get(address)
        assert answer.status_code == 410
        assert "no longer offered" in answer.content.decode()
        assert f'href="/services/{moving.slug}"' in answer.content.decode()
    assert as_lucia.post("/app/catalogue/lift-en/publication").status_code == 302
    assert Client().get("/services/lift-en").status_code == 200


def test_the_list_shows_every_block_with_its_families(as_lucia, drafted):
    as_lucia.post("/app/catalogue/families", said("names", "At home") | {"block": "delivery", "position": "3"})

    page = as_lucia.get("/app/catalogue").content.decode()
    families = as_lucia.get("/app/catalogue/families").content.decode()

    assert "Lift en" in page
    assert "too few yet" in page
    assert "At home en" in families
    assert as_lucia.post("/app/catalogue/families", {"names_en": ""}).status_code == 422


def test_objectives_stand_side_by_side_and_each_change_is_a_version(as_lucia, drafted):
    address = "/app/catalogue/lift-en/objectives"
    as_lucia.post(address, {"metric": "resolution", "time": "480", "unit": "minutes"})
    as_lucia.post(address, {"metric": "resolution", "time": "6", "unit": "hours"})

    page = as_lucia.get("/app/catalogue/lift-en").content.decode()
    assert "2 versions" in page
    assert 'name="time" value="6"' in page
    assert '<option value="hours" selected>' in page
    assert "one side is missing" in as_lucia.get("/app/objectives").content.decode()
    assert as_lucia.post(address, {"metric": "resolution", "time": "soon"}).status_code == 422
    assert as_lucia.post(address, {"metric": "nothing", "time": "3"}).status_code == 422
    assert as_lucia.post(address, {"metric": "errors", "rate": "500"}).status_code == 422


def test_the_sheet_shows_the_promised_time_in_the_words_of_the_portal(as_lucia, move_home):
    page = as_lucia.get("/app/catalogue/move-home").content.decode()
    portal = Client().get("/services/move-home").content.decode()

    assert '<p class="ct-span">10 hours</p>' in page
    assert "First answer: 1 hour" in page
    assert "10 hours" in portal


def test_a_manager_reads_their_own_and_changes_nothing(drafted, carla, felix):
    own, other = Client(), Client()
    own.force_login(carla)
    other.force_login(felix)

    assert own.get("/app/catalogue/lift-en").status_code == 200
    assert 'name="part"' in own.get("/app/catalogue/lift-en").content.decode()
    assert "Keep</button>" not in own.get("/app/catalogue/lift-en").content.decode()
    assert own.get("/app/catalogue/lift-en").content.decode().count('<fieldset class="ct-read" disabled>') == 3
    assert "You can read this." in own.get("/app/catalogue/lift-en").content.decode()
    assert own.post("/app/catalogue/lift-en/publication").status_code == 403
    assert own.post("/app/catalogue/lift-en/requests/lift-en/draft", {"do": "drop"}).status_code == 403
    assert other.get("/app/catalogue/lift-en").status_code == 404
    assert "Lift en" not in other.get("/app/catalogue").content.decode()
    assert "Lift en" not in other.get("/app/objectives").content.decode()


def test_who_serves_or_asks_does_not_come_in(drafted, marta):
    client = Client()
    client.force_login(marta)

    for address in ("/app/catalogue", "/app/catalogue/new", "/app/catalogue/lift-en"):
        assert client.get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_who_serves_reads_the_objectives_of_what_is_offered_and_no_sheet(as_lucia, drafted, move_home, marta, elena):
    as_lucia.post("/app/catalogue/lift-en/objectives", {"metric": "resolution", "time": "77", "unit": "hours"})
    own, customer = Client(), Client()
    own.force_login(marta)
    customer.force_login(elena)

    page = " ".join(own.get("/app/objectives").content.decode().split())
    assert "Move home" in page
    assert "10 h" in page
    assert "Lift en" not in page
    assert "77 h" not in page
    assert "77 h" in " ".join(as_lucia.get("/app/objectives").content.decode().split())
    assert "/app/catalogue" not in page
    assert "/app/segments" not in page
    assert '/app/catalogue/move-home#objectives"' in as_lucia.get("/app/objectives").content.decode()
    assert customer.get("/app/objectives").status_code == 403


def test_an_administrator_plans_too(drafted, before, contact_centre, marta):
    give_role(person=marta, role=Role.ADMIN, area=None, by="system", at=before)
    client = Client()
    client.force_login(marta)

    page = client.get("/app/catalogue/lift-en").content.decode()
    assert "Keep</button>" in page
    assert "disabled>" not in page
    assert "You can read this." not in page


def test_the_list_asks_no_more_questions_for_ten_services_than_for_one(
    as_lucia, contact_centre, before, django_assert_max_num_queries
):
    for n in range(10):
        draft_service(block="customer", names={"en": f"Service {n}"}, area=contact_centre, by="system", at=before)

    as_lucia.get("/app/catalogue")
    with django_assert_max_num_queries(18):
        as_lucia.get("/app/catalogue")
    with django_assert_max_num_queries(14):
        as_lucia.get("/app/objectives")


def test_a_head_says_for_whom_a_service_is_and_readiness_does_not_ask(as_lucia, drafted, marta):
    complete(as_lucia, drafted, marta)
    assert 'value="customers" selected' in as_lucia.get("/app/catalogue/lift-en").content.decode()
    running = {
        "block": "delivery", "paradigm": "industrialise", "owner": marta.pk, "area": drafted.area_id,
        "serving": [drafted.area_id],
    }  # fmt: skip

    as_lucia.post("/app/catalogue/lift-en/sheet", sheet(drafted, "running", audience="colleagues", **running))
    as_lucia.post("/app/catalogue/lift-en/sheet", sheet(drafted, "running", audience="martians", **running))

    drafted.refresh_from_db()
    assert drafted.audience == "colleagues"
    page = as_lucia.get("/app/catalogue/lift-en").content.decode()
    assert 'value="colleagues" selected' in page
    assert "100&nbsp;%" in page
    assert "Colleagues only" in as_lucia.get("/app/catalogue").content.decode()


@pytest.mark.parametrize("name", ["خدمة المصعد", "エレベーターの修理", "New"])
def test_a_service_in_any_letters_gets_an_address_by_itself(as_lucia, contact_centre, name):
    typed = {"names_en": name, "beginning": "fault", "area": contact_centre.pk, "block": ""}

    answer = as_lucia.post("/app/catalogue/new", typed)

    service = Service.objects.get()
    assert (answer.status_code, service.slug, service.names["en"]) == (302, "service-1", name)
    assert as_lucia.get("/app/catalogue/service-1").status_code == 200
    as_lucia.post("/app/catalogue/new", typed)
    assert set(Service.objects.values_list("slug", flat=True)) == {"service-1", "service-2"}


def test_two_services_that_share_their_few_latin_letters_are_two(as_lucia, contact_centre):
    for name in ("電話 5G", "インターネット 5G"):
        as_lucia.post(
            "/app/catalogue/new", {"names_en": name, "beginning": "", "block": "customer", "area": contact_centre.pk}
        )

    assert set(Service.objects.values_list("slug", flat=True)) == {"5g", "service-1"}


def test_a_name_without_a_letter_is_still_no_name(as_lucia, contact_centre):
    answer = as_lucia.post(
        "/app/catalogue/new", {"names_en": "…", "beginning": "", "block": "customer", "area": contact_centre.pk}
    )

    assert answer.status_code == 422
    assert "needs a name" in answer.content.decode()
    assert not Service.objects.exists()


def test_without_an_area_the_page_of_a_new_service_leads_to_the_first(as_lucia):
    Area.objects.update(is_active=False)

    page = as_lucia.get("/app/catalogue/new").content.decode()

    assert "No area yet." in page
    assert 'href="/app/admin/areas/new"' in page
