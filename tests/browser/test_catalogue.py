"""A head of operations makes a service from nothing, and a customer asks for it."""

import pytest

from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import FormVersion, Service


def keep(page, part):
    page.locator(f"#{part} form button", has_text="Keep").last.click()
    page.wait_for_load_state()


def write_everywhere(page, name, words):
    for code in ("en", "es", "id"):
        page.fill(f'[name="{name}_{code}"] >> nth=0', f"{words} ({code})")


def promise(page, label, **typed):
    row = page.locator(".ct-objs > li", has=page.get_by_text(label, exact=True))
    row.locator("summary.btn").click()
    for name, value in typed.items():
        row.locator(f'[name="{name}"]').fill(value)
    row.get_by_role("button", name="Promise this").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_a_service_from_nothing_is_refused_completed_published_and_asked_for(visit, story, javascript):
    slug = "repair-the-lift" if javascript else "clean-the-stairs"
    name = slug.replace("-", " ").capitalize()
    visitor = visit(javascript=javascript)
    page = visitor.page
    visitor.be(story.people["lucía"])
    page.goto(f"{visitor.address}/app/catalogue/new")
    page.locator(".ct-pick", has_text="Something is broken").click()
    page.fill('[name="names_en"]', name)
    page.get_by_role("button", name="Write it down").click()
    page.wait_for_load_state()
    assert page.url.endswith(f"/app/catalogue/{slug}")

    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()
    refusal = page.locator(".alert").inner_text()
    assert "An owner" in refusal
    assert "An objective of speed" in refusal
    visitor.complaints.clear()  # the browser tells of the refusal that we meant

    write_everywhere(page, "names", name)
    write_everywhere(page, "summaries", "Somebody comes the same day")
    keep(page, "texts")
    write_everywhere(page, "promise_texts", "until it runs again")
    keep(page, "promise")
    page.select_option('[name="owner"]', label="Iván Soler")
    page.select_option('[name="area"]', label="Field north")
    page.locator(".ct-checks label", has_text="Field north").locator("input").check()
    keep(page, "running")
    promise(page, "Time to a solution", time="480")
    promise(page, "Errors", rate="5")
    page.locator(".ct-reqs a").click()
    page.wait_for_load_state()
    page.select_option("#add-kind", label="Money")
    page.locator(".ct-add button").click()
    page.wait_for_load_state()
    for code in ("en", "es", "id"):
        page.fill(f'[name="labels_{code}"]', "What would it cost?")
    page.locator('[name="required"][value="if"]').check()
    page.select_option('[name="required_if_1_field"]', label="Is somebody in danger?")
    page.fill('[name="required_if_1_value"]', "Yes")
    if javascript:
        page.locator("#preview", has_text="What would it cost?").wait_for()
    page.get_by_role("button", name="Keep this question").click()
    page.wait_for_load_state()
    assert page.get_by_text("Must be answered if your answer to “Is somebody in danger?” is: Yes.").count() == 1
    page.get_by_role("button", name="Publish as version 1").click()
    page.wait_for_load_state()
    page.goto(f"{visitor.address}/app/catalogue/{slug}")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()
    assert page.locator(".topbar .badge", has_text="Published").count() == 1
    assert FormVersion.objects.filter(request_type__service__slug=slug).count() == 1
    assert (visitor.refused() if javascript else [], visitor.complaints) == ([], [])

    customer = visit(javascript=javascript)
    customer.be(story.people["elena"])
    there = customer.page
    there.goto(f"{customer.address}/services/{slug}/{slug}")
    assert there.get_by_text("New service: no usual time yet.").count() >= 1
    there.fill('[name="what"]', "It stands still on the third floor.")
    there.locator('input[name="danger"][value="yes"]').check(force=True)
    there.locator('.pf-a button[value="send"]').click()
    there.wait_for_load_state()
    assert there.get_by_text("Please answer this question.").count() >= 1
    there.fill('[name="money"]', "1,250.50")
    there.locator('.pf-a button[value="send"]').click()
    there.wait_for_url("**/requests/*")

    assert there.locator(".told dd", has_text="€1,250.50").count() == 1
    case = Case.objects.get(service=Service.objects.get(slug=slug))
    assert case.answers["money"] == {"amount": "1250.50", "currency": "EUR"}
    assert (case.kind, case.area.name) == ("incident", "Field north")


def test_questions_are_moved_with_the_keyboard_alone(visit, story):
    visitor = visit().be(story.people["lucía"])
    page = visitor.page
    visitor.open("/app/catalogue/make-a-complaint/requests/make-a-complaint")
    before = page.locator(".ct-q-t b").all_inner_texts()
    page.select_option("#add-kind", label="Yes or no")
    page.locator(".ct-add button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**edit=*")
    page.get_by_role("button", name="Move up: New question").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/make-a-complaint")

    assert page.locator(".ct-q-t b").all_inner_texts() == [*before[:-1], "New question", before[-1]]
    page.get_by_role("button", name="Drop the changes").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Drop the changes").wait_for(state="detached")
    page.wait_for_load_state()
    assert page.locator(".ct-q-t b").all_inner_texts() == before
    assert (visitor.refused(), visitor.complaints) == ([], [])
