"""In whose hours a target counts. Plain rules."""

from enum import StrEnum

from pasillo.ground.kit.words import _


class Policy(StrEnum):
    """Whose hours count while a clock runs."""

    SERVICE = "service_fixed"
    SERVING = "serving_area"
    CUSTOMER = "customer_zone"
    ALWAYS = "always"


class Audience(StrEnum):
    """Who was told: the customer, or only ourselves."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


LABELS = {
    Policy.SERVICE: _("The hours of the service, whoever holds the case"),
    Policy.SERVING: _("The hours of the area that holds the case"),
    Policy.CUSTOMER: _("The hours of the service, in the customer's own time zone"),
    Policy.ALWAYS: _("Day and night"),
}
AUDIENCES = {
    Audience.CUSTOMER: _("Promise to the customer"),
    Audience.INTERNAL: _("Internal agreement"),
}
USUAL_POLICY = {
    "ownership": Policy.SERVING,
    "area_time": Policy.SERVING,
    "customer_wait": Policy.ALWAYS,
    "delivery": Policy.ALWAYS,
    "customer_effort_time": Policy.ALWAYS,
    "event_deadline": Policy.ALWAYS,
}
USUAL_AUDIENCE = {
    "ownership": Audience.INTERNAL,
    "area_time": Audience.INTERNAL,
    "customer_effort_time": Audience.INTERNAL,
}


def policy_of(metric: str) -> Policy:
    """Whose hours count, unless somebody decides otherwise."""
    return USUAL_POLICY.get(metric, Policy.SERVICE)


def audience_of(metric: str) -> Audience:
    """Whom a target of this metric is for, unless somebody decides otherwise."""
    return USUAL_AUDIENCE.get(metric, Audience.CUSTOMER)
