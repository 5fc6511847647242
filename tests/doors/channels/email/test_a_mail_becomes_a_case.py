"""Mails come in, and people see what they should."""

from pasillo.ground.effects.models import Effect
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import case_of, mail


def test_ana_writes_and_a_case_waits_in_the_area_of_the_mailbox(arrives, ana, repairs, line_repair):
    inbound = arrives(mail(Message_ID="<one@correo.example>"))

    case = case_of(inbound)
    assert (inbound.state, case.customer, case.area, case.service) == ("read", ana, repairs, line_repair)
    assert (case.subject, case.language, case.channel, case.unverified) == ("No hay línea", "es", "email", True)
    message = Message.objects.get(conversation=case.conversation)
    assert (message.text, message.direction, message.outside_id) == (
        "Desde ayer no tengo línea.",
        "in",
        "<one@correo.example>",
    )


def test_somebody_new_becomes_a_person_with_the_language_they_wrote_in(arrives):
    arrives(
        mail(
            sender="Siti Rahma <Siti@surat.example>",
            subject="Mohon bantuan",
            text="Saya tidak bisa masuk, mohon dibantu.",
        )
    )

    siti = Person.objects.get(email="siti@surat.example")
    assert (siti.name, siti.language, siti.verified_at) == ("Siti Rahma", "id", None)


def test_the_same_mail_delivered_twice_is_one_case(arrives):
    first = arrives(mail(Message_ID="<one@correo.example>"))
    second = arrives(b"Received: by another.example\r\n" + mail(Message_ID="<one@correo.example>"))

    assert Case.objects.count() == 1
    assert (second.state, second.about) == ("seen_again", first.about)


def test_another_mail_under_a_known_message_id_is_accepted_and_flagged(arrives):
    arrives(mail(Message_ID="<one@correo.example>"))
    second = arrives(mail(Message_ID="<one@correo.example>", text="Something else entirely."))

    assert Case.objects.count() == 2
    assert second.state == "read"
    assert "same Message-ID" in second.reason


def test_a_mail_without_message_id_is_known_by_its_content(arrives):
    arrives(mail())
    again = arrives(mail())
    arrives(mail(text="Otra cosa."))

    assert again.state == "seen_again"
    assert Case.objects.count() == 2


def test_an_empty_mail_is_a_visible_case(arrives):
    case = case_of(arrives(b""))

    assert case.customer.email is None
    assert Message.objects.get(conversation=case.conversation).text == "(This mail was empty.)"


def test_nul_bytes_and_a_wrong_alphabet_lose_no_word(arrives):
    raw = mail(subject="A\x00B").replace(b"utf-8", b"x-no-such-alphabet").replace(b"ayer", b"ay\x00er")

    case = case_of(arrives(raw))
    assert case.subject == "AB"
    assert Message.objects.get(conversation=case.conversation).text == "Desde ayer no tengo línea."


def test_a_file_of_thirty_megabytes_is_kept_whole(arrives):
    import base64

    content = bytes(range(256)) * (30 * 2**20 // 256)
    raw = (
        b"From: ana@correo.example\r\nSubject: Foto\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n\r\nMira."
        b"\r\n--b\r\nContent-Type: image/jpeg; name=../../foto.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content)
        + b"\r\n--b--\r\n"
    )

    case = case_of(arrives(raw))
    file = Message.objects.get(conversation=case.conversation).files.get()
    assert (file.name, file.size) == ("foto.jpg", len(content))


def test_what_stands_in_headers_gives_no_orders(arrives, line_repair):
    case = case_of(arrives(mail(X_Pasillo_State="closed", X_Pasillo_Priority="1", X_Pasillo_Loop="forged")))

    assert (case.state, case.priority) == ("new", 3)


def test_a_subject_that_smuggles_a_header_stays_a_subject(arrives):
    case = case_of(arrives(mail(subject="=?utf-8?q?Hola=0D=0ABcc:_victim@x.example?=")))

    assert case.subject == "Hola Bcc: victim@x.example"
    assert "\n" not in case.conversation.subject


def test_a_number_in_the_subject_proves_nothing(arrives, dead_line):
    arrives(mail(subject=f"Re: [{dead_line.number}] No hay línea"))

    assert Case.objects.count() == 2
    assert Message.objects.filter(conversation=dead_line.conversation).count() == 1


def test_a_newcomer_gets_one_neutral_word_a_day(arrives):
    arrives(mail(sender="eva@nuevo.example", subject="BUY NOW http://evil.example"))
    arrives(mail(sender="eva@nuevo.example", subject="BUY AGAIN", text="click"))

    promised = Effect.objects.filter(kind="mail", payload__template="acknowledgement")
    assert promised.count() == 2  # the brake decides when the second is about to go out
    assert all("BUY" not in str(effect.payload) for effect in promised)


def test_a_web_form_speaks_for_whom_it_names_and_gets_no_automatic_answer(arrives):
    case = case_of(arrives(mail(sender="Form <no-reply@web.example>", Reply_To="Eva Ruiz <eva@nuevo.example>")))

    assert (case.customer.name, case.customer.email) == ("Eva Ruiz", "eva@nuevo.example")
    assert not Effect.objects.filter(payload__template="acknowledgement").exists()
