"""Bufete Arce writes a mail, Marta answers at the desk, the answer arrives in a real mailbox, and so on to the end."""

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
