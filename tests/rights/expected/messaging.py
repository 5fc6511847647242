"""The messaging channels: a webhook answers nobody who cannot sign; accounts are for who sets the house up."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
unsigned          403       403   403       403      403      403   403       403     403  403     403   403
nobody            404       404   404       404      404      404   404       404     404  404     404   404
who-sets-up       in        403   403       403      403      403   403       403     200  403     200   in
nothing-to-read   in        403   403       403      403      403   403       403     404  403     404   in
who-sets-up-acts  in        403   403       403      403      403   403       403     302  403     302   in
""").row

HOOK = {"kind": "whatsapp", "key": "hook"}
REFUSED = {"writes": ("messaging_account",), "why": "an administrator sees that somebody tried"}
SECRETS = {"given_number_id": "1", "given_token": "t", "given_secret": "s", "given_verify": "v"}
ACCOUNT = {"name": "Nidalia", "version": "1", "language": "en", "is_active": "1", **SECRETS}

ROUTES = [
    row("messaging:hook", "GET", "nobody", **HOOK),
    row("messaging:hook", "POST", "unsigned", **HOOK, **REFUSED),
    row("messaging:channels", "GET", "who-sets-up"),
    row("messaging:new-account", "GET", "who-sets-up", kind="whatsapp"),
    row("messaging:new-account", "POST", "who-sets-up-acts", kind="whatsapp", send=ACCOUNT | {"version": "0"}),
    row("messaging:account", "GET", "who-sets-up", account_id="messaging account"),
    row("messaging:account", "POST", "who-sets-up-acts", account_id="messaging account", send=ACCOUNT),
    row("messaging:undelivered", "GET", "who-sets-up", kind="whatsapp"),
    row("messaging:unread", "GET", "who-sets-up", account_id="messaging account"),
    row("messaging:unread", "POST", "nothing-to-read", account_id="messaging account", send={"message": "1"}),
    row("messaging:account-test", "POST", "who-sets-up-acts", account_id="messaging account", send={"to": ""}),
    row("messaging:account-templates", "POST", "who-sets-up-acts", account_id="messaging account"),
]
