"""Marta joins two contacts of one customer and parts them again, and makes two cases of one that told of two needs."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import meet, recognise
from pasillo.operations.cases.commands import Opening, cancel, customer_writes, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from tests.browser.people import NARROW


@pytest.fixture
def lines(story):
    """Olga Sanz writes by mail, and from a number that she once told; afterwards nothing of hers is open."""
    service_id = Case.objects.values_list("service_id", flat=True).get(number=story.cases["elena"])
    olga = meet(name="Olga Sanz", email="olga.sanz@correo.example", phone="655 11 22 33", by="system", at=now())
    shown = "+34655112233"
    other = recognise(realm="whatsapp", address="34655112233", shown=shown, name="Olga", at=now())
    cases = [
        open_case(
            opening=Opening(
                customer_id=one.pk, service_id=service_id, subject=subject, text=text, channel="email", language="en"
            ),
            by=one.ref,
            at=now(),
        )
        for one, subject, text in (
            (olga, "The door opens by itself", "Since Sunday the door opens by itself."),
            (other, "Any news of the door?", "I asked on Sunday."),
        )
    ]
    words = Words(text="And my bill of March is wrong.", channel="email")
    customer_writes(cases[0].pk, author_id=olga.pk, words=words, by=olga.ref, at=now())
    yield olga, other, cases
    for case in Case.objects.filter(customer_id__in=[olga.pk, other.pk], state="new"):
        cancel(case.pk, reason="The story is over.", by="system", at=now())


def _is_for_everybody(visitor):
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    visitor.look(size=NARROW, theme="dark")
    assert visitor.overflow() <= 0
    assert visitor.axe(colours_only=True) == []
    visitor.look(size=(1440, 900))


def test_marta_joins_two_contacts_reads_one_history_and_undoes_it(visit, story, lines):
    olga, other, _cases = lines
    visitor = visit().be(story.people["marta"])
    page = visitor.page
    visitor.open(f"/app/customers/{olga.pk}")
    _is_for_everybody(visitor)
    assert page.locator("text=Any news of the door?").count() == 0

    page.click(f'a[href="/app/customers/{olga.pk}/joining/{other.pk}"]')
    page.wait_for_selector("text=The customer sees nothing more than before.")
    _is_for_everybody(visitor)
    page.click("text=Yes, join them")
    page.wait_for_selector("text=Any news of the door?")
    page.wait_for_selector("text=Only you see that these are one")
    _is_for_everybody(visitor)

    page.click(".kp a:has-text('Undo…')")
    page.wait_for_selector("text=Each has again the cases")
    _is_for_everybody(visitor)
    page.click("text=Yes, they are two")
    page.wait_for_selector(f'a[href="/app/customers/{olga.pk}/joining/{other.pk}"]')
    assert page.locator("text=Any news of the door?").count() == 0
    assert visitor.complaints == []


def test_marta_splits_off_what_is_about_something_else(visit, story, lines):
    _olga, _other, (case, _second) = lines
    visitor = visit().be(story.people["marta"])
    page = visitor.page
    visitor.open(f"/app/cases/{case.number}?split=todo")
    page.click(".msg:has-text('And my bill of March') a:has-text('Split off…')")
    page.wait_for_selector(".pa-m:has-text('And my bill of March') input:checked")
    assert page.locator(".pa-m input:checked").count() == 1
    _is_for_everybody(visitor)

    page.click("text=Make it a case of its own")
    page.wait_for_selector("#thread >> text=And my bill of March is wrong.")
    page.wait_for_selector(f"#thread >> text=words that were said in #{case.number}")
    assert page.locator("#thread >> text=Since Sunday").count() == 0
    visitor.open(f"/app/cases/{case.number}?split=todo")
    page.wait_for_selector("#thread >> text=followed in #")
    assert visitor.complaints == []
