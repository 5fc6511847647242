"""The phone: a system that cannot sign is refused; phone systems are for who sets the house up."""

from tests.rights.table import Answers

row = Answers("""
                  anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
unsigned          403       403   403       403      403      403   403       403     403  403     403   403
who-sets-up       in        403   403       403      403      403   403       403     200  403     200   in
who-sets-up-acts  in        403   403       403      403      403   403       403     302  403     302   in
set-up-refused    in        403   403       403      403      403   403       403     422  403     422   in
""").row

SYSTEM = {"name": "Switchboard", "service": "", "language": "en", "extensions": "", "is_active": "1"}
REFUSED = {"writes": ("calls_phonesystem",), "why": "an administrator sees that somebody tried"}

ROUTES = [
    row("phone:hook", "POST", "unsigned", key="phone key", **REFUSED),
    row("phone:phones", "GET", "who-sets-up"),
    row("phone:new-phone", "GET", "who-sets-up"),
    row("phone:new-phone", "POST", "who-sets-up", send=SYSTEM | {"version": "0"}),
    row("phone:phone", "GET", "who-sets-up", system_id="phone system"),
    row("phone:phone", "POST", "set-up-refused", system_id="phone system", send=SYSTEM | {"version": "1"}),
    row("phone:phone-secret", "POST", "who-sets-up", system_id="phone system"),
]
