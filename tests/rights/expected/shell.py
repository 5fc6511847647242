"""What belongs to every door: signing in and out, language and light, files."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody         200       200   200       200      200      200   200       200     200  200     200   200
everybody-is-led  302       302   302       302      302      302   302       302     302  302     302   302
wrong-password    422       422   422       422      422      422   422       422     422  422     422   422
nobody-here       404       404   404       404      404      404   404       404     404  404     404   404
refused-as-typed  422       422   422       422      422      422   422       422     422  422     422   422
their-own-page    in        200   200       200      200      200   200       200     200  200     200   in
their-own-act     in        302   302       302      302      302   302       302     302  302     302   in
too-short-to-tell in        422   422       422      422      422   422       422     422  422     422   in
to-the-door       in        in    in        in       in       in    in        in      in   in      in    in
opens-no-more     410       410   410       410      410      410   410       410     410  410     410   410
reports           204       204   204       204      204      204   204       204     204  204     204   204
customers-file    in        200   404       404      404      200   404       200     200  200     404   in
our-own-file      in        404   404       404      404      200   404       200     200  200     404   in
another-file      in        404   404       200      404      404   200       404     200  200     404   in
""").row

ROUTES = [
    row("shell:sign-in", "GET", "everybody"),
    row("shell:sign-in", "POST", "wrong-password", send={"email": "owner@correo.example", "password": "wrong"}),
    row("shell:sign-in-as", "POST", "nobody-here", person_id="owner"),
    row("shell:sign-in-link", "POST", "everybody", send={"email": "owner@correo.example"}),
    row("shell:sign-in-confirm", "GET", "everybody", token="sign-in link", missing=410),
    row("shell:sign-in-confirm", "POST", "everybody-is-led", token="sign-in link", missing=410),
    row("shell:passkey-question", "POST", "everybody"),
    row("shell:passkey", "POST", "refused-as-typed", send={"answer": "{}"}),
    row("shell:second", "GET", "to-the-door"),
    row("shell:second", "POST", "to-the-door", send={"code": "000000"}),
    row("shell:provider", "POST", "nobody-here", provider_id="closed door"),
    row("shell:provider-back", "GET", "nobody-here", provider_id="closed door"),
    row("shell:sign-up", "GET", "everybody"),
    row("shell:sign-up", "POST", "everybody", send={"name": "Ana Pons", "email": "ana@correo.example"}),
    row("shell:sign-up-confirm", "GET", "opens-no-more", token="sign-in link", missing=410),
    row("shell:sign-up-confirm", "POST", "opens-no-more", token="sign-in link", missing=410),
    row("shell:password-forgotten", "GET", "everybody"),
    row("shell:password-forgotten", "POST", "everybody", send={"email": "ana@correo.example"}),
    row("shell:password-new", "GET", "opens-no-more", token="sign-in link", missing=410),
    row("shell:password-new", "POST", "opens-no-more", token="sign-in link", missing=410),
    row("shell:invitation", "GET", "opens-no-more", token="sign-in link", missing=410),
    row("shell:invitation", "POST", "opens-no-more", token="sign-in link", missing=410),
    row("shell:account", "GET", "their-own-page"),
    row("shell:account", "POST", "their-own-act", send={"name": "Ana", "language": "en", "zone": "", "phone": ""}),
    row("shell:wishes", "POST", "their-own-act", send={"density": "compact"}),
    row("shell:proof", "GET", "their-own-page"),
    row("shell:proof", "POST", "too-short-to-tell", send={"password": "guess"}),
    row("shell:security", "GET", "their-own-page"),
    row("shell:password", "POST", "their-own-act", send={"password": "a-long-enough-password"}),
    row("shell:passkeys", "POST", "their-own-act"),
    row("shell:new-passkey-question", "POST", "their-own-act"),
    row("shell:passkey-removal", "POST", "their-own-act", passkey_id="owner", missing=302),
    row("shell:codes", "GET", "their-own-act"),
    row("shell:codes", "POST", "their-own-act"),
    row("shell:codes-removal", "POST", "their-own-act"),
    row("shell:paper", "POST", "their-own-act"),
    row("shell:sessions-end", "POST", "their-own-act"),
    row("shell:session-end", "POST", "their-own-act", session_id="owner", missing=302),
    row("shell:identity-removal", "POST", "their-own-act", identity_id="owner", missing=302),
    row("shell:sign-out", "POST", "everybody-is-led"),
    row("shell:language", "POST", "everybody-is-led", send={"language": "es"}),
    row("shell:theme", "POST", "everybody-is-led", send={"theme": "dark"}),
    row("shell:health", "GET", "everybody"),
    row("shell:file", "GET", "customers-file", file_id="file"),
    row("shell:file", "GET", "our-own-file", file_id="our file"),
    row("shell:file", "GET", "another-file", file_id="their file"),
    row("shell:csp-reports", "GET", "everybody"),
    row("shell:csp-reports", "POST", "reports", json={}),
    row("shell:metrics", "GET", "nobody-here"),
]
