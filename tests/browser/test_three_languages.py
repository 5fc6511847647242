"""Every word has room: the main screens in three languages, on a desk, in a hand and in a small hand."""

import pytest

from tests.browser.people import DESKTOP, NARROW, PHONE

LAPTOP = (1100, 800)
SCREENS = (  # who, where, and what must be there to be looked at
    ("marta", "/app/work", ".q-item"),
    ("marta", "/app/cases/{elena}", ".case-h"),
    ("marta", "/app/day", "main h1"),
    ("marta", "/app/alarms?show=area", "main h1"),
    ("marta", "/app/alarms/{alarm}/seen", "main h1"),
    ("lucía", "/app/cockpit", ".mx"),
    ("lucía", "/app/cockpit/cases?measure=level&service={move}", ".seg"),
    ("lucía", "/app/catalogue", ".ct"),
    ("lucía", "/app/team", ".tm"),
    ("elena", "/", ".ask"),
    ("elena", "/requests/{elena}", ".ptrack"),
    ("elena", "/services/move-home/move-home", ".pform"),
)
TIGHT = """() => {
  // What we say about a thing; an end of it may not be hidden. What people called a thing may be cut short.
  const ours = "button, .btn, h1, h2, h3, h4, label, legend, th, summary, [role=tab], .tabs > *, .seg > *," +
    " .badge, .chip, .st, nav a, .tabbar > *, .track b";
  const theirs = "[lang]:not(html), tbody th";
  const boxes = "button, .btn, th, [role=tab], .tabs > *, .seg > *, .badge, .chip, .av, .n, .pick, .tabbar > *, nav a";
  const found = new Set();
  const hides = (style) => ["hidden", "clip"].includes(style.overflowX);
  const scrolls = (style) => ["auto", "scroll"].includes(style.overflowX);
  const onlyHeard = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === "contents") continue;
      if (at.offsetWidth <= 1 && at.offsetHeight <= 1 || style.clipPath !== "none") return true;
    }
    return false;
  };
  const seen = (one) =>
    one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !onlyHeard(one);
  const told = (what, one, by) => found.add(`${what}: ` +
    `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> ` +
    `${one.textContent.trim().replace(/\\s+/g, " ").slice(0, 60)} (${Math.round(by)} px)`);

  for (const one of document.body.querySelectorAll("*")) {
    if (one.closest("svg") || ["SCRIPT", "STYLE", "OPTION", "TEMPLATE"].includes(one.tagName)) continue;
    const words = [...one.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
    if (!words.length || !seen(one)) continue;
    const said = one.matches(ours) || Boolean(one.closest(ours));
    const mayEnd = (style) => style.textOverflow === "ellipsis" && (!said || one.closest(theirs));
    const own = getComputedStyle(one);
    if (hides(own) && one.scrollWidth > one.clientWidth + 1 && !mayEnd(own)) {
      told("cut", one, one.scrollWidth - one.clientWidth);
      continue;
    }
    const spans = words.flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].filter((rect) => rect.width > 0);
    });
    if (!spans.length) continue;
    const left = Math.min(...spans.map((rect) => rect.left)), right = Math.max(...spans.map((rect) => rect.right));
    const top = Math.min(...spans.map((rect) => rect.top)), bottom = Math.max(...spans.map((rect) => rect.bottom));
    if (hides(own) && own.textOverflow === "ellipsis") continue;
    let inside = true;  // what is placed by hand need not stay in what is around it
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at), box = at.getBoundingClientRect();
      const wide = Math.max(box.left - left, right - box.right), high = Math.max(box.top - top, bottom - box.bottom);
      const ends = style.textOverflow === "ellipsis" ? at.scrollWidth - at.clientWidth : wide;
      if (hides(style) && ends > 1 && !mayEnd(style)) {
        told("cut by what is around it", one, ends);
        break;
      }
      if (hides(style) || scrolls(style)) break;
      if (inside && style.display !== "inline" && style.display !== "contents" &&
        (wide > 1 || at.matches(boxes) && high > 2)) {
        told("leaves its box", at, Math.max(wide, high));
        break;
      }
      inside &&= !["absolute", "fixed"].includes(style.position);
    }
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const one of document.querySelectorAll("input[placeholder]:not([placeholder=''])")) {
    if (one.value || !seen(one)) continue;
    const style = getComputedStyle(one);
    pen.font = style.font;
    const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const wide = pen.measureText(one.placeholder).width - room;
    if (wide > 1) found.add(`cut: ${one.placeholder} (${Math.round(wide)} px)`);
  }
  for (const one of document.querySelectorAll("svg text")) {
    if (!seen(one)) continue;
    const rect = one.getBoundingClientRect(), drawing = one.ownerSVGElement.getBoundingClientRect();
    const wide = Math.max(drawing.left - rect.left, rect.right - drawing.right);
    if (wide > 1) told("leaves its drawing", one, wide);
  }
  return [...found];
}"""


def too_long(visitor):
    """What does not fit on this page, by the width of the screen; nothing where everything fits."""
    found = {}
    for size in (DESKTOP, LAPTOP, PHONE, NARROW):
        visitor.look(size=size)
        here = visitor.page.evaluate(TIGHT)
        if visitor.overflow() > 0:
            here.append(f"the page goes sideways: {visitor.overflow()} px")
        if here:
            found[size[0]] = here
    return found


@pytest.fixture
def speaking(visit):
    """`speaking("es")`: a visitor whom the house answers in this language, whoever they are."""

    def arrive(language):
        visitor = visit(language=language)
        visitor.context.add_cookies([{"name": "language", "value": language, "url": visitor.address}])
        return visitor

    return arrive


@pytest.mark.parametrize("language", ["en", "es", "id"])
def test_every_word_of_the_main_screens_has_room(speaking, story, language):
    visitor = speaking(language)
    found, here = {}, ""
    for who, path, thing in SCREENS:
        visitor.look(size=DESKTOP)
        if who != here:
            visitor.be(story.people[here := who])
        visitor.open(path.format(**story.cases, move=story.services["move-home"], **story.things))
        assert visitor.page.locator("html").get_attribute("lang") == language
        assert visitor.page.locator(thing).first.is_visible(), path
        if tight := too_long(visitor):
            found[path] = tight

    assert found == {}


def test_a_word_without_room_is_found(speaking, story):
    visitor = speaking("en")
    visitor.context.route("**/live?*", lambda news: news.fulfill(status=204))  # nothing is fetched anew meanwhile
    visitor.be(story.people["marta"])
    visitor.open(f"/app/cases/{story.cases['elena']}")
    assert too_long(visitor) == {}

    everywhere = {1440, 1100, 390, 320}
    assert too_long_with_a_long(visitor, ".case-a .nm") == dict.fromkeys(everywhere, ["cut"])  # the end is three dots
    assert too_long_with_a_long(visitor, ".case-m .badge")[1440] == ["cut by what is around it"]
    assert too_long_with_a_long(visitor, ".tabbar a") == dict.fromkeys((390, 320), ["leaves its box"])
    assert too_long_with_a_long(visitor, ".sd h2") == {1440: ["leaves its box"]}
    sideways = ["leaves its box", "the page goes sideways"]
    assert too_long_with_a_long(visitor, ".kinds label") == dict.fromkeys(everywhere, sideways)
    assert too_long(visitor) == {}


def too_long_with_a_long(visitor, place):
    """What is found, in a word, when a label grows; then it is as it was."""
    label = visitor.page.locator(place).first
    before = label.inner_html()
    label.evaluate("one => { one.textContent = 'Geschwindigkeitsbegrenzung'.repeat(12); }")
    found = too_long(visitor)
    label.evaluate("(one, before) => { one.innerHTML = before; }", before)
    return {width: sorted({told.split(":")[0] for told in here}) for width, here in found.items()}
