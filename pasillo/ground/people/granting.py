"""Who may give which role to whom. Plain: nobody gives more than they have, and nobody gives to themselves."""

from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import Sight

BY_ADMINISTRATORS = frozenset({Role.ADMIN, Role.EMPLOYEE, Role.AGENT, Role.MANAGER})
BY_HEADS = frozenset({Role.HEAD, Role.AUDITOR, Role.EMPLOYEE, Role.AGENT, Role.MANAGER})
BY_MANAGERS = frozenset({Role.AGENT, Role.MANAGER})
SEES_ALL = frozenset({Role.HEAD, Role.AUDITOR})


def may_give(seen: Sight, role: Role, *, area_id: int | None, to: int, held: bool) -> bool:
    """Whether this role is theirs to give, and to take back. `held`: whether anybody has this role already.

    Who administers sees no case by that alone, so they name the first who sees all, and never a second.
    """
    if to == seen.person_id:
        return False
    if Role.HEAD in seen.roles and role in BY_HEADS:
        return True
    if Role.ADMIN in seen.roles and (role in BY_ADMINISTRATORS or (role in SEES_ALL and not held)):
        return True
    return role in BY_MANAGERS and area_id is not None and area_id in seen.managed_ids


def gives_roles(seen: Sight) -> bool:
    """Whether there is any role that this person may give."""
    return bool(seen.roles & {Role.ADMIN, Role.HEAD} or seen.managed_ids)


def given_by(seen: Sight) -> list[Role]:
    """The roles to offer this person, in the order of the house."""
    offered: set[Role] = set()
    if Role.HEAD in seen.roles:
        offered |= BY_HEADS
    if Role.ADMIN in seen.roles:
        offered |= BY_ADMINISTRATORS | SEES_ALL
    if seen.managed_ids:
        offered |= BY_MANAGERS
    return [role for role in Role if role in offered]
