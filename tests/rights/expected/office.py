"""The office: who sets the house up; managers for the people of their areas; auditors for what was done."""

from tests.rights.table import Answers

row = Answers("""
                   anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
staff-are-led      in        403   403       403      302      302   302       302     302  302     302   in
who-sets-up        in        403   403       403      403      403   403       403     200  403     200   in
who-sets-up-acts   in        403   403       403      403      403   403       403     302  403     302   in
set-up-refused     in        403   403       403      403      403   403       403     422  403     422   in
administers        in        403   403       403      403      403   403       403     403  403     200   in
administers-acts   in        403   403       403      403      403   403       403     403  403     302   in
administers-in-vain in       403   403       403      403      403   403       403     403  403     422   in
has-people         in        403   403       403      403      403   403       200     200  403     200   in
has-people-acts    in        403   403       403      403      403   403       302     302  403     302   in
first-area-people  in        403   403       403      403      403   403       200     200  403     200   in
first-area-acts    in        403   403       403      403      403   403       302     302  403     302   in
other-area-people  in        403   403       403      403      403   403       404     200  403     200   in
other-area-acts    in        403   403       403      403      403   403       404     302  403     302   in
closes-accounts    in        403   403       403      403      403   403       403     302  403     302   in
takes-back-theirs  in        403   403       403      403      403   403       404     302  403     302   in
leads-home         in        403   403       403      403      403   403       302     302  403     403   in
leads-first        in        403   403       403      403      403   403       200     200  403     403   in
leads-first-acts   in        403   403       403      403      403   403       302     302  403     403   in
audits             in        403   403       403      403      403   403       403     200  200     200   in
""").row

AREA = {"name": "Field north", "function": "field", "calendar": "new-always", "is_active": "1", "version": "0"}
DAYS = {"first": "2031-01-01", "last": "2031-01-02", "why": "training", "cover": ""}
DOOR = {"name": "Ours", "issuer": "https://10.0.0.7", "client_id": "x", "version": "1"}
WEEK = {"zone": "UTC", "mon": "9-17", "act": "keep"}
GUEST = {"name": "Nora", "email": "nora@nidalia.example", "role": "agent", "area": "{centre}", "language": "en"}
ROOM = {"name": "Sala Tajo", "seats": "4", "calendar": "{hours}", "is_offered": "1"}
BUDGET = {"name": "Training", "code": "training", "manager": "{manager}", "budget": "10", "currency": "EUR"}
YES = {"who-0": "head", "hours-0": "8"}
LETTER = {"title_en": "Reference", "text_en": "Works here."}
BOARD = {"mode": "suggest", "policy": "round_robin", "touch_minutes": "20", "relax_at": "50"}
RULE = {"title": "All", "for_every_case": "1", "do": "keep"}

ROUTES = [
    row("office:home", "GET", "staff-are-led"),
    row("office:health", "GET", "who-sets-up"),
    row("office:example", "GET", "administers"),
    row("office:example", "POST", "administers-in-vain"),
    row("office:organisation", "GET", "who-sets-up"),
    row("office:organisation", "POST", "who-sets-up-acts", send={"name": "N", "languages": "en", "version": "0"}),
    row("office:areas", "GET", "who-sets-up"),
    row("office:new-area", "GET", "who-sets-up"),
    row("office:new-area", "POST", "who-sets-up-acts", send=AREA | {"name": "Logistics"}),
    row("office:area", "GET", "who-sets-up", area_id="centre"),
    row("office:area", "POST", "set-up-refused", area_id="centre", send=AREA | {"is_active": ""}),
    row("office:calendars", "GET", "who-sets-up"),
    row("office:new-calendar", "GET", "who-sets-up"),
    row("office:new-calendar", "POST", "who-sets-up-acts", send=WEEK | {"name": "Jakarta"}),
    row("office:calendar", "GET", "who-sets-up", calendar_id="hours"),
    row("office:calendar", "POST", "who-sets-up-acts", calendar_id="hours", send=WEEK | {"known": "{hours version}"}),
    row("office:people", "GET", "has-people"),
    row("office:invite", "GET", "has-people"),
    row("office:invite", "POST", "has-people-acts", send=GUEST),
    row("office:invitation-removal", "POST", "takes-back-theirs", token_id="invitation"),
    row("office:person", "GET", "first-area-people", person_id="agent"),
    row("office:person", "GET", "other-area-people", person_id="neighbour"),
    row("office:roles", "POST", "first-area-acts", person_id="agent", send={"role": "manager", "area": "{centre}"}),
    row("office:roles", "POST", "other-area-acts", person_id="neighbour", send={"role": "agent", "area": "{centre}"}),
    row("office:role-removal", "POST", "first-area-acts", person_id="agent", role_id="agent's role"),
    row("office:role-removal", "POST", "other-area-acts", person_id="neighbour", role_id="neighbour's role"),
    row("office:person-skills", "POST", "first-area-acts", person_id="agent", send={"skill": "{skill}", "level": "2"}),
    row(
        "office:person-skills",
        "POST",
        "other-area-acts",
        person_id="neighbour",
        send={"skill": "{skill}", "level": "2"},
    ),
    row("office:person-skill-removal", "POST", "first-area-acts", person_id="agent", skill_id="skill"),
    row("office:absences", "POST", "first-area-acts", person_id="agent", send=DAYS),
    row("office:absences", "POST", "other-area-acts", person_id="neighbour", send=DAYS),
    row("office:absence-end", "POST", "first-area-acts", person_id="agent", absence_id="absence"),
    row("office:person-sessions-end", "POST", "closes-accounts", person_id="agent"),
    row("office:person-sessions-end", "POST", "closes-accounts", person_id="neighbour"),
    row("office:standing", "POST", "closes-accounts", person_id="agent"),
    row("office:standing", "POST", "closes-accounts", person_id="neighbour"),
    row("office:skills", "GET", "who-sets-up"),
    row("office:skills", "POST", "who-sets-up-acts", send={"name": "Welding"}),
    row("office:skill", "POST", "who-sets-up-acts", skill_id="skill", send={"name": "Welding"}),
    row("office:providers", "GET", "administers"),
    row("office:new-provider", "GET", "administers"),
    row("office:new-provider", "POST", "administers-acts", send=DOOR | {"version": "0"}),
    row("office:provider", "GET", "administers", provider_id="closed door"),
    row("office:provider", "POST", "administers-acts", provider_id="closed door", send=DOOR),
    row("office:everyday", "GET", "administers"),
    row("office:new-room", "GET", "administers"),
    row("office:new-room", "POST", "administers-acts", send=ROOM),
    row("office:room", "GET", "administers", room_id="room"),
    row("office:room", "POST", "administers-acts", room_id="room", send=ROOM),
    row("office:new-budget", "GET", "administers"),
    row("office:new-budget", "POST", "administers-acts", send=BUDGET),
    row("office:budget", "GET", "administers", centre_id="centre that pays"),
    row("office:budget", "POST", "administers-acts", centre_id="centre that pays", send=BUDGET),
    row("office:approval-plan", "GET", "administers", request_type_id="moving form"),
    row("office:approval-plan", "POST", "administers-acts", request_type_id="moving form", send=YES),
    row("office:prices", "GET", "administers", request_type_id="moving form"),
    row("office:prices", "POST", "administers", request_type_id="moving form", send={}),
    row("office:letter-text", "GET", "administers", request_type_id="moving form"),
    row("office:letter-text", "POST", "administers-acts", request_type_id="moving form", send=LETTER),
    row("office:routing", "GET", "leads-home"),
    row("office:routing-area", "GET", "leads-first", area_id="centre"),
    row("office:routing-area", "POST", "leads-first-acts", area_id="centre", send=BOARD),
    row("office:seat", "POST", "leads-first-acts", area_id="centre", person_id="agent", send={"cap": "5"}),
    row("office:new-rule", "GET", "leads-first", area_id="centre"),
    row("office:new-rule", "POST", "leads-first-acts", area_id="centre", send=RULE),
    row("office:rule", "GET", "leads-first", rule_id="rule"),
    row("office:rule", "POST", "leads-first-acts", rule_id="rule", send=RULE | {"version": "1"}),
    row("office:rule-place", "POST", "leads-first-acts", rule_id="rule", send={"to": "up"}),
    row("office:rule-removal", "POST", "leads-first-acts", rule_id="rule"),
    row("office:audit", "GET", "audits"),
    row("office:history", "GET", "audits"),
    row("office:imports", "GET", "administers"),
    row("office:imports", "POST", "administers-in-vain", send={"source": "csv"}),
    row("office:import", "GET", "administers", run_id="import"),
    row("office:import", "POST", "administers-in-vain", run_id="import", send={"act": "again"}),
    row("office:import-report", "GET", "administers", run_id="import"),
]
