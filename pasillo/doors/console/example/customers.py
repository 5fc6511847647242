"""Those whom Nidalia serves. All of them are invented, and their addresses can belong to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pasillo.doors.console.example.company import told
from pasillo.ground.kit.plain import plain
from pasillo.ground.people.commands import meet, verify
from pasillo.ground.people.models import Person

PRIVATE = "correo.example"
FIRMS = "empresa.example"
JAKARTA = "surel.example"

NAMED = {
    "elena": ("Elena Prats", "en"),
    "clinica": ("Clínica Dental Sol", "es"),
    "joaquin": ("Joaquín Bermejo", "es"),
    "arce": ("Bufete Arce", "es"),
    "ramon": ("Ramón Gil", "es"),
    "yolanda": ("Yolanda Cruz", "en"),
    "olmos": ("Residencia Los Olmos", "es"),
    "pilar": ("Pilar Otero", "es"),
    "amal": ("Amal Haddad", "en"),
    "diego": ("Diego Armas", "es"),
    "faro": ("Bar El Faro", "es"),
    "nerea": ("Nerea Ibáñez", "es"),
    "ines": ("Inés Carrasco", "es"),
    "rina": ("Rina Wulandari", "id"),
    "budi": ("Budi Hartono", "id"),
}
ORGANISATIONS = {"clinica", "arce", "olmos", "faro"}
OF_A_HUNDRED = (("es", 62), ("firm", 14), ("en", 17), ("id", 7))


@dataclass(frozen=True)
class Customer:
    """A customer, and how one speaks to them."""

    person: Person
    place: int
    is_firm: bool = False

    @property
    def language(self) -> str:
        """The language in which they write."""
        return self.person.language

    @property
    def first(self) -> str:
        """The name by which one greets them."""
        return self.person.name.split()[0]


def meet_customers(count: int, *, by: str, at: datetime) -> None:
    """So many customers, those of the story first."""
    for _, name, language, email in _everybody(count):
        zone = "Asia/Jakarta" if language == "id" else "Europe/Madrid"
        person = meet(name=name, email=email, language=language, zone=zone, by=by, at=at)
        verify(person.pk, by=by, at=at)


def customers_as_they_stand(count: int) -> dict[str, Customer]:
    """Everybody of the story under their key, and all the others under their address."""
    known = {person.email: person for person in Person.objects.filter(email__endswith=".example")}
    return {
        key: Customer(known[email], place, is_firm=email.endswith(FIRMS))
        for place, (key, _, _, email) in enumerate(_everybody(count))
    }


def _everybody(count: int) -> list[tuple[str, str, str, str]]:
    """Key, name, language and address of each."""
    found = [
        (key, name, language, _address(name, FIRMS if key in ORGANISATIONS else _domain(language)))
        for key, (name, language) in NAMED.items()
    ]
    sorts = {sort: _names(sort) for sort, _ in OF_A_HUNDRED}
    shares = [sort for sort, share in OF_A_HUNDRED for _ in range(share)]
    for place in range(count - len(found)):
        sort = shares[place * 37 % 100]
        name = next(sorts[sort])
        language = "es" if sort == "firm" else sort
        email = _address(name, FIRMS if sort == "firm" else _domain(language))
        found.append((email, name, language, email))
    return found


def _names(sort: str) -> Iterator[str]:
    """All names of one sort, well mixed: each first name meets another last name every time round."""
    names = told("names")
    if sort == "firm":
        first, last = names["firms"]["kinds"], names["firms"]["own"]
    else:
        first, last = names[sort]["first"].split(), names[sort]["last"].split()
    for turn in range(len(last)):
        for place, name in enumerate(first):
            yield f"{name} {last[(place * 7 + turn) % len(last)]}"


def _domain(language: str) -> str:
    return JAKARTA if language == "id" else PRIVATE


def _address(name: str, domain: str) -> str:
    return f"{'.'.join(plain(name).split())}@{domain}"
