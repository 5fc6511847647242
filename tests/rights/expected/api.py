"""The API: a token acts in the name of its person, with their rights and no more."""

from datetime import timedelta

from pasillo.doors.shell.clock import now
from tests.rights.table import Answers

row = Answers("""
                    anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody           200       200   200       200      200      200   200       200     200  200     200   200
nobody              404       404   404       404      404      404   404       404     404  404     404   404
with-a-token        401       200   200       200      200      200   200       200     200  200     200   401
tells-a-need        401       201   201       201      201      201   201       201     201  201     201   401
for-a-customer      401       422   422       422      422      201   201       201     201  422     422   401
reads-first         401       200   404       404      404      200   404       200     200  200     404   401
reads-second        401       404   404       200      404      404   200       404     200  200     404   401
writes-in-first     401       201   404       404      404      201   404       201     201  404     404   401
writes-in-second    401       404   404       201      404      404   201       404     201  404     404   401
serves              401       403   403       403      403      200   200       200     200  403     403   401
serves-and-makes    401       403   403       403      403      201   201       201     201  403     403   401
lacks-a-file        401       422   422       422      422      422   422       422     422  422     422   401
from-our-side       401       404   404       404      404      200   404       200     200  200     404   401
keeps-a-note        401       422   404       404      404      201   404       201     201  404     404   401
serves-yet-refused  401       404   404       404      404      422   404       422     422  404     404   401
serves-first        401       404   404       404      404      200   404       200     200  404     404   401
serves-second       401       404   404       404      404      404   200       404     200  404     404   401
customer-decides    401       200   404       404      404      422   404       422     422  422     404   401
ends-first          401       200   404       404      404      200   404       200     200  404     404   401
ends-second         401       404   404       200      404      404   200       404     200  404     404   401
reads-together      401       200   200       404      404      200   404       200     200  200     404   401
customer-makes      401       201   404       404      404      422   404       422     422  422     404   401
customer-drops      401       204   422       404      404      422   404       422     422  422     404   401
works-here          401       403   403       403      200      200   200       200     200  200     200   401
helps-to-read       401       404   404       404      404      200   200       200     200  200     404   401
asks-an-area        401       404   404       404      404      201   404       201     201  404     404   401
helps-to-act        401       404   404       404      404      200   200       200     200  404     404   401
puts-right          401       404   404       404      404      403   404       422     422  404     404   401
knows-her           401       200   404       404      404      200   200       200     200  200     404   401
manages             401       404   404       404      404      404   404       200     200  404     200   401
manages-and-makes   401       404   404       404      404      404   404       201     201  404     201   401
manages-and-drops   401       404   404       404      404      404   404       204     204  404     204   401
sets-up-and-makes   401       403   403       403      403      403   403       403     201  403     201   401
sets-up             401       403   403       403      403      403   403       403     200  403     200   401
sets-up-and-drops   401       403   403       403      403      403   403       403     204  403     204   401
looks-at-routing    401       404   404       404      404      404   404       200     200  200     404   401
steers-and-makes    401       404   404       404      404      404   404       201     201  404     404   401
steers              401       404   404       404      404      404   404       200     200  404     404   401
steers-and-drops    401       404   404       404      404      404   404       204     204  404     404   401
is-not-asked        401       403   403       403      404      404   404       404     404  404     404   401
proposes            401       403   403       403      201      201   201       201     201  201     201   401
reads-ideas         401       404   404       404      200      200   200       200     200  200     200   401
discusses           401       404   404       404      201      201   201       201     201  201     201   401
answers-ideas       401       404   404       404      403      403   403       201     201  403     403   401
joins-read          401       403   403       403      403      200   200       200     200  403     200   401
joins-both-made     401       403   403       403      403      404   201       404     201  403     201   401
joins-both-acts     401       403   403       403      403      404   204       404     204  403     204   401
nobody-joined       401       403   403       403      403      404   404       404     404  403     404   401
sees-figures        401       403   403       403      403      403   200       200     200  200     403   401
""").row

NEED = {"service": "moving", "text": "The gate is stuck."}
NOW, SOON = now().isoformat(), (now() + timedelta(days=30)).isoformat()

HERS = {"customer": {"email": "nuria@correo.example"}}
RANG = {"service": "moving", "source": "panel", "occurred_at": NOW, "text": "It rings."}
LATER = "2100-01-01T09:00:00Z"
DRILL = {"area": "{field}", "title": "Drill", "due_at": LATER}
ASK = {"email": "parts@supplier.example", "text": "Have you one?"}
AWAY = {"first": "2100-01-01", "last": "2100-01-02"}
CENTRE = {"name": "Centre", "calendar": "{hours}", "version": 1}
MONDAYS = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
HOURS = {"rule": MONDAYS, "effective_from": SOON, "known": "{hours version}"}

ROUTES = [
    row("api:openapi-json", "GET", "everybody"),
    row("api:api-root", "GET", "nobody"),
    row("api:cases", "POST", "tells-a-need", json=NEED),
    row("api:cases", "POST", "for-a-customer", json=NEED | HERS),
    row("api:case", "GET", "reads-first", number="case"),
    row("api:case", "GET", "reads-second", number="theirs"),
    row("api:health", "GET", "everybody"),
    row("api:cases", "GET", "with-a-token"),
    row("api:queue", "GET", "serves"),
    row(
        "api:calls",
        "POST",
        "serves-and-makes",
        json=NEED | HERS,
    ),
    row("api:uploads", "POST", "lacks-a-file", json={}),
    row("api:file", "GET", "reads-first", file_id="file"),
    row("api:file", "GET", "from-our-side", file_id="our file"),
    row("api:messages", "GET", "reads-first", number="case"),
    row("api:messages", "GET", "reads-second", number="theirs"),
    row("api:messages", "POST", "writes-in-first", json={"text": "And now?"}, number="case"),
    row("api:messages", "POST", "writes-in-second", json={"text": "And now?"}, number="theirs"),
    row("api:messages", "POST", "keeps-a-note", json={"text": "Among us", "kind": "note"}, number="case"),
    row("api:decision", "POST", "serves-yet-refused", json={"decision": "admit"}, number="case", message_id="message"),
    row("api:again", "POST", "serves-yet-refused", json={}, number="case", message_id="message"),
    row("api:take", "POST", "serves-first", json={}, number="case"),
    row("api:take", "POST", "serves-second", json={}, number="theirs"),
    row("api:assignee", "PUT", "serves-first", json={"assignee": None}, number="case"),
    row("api:area", "PUT", "serves-first", json={"area": "{field}", "reason": "Theirs."}, number="case"),
    row("api:priority", "PUT", "serves-first", json={"priority": 2}, number="case"),
    row("api:snooze", "PUT", "serves-first", json={"until": SOON}, number="case"),
    row("api:snooze", "DELETE", "serves-first", json={}, number="case"),
    row("api:wait", "POST", "serves-first", json={"why": "supplier"}, number="case"),
    row("api:resume", "POST", "serves-yet-refused", json={}, number="case"),
    row("api:resolve", "POST", "serves-first", json={}, number="case"),
    row("api:settle", "POST", "serves-first", json={"reason": "Silence."}, number="solved"),
    row("api:formality", "POST", "serves-yet-refused", json={}, number="case"),
    row("api:thanks", "POST", "serves-yet-refused", json={"text": "Thanks."}, number="case"),
    row("api:merge", "POST", "serves-yet-refused", json={"into": "{together.number}"}, number="case"),
    row("api:merge", "DELETE", "serves-yet-refused", json={}, number="case"),
    row("api:split", "POST", "serves-yet-refused", json={"messages": [1]}, number="case"),
    row("api:confirm", "POST", "customer-decides", json={}, number="solved"),
    row("api:dispute", "POST", "customer-decides", json={"reason": "Still broken."}, number="solved"),
    row("api:cancel", "POST", "ends-first", json={"reason": "Not needed."}, number="case"),
    row("api:cancel", "POST", "ends-second", json={"reason": "Not needed."}, number="theirs"),
    row("api:feedback", "GET", "reads-first", number="solved"),
    row("api:feedback", "PUT", "customer-decides", json={"score": 5}, number="solved"),
    row("api:participants", "GET", "reads-together", number="together"),
    row("api:participants", "POST", "customer-makes", json={"email": "nuria@correo.example"}, number="case"),
    row("api:participant", "DELETE", "customer-drops", json={}, number="together", person_id="colleague"),
    row("api:tasks", "GET", "works-here"),
    row("api:case-tasks", "GET", "helps-to-read", number="shared"),
    row(
        "api:case-tasks",
        "POST",
        "asks-an-area",
        json=DRILL,
        number="case",
    ),
    row("api:task-finish", "POST", "helps-to-act", json={}, task_id="task"),
    row("api:task-due", "PUT", "helps-to-act", json={"due_at": "2100-01-01T09:00:00Z"}, task_id="task"),
    row("api:asides", "GET", "from-our-side", number="case"),
    row(
        "api:asides",
        "POST",
        "asks-an-area",
        json=ASK,
        number="case",
    ),
    row("api:clocks", "GET", "reads-first", number="case"),
    row("api:clock", "GET", "from-our-side", number="case", clock_id="clock"),
    row("api:clock-repair", "POST", "puts-right", json={"reason": "To see."}, number="case", clock_id="clock"),
    row("api:case-journal", "GET", "from-our-side", number="case"),
    row("api:journal", "GET", "works-here"),
    row(
        "api:events",
        "POST",
        "tells-a-need",
        json=RANG | {"id": "e1"},
    ),
    row(
        "api:events",
        "POST",
        "for-a-customer",
        json={
            "service": "moving",
            "source": "panel",
            "id": "e2",
            "occurred_at": NOW,
            "text": "It rings.",
            "known_as": {"id": "c-7", "name": "Nuria"},
        },
    ),
    row("api:event", "GET", "reads-first", source="source", event_id="event"),
    row("api:me", "GET", "with-a-token"),
    row("api:me", "PUT", "with-a-token", json={"name": "Somebody"}),
    row("api:persons", "GET", "works-here"),
    row("api:persons", "POST", "serves-and-makes", json={"name": "Nuria", "email": "nuria@correo.example"}),
    row("api:colleagues", "GET", "works-here"),
    row("api:person", "GET", "knows-her", person_id="owner"),
    row("api:person", "GET", "reads-second", person_id="stranger"),
    row("api:joinings", "GET", "joins-read", person_id="owner"),
    row(
        "api:joinings", "POST", "joins-both-made", json={"other": "{stranger}", "both_sign_in": True}, person_id="owner"
    ),
    row("api:apart", "PUT", "joins-both-acts", json={}, person_id="owner", other_id="stranger"),
    row("api:joining", "DELETE", "nobody-joined", json={}, joining_id="no approval"),
    row("api:joining-reading", "PUT", "nobody-joined", json={}, joining_id="no approval"),
    row("api:roles", "GET", "manages", person_id="agent"),
    row("api:roles", "POST", "manages-and-makes", json={"role": "agent", "area": "{centre}"}, person_id="agent"),
    row("api:role", "DELETE", "manages-and-drops", json={}, person_id="agent", role_id="agent's role"),
    row("api:skills", "GET", "works-here"),
    row("api:skills", "POST", "sets-up-and-makes", json={"name": "Basque"}),
    row("api:skill", "PUT", "sets-up", json={"name": "Greek"}, skill_id="skill"),
    row("api:person-skills", "GET", "manages", person_id="agent"),
    row("api:person-skill", "PUT", "manages", json={"level": 3}, person_id="agent", skill_id="skill"),
    row("api:person-skill", "DELETE", "manages-and-drops", json={}, person_id="agent", skill_id="skill"),
    row("api:absences", "GET", "works-here"),
    row(
        "api:person-absences",
        "POST",
        "manages-and-makes",
        json=AWAY,
        person_id="agent",
    ),
    row("api:absence", "DELETE", "manages-and-drops", json={}, absence_id="absence"),
    row("api:areas", "GET", "works-here"),
    row("api:areas", "POST", "sets-up-and-makes", json={"name": "Night", "calendar": "{hours}"}),
    row("api:area-itself", "GET", "works-here", area_id="centre"),
    row(
        "api:area-itself",
        "PUT",
        "sets-up",
        json=CENTRE,
        area_id="centre",
    ),
    row("api:services", "GET", "with-a-token"),
    row("api:service", "GET", "with-a-token", slug="moving"),
    row("api:request-type", "GET", "with-a-token", slug="moving", type_slug="moving form"),
    row("api:objectives", "GET", "with-a-token", slug="moving"),
    row("api:objective", "PUT", "sets-up", json={"target_minutes": 30}, missing=422, slug="moving", metric="metric"),
    row("api:objective", "DELETE", "sets-up-and-drops", json={}, missing=422, slug="moving", metric="metric"),
    row("api:calendars", "GET", "works-here"),
    row("api:calendar", "GET", "works-here", calendar_id="hours"),
    row(
        "api:versions",
        "POST",
        "sets-up-and-makes",
        json={
            "rule": {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}},
            "effective_from": SOON,
            "known": "{hours version}",
        },
        calendar_id="hours",
    ),
    row("api:alarms", "GET", "works-here"),
    row("api:alarm-seen", "POST", "serves-first", json={"reason": "Seen."}, alarm_id="alarm"),
    row("api:alarm-take", "POST", "serves-first", json={}, alarm_id="alarm"),
    row("api:routing", "GET", "looks-at-routing", area_id="centre"),
    row(
        "api:rules",
        "POST",
        "steers-and-makes",
        json={"title": "All", "condition": {"all": []}, "for_every_case": True},
        area_id="centre",
    ),
    row(
        "api:rule",
        "PUT",
        "steers",
        json={"title": "All", "condition": {"all": []}, "for_every_case": True, "version": 1},
        rule_id="rule",
    ),
    row("api:rule", "DELETE", "steers-and-drops", json={}, rule_id="rule"),
    row("api:rule-place", "PUT", "steers", json={"to": "up"}, rule_id="rule"),
    row("api:approvals", "GET", "works-here"),
    row("api:approval-yes", "POST", "is-not-asked", json={}, approval_id="no approval"),
    row("api:approval-no", "POST", "is-not-asked", json={"words": "No."}, approval_id="no approval"),
    row("api:ideas", "GET", "works-here"),
    row("api:ideas", "POST", "proposes", json={"title": "Say who comes", "words": "By name."}),
    row("api:idea", "GET", "reads-ideas", number="idea"),
    row("api:vote", "PUT", "reads-ideas", json={}, number="idea"),
    row("api:vote", "DELETE", "reads-ideas", json={}, number="idea"),
    row("api:following", "PUT", "reads-ideas", json={}, number="idea"),
    row("api:following", "DELETE", "reads-ideas", json={}, number="idea"),
    row("api:comments", "POST", "discusses", json={"words": "Yes."}, number="idea"),
    row("api:answers", "POST", "answers-ideas", json={"to": "looking", "words": "We look."}, number="idea"),
    row("api:matrix", "GET", "sees-figures"),
    row("api:worst", "GET", "sees-figures"),
    row("api:courses", "GET", "sees-figures"),
    row("api:definitions", "GET", "sees-figures"),
    row("api:channels", "GET", "sets-up"),
]
