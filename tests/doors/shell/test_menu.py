"""The menu of whoever works here, and what of it lies at hand on a phone."""

from pasillo.doors.shell.navigation import first_place, menu
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight


def _at_hand(*roles):
    entries = [
        one for group in menu(Sight(person_id=7, roles=frozenset(roles)), "/app/day") for one in group["entries"]
    ]
    return [one["words"] for one in entries if one["at_hand"]]


def test_segments_stand_beside_the_objectives_for_who_may_read_both():
    def strategy(role):
        groups = menu(Sight(person_id=7, roles=frozenset({role})), "/app/segments")
        return [(one["words"], one["here"]) for group in groups for one in group["entries"]][:3]

    assert strategy(Role.HEAD) == [("Catalogue", False), ("Objectives", False), ("Segments", True)]
    assert "Segments" not in [words for words, _here in strategy(Role.AGENT)]


def test_who_serves_reads_the_objectives_and_starts_at_their_day():
    groups = menu(Sight(person_id=7, roles=frozenset({Role.AGENT})), "/app/objectives")

    assert [(one["words"], one["here"]) for one in groups[0]["entries"]] == [("Objectives", True)]
    assert first_place(groups) == "/app/day"


def test_on_a_phone_whoever_answers_customers_has_the_day_s_work_at_hand():
    assert _at_hand(Role.AGENT) == ["My day", "Work", "Alarms", "Tasks"]


def test_on_a_phone_the_head_has_the_cockpit_at_hand_even_when_they_set_up_too():
    assert _at_hand(Role.HEAD, Role.ADMIN) == ["My day", "Work", "Alarms", "Cockpit"]


def test_on_a_phone_who_only_sets_up_has_the_administration_at_hand():
    assert _at_hand(Role.ADMIN) == ["My day", "Work", "Alarms", "Administration"]
