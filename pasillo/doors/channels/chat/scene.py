"""A talk at a window of the example company, held by the same commands as every other."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pasillo.doors.channels.chat import commands
from pasillo.doors.channels.chat.proof import Claim
from pasillo.doors.channels.chat.reading import take_up
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.shell.examples import Cast
from pasillo.operations.cases import commands as cases

SYSTEM, PAGE = "system", "https://www.nidalia.example"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ASKS = "Hola, ¿puedo cambiar a la vez la fecha de la mudanza y la del router? Nos han retrasado las llaves una semana."
ANSWERS = "Hola, Nerea. Sí, las dos en la misma cita. ¿Qué día tendrán las llaves?"
SAYS = "El jueves por la tarde. Cualquier hora a partir de las cuatro nos va bien."
PROMISES = "Apuntado: el jueves a partir de las cuatro, mudanza y router juntos. En un rato le confirmo al técnico."


def play(cast: Cast) -> None:
    """Somebody who is signed in on the company's pages asks, and is answered while they wait."""
    wish = AccountAs(name="nidalia.example", service_id=cast.service.pk, language="es", given={"origins": PAGE})
    account = commands.keep_widget(None, wish, version=0, by=SYSTEM, at=cast.at - 60 * DAY)
    commands.take_chats(cast.agent.pk, until=cast.at + 8 * 60 * MINUTE, by=cast.agent.ref, at=cast.at)
    begins = cast.begins
    visit = secrets.token_hex(32)
    case = take_up(account, _told(cast, visit, ASKS, begins), at=begins)
    cases.reply(case.pk, text=ANSWERS, by=cast.agent.ref, at=begins + 2 * MINUTE)
    take_up(account, _told(cast, visit, SAYS, begins + 3 * MINUTE), at=begins + 3 * MINUTE)
    cases.reply(case.pk, text=PROMISES, by=cast.agent.ref, at=begins + 5 * MINUTE)


def _told(cast: Cast, visit: str, text: str, at: datetime) -> dict[str, Any]:
    """What the door keeps of words at a window."""
    claim = Claim(
        sub="nerea", until=at + DAY, name=cast.customer.name, email=cast.customer.email or "", is_confirmed=True
    )
    return {
        "at": at.isoformat(), "visit": visit, "key": secrets.token_hex(8), "text": text, "language": "es", "files": [],
        "name": cast.customer.name, "email": cast.customer.email,
        "claim": {**asdict(claim), "until": claim.until.isoformat()},
    }  # fmt: skip
