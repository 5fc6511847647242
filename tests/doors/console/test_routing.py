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
        add_rule(field.pk, wish=RuleAs(title=title, condition={"all": []}), **told)
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
        assert "The kind is Incident." in one
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


def test_a_condition_with_parts_within_parts_is_kept_as_it_is(seated, carla, field, rules):
    nested = {"all": [{"not": {"field": "unverified", "is": "yes"}}]}
    Rule.objects.filter(pk=rules[0].pk).update(condition=nested)
    browser, address = seated(carla), f"/app/admin/routing/rules/{rules[0].pk}"

    assert "It is not so that the sender is not verified: yes" in page(browser.get(address))
    typed = {"title": "Same", "version": "1", "do": "keep", "nested": "1"}
    assert browser.post(address, typed).status_code == 302
    assert Rule.objects.get(pk=rules[0].pk).condition == nested


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
