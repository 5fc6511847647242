"""The administrator's pages: what each shows, who comes in, and what happens when two write at once."""

import re
from zoneinfo import ZoneInfo

import pytest

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.models import MailedToken, Provider
from pasillo.ground.effects.commands import promise
from pasillo.ground.effects.models import Effect
from pasillo.ground.effects.sending import send_all
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import add_skill, meet
from pasillo.ground.people.models import Absence, Area, Membership, Organisation, Person, PersonSkill, Role, Skill
from pasillo.ground.people.organisation import forget_organisation, organisation_name
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.strategy.catalogue.models import Service

pytestmark = pytest.mark.django_db
PAGES = (
    "setup",
    "organisation",
    "areas",
    "areas/new",
    "people",
    "people/invitation",
    "skills",
    "doors",
    "doors/new",
    "audit",
    "history",
)


def _text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_empty(seated, nuria, page):
    assert seated(nuria).get(f"/app/admin/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_who_only_serves_has_no_office(seated, ivan, page):
    assert seated(ivan).get(f"/app/admin/{page}").status_code == 403


def test_the_office_opens_on_the_first_page_that_is_ones_own(seated, nuria, carla, olga, ivan):
    assert seated(nuria).get("/app/admin/").url == "/app/admin/setup"
    assert seated(carla).get("/app/admin/").url == "/app/admin/people"
    assert seated(olga).get("/app/admin/").url == "/app/admin/audit"
    assert seated(ivan).get("/app/admin/").url == "/app/"


def test_an_administrator_begins_at_the_setup_a_manager_at_the_team_an_employee_at_the_board(
    seated, nuria, carla, olga, colleague
):
    lucia = colleague("Lucía Ferrer", Role.HEAD)
    eva = colleague("Eva Blanco", Role.EMPLOYEE)

    assert seated(nuria).get("/app/").url == "/app/admin/setup"
    assert seated(carla).get("/app/").url == "/app/team"
    assert [seated(one).get("/app/").url for one in (lucia, olga)] == ["/app/cockpit", "/app/cockpit"]
    assert seated(eva).get("/app/").url.startswith("/app/")
    assert "cockpit" not in seated(eva).get("/app/").url


# what is set up ------------------------------------------------------------------------------------------


def test_setup_counts_what_is_really_there_and_names_the_next_step(seated, nuria, field, ivan, raul):
    page = _text(seated(nuria).get("/app/admin/setup"))

    assert "2 of 7 steps are done" in page
    assert "Next: Say who you are and when you serve" in page
    assert re.search(r"0 Published services", page)


def test_the_step_of_the_promises_leads_to_the_objectives_of_a_service(seated, nuria, field, hours):
    browser = seated(nuria)
    assert 'href="/app/catalogue"' in browser.get("/app/admin/setup").content.decode()
    Service.objects.create(
        slug="move-home", block="lifecycle", names={"en": "Move home"}, area=field, calendar=hours, state="published"
    )

    assert 'href="/app/catalogue/move-home#objectives"' in browser.get("/app/admin/setup").content.decode()
    assert 'id="objectives"' in browser.get("/app/catalogue/move-home").content.decode()


def test_setup_says_that_no_letter_leaves_a_house_without_a_mail_server(seated, nuria, told, monkeypatch):
    browser = seated(nuria)
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    promise(
        "mail", key="hello:1", payload={"to": "elena@prats.example", "subject": "Hello", "text": "Hello"}, at=told["at"]
    )
    send_all(at=now())
    mute = _text(browser.get("/app/admin/setup"))

    monkeypatch.setenv("PASILLO_SMTP_OUT", "mail.nidalia.example:25")
    waits = _text(browser.get("/app/admin/setup"))
    Effect.objects.update(state="sent")
    sends = _text(browser.get("/app/admin/setup"))

    assert "No mail server is set up: no letter leaves the house" in mute
    assert "1 letter waits to be sent" in mute
    assert "Every letter went out" not in mute + waits
    assert "1 letter waits to be sent" in waits
    assert "No mail server" not in waits + sends
    assert "Every letter went out" in sends


def test_an_empty_house_takes_the_zone_of_whoever_sets_it_up(seated, colleague, told, settings):
    settings.HOUSE_ZONE = ""
    forget_organisation()
    adan = colleague("Adán Cruz", Role.ADMIN)
    Person.objects.filter(pk=adan.pk).update(zone="")
    browser = seated(adan)
    browser.cookies["zone"] = "Asia/Jakarta"

    asked = browser.get("/app/admin/organisation").content.decode()
    hours = browser.get("/app/admin/calendars/new").content.decode()
    browser.post("/app/admin/areas/new", {"name": "Field", "function": "field", "calendar": "new-office"})

    for page in (asked, hours):
        assert '<option value="Asia/Jakarta" selected>' in page
        assert '<option value="UTC" selected>' not in page
    assert CalendarVersion.objects.get().rule["zone"] == "Asia/Jakarta"


def test_new_hours_take_the_zone_that_the_organisation_has_chosen(seated, nuria, settings):
    settings.HOUSE_ZONE = ""
    forget_organisation()
    browser = seated(nuria)
    assert _organisation(browser, 0, "Nidalia", zone="America/Bogota").status_code == 302
    browser.cookies["zone"] = "Asia/Jakarta"

    browser.post("/app/admin/areas/new", {"name": "Field", "function": "field", "calendar": "new-always"})

    assert CalendarVersion.objects.get().rule["zone"] == "America/Bogota"
    asked = browser.get("/app/admin/organisation").content.decode()
    assert '<option value="America/Bogota" selected>' in asked
    assert '<option value="Asia/Jakarta" selected>' not in asked


@pytest.mark.parametrize(
    ("name", "why"), [("   ", "An area needs a name."), ("n" * 121, "A name has at most 120 letters.")]
)
def test_an_area_without_a_fitting_name_is_refused_and_leaves_no_hours_behind(seated, nuria, name, why):
    form = {"name": name, "function": "field", "calendar": "new-office"}

    answer = seated(nuria).post("/app/admin/areas/new", form)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "hours of this name" not in answer.content.decode()
    assert not Area.objects.exists()
    assert not CalendarVersion.objects.exists()


def test_who_works_here_goes_on_in_their_language_when_customers_are_no_longer_served_in_it(
    seated, nuria, client, settings
):
    Person.objects.filter(pk=nuria.pk).update(language="en")
    elena = meet(name="Elena Prats", email="elena@prats.example", language="en", by="system", at=now())
    browser = seated(nuria)
    browser.cookies["language"] = "en"

    answer = _organisation(browser, 0, "Nidalia", languages=["es", "id"])
    hers = browser.get("/app/admin/organisation", headers={"accept-language": "en"})
    client.force_login(elena)
    customers = client.get("/requests", headers={"accept-language": "en"})

    assert answer.status_code == 302
    assert hers.headers["Content-Language"] == "en"
    assert "Languages in which you serve" in hers.content.decode()
    assert customers.headers["Content-Language"] == "es"


# two at once ---------------------------------------------------------------------------------------------


def _organisation(browser, version, name, **more):
    form = {"version": version, "name": name, "languages": ["en", "es"], "zone": "Europe/Madrid", **more}
    return browser.post("/app/admin/organisation", form)


def test_a_second_administrator_is_shown_both_values_and_loses_nothing(seated, nuria, colleague):
    olaf = colleague("Olaf Berg", Role.ADMIN)
    first, second = seated(nuria), seated(olaf)
    version = re.search(r'name="version" value="(\d+)"', second.get("/app/admin/organisation").content.decode())[1]
    assert _organisation(first, 0, "Nidalia Hogar").status_code == 302

    answer = _organisation(second, version, "Nidalia Seguridad", customers_sign_up="1")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nidalia Hogar" in page
    assert 'value="Nidalia Seguridad"' in page
    assert "Nothing of yours is lost" in page
    assert Organisation.objects.get().name == "Nidalia Hogar"

    again = re.search(r'name="version" value="(\d+)"', page)[1]
    assert _organisation(second, again, "Nidalia Seguridad").status_code == 302
    forget_organisation()
    assert organisation_name() == "Nidalia Seguridad"


def test_a_new_name_is_on_the_next_page(seated, nuria):
    browser = seated(nuria)
    _organisation(browser, 0, "Nidalia Hogar")

    assert "· Nidalia Hogar</title>" in browser.get("/app/admin/organisation").content.decode()
    assert "Nidalia Hogar" in browser.get("/").content.decode()


def test_the_rule_of_two_factors_does_not_lock_out_who_makes_it(seated, nuria):
    answer = _organisation(seated(nuria), 0, "Nidalia", staff_needs_two="1")

    assert answer.status_code == 422
    assert not Organisation.objects.exists()


def test_of_two_who_change_an_area_the_second_sees_both(seated, nuria, field, hours):
    browser = seated(nuria)
    form = {"version": "1", "function": "field", "calendar": str(hours.pk), "parent": "", "lead": "", "is_active": "1"}
    assert browser.post(f"/app/admin/areas/{field.pk}", form | {"name": "Field"}).status_code == 302

    answer = browser.post(f"/app/admin/areas/{field.pk}", form | {"name": "Field of the north"})

    page = _text(answer)
    assert answer.status_code == 409
    assert re.search(r"Name Field Field of the north", page)
    assert Area.objects.get(pk=field.pk).name == "Field"


# areas ---------------------------------------------------------------------------------------------------


def test_an_area_is_opened_with_hours_made_on_the_spot(seated, nuria):
    answer = seated(nuria).post("/app/admin/areas/new", {"name": "People", "function": "hr", "calendar": "new-office"})

    area = Area.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/app/admin/areas/{area.pk}")
    assert area.calendar.name == "People"


def test_a_refused_area_keeps_what_was_typed(seated, nuria, field):
    answer = seated(nuria).post(
        "/app/admin/areas/new", {"name": "FIELD NORTH", "function": "odd", "calendar": "nonsense"}
    )

    assert answer.status_code == 422
    assert 'value="FIELD NORTH"' in answer.content.decode()
    assert Area.objects.count() == 1


def test_an_area_that_owes_somebody_something_is_not_closed_by_who_cannot_see_it(seated, nuria, field, hours, told):
    elena = meet(name="Elena Prats", email="elena@correo.example", **told)
    service = Service.objects.create(
        slug="move", block="lifecycle", names={"en": "Move"}, area=field, calendar=hours, state="published"
    )
    opening = Opening(customer_id=elena.pk, service_id=service.pk, subject="Still no alarm", text="Nobody came.",
                      channel="portal", language="en", kind="incident")  # fmt: skip
    open_case(opening=opening, by=elena.ref, at=told["at"])
    form = {"version": "1", "name": "Field north", "function": "", "calendar": str(hours.pk), "parent": "", "lead": ""}

    answer = seated(nuria).post(f"/app/admin/areas/{field.pk}", form)

    assert answer.status_code == 422
    assert "1 open cases and 1 published services" in _text(answer)
    assert "Still no alarm" not in answer.content.decode()
    assert Area.objects.get(pk=field.pk).is_active


# people --------------------------------------------------------------------------------------------------


def test_people_are_found_by_name_role_area_and_absence(seated, nuria, ivan, raul, field, told):
    browser = seated(nuria)
    meet(name="Elena Prats", email="elena@correo.example", **told)
    today = now().astimezone(ZoneInfo(raul.zone)).date().isoformat()
    browser.post(f"/app/admin/people/{raul.pk}/absences", {"first": today, "last": today, "cover": ivan.pk})

    def names(query):
        return {name for name in ("Iván", "Raúl", "Nuria", "Elena") if name in _main(browser, query)}

    assert names("") == {"Iván", "Raúl", "Nuria"}
    assert names("?q=ivan") == {"Iván"}
    assert names("?role=agent") == {"Iván", "Raúl"}
    assert names(f"?area={field.pk}") == {"Iván"}
    assert names("?kind=customers") == {"Elena"}
    assert "Raúl" in names("?away=1")
    assert "Nobody is like that" in _main(browser, "?q=xyzzy")
    assert browser.get("/app/admin/people?area=9999999999999999999999&role=%00&after=9|%00").status_code == 200


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_whoever_falls_ill_is_away_at_once_by_the_day_where_they_are(seated, nuria, raul, zone):
    """Nuria looks from Madrid at a colleague for whom it is yesterday, or tomorrow: the day offered is theirs."""
    Person.objects.filter(pk=raul.pk).update(zone=zone)
    browser, address = seated(nuria), f"/app/admin/people/{raul.pk}"
    there = now().astimezone(ZoneInfo(zone)).date().isoformat()
    assert browser.get(address).content.decode().count(f'value="{there}"') == 2

    browser.post(f"{address}/absences", {"first": there, "last": there, "why": "illness", "cover": ""})

    assert "Is back" in browser.get(address).content.decode()


def _main(browser, query):
    page = browser.get(f"/app/admin/people{query}").content.decode()
    return page[page.index('class="of-in"') : page.index('class="tabbar"')]


def test_a_long_list_comes_by_fifties_and_nobody_twice(seated, nuria, colleague):
    for number in range(120):
        colleague(f"P{number:03d} Same", Role.EMPLOYEE)
    browser, found, query = seated(nuria), [], ""

    for _page in range(3):
        page = _main(browser, query)
        found += re.findall(r"data-row>([^<]+)<", page)
        more = re.search(r'of-more"><a class="btn" href="(\?[^"]+)"', page)
        query = more[1].replace("&amp;", "&") if more else ""

    assert len(found) == 121
    assert len(set(found)) == 121
    assert query == ""


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_fifty(
    seated, nuria, colleague, django_assert_max_num_queries
):
    browser = seated(nuria)
    for number in range(60):
        colleague(f"P{number:03d} Same", Role.EMPLOYEE)
    browser.get("/app/admin/people")

    with django_assert_max_num_queries(16):
        browser.get("/app/admin/people")


def test_a_role_is_given_and_taken_on_the_page_of_a_person(seated, nuria, raul, field):
    browser = seated(nuria)
    browser.post(f"/app/admin/people/{raul.pk}/roles", {"role": "agent", "area": field.pk})
    held = Membership.objects.get(person=raul, area=field)

    assert "Field north" in _text(browser.get(f"/app/admin/people/{raul.pk}"))
    browser.post(f"/app/admin/people/{raul.pk}/roles/{held.pk}/removal")
    assert not Membership.objects.filter(person=raul, area=field).exists()


def test_more_than_one_has_is_refused_in_words(seated, nuria, raul, olga, colleague):
    colleague("Lucía Ferrer", Role.HEAD)

    answer = seated(nuria).post(f"/app/admin/people/{raul.pk}/roles", {"role": "head", "area": ""})

    assert answer.status_code == 422
    assert "nobody gives more than they have" in _text(answer)
    assert not Membership.objects.filter(person=raul, role="head").exists()


@pytest.mark.parametrize(
    "field_name", ["is_staff", "is_superuser", "roles", "person", "person_id", "by", "at", "is_active", "password"]
)
def test_fields_that_no_form_has_change_nothing(seated, carla, ivan, field, field_name):
    before = Person.objects.filter(pk=ivan.pk).values().get()

    seated(carla).post(f"/app/admin/people/{ivan.pk}/roles", {"role": "agent", "area": field.pk, field_name: "1"})

    assert Person.objects.filter(pk=ivan.pk).values().get() == before
    assert Membership.objects.filter(person=ivan).count() == 1


def test_an_area_manager_finds_only_their_own_people(seated, carla, ivan, raul, nuria):
    browser = seated(carla)
    page = _main(browser, "")

    assert "Iván" in page
    assert "Raúl" not in page
    assert "Nuria" not in page
    assert browser.get(f"/app/admin/people/{ivan.pk}").status_code == 200
    for path in ("", "/roles", "/absences", "/skills"):
        method = browser.post if path else browser.get
        assert method(f"/app/admin/people/{raul.pk}{path}").status_code == 404
        assert method(f"/app/admin/people/999999{path}").status_code == 404


def test_an_area_manager_plans_absences_and_skills_but_closes_no_account(seated, carla, ivan, told):
    english = add_skill(name="English", **told)
    browser = seated(carla)

    browser.post(f"/app/admin/people/{ivan.pk}/skills", {"skill": english.pk, "level": "3"})
    browser.post(
        f"/app/admin/people/{ivan.pk}/absences", {"first": "2031-01-01", "last": "2031-01-05", "cover": carla.pk}
    )
    assert (PersonSkill.objects.get().level, Absence.objects.get().cover) == (3, carla)

    assert browser.post(f"/app/admin/people/{ivan.pk}/standing").status_code == 403
    ivan.refresh_from_db()
    assert ivan.is_active


def test_a_manager_names_nobody_of_another_area_to_stand_in(seated, carla, ivan, raul):
    form = {"first": "2031-01-01", "last": "2031-01-05", "cover": raul.pk, "why": "training"}

    answer = seated(carla).post(f"/app/admin/people/{ivan.pk}/absences", form)

    assert answer.status_code == 422
    assert 'value="2031-01-05"' in answer.content.decode()
    assert not Absence.objects.exists()


def test_a_closed_account_is_out_at_once_and_may_be_opened_again(seated, nuria, ivan):
    his, browser = seated(ivan), seated(nuria)
    assert his.get("/app/work").status_code == 200

    browser.post(f"/app/admin/people/{ivan.pk}/standing")
    assert his.get("/app/work").status_code == 302
    assert "Iván" in _main(browser, "?kind=closed")

    browser.post(f"/app/admin/people/{ivan.pk}/standing", {"open": "1"})
    assert seated(ivan).get("/app/work").status_code == 200


def test_nobody_closes_their_own_account(seated, nuria):
    assert seated(nuria).post(f"/app/admin/people/{nuria.pk}/standing").status_code == 422
    nuria.refresh_from_db()
    assert nuria.is_active


# invitations ---------------------------------------------------------------------------------------------


def test_an_invitation_waits_in_the_list_until_it_is_used_or_taken_back(seated, nuria, field):
    browser = seated(nuria)
    form = {"name": "Nora Sanz", "email": "nora@nidalia.example", "role": "agent", "area": field.pk, "language": "es"}

    assert browser.post("/app/admin/people/invitation", form).url == "/app/admin/people"
    page = _main(browser, "")
    assert "nora@nidalia.example" in page
    assert Effect.objects.get(kind="mail").payload["to"] == "nora@nidalia.example"

    taken = re.search(r"/app/admin/people/invitation/\d+/removal", page)[0]
    browser.post(taken)
    assert "nora@nidalia.example" not in _main(browser, "")


def test_a_refused_invitation_keeps_what_was_typed_and_writes_to_nobody(seated, carla, billing):
    form = {"name": "Nora Sanz", "email": "nora@nidalia.example", "role": "agent", "area": billing.pk, "language": "en"}

    answer = seated(carla).post("/app/admin/people/invitation", form)

    assert answer.status_code == 422
    assert 'value="Nora Sanz"' in answer.content.decode()
    assert not Effect.objects.exists()


NORA = {"name": "Nora Sanz", "email": "nora@nidalia.example", "role": "agent", "language": "es"}


def _handed(answer):
    return re.search(r'value="(http://testserver/invitation/[^"]+)"', answer.content.decode())[1]


def test_an_administrator_hands_a_link_over_where_no_letter_can_leave(client, seated, nuria, field, monkeypatch):
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    browser = seated(nuria)
    form = browser.get("/app/admin/people/invitation").content.decode()
    assert "No mail server is set up" in form
    assert "pasillo create-person" in form
    assert 'name="by_hand" value="1" checked' in form

    shown = browser.post("/app/admin/people/invitation", NORA | {"area": field.pk, "by_hand": "1"})
    link = _handed(shown)

    assert shown.status_code == 200
    assert not Effect.objects.exists(), "no letter was promised"
    assert link not in browser.get("/app/admin/people").content.decode(), "it is shown once"
    assert client.post(link, {"name": "Nora Sanz", "password": "eleven-days-of-rain"}).status_code == 302
    nora = Person.objects.get(email="nora@nidalia.example")
    assert list(nora.memberships.values_list("role", "area_id")) == [("agent", field.pk)]
    assert nora.verified_at is None, "who handed the link over proved nobody's address"
    assert client.get(link).status_code == 410


def test_no_link_that_is_handed_over_opens_somebodys_account(client, seated, nuria, field):
    ana = meet(name="Ana Pons", email="ana@correo.example", by="system", at=now())
    form = NORA | {"area": field.pk, "by_hand": "1"}
    browser = seated(nuria)

    answer = browser.post("/app/admin/people/invitation", form | {"email": "Ana@correo.example"})
    early = _handed(browser.post("/app/admin/people/invitation", form))
    meet(name="Nora, a customer", email="nora@nidalia.example", by="system", at=now())
    late = client.post(early, {"name": "Nora", "password": "eleven-days-of-rain"})

    assert answer.status_code == 422
    assert "/invitation/" not in answer.content.decode().replace("/people/invitation", "")
    assert late.status_code == 422
    assert not Membership.objects.filter(person__email__in=["ana@correo.example", "nora@nidalia.example"]).exists()
    ana.refresh_from_db()
    assert not ana.has_usable_password()


def test_a_manager_is_told_that_the_invitation_waits_and_gets_no_link(seated, carla, field, monkeypatch):
    monkeypatch.delenv("PASILLO_SMTP_OUT", raising=False)
    browser = seated(carla)
    form = NORA | {"area": field.pk}

    assert 'name="by_hand"' not in browser.get("/app/admin/people/invitation").content.decode()
    assert browser.post("/app/admin/people/invitation", form | {"by_hand": "1"}).status_code == 422
    assert not MailedToken.objects.exists()
    told = browser.post("/app/admin/people/invitation", form, follow=True).content.decode()

    assert "No mail server is set up: the invitation waits until one is." in told
    assert "is on its way" not in told
    assert Effect.objects.get(kind="mail").payload["to"] == "nora@nidalia.example"


# skills, other doors, audit ------------------------------------------------------------------------------


def test_skills_are_added_renamed_and_put_aside(seated, nuria):
    browser = seated(nuria)
    browser.post("/app/admin/skills", {"name": "English"})
    english = Skill.objects.get()
    browser.post(f"/app/admin/skills/{english.pk}", {"name": "English, fluent"})

    english.refresh_from_db()
    assert (english.name, english.is_active) == ("English, fluent", False)
    answer = browser.post("/app/admin/skills", {"name": "english, FLUENT"})
    assert answer.status_code == 422
    assert 'value="english, FLUENT"' in answer.content.decode()


DOOR = {
    "name": "Company account",
    "issuer": "https://10.0.0.7",
    "client_id": "pasillo",
    "version": "0",
    "is_active": "1",
}


def test_a_secret_is_written_and_never_read(seated, nuria):
    browser = seated(nuria)
    answer = browser.post("/app/admin/doors/new", DOOR | {"secret": "canary-of-ours"})

    assert answer.status_code == 302
    for path in (answer.url, "/app/admin/doors", "/app/admin/audit"):
        assert "canary-of-ours" not in browser.get(path).content.decode()
    assert "canary-of-ours" not in str(Entry.objects.values_list("data", flat=True))
    refused = browser.post(answer.url, DOOR | {"secret": "canary-of-ours", "issuer": "", "version": "1"})
    assert refused.status_code == 422
    assert "canary-of-ours" not in refused.content.decode()


def test_a_door_that_never_answered_stays_closed_and_nobody_stands_before_it(seated, nuria, client):
    browser = seated(nuria)
    answer = browser.post("/app/admin/doors/new", DOOR | {"secret": "s"}, follow=True)

    assert "Kept closed" in answer.content.decode()
    assert Provider.objects.get().is_active is False
    assert "Company account" not in client.get("/sign-in").content.decode()
    assert "closed" in _text(browser.get("/app/admin/doors"))


def test_a_door_that_was_open_stays_so_when_it_is_out_of_reach_for_a_moment(seated, nuria):
    made = Provider.objects.create(name="Old", issuer=DOOR["issuer"], client_id="pasillo", version=3)
    seated(nuria).post(f"/app/admin/doors/{made.pk}", DOOR | {"version": "3", "name": "Renamed"})

    made.refresh_from_db()
    assert (made.name, made.is_active) == ("Renamed", True)


def test_only_an_administrator_sets_up_doors(seated, colleague, carla):
    lucia = colleague("Lucía Ferrer", Role.HEAD)

    assert seated(lucia).get("/app/admin/doors").status_code == 403
    assert seated(carla).post("/app/admin/doors/new", DOOR).status_code == 403


def test_the_auditor_reads_who_did_what_to_whom(seated, nuria, raul, field, olga):
    seated(nuria).post(f"/app/admin/people/{raul.pk}/roles", {"role": "agent", "area": field.pk})
    browser = seated(olga)

    page = _text(browser.get("/app/admin/audit?sort=roles"))
    assert "Raúl Boix became Agent: Field north" in page
    assert "Nuria Campos" in page
    assert "Raúl Boix became" not in _text(browser.get("/app/admin/audit?sort=settings"))
    assert browser.get("/app/admin/people").status_code == 403
    assert browser.get("/app/admin/audit?before=x&person=9999999999999999999&sort=zzz").status_code == 200


def test_every_fact_about_people_can_be_read_as_a_sentence():
    from pasillo.doors.console.office.audit_words import GROUPS, WORDS

    assert set().union(*(names for _words, names in GROUPS.values())) == set(WORDS)
