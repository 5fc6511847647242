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


@dataclass(frozen=True, kw_only=True)
class FormDrafted(Fact):
    """The next version of a form was written on."""

    name = "form.drafted"
    request_type_id: int
    service_id: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class RequestTypeChanged(Fact):
    """Something about what can be asked changed: the names of what changed, not the words."""

    name = "request_type.changed"
    request_type_id: int
    service_id: int
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class FamilyOpened(Fact):
    """Services that belong together got a name."""

    name = "family.opened"
    family_id: int
    block: str


@dataclass(frozen=True, kw_only=True)
class FamilyChanged(Fact):
    """A family of services changed: the names of what changed, not the words."""

    name = "family.changed"
    family_id: int
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class SlotTaken(Fact):
    """A place at an offered time was taken."""

    name = "slot.taken"
    request_type_id: int
    key: str
    slot: str


@dataclass(frozen=True, kw_only=True)
class SlotReleased(Fact):
    """A place at an offered time is free again."""

    name = "slot.released"
    request_type_id: int
    key: str
    slot: str
