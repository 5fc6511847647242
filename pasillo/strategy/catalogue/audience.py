"""For whom a service is: what a customer is offered, and what a colleague is offered besides."""

from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.models import Audience

EVERYBODY = (Audience.CUSTOMERS, Audience.BOTH)


def open_to(seen: Sight) -> tuple[str, ...]:
    """The audiences to which this visitor belongs. Whoever works here may be a customer as well."""
    return (*EVERYBODY, Audience.COLLEAGUES) if seen.is_staff else EVERYBODY
