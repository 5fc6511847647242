"""The hooks: who sets the house up tells other programs what happens; nobody else learns that there are any."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
who-sets-up       in        403   403       403      403      403   403       403     200  403     200   in
who-sets-up-acts  in        403   403       403      403      403   403       403     302  403     302   in
""").row

HOOK = {"name": "Warehouse", "address": "https://warehouse.example/in", "events": "case.opened", "is_active": "1"}
SPAN = {"first": "2031-01-01T00:00", "last": "2031-01-02T00:00"}

ROUTES = [
    row("webhooks:hooks", "GET", "who-sets-up"),
    row("webhooks:new-hook", "GET", "who-sets-up"),
    row("webhooks:new-hook", "POST", "who-sets-up", send=HOOK | {"version": "0"}),
    row("webhooks:hook", "GET", "who-sets-up", hook_id="hook of ours"),
    row("webhooks:hook", "POST", "who-sets-up-acts", hook_id="hook of ours", send=HOOK | {"version": "1"}),
    row("webhooks:hook-secret", "POST", "who-sets-up", hook_id="hook of ours"),
    row("webhooks:hook-test", "POST", "who-sets-up-acts", hook_id="hook of ours"),
    row("webhooks:hook-replay", "POST", "who-sets-up-acts", hook_id="hook of ours", send=SPAN),
    row("webhooks:hook-removal", "POST", "who-sets-up-acts", hook_id="hook of ours"),
    row("webhooks:delivery-replay", "POST", "who-sets-up-acts", delivery_id="delivery"),
]
