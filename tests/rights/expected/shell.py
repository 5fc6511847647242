"""What belongs to every door: signing in and out, language and light, files."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody         200       200   200       200      200      200   200       200     200  200     200   200
everybody-is-led  302       302   302       302      302      302   302       302     302  302     302   302
wrong-password    422       422   422       422      422      422   422       422     422  422     422   422
nobody-here       404       404   404       404      404      404   404       404     404  404     404   404
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
    row("shell:sign-out", "POST", "everybody-is-led"),
    row("shell:language", "POST", "everybody-is-led", send={"language": "es"}),
    row("shell:theme", "POST", "everybody-is-led", send={"theme": "dark"}),
    row("shell:health", "GET", "everybody"),
    row("shell:file", "GET", "customers-file", file_id="file"),
    row("shell:file", "GET", "our-own-file", file_id="our file"),
    row("shell:file", "GET", "another-file", file_id="their file"),
    row("shell:csp-reports", "GET", "everybody"),
    row("shell:csp-reports", "POST", "reports", json={}),
]
