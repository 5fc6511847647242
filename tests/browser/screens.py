"""Every screen of the product: where it is, and who stands before it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """An address, the visitor who opens it, and the status it answers with."""

    name: str
    path: str
    who: str = ""
    status: int = 200


SCREENS = (
    Screen("sign-in", "/sign-in"),
    Screen("sign-in-link-used", "/sign-in/link/nonsense", status=410),
    Screen("nothing-here", "/nothing-here", status=404),
    Screen("portal-home-unknown", "/"),
    Screen("portal-form-unknown", "/services/my-internet-does-not-work/my-internet-does-not-work"),
    Screen("portal-home", "/", "elena"),
    Screen("portal-search", "/search?q=internet", "elena"),
    Screen("portal-search-nothing", "/search?q=xyzzy", "elena"),
    Screen("portal-service", "/services/move-home", "elena"),
    Screen("portal-form", "/services/move-home/move-home", "elena"),
    Screen("portal-requests", "/requests", "elena"),
    Screen("portal-request", "/requests/{elena}", "elena"),
    Screen("portal-request-ended", "/requests/{ended}", "diego"),
    Screen("portal-request-of-others", "/requests/{ended}", "elena", 404),
    Screen("desk-day", "/app/day", "marta"),
    Screen("desk-day-quiet", "/app/day", "clara"),
    Screen("desk-keys", "/app/keys", "marta"),
    Screen("desk-work", "/app/work", "marta"),
    Screen("desk-work-asked", "/app/work?split=todo&channel=portal&priority=3&words=alarm", "marta"),
    Screen("desk-filter", "/app/work/filter?priority=1", "marta"),
    Screen("desk-view-new", "/app/views/new?split=todo&priority=1", "marta"),
    Screen("desk-call", "/app/cases/new?into={elena}", "marta"),
    Screen("desk-customers", "/app/customers", "marta"),
    Screen("desk-customers-nobody", "/app/customers?q=xyzzy", "marta"),
    Screen("desk-waiting", "/app/work?split=waiting", "marta"),
    Screen("desk-case", "/app/cases/{elena}", "marta"),
    Screen("desk-new-case", "/app/cases/new", "marta"),
    Screen("desk-tasks", "/app/tasks", "iván"),
    Screen("desk-tasks-none", "/app/tasks", "raúl"),
    Screen("desk-search", "/app/search?q=fibre", "marta"),
    Screen("desk-search-nothing", "/app/search?q=xyzzy", "marta"),
    Screen("desk-customer", "/app/customers/{elena_person}", "marta"),
    Screen("desk-closed-door", "/app/cockpit", "marta", 403),
    Screen("cockpit", "/app/cockpit", "lucía"),
    Screen("cockpit-deviating", "/app/cockpit?only=deviating", "lucía"),
    Screen("cockpit-cases", "/app/cockpit/cases?measure=demand&service={move}", "lucía"),
    Screen("cockpit-worst", "/app/cockpit/worst", "lucía"),
    Screen("cockpit-figures", "/app/cockpit/figures", "lucía"),
    Screen("mailboxes", "/app/mailboxes", "nuria"),
    Screen("mailbox-new", "/app/mailboxes/new", "nuria"),
)
