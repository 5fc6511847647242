"""Those whom Nidalia serves. All of them are invented, and their addresses can belong to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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

SPANISH = (
    "Adrián Puig, Alba Serrano, Ángel Robledo, Beatriz Lozano, Carmen Villalba, César Pardo, Concha Ibarra, "
    "Daniel Esteve, Dolores Marín, Eduardo Salas, Emilio Crespo, Esther Bravo, Fernando Oliva, Gloria Paredes, "
    "Gonzalo Ríos, Irene Sancho, Jaime Orozco, Julia Benet, Laia Ferrús, Lorenzo Galán, Luis Arrieta, "
    "Manuela Cano, Mercedes Soto, Miguel Ángel Peña, Noelia Rubio, Óscar Llorente, Paloma Vidal, Rafael Molina, "
    "Rocío Navas, Sara Montes, Tomás Requena, Vicente Alcaraz"
)
SPANISH_FIRMS = (
    "Panadería Horno Viejo, Gestoría Lasarte, Colegio Santa Clara, Farmacia del Puente, Taller Mecánico Ródano, "
    "Comunidad Paseo de la Mina 14"
)
ENGLISH = (
    "Alice Marchetti, Brendan Walsh, Chloé Perrin, David Okafor, Hannah Lindqvist, Isabel Thornton, Joanna Kowalska, "
    "Liam Gallagher, Marta Nowak, Oliver Bright, Priya Raman, Samuel Osei, Tessa Verhoeven, William Hartley"
)
INDONESIAN = (
    "Agus Setiawan, Dewi Anjani, Fajar Nugroho, Intan Permatasari, Joko Prasetyo, Maya Kusuma, Putri Anggraini, "
    "Sari Handayani, Yusuf Maulana"
)


@dataclass(frozen=True)
class Customer:
    """A customer, and how one speaks to them."""

    person: Person
    is_firm: bool = False

    @property
    def language(self) -> str:
        """The language in which they write."""
        return self.person.language

    @property
    def first(self) -> str:
        """The name by which one greets them."""
        return self.person.name.split()[0]


def meet_customers(*, by: str, at: datetime) -> dict[str, Customer]:
    """Everybody of the story under their key, and all the others under their address."""
    found = {key: _meet(name, language, by, at) for key, (name, language) in NAMED.items()}
    for name, language in _others():
        customer = _meet(name, language, by, at)
        found[str(customer.person.email)] = customer
    return found


def _others() -> Iterator[tuple[str, str]]:
    for names, language in ((SPANISH, "es"), (SPANISH_FIRMS, "es"), (ENGLISH, "en"), (INDONESIAN, "id")):
        for name in names.split(", "):
            yield name, language


def _meet(name: str, language: str, by: str, at: datetime) -> Customer:
    is_firm = name in SPANISH_FIRMS or name.split()[0] in ("Clínica", "Bufete", "Residencia", "Bar")
    domain = FIRMS if is_firm else JAKARTA if language == "id" else PRIVATE
    email = f"{'.'.join(plain(name).split())}@{domain}"
    zone = "Asia/Jakarta" if language == "id" else "Europe/Madrid"
    person = meet(name=name, email=email, language=language, zone=zone, by=by, at=at)
    verify(person.pk, by=by, at=at)
    return Customer(person, is_firm)
