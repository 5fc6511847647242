"""Marta makes one case of two that are about the same need, from the palette, and sees that it can be undone."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import meet
from pasillo.operations.cases.commands import Opening, cancel, open_case
from pasillo.operations.cases.models import Case


@pytest.fixture
def twice(story):
    """Lola has asked twice why nobody came. Afterwards nothing of hers is open."""
    service_id = Case.objects.values_list("service_id", flat=True).get(number=story.cases["elena"])
    lola = meet(name="Lola Marín", email="lola.marin@correo.example", language="en", by="system", at=now())
    cases = [
        open_case(
            opening=Opening(
                customer_id=lola.pk, service_id=service_id, subject=subject, text=text, channel="email", language="en"
            ),
            by=lola.ref,
            at=now(),
        )
        for subject, text in (
            ("Nobody came on Monday", "I waited the whole morning."),
            ("Has anybody read my mail?", "I wrote on Monday that nobody came."),
        )
    ]
    yield cases
    for case in Case.objects.filter(customer=lola).exclude(state__in=("merged", "cancelled")):
        cancel(case.pk, reason="The story is over.", by="system", at=now())


def test_marta_merges_the_chosen_cases_of_the_queue_and_the_first_is_kept(visit, story, twice):
    first, second = twice
    visitor = visit().be(story.people["marta"])
    page = visitor.page
    visitor.open("/app/work?split=new")

    for case in (second, first):
        page.locator(f"#row-{case.number} .q-x input").check(force=True)
    page.wait_for_selector("#many-bar >> text=2 chosen")
    page.click("#many-bar >> text=Merge")
    page.wait_for_selector("#m-merge:popover-open")
    assert "Each of these merges can be undone later" in page.inner_text("#m-merge")
    assert visitor.axe() == []
    page.click("#m-merge button[type=submit]")
    page.wait_for_selector(f"#toasts >> text=1 case merged into #{first.number}")
    page.wait_for_selector("#many-bar", state="hidden")

    second.refresh_from_db()
    assert (second.state, second.merged_into_id) == ("merged", first.pk)
    assert visitor.complaints == []


def test_marta_merges_from_the_palette_and_goes_on_in_the_case_that_is_kept(visit, story, twice):
    first, second = twice
    visitor = visit().be(story.people["marta"])
    page = visitor.page
    visitor.open(f"/app/cases/{second.number}?split=todo")
    page.evaluate("history.pushState = () => {}")  # as Chromium does where addresses change too often

    page.keyboard.press("Control+k")
    page.keyboard.type("merge")
    page.wait_for_selector("#palette [role=option][aria-selected=true] >> text=Merge with another case")
    page.keyboard.press("Enter")
    page.wait_for_selector("#p-merge:popover-open")
    assert "It can be undone later." in page.inner_text("#p-merge")
    assert visitor.axe() == []

    page.check(f'#p-merge input[name=other][value="{first.number}"]')
    page.click("#p-merge button[type=submit]")
    page.wait_for_selector(f'#case[data-number="{first.number}"]')
    assert page.evaluate("location.pathname") == f"/app/cases/{first.number}", "who copies the address copies this case"
    page.wait_for_selector(f"#thread >> text=said in #{second.number}")
    visitor.open(f"/app/cases/{second.number}")
    page.wait_for_selector(f".merged >> text=Open case #{first.number}")
    assert visitor.axe() == []
    assert visitor.overflow() <= 0

    page.click("text=Undo the merge…")
    page.wait_for_selector("text=what ran out meanwhile is broken")
    assert visitor.axe() == []
    page.click("button:has-text('Undo the merge')")
    page.wait_for_selector("#thread >> text=this case stands on its own again")
    assert visitor.complaints == []
