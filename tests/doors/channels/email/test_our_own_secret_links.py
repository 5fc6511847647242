"""The link of our letter lets its reader act as the customer: who answers quotes it, and nobody here may read it."""

import re
from email.message import EmailMessage

import pytest
from django.conf import settings

from pasillo.doors.channels.email.letters import letter_for
from pasillo.doors.channels.email.models import Held
from pasillo.doors.channels.email.writing import mail_from
from pasillo.doors.portal import links
from pasillo.doors.shell.urls import urlpatterns as shell_urls
from pasillo.ground.effects.models import Effect
from pasillo.ground.files.queries import whole
from pasillo.operations.cases.commands import reply
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.masking import MASK, SECRET_PATHS, masked
from pasillo.operations.conversations.models import Message
from pasillo.operations.conversations.threads import token_for
from tests.doors.channels.email.conftest import HELP, case_of, mail

HOUSE = settings.BASE_URL


@pytest.fixture
def our_letter(dead_line, budi, later):
    """Budi's answer to Ana, as it left the house."""
    reply(dead_line.pk, text="Mañana vamos.", by=budi.ref, at=later(1))
    effect = Effect.objects.get(payload__template="reply")
    return mail_from(letter_for(effect))


@pytest.fixture
def her_token(dead_line):
    return token_for(dead_line.conversation_id, dead_line.customer_id, purpose="link")


def answered(letter, *, text=True, html=True):
    """Ana's answer: her program quotes all of our letter below her words."""
    bodies = {kind: letter.get_body((kind,)).get_content() for kind in ("plain", "html")}
    ours = EmailMessage()
    ours["From"], ours["To"] = "Ana Pons <ana@correo.example>", letter["Reply-To"] or HELP
    ours["Subject"], ours["In-Reply-To"] = "Re: No hay línea", letter["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in bodies["plain"].splitlines())
    if text:
        ours.set_content(f"¡Gracias!\n\nEl lun, 2 mar 2026 a las 10:00, Nidalia <{HELP}> escribió:\n{quoted}\n")
    if html:
        quote = f"<p>¡Gracias!</p><blockquote>{bodies['html']}</blockquote>"
        ours.add_alternative(quote, subtype="html") if text else ours.set_content(quote, subtype="html")
    return ours.as_bytes()


@pytest.mark.parametrize("parts", [{}, {"html": False}, {"text": False}])
def test_ana_answers_and_nobody_at_the_desk_reads_the_link_that_she_quotes(
    arrives, dead_line, our_letter, her_token, parts
):
    raw = answered(our_letter, **parts)
    assert her_token in our_letter.as_string().replace("=\n", "")

    inbound = arrives(raw)

    assert inbound.about == dead_line.ref
    message = Message.objects.filter(conversation=dead_line.conversation).latest("id")
    kept = [message.text, message.quoted, whole(message.html_id).decode() if message.html_id else ""]
    assert (message.direction, message.held, message.author_id) == ("in", False, dead_line.customer_id)
    assert message.text.startswith("¡Gracias!")
    assert f"{HOUSE}/r/{MASK}" in "".join(kept)
    assert not [part for part in kept if her_token in part]
    assert whole(inbound.blob_id) == raw


def test_who_begins_something_new_with_an_old_letter_below_shows_no_link_either(arrives, her_token):
    text = f"Otra cosa.\n\nSee the whole conversation: {HOUSE}/r/{her_token}\nHasta luego."
    case = case_of(arrives(mail(subject=f"Otra cosa {HOUSE}/r/{her_token}", text=text)))

    said = Message.objects.get(conversation=case.conversation)
    assert said.text == f"Otra cosa.\n\nSee the whole conversation: {HOUSE}/r/{MASK}\nHasta luego."
    assert case.subject == f"Otra cosa {HOUSE}/r/{MASK}"
    assert Case.objects.exclude(pk=case.pk).get().subject != case.subject


def test_what_is_held_and_what_is_written_elsewhere_shows_none(arrives, client, dead_line, our_letter, her_token):
    where = f"{HOUSE}/r/{her_token}"
    client.post(f"/r/{her_token}/messages", {"text": f"Mine is {where}", "key": "k"})
    arrives(mail(sender="M <m@evil.example>", text=f"Is this hers? {where}", In_Reply_To=our_letter["Message-ID"]))

    portal, held = Message.objects.filter(conversation=dead_line.conversation).order_by("-id")[:2][::-1]
    assert portal.text == f"Mine is {HOUSE}/r/{MASK}"
    assert (held.held, held.text) == (True, f"M <m@evil.example>\n\nIs this hers? {HOUSE}/r/{MASK}")
    assert not Held.objects.filter(subject__contains=her_token).exists()


def test_what_we_say_ourselves_and_the_links_of_others_stay(db, dead_line, budi, her_token, later):
    reply(dead_line.pk, text=f"Your page: {HOUSE}/r/{her_token}", by=budi.ref, at=later(1))

    assert Message.objects.latest("id").text.endswith(her_token)
    for harmless in (
        "https://reddit.example/r/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        f"{HOUSE}/services/moving",
        f"{HOUSE}/r/ is where requests are",
        "a" * 90,
        f"Error 0x{'a2' * 20}",
    ):
        assert masked(harmless) == harmless


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<{house}/r/{token}>", "<{house}/r/{mask}>"),
        ("{house}/r/{token}/call", "{house}/r/{mask}/call"),
        ("{house}/r/{token}#not-solved.", "{house}/r/{mask}#not-solved."),
        ("http://old.example/r/{token}", "http://old.example/r/{mask}"),
        ("https://safe.example/?url=https%3A%2F%2Fh%2Fr%2F{token}&data=1", None),
        ("https://safe.example/?url=https%3a%2f%2fh%2fr%2f{token}&data=1", None),
        ("https://safe.example/?url=https%253a%252f%252fh%252fr%252f{token}&data=1", None),
        ("help+{mailed}@nidalia.example", "help+{mask}@nidalia.example"),
        ("{house}/R/{TOKEN}", "{house}/R/{mask}"),
        ("> {house}/r/{first}\n> {last}\n> hello there", "> {house}/r/{mask}\n> hello there"),
        (
            '<a href="{house}/r/{token}">{house}/r/{first}<wbr>{last}</a>',
            '<a href="{house}/r/{mask}">{house}/r/{mask}</a>',
        ),
        ("{house}/invitation/Xy_z-0123456789abcdef\nwelcome", "{house}/invitation/{mask}\nwelcome"),
        ("{house}/sign-in/link/Xy_z-0123456789abcdef.", "{house}/sign-in/link/{mask}."),
    ],
)
def test_a_secret_address_is_found_as_programs_write_it(db, dead_line, her_token, written, kept):
    mailed = token_for(dead_line.conversation_id, dead_line.customer_id)
    named = {"house": HOUSE, "token": her_token, "TOKEN": her_token.upper(), "mailed": mailed, "mask": MASK}
    named |= {"first": her_token[:9], "last": her_token[9:]}

    shown = masked(written.format(**named))

    assert shown == (kept or written.replace("{token}", "{mask}")).format(**named)
    assert not re.search("[a-z2-7]{23}", shown)


def test_a_renewed_link_is_masked_and_no_way_in_is_forgotten(db, dead_line, later):
    renewed = links.renewed_link(dead_line, at=later(1))

    assert masked(f"Look: {renewed}.") == f"Look: {HOUSE}/r/{MASK}."
    with_secret = {str(one.pattern).partition("/<str:")[0] for one in shell_urls if "<str:" in str(one.pattern)}
    assert with_secret | {"r"} == set(SECRET_PATHS)
