"""The keys of one's own machines, and the page that tells what machines can do."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody         200       200   200       200      200      200   200       200     200  200     200   200
their-own-act     in        302   302       302      302      302   302       302     302  302     302   in
""").row

ROUTES = [
    row("machines:tokens", "GET", "their-own-act"),
    row("machines:tokens", "POST", "their-own-act", send={"name": "Till", "scope": "cases.read", "days": "90"}),
    row("machines:token-removal", "POST", "their-own-act", token_id="machine", missing=302),
    row("machines:docs", "GET", "everybody"),
]
