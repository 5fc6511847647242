"""The routing rules of an area: written without a script, said in words, tried on last week's cases, kept in order."""

import pytest

from pasillo.ground.people.commands import add_skill, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.routing.commands import RuleAs, add_rule
from pasillo.operations.routing.models import Board, Rule, Seat
from pasillo.strategy.catalogue.models import Service


@pytest.fixture
def repair(field, hours):
    return Service.objects.create(
        slug="line-repair", block="customer", names={"en": "Line repair"}, area=field, calendar=hours,
        state="published",
    )  # fmt: skip


@pytest.fixture
def dead_line(repair, told):
    ana = meet(name="Ana Pons", email="ana@correo.example", language="es", **told)
    opening = Opening(
        customer_id=ana.pk, service_id=repair.pk, subject="No hay línea", text="Nada.", channel="phone",
        language="es", kind="incident",
    )  # fmt: skip
    return open_case(opening=opening, by=ana.ref, at=told["at"])


@pytest.fixture
def rules(field, told):
    for title in ("First", "Second"):
        add_rule(field.pk, wish=RuleAs(title=title, condition={"all": []}, for_every_case=True), **told)
    return list(Rule.objects.order_by("place"))


def page(answer):
    return answer.content.decode()


def test_a_rule_is_written_line_by_line_without_a_script(seated, carla, field, repair, dead_line, told):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}/rules/new"
    typed = {"title": "Lines", "do": "add", "new": "kind:one_of", "is_active": "1"}

    first = page(browser.post(address, typed))
    assert 'value="Lines"' in first
    assert "The kind is one of" in first
    assert not Rule.objects.exists()

    typed |= {"what-0": "kind:one_of", "value-0": ["incident"], "do": "add", "new": "channel:one_of"}
    second = page(browser.post(address, typed))
    assert 'name="value-0" value="incident" checked' in second
    assert "The channel is one of" in second

    skill = add_skill(name="Open a panel", **told)
    typed |= {"what-1": "channel:one_of", "value-1": ["phone", "chat"], "join": "all", "do": "keep",
              "skill-0": skill.pk, "level-0": "2", "must-0": "1", "speaks": "1", "policy": "round_robin"}  # fmt: skip
    assert browser.post(address, typed).status_code == 302

    listed = page(browser.get(f"/app/admin/routing/{field.pk}"))
    assert "The kind is Incident and the channel is Chat or Phone" in listed
    assert "needs Open a panel, able" in listed
    rule = Rule.objects.get()
    assert (rule.speaks, rule.policy, rule.needs.get().skill) == (True, "round_robin", skill)


def test_the_preview_says_what_it_means_and_whom_it_would_have_meant(seated, carla, field, dead_line):
    typed = {"title": "x", "do": "look", "what-0": "kind:one_of", "value-0": ["incident"]}
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}/rules/new"

    shown = page(browser.post(address, typed))
    part = page(browser.post(address, typed, headers={"HX-Request": "true"}))

    for one in (shown, part):
        assert "The kind is Incident: nothing special is asked." in one
        assert "1 case would have been meant." in one
        assert f'href="/app/cases/{dead_line.number}"' in one
    assert "<form" not in part
    other = page(browser.post(address, typed | {"value-0": ["question"]}))
    assert "No case of last week would have been meant." in other


def test_the_preview_shows_no_case_of_another_area(seated, raul, dead_line, billing, colleague, told):
    lead = colleague("Berta Gil", Role.MANAGER, billing)
    address = f"/app/admin/routing/{billing.pk}/rules/new"
    shown = page(seated(lead).post(address, {"title": "x", "do": "look"}))

    assert "No hay línea" not in shown
    assert "No case of last week" in shown


def test_a_rule_without_a_value_is_refused_with_all_that_was_typed(seated, carla, field):
    typed = {"title": "Lines", "do": "keep", "what-0": "kind:one_of", "skill-0": "999", "policy": "round_robin"}
    answer = seated(carla).post(f"/app/admin/routing/{field.pk}/rules/new", typed)

    assert answer.status_code == 422
    assert "Choose at least one value for the kind." in page(answer)
    assert 'value="Lines"' in page(answer)
    assert not Rule.objects.exists()


def test_a_rule_for_every_case_is_kept_once_somebody_says_that_it_is_meant(seated, carla, field):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}/rules/new"
    typed = {"title": "All of them", "do": "keep", "is_active": "1"}
    meant = 'name="for_every_case" value="1"'

    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "Without a condition this rule holds for every case." in page(refused)
    assert meant in page(refused)
    assert f"{meant} checked" not in page(refused)
    assert 'value="All of them"' in page(refused)
    assert not Rule.objects.exists()

    assert browser.post(address, typed | {"for_every_case": "1"}).status_code == 302
    kept = page(browser.get(f"/app/admin/routing/rules/{Rule.objects.get().pk}"))
    assert f"{meant} checked" in kept
    narrowed = page(browser.post(address, typed | {"do": "look", "what-0": "kind:one_of", "value-0": ["incident"]}))
    assert meant not in narrowed


def test_a_rule_is_opened_as_it_was_kept_and_changed(seated, carla, field, rules):
    condition = {"any": [
        {"field": "opened_at", "is": "after", "value": "2026-03-02T12:00:00+00:00"},
        {"field": "subject", "is": "contains", "value": "línea"},
    ]}  # fmt: skip
    Rule.objects.filter(pk=rules[0].pk).update(condition=condition)
    browser, address = seated(carla), f"/app/admin/routing/rules/{rules[0].pk}"

    shown = page(browser.get(address))
    assert 'value="línea"' in shown
    assert 'name="join" value="any" checked' in shown
    assert 'type="datetime-local"' in shown

    typed = {"title": "Newer", "version": "1", "do": "keep", "what-0": "subject:contains", "value-0": "fibra"}
    assert browser.post(address, typed).status_code == 302
    assert browser.post(address, typed | {"title": "Late"}).status_code == 422
    kept = Rule.objects.get(pk=rules[0].pk)
    assert kept.title == "Newer"
    assert kept.condition == {"all": [{"field": "subject", "is": "contains", "value": "fibra"}]}


def test_the_preview_says_what_the_rule_does_and_not_only_for_whom(seated, carla, field, billing, told):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}/rules/new"
    skill = add_skill(name="Open a panel", **told)
    typed = {"title": "x", "do": "look", "what-0": "kind:one_of", "value-0": ["incident"], "is_active": "1"}
    asks = {"skill-0": skill.pk, "level-0": "3", "must-0": "1", "speaks": "1", "policy": "round_robin"}

    here = page(browser.post(address, typed | asks))
    there = page(browser.post(address, typed | asks | {"to_area": billing.pk}))
    always = page(browser.post(address, {"title": "x", "do": "look", "to_area": billing.pk}))

    assert "The kind is Incident: needs Open a panel, expert, in the customer&#39;s language, in turn." in here
    assert f"The kind is Incident: goes to {billing.name}, the rules there ask who can take it." in there
    assert f"For every case: goes to {billing.name}." in always


NESTED = {"all": [
    {"field": "kind", "is": "one_of", "value": ["incident"]},
    {"any": [
        {"field": "subject", "is": "contains", "value": "línea"},
        {"not": {"any": [
            {"field": "unverified", "is": "yes"},
            {"field": "next_due_at", "is": "ahead", "value": 4},
        ]}},
    ]},
]}  # fmt: skip


def test_parts_within_parts_are_opened_as_they_were_kept_and_typed_over(seated, carla, field, rules):
    Rule.objects.filter(pk=rules[0].pk).update(condition=NESTED)
    browser, address = seated(carla), f"/app/admin/routing/rules/{rules[0].pk}"

    shown = page(browser.get(address))
    assert 'name="join-1" value="any" checked' in shown
    assert 'name="join-1-1" value="none" checked' in shown
    assert 'name="value-1-1-1" value="4"' in shown

    typed = {
        "title": "Newer", "version": "1", "do": "keep", "join": "all", "what-0": "kind:one_of", "value-0": "incident",
        "part-1": "1", "join-1": "any", "what-1-0": "subject:contains", "value-1-0": "línea",
        "part-1-1": "1", "join-1-1": "none", "what-1-1-0": "unverified:yes", "what-1-1-1": "next_due_at:ahead",
        "value-1-1-1": "4",
    }  # fmt: skip
    assert browser.post(address, typed).status_code == 302
    assert Rule.objects.get(pk=rules[0].pk).condition == NESTED
    listed = page(browser.get(f"/app/admin/routing/{field.pk}"))
    assert (
        "The kind is Incident and (the subject contains “línea” or it is not so that (the sender is not verified: yes "
        "or the next promise is within the next 4 hours))"
    ) in listed


def test_a_part_is_added_where_it_is_wanted_and_goes_with_its_last_line(seated, carla, field):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}/rules/new"
    typed = {"title": "x", "what-0": "kind:one_of", "value-0": ["incident"], "new": "priority:one_of"}

    grouped = page(browser.post(address, typed | {"do": "part"}))
    assert 'name="part-1"' in grouped
    assert 'name="what-1-0" value="priority:one_of"' in grouped

    typed |= {"part-1": "1", "join-1": "none", "what-1-0": "priority:one_of", "new-1": "channel:one_of"}
    longer = page(browser.post(address, typed | {"do": "add:1"}))
    assert 'name="what-1-1" value="channel:one_of"' in longer
    assert 'name="what-1" ' not in longer
    assert 'name="join-1" value="none" checked' in longer

    emptied = page(browser.post(address, typed | {"do": "drop:1-0"}))
    assert 'name="part-1"' not in emptied
    assert 'name="what-0" value="kind:one_of"' in emptied
    odd = {"what-77-0": "kind:one_of", "part-x": "1", "what-0-0": "kind:one_of", "do": "drop:9-9-9"}
    assert browser.post(address, typed | odd).status_code == 200


def test_a_condition_that_is_not_known_any_more_is_shown_and_not_typed_over(seated, carla, field, rules):
    Rule.objects.filter(pk=rules[0].pk).update(condition={"all": [{"field": "gone", "is": "is", "value": "x"}]})
    browser, address = seated(carla), f"/app/admin/routing/rules/{rules[0].pk}"

    assert "something that we do not know: gone" in page(browser.get(address))
    typed = {"title": "Same", "version": "1", "do": "keep", "unread": "1"}
    assert browser.post(address, typed).status_code == 422
    assert Rule.objects.get(pk=rules[0].pk).title == "First"


def test_a_number_below_nothing_is_refused_and_not_turned_round(seated, carla, field):
    typed = {"title": "Soon", "do": "keep", "what-0": "next_due_at:ahead", "value-0": "-4"}
    answer = seated(carla).post(f"/app/admin/routing/{field.pk}/rules/new", typed)

    assert answer.status_code == 422
    assert "How many hours for the next promise? Write a number that is not below nothing." in page(answer)
    assert 'name="value-0" value="-4"' in page(answer)
    assert not Rule.objects.exists()


def test_two_rules_of_an_area_do_not_bear_one_name(seated, carla, field, rules):
    browser = seated(carla)
    again = browser.post(
        f"/app/admin/routing/{field.pk}/rules/new", {"title": " first ", "do": "keep", "for_every_case": "1"}
    )
    renamed = browser.post(
        f"/app/admin/routing/rules/{rules[1].pk}",
        {"title": "First", "version": "1", "do": "keep", "for_every_case": "1"},
    )
    kept = browser.post(
        f"/app/admin/routing/rules/{rules[0].pk}",
        {"title": "FIRST", "version": "1", "do": "keep", "for_every_case": "1"},
    )

    assert (again.status_code, renamed.status_code, kept.status_code) == (422, 422, 302)
    assert "There is a rule of this name already." in page(again)
    assert list(Rule.objects.order_by("place").values_list("title", flat=True)) == ["FIRST", "Second"]


def test_a_rule_behind_one_that_takes_every_case_is_told_to_be_idle(seated, carla, field, rules):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}"
    idle = "No case comes this far: “First” stands before it and takes them all."

    assert page(browser.get(address)).count(idle) == 1
    Rule.objects.filter(pk=rules[0].pk).update(condition={"field": "unverified", "is": "yes"})
    assert "No case comes this far" not in page(browser.get(address))
    Rule.objects.filter(pk=rules[1].pk).update(condition={"field": "unverified", "is": "yes"})
    assert page(browser.get(address)).count(idle) == 1
    Rule.objects.filter(pk=rules[0].pk).update(is_active=False)
    assert "No case comes this far" not in page(browser.get(address))


def test_a_rule_that_does_nothing_and_keeps_nothing_from_another_is_told_so(seated, carla, field, rules):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}"
    Rule.objects.filter(pk=rules[0].pk).update(condition={"field": "unverified", "is": "yes"})
    nothing = "It changes nothing: it asks for nothing, and no rule comes after it."

    assert page(browser.get(address)).count(nothing) == 1
    Rule.objects.filter(pk=rules[1].pk).update(speaks=True)
    assert nothing not in page(browser.get(address))
    Rule.objects.filter(pk=rules[1].pk).update(is_active=False)
    assert page(browser.get(address)).count(nothing) == 1


def test_what_is_so_or_not_is_asked_with_a_colon(seated, carla, field):
    shown = page(seated(carla).get(f"/app/admin/routing/{field.pk}/rules/new"))

    assert '<option value="unverified:yes">The sender is not verified: yes</option>' in shown


def test_rules_move_by_buttons_and_go(seated, carla, field, rules):
    browser = seated(carla)

    browser.post(f"/app/admin/routing/rules/{rules[1].pk}/place", {"to": "up"})
    assert list(Rule.objects.order_by("place").values_list("title", flat=True)) == ["Second", "First"]
    browser.post(f"/app/admin/routing/rules/{rules[1].pk}/removal")
    assert list(Rule.objects.values_list("title", flat=True)) == ["First"]


def test_who_gives_out_the_work_and_what_each_one_carries(seated, carla, ivan, field, billing):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}"
    board = {"mode": "assign", "policy": "continuity", "touch_minutes": "30", "relax_at": "60",
             "overflow": str(billing.pk), "drips": "1"}  # fmt: skip

    assert browser.post(address, board).status_code == 302
    kept = Board.objects.get()
    assert (kept.mode, kept.policy, kept.touch_minutes, kept.overflow) == ("assign", "continuity", 30, billing)
    refused = browser.post(address, board | {"relax_at": "0"})
    assert refused.status_code == 422
    assert 'value="0"' in page(refused)

    seat = {"cap": "5", "most-chat": "2", "most-phone": "", "language": ["es", "id", "xx"], "calendar": ""}
    assert browser.post(f"{address}/people/{ivan.pk}", seat).status_code == 302
    kept = Seat.objects.get()
    assert (kept.cap, kept.channel_caps, kept.languages) == (5, {"chat": 2}, ["es", "id"])
    assert browser.post(f"{address}/people/{ivan.pk}", seat | {"cap": "many"}).status_code == 422


def test_who_leads_another_area_cannot_look_change_or_carry(seated, raul, carla, billing, colleague, field, rules):
    lead = colleague("Berta Gil", Role.MANAGER, billing)
    browser, rule = seated(lead), rules[0].pk

    assert browser.get(f"/app/admin/routing/{field.pk}").status_code == 404
    assert browser.post(f"/app/admin/routing/{field.pk}", {"mode": "assign"}).status_code == 404
    assert browser.get(f"/app/admin/routing/rules/{rule}").status_code == 404
    assert browser.post(f"/app/admin/routing/rules/{rule}/removal").status_code == 404
    assert browser.post(f"/app/admin/routing/{field.pk}/people/{carla.pk}", {"cap": "1"}).status_code == 404
    own = browser.post(f"/app/admin/routing/{billing.pk}/people/{carla.pk}", {"cap": "1"})
    assert own.status_code == 422
    assert "does not serve in this area" in page(own)
    assert Rule.objects.count() == 2
    assert not Seat.objects.exists()


def test_an_agent_and_an_administrator_arrange_no_work(seated, ivan, nuria, field):
    for person in (ivan, nuria):
        assert seated(person).get(f"/app/admin/routing/{field.pk}").status_code == 403
        assert seated(person).get("/app/admin/routing").status_code == 403


def test_an_area_without_rules_says_what_a_rule_is_for(seated, carla, field):
    shown = page(seated(carla).get(f"/app/admin/routing/{field.pk}"))

    assert "No rule yet." in shown
    assert seated(carla).get("/app/admin/routing").headers["location"] == f"/app/admin/routing/{field.pk}"


def test_a_rule_may_ask_for_eight_skills_and_the_form_always_has_one_more_line(seated, carla, field, told):
    browser, address = seated(carla), f"/app/admin/routing/{field.pk}/rules/new"
    skills = [add_skill(name=f"Skill number {n}", **told) for n in range(8)]
    typed = {"title": "All", "do": "look", "what-0": "kind:one_of", "value-0": ["incident"]}
    first = {f"skill-{n}": one.pk for n, one in enumerate(skills[:4])}

    assert page(browser.get(address)).count('name="skill-') == 3
    assert page(browser.post(address, typed | first)).count('name="skill-') == 5
    every = typed | {"do": "keep"} | {f"skill-{n}": one.pk for n, one in enumerate(skills)}
    assert browser.post(address, every).status_code == 302
    assert Rule.objects.get().needs.count() == 8
