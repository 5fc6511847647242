"""Every way in which persons, areas, roles, skills, absences and the organisation itself change."""

from pasillo.ground.people.commands.absences import come_back_early, plan_absence
from pasillo.ground.people.commands.identities import add_identity, confirm_identity, end_identity, recognise
from pasillo.ground.people.commands.joining import join, note_reading, part, tell_apart
from pasillo.ground.people.commands.organisation import change_organisation
from pasillo.ground.people.commands.persons import (
    Stranger,
    choose_language,
    describe_self,
    disable,
    enable,
    forget_password,
    meet,
    meet_all,
    prefer,
    set_password,
    verify,
)
from pasillo.ground.people.commands.segments import keep_segment, place_account
from pasillo.ground.people.commands.serving import (
    AreaAs,
    change_area,
    give_role,
    grant_role,
    open_area,
    take_role,
    withdraw_role,
)
from pasillo.ground.people.commands.skills import add_skill, change_skill, give_skill, take_skill

__all__ = [
    "AreaAs",
    "Stranger",
    "add_identity",
    "add_skill",
    "change_area",
    "change_organisation",
    "change_skill",
    "choose_language",
    "come_back_early",
    "confirm_identity",
    "describe_self",
    "disable",
    "enable",
    "end_identity",
    "forget_password",
    "give_role",
    "give_skill",
    "grant_role",
    "join",
    "keep_segment",
    "meet",
    "meet_all",
    "note_reading",
    "open_area",
    "part",
    "place_account",
    "plan_absence",
    "prefer",
    "recognise",
    "set_password",
    "take_role",
    "take_skill",
    "tell_apart",
    "verify",
    "withdraw_role",
]
