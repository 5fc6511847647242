"""Bufete Arce writes a mail, Marta answers at the desk, the answer arrives in a real mailbox, and so on to the end.

Then Sofía begins in the chat, leaves, replies to our mail, and ends in the portal: one case, one person.
"""

import re
import smtplib
from email.message import EmailMessage

import pytest

from tests.config.running import until
from tests.journeys.conftest import MAILBOX

ARCE = "despacho@arce.example"
WORDS = "Nos han cobrado dos veces la fibra de octubre. ¿Pueden mirarlo?"
ANSWER = "Tienen razón: devolvemos el segundo cargo hoy mismo."
THANKS = "Ya lo hemos recibido, muchas gracias."
SOFIA = "sofia@correo.example"
CHATTED, ANSWERED, THANKED = "My boots are too small.", "We send you others today.", "They fit, thank you."
HERS = "conversation_id = (select conversation_id from cases_case where channel = 'chat')"


@pytest.fixture
def marta(arrive):
    return arrive("marta")


def test_a_mail_becomes_a_case_and_its_answer_arrives_in_a_real_mailbox(company, marta):
    send(company, text=WORDS, subject="Dos cargos")

    answers_at_the_desk(marta)
    number = company.ask("select number from cases_case")
    answer = company.post.wait_for(ARCE, holding=ANSWER)
    assert answer["From"].addresses[0].addr_spec.split("+")[0].split("@")[0] == "help"
    assert answer["To"].addresses[0].addr_spec == ARCE
    until(lambda: company.ask("select delivery from conversations_message where direction = 'out'") == "sent")

    marta.open(f"/app/cases/{number}")
    send(company, text=f"{THANKS}\n\nEl lunes, Marta escribió:\n> {ANSWER}", subject="Re: Dos cargos", answers=answer)
    marta.page.wait_for_function("words => document.querySelector('.thread').innerText.includes(words)", arg=THANKS)

    assert company.ask("select count(*) from cases_case") == 1
    assert company.ask("select count(*) from cases_case where number = %s and channel = 'email'", number) == 1
    assert company.ask("select count(*) from intake_inbound where state = 'read'") == 2
    assert rates_by_the_link_in_the_mail(company, marta, answer) == 1
    assert marta.complaints == []


def test_the_customer_s_mailbox_holds_each_mail_once(company):
    ids = [mail["Message-ID"] for mail in company.post.mails_for(ARCE)]

    assert len(ids) == len(set(ids))


def send(company, *, text, subject, answers=None):
    mail = EmailMessage()
    mail["From"] = f"Bufete Arce <{ARCE}>"
    mail["To"] = answers["Reply-To"] or answers["From"] if answers else MAILBOX
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{abs(hash(text))}@arce.example>"
    if answers:
        mail["In-Reply-To"] = answers["Message-ID"]
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", company.smtp_in, timeout=20) as line:
        assert line.send_message(mail) == {}


def answers_at_the_desk(marta):
    marta.open("/app/work?split=new")
    marta.page.wait_for_selector(".q-item", timeout=30000)
    marta.page.keyboard.press("j")
    marta.page.keyboard.press("Enter")
    marta.page.wait_for_url(re.compile(r"/app/cases/\d+"))
    assert WORDS in marta.page.inner_text(".thread")
    marta.page.keyboard.press("r")
    marta.page.keyboard.type(ANSWER)
    marta.page.keyboard.press("Control+Shift+Enter")
    marta.page.wait_for_url(re.compile(r"/app/work"))


def rates_by_the_link_in_the_mail(company, marta, answer):
    link = re.search(r"http://127\.0\.0\.1:\d+(/r/\S+)", answer.get_body(("plain",)).get_content())[1]
    customer = marta.context.browser.new_context().new_page()
    customer.goto(f"{company.address}{link}")
    assert THANKS in customer.inner_text("main")
    customer.locator('#rate label:has(input[value="4"])').click()
    customer.locator("#rate .rate-a button").click()
    customer.wait_for_load_state()
    customer.context.close()
    return company.ask("select count(*) from voice_feedback where score = 4")


def test_a_conversation_begins_in_the_chat_goes_on_by_mail_and_ends_in_the_portal(company, marta, chromium):
    context = chromium.new_context()
    page = context.new_page()
    marta.open("/app/chats")
    marta.page.get_by_role("button", name="Take chats").click()
    marta.page.get_by_text("You take chats", exact=True).wait_for()

    page.goto(f"{company.address}/chat/{company.people['window']}/try")
    page.get_by_role("button", name="Chat with us").click()
    frame = page.frame_locator("iframe")
    frame.locator("input[name=name]").fill("Sofía Lara")
    frame.locator("input[name=email]").fill(SOFIA)
    frame.locator("#text").fill(CHATTED)
    frame.locator("#text").press("Enter")
    frame.locator("#queue", has_text="You are next.").wait_for()
    page.goto("about:blank")  # she leaves, and her window says so

    answers_who_has_left(company, marta)
    hurry_what_waits_for_her(company)
    letter = company.post.wait_for(SOFIA, holding=ANSWERED, seconds=60)
    replies_by_mail(company, letter)
    until(lambda: company.ask("select count(*) from conversations_message where text = %s", THANKED) == 1, 30)

    link = re.search(r"http://127\.0\.0\.1:\d+(/r/\S+)", letter.get_body(("plain",)).get_content())[1]
    portal = context.new_page()
    portal.goto(f"{company.address}{link}")
    said = portal.inner_text("main")
    context.close()

    assert all(words in said for words in (CHATTED, ANSWERED, THANKED))
    assert company.ask("select count(*) from cases_case where channel = 'chat'") == 1
    assert (
        company.ask("select count(distinct author_id) from conversations_message where direction = 'in' and " + HERS)
        == 1
    )
    assert company.ask("select count(*) from people_person where email = %s", SOFIA) == 1
    assert company.ask("select string_agg(channel, ' ' order by id) from conversations_message where " + HERS) == (
        "chat chat email"
    )
    assert len(company.post.mails_for(SOFIA)) == 1
    assert marta.complaints == []


def answers_who_has_left(company, marta):
    number = company.ask("select number from cases_case where channel = 'chat'")
    marta.open(f"/app/cases/{number}")
    marta.page.wait_for_selector("#here-line :text('has left the chat')")
    marta.page.fill("#reply-text", ANSWERED)
    marta.page.click("#composer [data-main]")
    marta.page.get_by_role("button", name=re.compile("Send now")).first.click()
    until(lambda: company.ask("select count(*) from effects_effect where kind = 'message' and attempts > 0") == 1, 30)


def hurry_what_waits_for_her(company):
    """A minute passes: as far as the letter is concerned, she has been away for it."""
    with company.database() as connection:
        connection.execute("update conversations_message set said_at = said_at - interval '2 minutes'")
        connection.execute("update effects_effect set not_before = not_before - interval '5 minutes'")


def replies_by_mail(company, letter):
    mail = EmailMessage()
    mail["From"] = f"Sofía Lara <{SOFIA}>"
    mail["To"] = letter["Reply-To"] or letter["From"]
    mail["Subject"] = f"Re: {letter['Subject']}"
    mail["Message-ID"] = "<thanks@correo.example>"
    mail["In-Reply-To"] = letter["Message-ID"]
    mail.set_content(f"{THANKED}\n\n> {ANSWERED}")
    with smtplib.SMTP("127.0.0.1", company.smtp_in, timeout=20) as line:
        assert line.send_message(mail) == {}
