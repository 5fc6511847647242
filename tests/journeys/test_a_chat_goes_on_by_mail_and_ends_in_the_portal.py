"""Sofía begins in the chat, leaves, replies to our mail, and ends in the portal: one case, one person."""

import re
import smtplib
from email.message import EmailMessage

import pytest

from tests.config.running import until

SOFIA = "sofia@correo.example"
WORDS, ANSWER, THANKS = "My boots are too small.", "We send you others today.", "They fit, thank you."


@pytest.fixture
def marta(arrive):
    return arrive("marta")


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
    frame.locator("#text").fill(WORDS)
    frame.locator("#text").press("Enter")
    frame.locator("#queue", has_text="You are next.").wait_for()
    page.goto("about:blank")  # she leaves, and her window says so

    answers_at_the_desk(company, marta)
    hurry_what_waits_for_her(company)
    letter = company.post.wait_for(SOFIA, holding=ANSWER, seconds=60)
    replies(company, letter)
    until(lambda: company.ask("select count(*) from conversations_message where text = %s", THANKS) == 1, 30)

    link = re.search(r"http://127\.0\.0\.1:\d+(/r/\S+)", letter.get_body(("plain",)).get_content())[1]
    portal = context.new_page()
    portal.goto(f"{company.address}{link}")
    said = portal.inner_text("main")
    context.close()

    assert all(words in said for words in (WORDS, ANSWER, THANKS))
    assert company.ask("select count(*) from cases_case") == 1
    assert company.ask("select count(distinct author_id) from conversations_message where direction = 'in'") == 1
    assert company.ask("select count(*) from people_person where email = %s", SOFIA) == 1
    assert company.ask("select string_agg(channel, ' ' order by id) from conversations_message") == "chat chat email"
    assert len(company.post.mails_for(SOFIA)) == 1
    assert marta.complaints == []


def answers_at_the_desk(company, marta):
    number = company.ask("select number from cases_case")
    marta.open(f"/app/cases/{number}")
    marta.page.wait_for_selector("#here-line :text('has left the chat')")
    marta.page.fill("#reply-text", ANSWER)
    marta.page.click("#composer [data-main]")
    marta.page.get_by_role("button", name=re.compile("Send now")).first.click()
    until(lambda: company.ask("select count(*) from effects_effect where kind = 'message' and attempts > 0") == 1, 30)


def hurry_what_waits_for_her(company):
    """A minute passes: as far as the letter is concerned, she has been away for it."""
    with company.database() as connection:
        connection.execute("update conversations_message set said_at = said_at - interval '2 minutes'")
        connection.execute("update effects_effect set not_before = not_before - interval '5 minutes'")


def replies(company, letter):
    mail = EmailMessage()
    mail["From"] = f"Sofía Lara <{SOFIA}>"
    mail["To"] = letter["Reply-To"] or letter["From"]
    mail["Subject"] = f"Re: {letter['Subject']}"
    mail["Message-ID"] = "<thanks@correo.example>"
    mail["In-Reply-To"] = letter["Message-ID"]
    mail.set_content(f"{THANKS}\n\n> {ANSWER}")
    with smtplib.SMTP("127.0.0.1", company.smtp_in, timeout=20) as line:
        assert line.send_message(mail) == {}
