"""Every screen, in light and dark, on a desk and in a hand: nobody is shut out and nothing is refused."""

import pytest

from tests.browser.people import DESKTOP, NARROW, PHONE, Visitor
from tests.browser.screens import SCREENS

EXPECTED = "the server responded with a status of"  # a browser tells of a 404 that we meant
SIGNS = "[...document.querySelectorAll('use')].map(one => one.getAttribute('href'))"


@pytest.fixture(scope="module")
def seat(chromium, address, story):
    """A visitor who is signed in once and walks through all their screens."""
    seats = {}

    def take(who):
        if who not in seats:
            seats[who] = Visitor(chromium, address)
            if who:
                seats[who].be(story.people[who])
        seats[who].complaints.clear()
        return seats[who]

    yield take
    for visitor in seats.values():
        visitor.leave()


@pytest.fixture(scope="module")
def sprite(chromium, address, story):
    """The drawing that holds every sign; all pages share the one."""
    texts = {}

    def text_of(visitor, sign):
        file = sign.split("#")[0]
        if file not in texts:
            texts[file] = visitor.page.request.get(visitor.address + file).text()
        return texts[file]

    return text_of


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


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_nobody_is_shut_out_and_nothing_is_refused(seat, sprite, path_of, screen):
    """The page is loaded once, as people load it, and then looked at in every light and from every side."""
    visitor = seat(screen.who)
    visitor.look(size=DESKTOP)

    answer = visitor.open(path_of(screen))
    in_the_way = {("desk", "light"): visitor.axe()}
    for theme, name, size in (("dark", "desk", DESKTOP), ("light", "hand", PHONE), ("dark", "hand", PHONE)):
        visitor.look(size=size, theme=theme)
        in_the_way[name, theme] = visitor.axe(colours_only=theme == "dark")  # the theme changes nothing but colours
    visitor.look(size=NARROW)

    assert answer.status == screen.status
    assert {look: found for look, found in in_the_way.items() if found} == {}
    assert visitor.overflow() <= 0
    assert [
        sign for sign in visitor.page.evaluate(SIGNS) if f'id="{sign.split("#")[1]}"' not in sprite(visitor, sign)
    ] == []
    assert visitor.refused() == []
    assert [said for said in visitor.complaints if EXPECTED not in said or screen.status == 200] == []
