"""The mail door: a mail's HTML for who may read it; mailboxes for who sets them up; what is held for who serves."""

from tests.rights.table import Answers

row = Answers("""
                   anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
reads-first        in        200   404       404      404      200   404       200     200  200     404   in
reads-second       in        404   404       200      404      404   200       404     200  200     404   in
looks              in        403   403       403      403      200   200       200     200  200     200   in
decides-nothing    in        403   403       403      403      404   404       404     404  403     404   in
who-sets-up        in        403   403       403      403      403   403       403     200  403     200   in
nothing-to-read    in        403   403       403      403      403   403       403     404  403     404   in
not-ready          in        403   403       403      403      403   403       403     422  403     422   in
never-left         in        403   403       403      403      403   403       403     404  403     404   in
nobody-posts       404       404   404       404      404      404   404       404     404  404     404   404
who-sets-up-acts   in        403   403       403      403      403   403       403     302  403     302   in
""").row

BOX = {"address": "new@nidalia.example", "name": "New"}

ROUTES = [
    row("email:html", "GET", "reads-first", message_id="message"),
    row("email:html", "GET", "reads-second", message_id="their message"),
    row("email:held", "GET", "looks"),
    row("email:decide", "POST", "decides-nothing", inbound_id="mailbox", send={"decision": "in"}),
    row("email:mailboxes", "GET", "who-sets-up"),
    row("email:undelivered", "GET", "who-sets-up"),
    row("email:read-again", "POST", "nothing-to-read", inbound_id="mailbox"),
    row("email:new-mailbox", "GET", "who-sets-up"),
    row("email:new-mailbox", "POST", "who-sets-up-acts", send=BOX),
    row("email:mailbox-test", "POST", "who-sets-up-acts", mailbox_id="mailbox", send={"to": "nobody"}),
    row("email:connect", "POST", "not-ready", mailbox_id="mailbox"),
    row("email:consent-back", "GET", "never-left"),
    row("email:post", "HEAD", "nobody-posts", key="hook"),
    row("email:post", "POST", "nobody-posts", key="hook"),
    row("email:mailbox", "GET", "who-sets-up", mailbox_id="mailbox"),
    row("email:mailbox", "POST", "who-sets-up-acts", mailbox_id="mailbox", send=BOX),
]
