"""Nuria looks at what a holiday would move, in a browser, and keeps nothing."""

from pasillo.ground.hours.models import CalendarVersion


def test_a_week_is_drawn_holidays_are_taken_over_and_what_would_move_is_read_first(visit, story):
    nuria = visit()
    nuria.be(story.people["nuria"])
    nuria.open(f"/app/admin/calendars/{story.things['hours']}")
    before = CalendarVersion.objects.count()

    nuria.page.select_option("#f-country", "ES")
    nuria.page.click("button[value=holidays]")
    nuria.page.click("button[value=take]")
    nuria.page.fill("#f-mon", "22-6")
    nuria.page.fill("#f-tue", "")
    nuria.page.press("#f-tue", "Enter")
    assert "Monday: 22:00–06:00; Tuesday: closed" in nuria.page.locator("svg.of-week").get_attribute("aria-label")
    nuria.page.click("button[value=look]")

    assert "would move" in nuria.page.locator("#cal-moves").inner_text()
    assert nuria.page.locator("#cal-moves").is_visible()
    assert nuria.page.input_value("#f-mon") == "22-6"
    assert nuria.axe() == []
    assert nuria.overflow() <= 0
    assert nuria.refused() == []
    assert CalendarVersion.objects.count() == before
