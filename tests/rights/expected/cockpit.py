"""The cockpit: for who steers; a figure opens for the services that one steers."""

from tests.rights.table import Answers

row = Answers("""
                    anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
who-steers          in        403   403       403      403      403   403       200     200  200     403   in
who-steers-second   in        403   403       403      403      403   403       404     200  200     403   in
""").row

ROUTES = [
    row("cockpit:show", "GET", "who-steers"),
    row("cockpit:cases", "GET", "who-steers", ask="measure=resolution&service={moving}"),
    row("cockpit:cases", "GET", "who-steers-second", ask="measure=resolution&service={visits}"),
    row("cockpit:worst", "GET", "who-steers"),
    row("cockpit:figures", "GET", "who-steers"),
]
