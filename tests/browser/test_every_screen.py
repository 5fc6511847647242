"""Every screen, in light and dark, on a desk and in a hand: nobody is shut out and nothing is refused."""

import pytest

from tests.browser.people import DESKTOP, NARROW, PHONE, Visitor
from tests.browser.screens import SCREENS

screens = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
EXPECTED = "the server responded with a status of"  # a browser tells of a 404 that we meant


@pytest.fixture(scope="module")
def seat(chromium, address, story):
    """A visitor who is signed in and stays for all tests with this light and this size."""
    seats = {}

    def take(who, size, theme="light"):
        if (who, size, theme) not in seats:
            visitor = seats[who, size, theme] = Visitor(chromium, address, size=size, theme=theme)
            if who:
                visitor.be(story.people[who])
        visitor = seats[who, size, theme]
        visitor.complaints.clear()
        return visitor

    yield take
    for visitor in seats.values():
        visitor.leave()


@pytest.fixture
def path_of(story):
    numbers = {
        "elena": story.cases["elena"],
        "ended": story.cases["ended"],
        "elena_person": story.people["elena"],
        "marta_person": story.people["marta"],
        "move": story.services["move-home"],
        **story.things,
    }
    return lambda screen: screen.path.format(**numbers)


@screens
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "hand"])
def test_nobody_is_shut_out_and_nothing_is_refused(seat, path_of, screen, theme, size):
    visitor = seat(screen.who, size, theme)

    answer = visitor.open(path_of(screen))

    assert answer.status == screen.status
    assert visitor.axe() == []
    assert visitor.refused() == []
    assert [said for said in visitor.complaints if EXPECTED not in said or screen.status == 200] == []


@screens
def test_the_narrowest_screen_needs_no_sideways_scrolling_and_shows_every_sign(seat, path_of, screen):
    visitor = seat(screen.who, NARROW)
    visitor.open(path_of(screen))
    signs = visitor.page.evaluate("[...document.querySelectorAll('use')].map(one => one.getAttribute('href'))")

    sprite = visitor.page.request.get(visitor.address + signs[0].split("#")[0]).text()

    assert visitor.overflow() <= 0
    assert [sign for sign in signs if f'id="{sign.split("#")[1]}"' not in sprite] == []
