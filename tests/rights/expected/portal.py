"""The portal: the catalogue is everybody's, a request is its customer's alone, signed in or by its secret link."""

from tests.rights.table import Answers

row = Answers("""
                     anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody            200       200   200       200      200      200   200       200     200  200     200   200
whoever-signed-in    in        200   200       200      200      200   200       200     200  200     200   in
its-customer         in        200   404       404      404      404   404       404     404  404     404   in
its-customer-errs    in        422   404       404      404      404   404       404     404  404     404   in
customer-alone       in        302   404       404      404      404   404       404     404  404     404   in
two-of-them          in        200   200       404      404      404   404       404     404  404     404   in
two-of-them-act      in        302   302       404      404      404   404       404     404  404     404   in
one-of-two-decides   in        302   422       404      404      404   404       404     404  404     404   in
nothing-there        in        404   404       404      404      404   404       404     404  404     404   in
nothing-by-link      404       404   404       404      404      404   404       404     404  404     404   404
no-room-by-link      404       404   404       404      403      403   403       403     403  403     403   404
link-errs            422       422   422       422      403      403   403       403     403  403     403   422
its-customer-acts    in        302   404       404      404      404   404       404     404  404     404   in
another-customer     in        404   404       200      404      404   404       404     404  404     404   in
another-acts         in        404   404       302      404      404   404       404     404  404     404   in
whoever-has-the-link 200       200   200       200      200      200   200       200     200  200     200   200
link-acts            302       302   302       302      403      403   403       403     403  403     403   302
led-back             302       302   302       302      302      302   302       302     302  302     302   302
asks                 422       302   302       302      302      302   302       302     302  302     302   422
keeps-a-draft        204       200   200       200      200      200   200       200     200  200     200   204
who-asks-for-nobody  404       404   404       404      404      404   404       404     404  404     404   404
""").row

KEPT = {"writes": {"django_session"}, "why": "Who was signed out while writing finds their words again."}
WORDS = {"text": "And the key?", "reason": "Still nothing.", "score": "4", "words": "Well.", "_words": "Soon, please"}
NOUNS = ("messages", "confirmation", "dispute", "feedback", "cancellation", "people", "room", "room-back")
ALONG = {"email": "nuria@correo.example"}

ROUTES = [
    row("portal:home", "GET", "everybody"),
    row("portal:search", "GET", "everybody", ask="q=moving"),
    row("portal:service", "GET", "everybody", slug="moving"),
    row("portal:form", "GET", "everybody", slug="moving", type_slug="moving form"),
    row("portal:form", "POST", "asks", slug="moving", type_slug="moving form", send=WORDS),
    row("portal:draft", "POST", "keeps-a-draft", slug="moving", type_slug="moving form", send=WORDS),
    row("portal:people", "GET", "who-asks-for-nobody", slug="moving", type_slug="moving form", ask="question=who&q=el"),
    row("portal:requests", "GET", "whoever-signed-in"),
    row("portal:request", "GET", "its-customer", number="case"),
    row("portal:request", "GET", "another-customer", number="theirs"),
    row("portal:request-file", "GET", "its-customer", number="case", file_id="file"),
    row("portal:request-messages", "POST", "its-customer-acts", number="case", send=WORDS, **KEPT),
    row("portal:request-messages", "POST", "another-acts", number="theirs", send=WORDS, **KEPT),
    row("portal:request-confirmation", "POST", "its-customer-acts", number="solved", send=WORDS),
    row("portal:request-dispute", "POST", "its-customer-acts", number="solved", send=WORDS, **KEPT),
    row("portal:request-feedback", "POST", "its-customer-acts", number="solved", send=WORDS, **KEPT),
    row("portal:request-cancellation", "POST", "its-customer-acts", number="case", send=WORDS, **KEPT),
    row("portal:secret", "GET", "whoever-has-the-link", token="link of case"),
    row("portal:secret-file", "GET", "whoever-has-the-link", token="link of case", file_id="file"),
    row("portal:secret-messages", "POST", "link-acts", token="link of case", send=WORDS),
    row("portal:secret-confirmation", "POST", "link-acts", token="link of solved", send=WORDS),
    row("portal:secret-dispute", "POST", "link-acts", token="link of solved", send=WORDS),
    row("portal:secret-feedback", "POST", "link-acts", token="link of solved", send=WORDS),
    row("portal:secret-cancellation", "POST", "link-acts", token="link of case", send=WORDS),
    *(row(f"portal:request-{noun}", "GET", "led-back", number="case", missing=302) for noun in NOUNS),
    *(row(f"portal:secret-{noun}", "GET", "led-back", token="link of case", missing=302) for noun in NOUNS),
    row("portal:renew", "POST", "whoever-has-the-link", token="link of case"),
    row("portal:request", "GET", "two-of-them", number="together"),
    row("portal:request-messages", "POST", "two-of-them-act", number="together", send=WORDS, **KEPT),
    row("portal:request-people", "POST", "one-of-two-decides", number="together", send=ALONG),
    row("portal:secret-people", "POST", "link-acts", token="link of case", send=ALONG),
    row("portal:request-calendar", "GET", "nothing-there", number="case"),
    row("portal:secret-calendar", "GET", "nothing-by-link", token="link of case"),
    row("portal:request-call", "GET", "its-customer", number="case"),
    row("portal:request-call", "POST", "its-customer-errs", number="case", send={"slot": ""}, **KEPT),
    row("portal:secret-call", "GET", "whoever-has-the-link", token="link of case"),
    row("portal:secret-call", "POST", "link-errs", token="link of case", send={"slot": ""}),
    row("portal:request-room", "POST", "nothing-there", number="case"),
    row("portal:secret-room", "POST", "no-room-by-link", token="link of case"),
    row("portal:request-room-back", "POST", "its-customer-errs", number="case"),
    row("portal:secret-room-back", "POST", "link-errs", token="link of case"),
]
