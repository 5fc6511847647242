"""What can have happened to the catalogue."""

from dataclasses import dataclass

from pasillo.ground.journal.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ServiceDrafted(Fact):
    """A service was written down, not yet for customers."""

    name = "service.drafted"
    service_id: int
    block: str


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(Fact):
    """Something about a service changed: the names of what changed, not the words."""

    name = "service.changed"
    service_id: int
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class ServicePublished(Fact):
    """From now on customers can ask for it."""

    name = "service.published"
    service_id: int
    block: str


@dataclass(frozen=True, kw_only=True)
class ServiceRetired(Fact):
    """From now on nobody can ask for it; what was asked goes on."""

    name = "service.retired"
    service_id: int


@dataclass(frozen=True, kw_only=True)
class RequestTypeDrafted(Fact):
    """One more thing to ask of a service was written down."""

    name = "request_type.drafted"
    request_type_id: int
    service_id: int


@dataclass(frozen=True, kw_only=True)
class RequestTypeRetired(Fact):
    """This can no longer be asked."""

    name = "request_type.retired"
    request_type_id: int
    service_id: int


@dataclass(frozen=True, kw_only=True)
class FormPublished(Fact):
    """From now on the questions of this version are asked."""

    name = "form.published"
    request_type_id: int
    service_id: int
    form_version_id: int
    number: int
