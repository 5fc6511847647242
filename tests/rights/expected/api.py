"""The API: a token acts in the name of its person, with their rights and no more."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody         200       200   200       200      200      200   200       200     200  200     200   200
nobody            404       404   404       404      404      404   404       404     404  404     404   404
with-a-token      401       200   200       200      200      200   200       200     200  200     200   401
tells-a-need      401       201   201       201      201      201   201       201     201  201     201   401
for-a-customer    401       422   422       422      422      201   201       201     201  422     422   401
reads-first       401       200   404       404      404      200   404       200     200  200     404   401
reads-second      401       404   404       200      404      404   200       404     200  200     404   401
writes-in-first   401       201   404       404      404      201   404       201     201  404     404   401
writes-in-second  401       404   404       201      404      404   201       404     201  404     404   401
""").row

NEED = {"service": "moving", "text": "The gate is stuck."}

ROUTES = [
    row("api:openapi-json", "GET", "everybody"),
    row("api:api-root", "GET", "nobody"),
    row("api:cases", "GET", "with-a-token"),
    row("api:cases", "POST", "tells-a-need", json=NEED),
    row("api:cases", "POST", "for-a-customer", json=NEED | {"customer": {"email": "nuria@correo.example"}}),
    row("api:case", "GET", "reads-first", number="case"),
    row("api:case", "GET", "reads-second", number="theirs"),
    row("api:say", "POST", "writes-in-first", number="case", json={"text": "And now?"}),
    row("api:say", "POST", "writes-in-second", number="theirs", json={"text": "And now?"}),
]
