"""Letting somebody in: the first administrator, or a colleague with a role in an area."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.console.registry import ConsoleCommand, commands, or_say_why
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.languages import LANGUAGES
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.commands import give_role, meet, set_password, verify
from pasillo.ground.people.models import Area, Person, Role


@or_say_why
def run(options: Namespace) -> None:
    """Makes the person known, gives the role, and sets the password that is typed."""
    password = "" if options.no_password else _typed_password()
    person = _let_in(options, password)
    roles = ", ".join(person.memberships.values_list("role", flat=True)) or _("customer")
    print(_("%(name)s <%(email)s> may come in: %(roles)s.") % {"name": person, "email": person.email, "roles": roles})


@transaction.atomic
def _let_in(options: Namespace, password: str) -> Person:
    at = now()
    if not is_address(options.email):
        raise Refused(_("%(email)s is no e-mail address.") % {"email": options.email})
    person = meet(name=options.name, email=options.email, language=options.language, by="system", at=at)
    verify(person.pk, by="system", at=at)
    if options.role:
        give_role(person=person, role=Role(options.role), area=_area(options), by="system", at=at)
    if password:
        set_password(person.pk, password=password, by="system", at=at)
    return person


def _area(options: Namespace) -> Area | None:
    if not options.area:
        if options.role in (Role.AGENT, Role.MANAGER):
            raise Refused(_("Say in which area this person serves, with --area."))
        return None
    area = Area.objects.filter(name__iexact=options.area).first()
    if area is None:
        names = ", ".join(Area.objects.order_by("name").values_list("name", flat=True)) or "–"
        raise Refused(_("There is no such area. There are: %(names)s.") % {"names": names})
    return area


def _typed_password() -> str:
    if not sys.stdin.isatty():
        return _said_in(sys.stdin.readline())
    first = getpass.getpass(_("Password: "))
    if first != getpass.getpass(_("Once more: ")):
        raise Refused(_("The two passwords are not the same."))
    return first


def _said_in(line: str) -> str:
    """A password that another program types. None is no password: nobody could come in with it."""
    if not line.rstrip("\n"):
        raise Refused(_("No password was typed. Type one, or say --no-password."))
    return line.rstrip("\n")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--name", default="", help="as others read it; the part before the @ if left out")
    parser.add_argument("--role", choices=Role.values, help="none makes a customer")
    parser.add_argument("--area", default="", help="the area in which an agent or a manager serves")
    parser.add_argument("--language", choices=LANGUAGES, help="left out, the first language of the house")
    parser.add_argument("--no-password", action="store_true", help="let them come in by a link sent to their address")


commands.add(
    "create-person", ConsoleCommand(help="let somebody in, with a role and a password", run=run, arguments=_arguments)
)
