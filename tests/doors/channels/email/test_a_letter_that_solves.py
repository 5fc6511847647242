"""One letter answers and resolves: it says what we believe, how to say no, and that nobody has to do anything."""

import re

import pytest

from pasillo.doors.channels.email.letters import letter_for
from pasillo.doors.channels.email.writing import mail_from
from pasillo.ground.effects.models import Effect
from pasillo.operations.cases.commands import Opening, add_person, customer_writes, open_case, reply
from pasillo.operations.conversations.commands import Words
from tests.doors.channels.email.conftest import MONDAY

BELIEVE = "Creemos que su solicitud {number} está resuelta."
SILENCE = "Si lo está, no tiene que hacer nada, o puede confirmarlo. Si algo sigue mal, díganoslo y seguimos enseguida."


@pytest.fixture
def her_case(ana, line_repair):
    opening = Opening(
        customer_id=ana.pk,
        service_id=line_repair.pk,
        subject="No hay línea",
        text="Nada.",
        channel="email",
        language="es",
    )
    return open_case(opening=opening, by=ana.ref, at=MONDAY)


def letters(case):
    """The letters that answer, in the order in which they were promised: to whom, and both of their parts."""
    found = Effect.objects.filter(kind="mail", about=case.ref, payload__template="reply").order_by("promised_at", "pk")
    mails = [mail_from(letter_for(one)) for one in found]
    return [
        (
            one["To"].addresses[0].addr_spec,
            one.get_body(("plain",)).get_content(),
            one.get_body(("html",)).get_content(),
        )
        for one in mails
    ]


def test_ana_reads_in_it_that_we_think_it_is_solved_and_how_to_say_that_it_is_not(her_case, budi, later):
    reply(her_case.pk, text="Cambiamos la batería.", then="resolve", by=budi.ref, at=later(1))

    [(to, text, html)] = letters(her_case)
    believe = BELIEVE.format(number=her_case.number)
    link = re.search(r"http\S+/r/\S+", text)[0]
    assert to == "ana@correo.example"
    assert text == (
        f"Cambiamos la batería.\n\n{believe}\n\n{SILENCE}\n\n"
        f"Funciona: {link}\nNo está resuelto: {link}#not-solved\n\nBudi Santoso, Pasillo\n"
    )
    assert re.findall(r"<p>([^<]+)</p>", html) == ["Cambiamos la batería.", believe, SILENCE]
    assert re.findall(r'class="act[^"]*" href="([^"]+)">([^<]+)<', html) == [
        (link, "Funciona"), (f"{link}#not-solved", "No está resuelto"),
    ]  # fmt: skip
    assert not Effect.objects.filter(payload__template="resolved").exists()


def test_only_the_letter_that_solves_says_so_and_only_to_who_decides(her_case, ana, budi, later):
    add_person(her_case.pk, email="nuria@correo.example", by=ana.ref, at=later(1))
    reply(her_case.pk, text="Vamos.", by=budi.ref, at=later(2))
    words = Words(text="¿Y el router?", channel="email")
    customer_writes(her_case.pk, author_id=ana.pk, words=words, by=ana.ref, at=later(4))
    reply(her_case.pk, text="Pulsado antes.", then="resolve", by=budi.ref, at=later(3))
    reply(her_case.pk, text="Está hecho.", then="resolve", by=budi.ref, at=later(5))
    reply(her_case.pk, text="Y gracias.", then="resolve", by=budi.ref, at=later(6))

    says = [(to, text.split("\n")[0]) for to, text, html in letters(her_case) if "Creemos que" in text + html]
    her_case.refresh_from_db()
    assert her_case.state == "resolved"
    assert says == [("ana@correo.example", "Está hecho.")]
    assert len(letters(her_case)) == 8
