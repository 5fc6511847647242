"""Chat: a window shows itself to everybody and tells nothing; its word opens it. Windows are made by who sets up."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
everybody         200       200   200       200      200      200   200       200     200  200     200   200
nothing-opens-it  404       404   404       404      404      404   404       404     404  404     404   404
works-here        in        403   403       403      200      200   200       200     200  200     200   in
serves-acts       in        403   403       403      403      302   302       302     302  403     403   in
who-sets-up       in        403   403       403      403      403   403       403     200  403     200   in
who-sets-up-acts  in        403   403       403      403      403   403       403     302  403     302   in
""").row

WIDGET = {"name": "Shop", "version": "1", "language": "en", "colour": "rose", "origins": "https://shop.example"}

ROUTES = [
    row("chat:script", "GET", "everybody", key="window"),
    row("chat:frame", "GET", "everybody", key="window"),
    row("chat:try", "GET", "everybody", key="window"),
    row("chat:talk", "GET", "everybody", key="window"),
    row("chat:messages", "POST", "nothing-opens-it", key="window", send={"text": "Hello", "key": "a-key-of-it"}),
    row("chat:proof", "POST", "nothing-opens-it", key="window", send={"proof": "a.b.c"}),
    row("chat:here", "POST", "nothing-opens-it", key="window", send={"doing": "look"}),
    row("chat:file", "GET", "nothing-opens-it", key="window", file_id="file"),
    row("chat:turns", "GET", "works-here"),
    row("chat:turn", "POST", "serves-acts", send={"take": "1"}),
    row("chat:new-widget", "GET", "who-sets-up"),
    row("chat:new-widget", "POST", "who-sets-up-acts", send=WIDGET | {"version": "0"}),
    row("chat:widget", "GET", "who-sets-up", account_id="chat window"),
    row("chat:widget", "POST", "who-sets-up-acts", account_id="chat window", send=WIDGET),
    row("chat:widget-secret", "POST", "who-sets-up", account_id="chat window"),
]
