"""Clara leads the workshop: who carries what, which rule gives a case to whom, and which alarm wants what by when.

The workshop is hers alone and is closed after each story, so that no other story meets its people or its cases.
"""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import change_area, disable, give_role, meet, open_area, take_role
from pasillo.ground.people.commands.serving import AreaAs
from pasillo.ground.people.models import Absence, Area, Membership, Person
from pasillo.operations.alarms.commands import raise_alarms
from pasillo.operations.alarms.commands.calling import call
from pasillo.operations.alarms.commands.noting import of_clock
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.models import Clock
from pasillo.operations.routing import commands as routing
from pasillo.operations.routing.models import Rule

PATIENCE = 15000
TOLD = {"by": "system"}


class Workshop:
    """An area of its own with two people who work in it."""

    def __init__(self, story):
        self.story, at = story, now()
        hours = Area.objects.get(name="Contact centre").calendar
        self.name = f"Workshop {at:%H%M%S%f}"
        self.area = open_area(name=self.name, function="field", calendar=hours, at=at, **TOLD)
        give_role(person=Person.objects.get(pk=story.people["clara"]), role="manager", area=self.area, at=at, **TOLD)
        routing.set_seat(self.area.pk, story.people["clara"], wish=routing.SeatAs(cap=0), at=at, **TOLD)
        self.sofia, self.bruno = self._hand("Sofía Lara"), self._hand("Bruno Rey")

    def _hand(self, name):
        person = meet(name=name, email=f"{now():%H%M%S%f}@nidalia.example", at=now(), **TOLD)
        give_role(person=person, role="agent", area=self.area, at=now(), **TOLD)
        return person

    def case(self, subject, *, age=timedelta(), holder=None, priority=3):
        """A case of the workshop."""
        opening = cases.Opening(
            customer_id=self.story.people["amal"], service_id=self.story.services["ask-for-a-technician"],
            subject=subject, text="It does not turn any more.", channel="email",
        )  # fmt: skip
        made = cases.open_case(opening=opening, at=now() - age, **TOLD)
        cases.transfer(made.pk, area_id=self.area.pk, reason="It is done there.", at=now(), **TOLD)
        if priority != made.priority:
            cases.set_priority(made.pk, priority=priority, at=now(), **TOLD)
        if holder:
            cases.assign(made.pk, assignee_id=holder.pk, at=now(), **TOLD)
        return made

    def gives_out(self):
        """From now on the house gives out the work of the workshop."""
        wish = routing.BoardAs(mode="assign", touch_minutes=0, drips=False)
        routing.set_board(self.area.pk, wish=wish, at=now(), **TOLD)

    def close(self):
        """Nothing of it is left that another story could meet."""
        for case in Case.objects.filter(area=self.area).living():
            cases.cancel(case.pk, reason="The story is over.", at=now(), **TOLD)
        for rule in Rule.objects.filter(area=self.area):
            routing.drop_rule(rule.pk, at=now(), **TOLD)
        routing.set_board(self.area.pk, wish=routing.BoardAs(mode="off"), at=now(), **TOLD)
        for held in Membership.objects.filter(area=self.area):
            take_role(held.pk, at=now(), **TOLD)
        for person in (self.sofia, self.bruno):
            disable(person.pk, at=now(), **TOLD)
        wish = AreaAs(name=self.name, calendar_id=self.area.calendar_id, is_active=False)
        change_area(self.area.pk, version=Area.objects.get(pk=self.area.pk).version, wish=wish, at=now(), **TOLD)


@pytest.fixture
def workshop(story):
    made = Workshop(story)
    yield made
    made.close()


@pytest.fixture
def clara(visit, story, workshop):
    visitor = visit().be(story.people["clara"])
    visitor.page.set_default_timeout(PATIENCE)
    yield visitor
    assert visitor.complaints == []
    assert visitor.refused() == []


def test_who_carries_too_much_is_seen_and_one_click_helps(clara, workshop):
    page = clara.page
    routing.set_seat(workshop.area.pk, workshop.sofia.pk, wish=routing.SeatAs(cap=2), at=now(), **TOLD)
    for n in range(4):
        workshop.case(f"Lathe {n}", holder=workshop.sofia)

    clara.open(f"/app/team?area={workshop.area.pk}")
    assert page.locator(".tm-w li").all_inner_texts() == ["Sofía Lara\ncarries more than they can"]
    row = page.locator("li.tm-r", has_text="Sofía Lara")
    assert "3.2 of 2" in row.inner_text()
    assert "the whole day" in row.inner_text()
    assert "0 of 8" in page.locator("li.tm-r", has_text="Bruno Rey").inner_text()
    assert page.locator("li.tm-r .tm-b rect.bar-bg").count() == 15  # three people, five days each
    assert clara.axe() == []

    page.get_by_role("link", name="Rebalance").click()
    page.get_by_role("button", name="Move").click()
    page.wait_for_selector("text=moved a moment ago")
    assert page.locator(".tm-w", has_text="carries more than they can").count() == 0
    assert Case.objects.filter(area=workshop.area, assignee=workshop.bruno).count() >= 2

    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector(".tm-w >> text=carries more than they can")
    assert Case.objects.filter(area=workshop.area, assignee=workshop.sofia).count() == 4


def test_the_work_of_who_falls_ill_goes_to_whoever_is_here_and_the_case_says_why(clara, workshop):
    page = clara.page
    case = workshop.case("Drill", holder=workshop.sofia)
    workshop.gives_out()

    clara.open(f"/app/admin/people/{workshop.sofia.pk}")
    page.select_option("[name=why]", "illness")
    page.get_by_role("button", name="Plan").click()
    page.wait_for_selector("text=Is back")
    routing.return_work_of_absent(at=now())
    routing.give_out(workshop.area.pk, at=now())

    clara.open(f"/app/cases/{case.number}")
    said = page.locator("section.why")
    assert "Why Bruno Rey?" in said.inner_text()
    said.locator("summary").click()
    assert "Sofía Lara\nare away" in said.inner_text()
    case.refresh_from_db()
    assert case.assignee_id == workshop.bruno.pk

    clara.open(f"/app/team?area={workshop.area.pk}")
    assert "away until" in page.locator("li.tm-r", has_text="Sofía Lara").inner_text()
    assert Absence.objects.filter(person=workshop.sofia).count() == 1


def test_a_rule_is_read_before_it_is_kept_and_gives_the_next_case_away(clara, workshop):
    page = clara.page
    pressing, usual = workshop.case("Press", priority=1), workshop.case("Paint")
    workshop.gives_out()

    clara.open(f"/app/admin/routing/{workshop.area.pk}/rules/new")
    page.fill("[name=title]", "What presses, in turn")
    page.select_option("[name=new]", "priority:one_of")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("checkbox", name="Urgent").check()
    look = page.locator("#rule-look")
    look.get_by_text("1 case would have been meant.").wait_for()
    assert "Urgent" in look.locator(".rt-says").inner_text()
    assert look.locator(".rt-cases a").all_inner_texts() == [f"#{pressing.number}"]
    assert str(usual.number) not in look.inner_text()
    page.select_option("[name=policy]", "round_robin")
    assert clara.axe() == []
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(f"**/app/admin/routing/{workshop.area.pk}")
    assert page.get_by_text("What presses, in turn").is_visible()

    routing.give_out(workshop.area.pk, at=now())
    clara.open(f"/app/cases/{pressing.number}")
    said = page.locator("section.why").inner_text()
    assert "The rule “What presses, in turn” fits." in said
    assert "It was the turn of" in said
    clara.open(f"/app/cases/{usual.number}")
    assert "No rule asked for anything special." in page.locator("section.why").inner_text()


def test_a_group_of_conditions_is_read_as_it_was_typed(clara, workshop):
    page = clara.page
    urgent, planer, usual = workshop.case("Press", priority=1), workshop.case("Planer"), workshop.case("Paint")

    clara.open(f"/app/admin/routing/{workshop.area.pk}/rules/new")
    assert page.get_by_role("checkbox", name="This rule is meant for every case").is_visible()
    page.fill("[name=title]", "By mail, if it presses or is a planer")
    page.select_option("[name=new]", "channel:one_of")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("checkbox", name="E-mail").check()
    assert page.get_by_role("checkbox", name="This rule is meant for every case").count() == 0
    page.select_option("[name=new]", "priority:one_of")
    page.get_by_role("button", name="Add as a group").click()
    group = page.locator("fieldset.rt-part")
    group.get_by_role("checkbox", name="Urgent").check()
    group.locator("select[name^=new]").select_option("subject:contains")
    group.get_by_role("button", name="Add", exact=True).click()
    group.get_by_role("textbox").fill("planer")
    group.get_by_role("textbox").press("Tab")
    assert group.get_by_role("radio", name="one of these holds", exact=True).is_checked()

    look = page.locator("#rule-look")
    look.get_by_text("2 cases would have been meant.").wait_for()
    said = look.locator(".rt-says").inner_text()
    assert "The channel is E-mail and (priority is Urgent or the subject contains “planer”)" in said
    assert sorted(look.locator(".rt-cases a").all_inner_texts()) == [f"#{urgent.number}", f"#{planer.number}"]
    assert str(usual.number) not in look.inner_text()
    assert clara.axe() == []
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(f"**/app/admin/routing/{workshop.area.pk}")
    assert Rule.objects.get(area=workshop.area).condition["all"][1]["any"][1]["value"] == "planer"


def test_who_passes_a_case_on_reads_first_that_nobody_is_there(clara, workshop):
    page = clara.page
    case = workshop.case("Boiler", age=timedelta(minutes=20))
    workshop.case("Kiln")
    far = (now() + timedelta(days=3)).strftime("%a").lower()
    rule = CalendarRule.from_json({"zone": "UTC", "week": {far: [["09:00", "10:00"]]}})
    hours = set_hours(name=f"{workshop.name} night", rule=rule, effective_from=now() - timedelta(days=400))
    night = open_area(name=f"Night of {workshop.name}", function="field", calendar=hours, at=now(), **TOLD)
    try:
        clara.open(f"/app/cases/{case.number}")
        page.evaluate("document.getElementById('p-transfer').showPopover()")
        place = page.locator("#places label", has_text=night.name)
        place.wait_for()
        assert "closed, opens" in place.inner_text()
        assert "it breaks before anybody is there." in place.inner_text()
        assert "there now" in page.locator("#places label", has_text="Billing").inner_text()
        assert clara.axe() == []

        place.click()
        page.fill("#transfer-reason", "The boiler is theirs.")
        page.click("#p-transfer button[type=submit]")
        page.wait_for_selector(f'#case[data-number="{case.number}"]', state="detached")
        case.refresh_from_db()
        assert (case.area_id, case.assignee_id) == (night.pk, None)
    finally:
        cases.cancel(case.pk, reason="The story is over.", at=now(), **TOLD)
        change_area(
            night.pk, version=Area.objects.get(pk=night.pk).version, at=now(), **TOLD,
            wish=AreaAs(name=night.name, calendar_id=hours.pk, is_active=False),
        )  # fmt: skip


def test_an_alarm_says_who_must_do_what_by_when_and_taking_the_case_answers_it(clara, workshop):
    page, story = clara.page, workshop.story
    case = workshop.case("Furnace", age=timedelta(minutes=20))
    clock = Clock.objects.get(case=case, metric="first_response")
    raise_alarms([of_clock(case.pk, clock.pk, clock.metric, 50, rang_at=now())])
    call(list(Alarm.objects.filter(case=case, told_at=None)), at=now())

    clara.open("/app/alarms?show=area")
    row = page.locator("li.tk-i", has_text="Furnace")
    assert "everybody of the area: Take it, or find who does" in row.inner_text()
    assert row.locator(".al-b").inner_text().strip() != ""
    assert clara.axe() == []
    row.get_by_role("button", name="Take it").click()
    row.wait_for(state="detached")

    (alarm,) = Alarm.objects.filter(case=case)
    assert (alarm.how, alarm.closed_by) == ("taken", f"person:{story.people['clara']}")
    case.refresh_from_db()
    assert case.assignee_id == story.people["clara"]


def test_a_clock_tells_its_own_story_from_the_case_and_back(clara, workshop):
    page = clara.page
    case = workshop.case("Saw", age=timedelta(minutes=10))

    clara.open(f"/app/cases/{case.number}")
    page.locator("a.clk-n", has_text="First answer").click()
    page.wait_for_url(f"**/app/cases/{case.number}/clocks/*")
    told = page.locator(".why-t").inner_text()
    assert "It began with the customer's first contact" in told
    assert f"{workshop.name} holds the case; what was told to the customer does not move by it" in told
    assert page.locator(".why-l li").count() >= 2
    assert clara.axe() == []
    page.keyboard.press("u")
    page.wait_for_url(f"**/app/cases/{case.number}")


def test_a_colleague_is_found_by_a_few_letters_and_the_keys_alone(clara, workshop):
    page = clara.page
    case = workshop.case("Grinder")
    workshop.case("Another", holder=workshop.bruno)

    clara.open(f"/app/cases/{case.number}")
    page.keyboard.press("a")
    page.wait_for_selector("#hands [data-found]")
    assert page.locator("#hands .pop-i > span:nth-child(2)").all_inner_texts() == [
        "Sofía Lara", "Bruno Rey", "Clara Vives",
    ]  # fmt: skip
    assert clara.axe() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("SL")
    page.locator("#hands-words").focus()
    page.keyboard.type("bru")
    page.keyboard.press("Enter")
    page.wait_for_selector("#p-assign", state="hidden")
    page.locator("#case-head .av", has_text="BR").first.wait_for()

    case.refresh_from_db()
    assert case.assignee_id == workshop.bruno.pk
