"""The cockpit: for who steers or owns a service (Iván: visits); a figure opens for the services one answers for."""

from tests.rights.table import Answers

row = Answers("""
                    anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
who-steers          in        403   403       403      403      403   200       200     200  200     403   in
who-steers-first    in        403   403       403      403      403   404       200     200  200     403   in
who-steers-second   in        403   403       403      403      403   200       404     200  200     403   in
reads-catalogue     in        403   403       403      403      403   200       200     200  200     200   in
reads-first         in        403   403       403      403      403   404       200     200  200     200   in
reads-second        in        403   403       403      403      403   200       404     200  200     200   in
works-here          in        403   403       403      200      200   200       200     200  200     200   in
plans               in        403   403       403      403      403   403       403     200  403     200   in
plans-and-does      in        403   403       403      403      403   403       403     302  403     302   in
plans-too-early     in        403   403       403      403      403   403       403     422  403     422   in
""").row

LADDER = {
    "shares": "50, 75", "who_1": "lead", "within_1": "60", "touch_minutes": "30", "cost_of_alarm": "1",
    "cost_of_breach": "10", "helps_percent": "20",
}  # fmt: skip
QUESTION = {"do": "add", "kind": "text"}

ROUTES = [
    row("cockpit:show", "GET", "who-steers"),
    row("cockpit:cases", "GET", "who-steers-first", ask="measure=resolution&service={moving}"),
    row("cockpit:cases", "GET", "who-steers-second", ask="measure=resolution&service={visits}"),
    row("cockpit:worst", "GET", "who-steers"),
    row("cockpit:figures", "GET", "who-steers"),
    row("cockpit:catalogue", "GET", "reads-catalogue"),
    row("cockpit:objectives", "GET", "works-here"),
    row("cockpit:segments", "GET", "reads-catalogue"),
    row("cockpit:segment-kept", "POST", "plans-and-does", send={"name": "Families", "description": "At home"}),
    row("cockpit:account-segment", "POST", "plans-and-does", account_id="account", send={"segment": ""}),
    row("cockpit:service", "GET", "reads-first", slug="moving"),
    row("cockpit:service", "GET", "reads-second", slug="visits"),
    row("cockpit:form", "GET", "reads-first", slug="moving", type_slug="moving form"),
    row("cockpit:form", "GET", "reads-second", slug="visits", type_slug="visits form"),
    row("cockpit:new-service", "GET", "plans"),
    row("cockpit:new-service", "POST", "plans-too-early", send={"names_en": "Windows"}),
    row("cockpit:families", "GET", "plans"),
    row("cockpit:families", "POST", "plans-and-does", send={"names_en": "At home", "block": "customer"}),
    row("cockpit:service-sheet", "POST", "plans-and-does", slug="moving", send={"part": "texts", "names_en": "Move"}),
    row("cockpit:publication", "POST", "plans-too-early", slug="moving"),
    row("cockpit:retirement", "POST", "plans-and-does", slug="moving"),
    row("cockpit:service-alarms", "GET", "reads-first", slug="moving"),
    row("cockpit:service-alarms", "GET", "reads-second", slug="visits"),
    row("cockpit:service-alarms-set", "POST", "plans-and-does", slug="moving", send=LADDER),
    row("cockpit:service-objectives", "POST", "plans-and-does", slug="moving", send={"metric": "errors", "rate": "5"}),
    row("cockpit:service-requests", "POST", "plans-and-does", slug="moving", send={"names_en": "Another"}),
    row("cockpit:form-draft", "POST", "plans-and-does", slug="moving", type_slug="moving form", send=QUESTION),
    row("cockpit:form-preview", "POST", "plans", slug="moving", type_slug="moving form", send=QUESTION),
]
