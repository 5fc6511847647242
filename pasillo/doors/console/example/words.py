"""What customers and colleagues say. The words themselves are in voices/, one file for each service."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
}
ROOMS = {
    "es": ("del garaje", "de la entrada", "del patio", "del pasillo", "de la puerta de atrás"),
    "en": ("in the garage", "at the entrance", "in the yard", "in the corridor"),
    "id": ("garasi", "pintu depan", "halaman", "lorong"),
}
STREETS = (
    "Avenida de Goya 61", "calle Delicias 22", "calle del Coso 108", "paseo de la Mina 14", "calle San Vicente 7",
    "calle Bretón 40", "avenida de Navarra 83", "calle Predicadores 19", "camino de las Torres 55",
    "calle Florida 12", "ronda de Atocha 30", "calle del Temple 5", "avenida Tenor Fleta 96", "plaza de Salamero 3",
)  # fmt: skip


Told = dict[str, Any]


@cache
def voice(name: str) -> dict[str, Any]:
    """Everything that is said about one service, or in all of them ("common")."""
    return tomllib.loads((files("pasillo.doors.console.example") / "voices" / f"{name}.toml").read_text("utf-8"))


class Speaker:
    """Chooses words so that the same ones come back as late as possible."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(f"words {seed}")
        self._decks: dict[tuple[str, ...], list[Any]] = defaultdict(list)

    def opening(self, service: str, language: str, *, is_firm: bool) -> Told:
        """How a customer begins, a person or a firm, with what belongs to it: our answers, our question, the end."""
        fits = ("firm", "anyone") if is_firm else ("person", "anyone")
        told = [
            one
            for one in voice(service)["openings"]
            if one["language"] == language and one.get("who", "person") in fits
        ]
        return self._draw(("openings", service, language, *fits), told)

    def say(self, name: str, section: str, kind: str) -> Any:
        """One of the ways to say something: in a language, or among ourselves ("inside")."""
        return self._draw((name, section, kind), voice(name)[section][kind])

    def _draw(self, deck: tuple[str, ...], choices: list[Any]) -> Any:
        if not self._decks[deck]:
            self._decks[deck] = self._chance.sample(choices, len(choices))
        return self._decks[deck].pop()
