"""Takes a picture of every screen of a running example: `python tools/pictures.py http://127.0.0.1:8000 pictures`.

Light and dark, on a desk and in a hand, and in Spanish. For looking at what one has made; a few of them go into docs/.
A third argument narrows: `cockpit|desk-case.*-dark`.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
DESK, WIDE, HAND = (1440, 900), (1920, 1080), (390, 844)
LOOKS = (  # name, size, light, language
    ("light", DESK, "light", "en"),
    ("dark", DESK, "dark", "en"),
    ("light-hand", HAND, "light", "en"),
    ("dark-hand", HAND, "dark", "en"),
    ("wide", WIDE, "light", "en"),
    ("es", DESK, "light", "es"),
    ("es-hand", HAND, "light", "es"),
    ("id", DESK, "light", "id"),
    ("id-hand", HAND, "light", "id"),
)
STAFF, CUSTOMER, MANAGER, EMPLOYEE = "Marta Ruiz", "Elena Prats", "Clara Vives", "Tomás Vidal"
HEAD, ADMIN = "Lucía Ferrer", "Nuria Campos"


@dataclass(frozen=True)
class Screen:
    """A picture to take: who looks, where they go, and the links they follow on the way."""

    name: str
    who: str
    path: str
    follow: tuple[str, ...] = ()


SCREENS = (
    Screen("sign-in", "", "/sign-in"),
    Screen("sign-up", "", "/sign-up"),
    Screen("nothing-here", "", "/nothing-here"),
    Screen("portal-home", CUSTOMER, "/"),
    Screen("portal-requests", CUSTOMER, "/requests"),
    Screen("portal-request", CUSTOMER, "/requests", ("main a[href^='/requests/']",)),
    Screen("portal-service", CUSTOMER, "/services/move-home"),
    Screen("portal-form", CUSTOMER, "/services/move-home", ("main a[href^='/services/move-home/']",)),
    Screen("portal-search", CUSTOMER, "/search?q=internet"),
    Screen("portal-nothing", CUSTOMER, "/search?q=xyzzy"),
    Screen("portal-room", EMPLOYEE, "/services/book-a-room/book-a-room"),
    Screen("desk-day", STAFF, "/app/day"),
    Screen("desk-keys", STAFF, "/app/keys"),
    Screen("desk-work", STAFF, "/app/work"),
    Screen("desk-case", STAFF, "/app/work", ("a[data-row]",)),
    Screen("desk-clock", STAFF, "/app/work", ("a[data-row]", "a[href*='/clocks/']")),
    Screen("desk-hands", STAFF, "/app/work", ("a[data-row]", "a[href$='/hands']")),
    Screen("desk-waiting", STAFF, "/app/work?split=waiting"),
    Screen("desk-filter", STAFF, "/app/work/filter?priority=1"),
    Screen("desk-view-new", STAFF, "/app/views/new?split=todo&priority=1"),
    Screen("desk-tasks", "Iván Soler", "/app/tasks"),
    Screen("desk-alarms", STAFF, "/app/alarms?show=area"),
    Screen("desk-alarm-seen", STAFF, "/app/alarms?show=area", ("a[href$='/seen']",)),
    Screen("desk-team", HEAD, "/app/team"),
    Screen("desk-team-area", MANAGER, "/app/team"),
    Screen("desk-rebalance", HEAD, "/app/team", ("a[href$='/rebalance']",)),
    Screen("desk-new-case", STAFF, "/app/cases/new"),
    Screen("desk-search", STAFF, "/app/search?q=alarm"),
    Screen("desk-customers", STAFF, "/app/customers"),
    Screen("desk-customer", STAFF, "/app/customers?q=elena", ("main a[href^='/app/customers/']",)),
    Screen("desk-macros", STAFF, "/app/macros"),
    Screen("board", HEAD, "/app/board"),
    Screen("ideas", EMPLOYEE, "/app/ideas"),
    Screen("idea", HEAD, "/app/board", ("main a[href^='/app/ideas/']:not([href*=new])",)),
    Screen("idea-new", STAFF, "/app/ideas/new"),
    Screen("catalogue", HEAD, "/app/catalogue"),
    Screen("catalogue-new", HEAD, "/app/catalogue/new"),
    Screen("catalogue-families", HEAD, "/app/catalogue/families"),
    Screen("catalogue-service", HEAD, "/app/catalogue/move-home"),
    Screen("catalogue-alarms", HEAD, "/app/catalogue/move-home/alarms"),
    Screen("catalogue-form", HEAD, "/app/catalogue/move-home", ("a[href*='/move-home/requests/']",)),
    Screen("objectives", HEAD, "/app/objectives"),
    Screen("segments", HEAD, "/app/segments"),
    Screen("cockpit", HEAD, "/app/cockpit"),
    Screen("cockpit-cases", HEAD, "/app/cockpit", ("td a[href*='/cockpit/cases']",)),
    Screen("cockpit-worst", HEAD, "/app/cockpit/worst"),
    Screen("cockpit-figures", HEAD, "/app/cockpit/figures"),
    Screen("account", STAFF, "/account"),
    Screen("account-security", STAFF, "/account/security"),
    Screen("office-setup", ADMIN, "/app/admin/setup"),
    Screen("office-example", ADMIN, "/app/admin/example"),
    Screen("office-organisation", ADMIN, "/app/admin/organisation"),
    Screen("office-areas", ADMIN, "/app/admin/areas"),
    Screen("office-area", ADMIN, "/app/admin/areas", ("main a[href^='/app/admin/areas/']:not([href$=new])",)),
    Screen("office-calendars", ADMIN, "/app/admin/calendars"),
    Screen(
        "office-calendar", ADMIN, "/app/admin/calendars", ("main a[href^='/app/admin/calendars/']:not([href$=new])",)
    ),
    Screen("office-people", ADMIN, "/app/admin/people"),
    Screen("office-person", ADMIN, "/app/admin/people?q=marta", ("main a[data-row]",)),
    Screen("office-invite", ADMIN, "/app/admin/people/invitation"),
    Screen("office-skills", ADMIN, "/app/admin/skills"),
    Screen("office-everyday", ADMIN, "/app/admin/everyday"),
    Screen("office-routing", HEAD, "/app/admin/routing"),
    Screen("office-rule-new", HEAD, "/app/admin/routing", ("main a[href$='/rules/new']",)),
    Screen("office-doors", ADMIN, "/app/admin/doors/new"),
    Screen("office-audit", ADMIN, "/app/admin/audit"),
    Screen("office-history", ADMIN, "/app/admin/history"),
    Screen("mailboxes", ADMIN, "/app/mailboxes"),
    Screen("mailbox-new", ADMIN, "/app/mailboxes/new"),
    Screen("channels", ADMIN, "/app/admin/channels"),
    Screen("channel-new", ADMIN, "/app/admin/channels/new/whatsapp"),
)


def main() -> int:
    """Every screen in every look, or only those whose name holds the third argument."""
    address, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    wanted = re.compile(sys.argv[3] if len(sys.argv) > 3 else "")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for look, size, light, language in LOOKS:
            screens = [screen for screen in SCREENS if wanted.search(f"{screen.name}-{look}.")]
            for who in dict.fromkeys(screen.who for screen in screens):
                page = _seat(browser, address, who, size, light, language)
                for screen in (one for one in screens if one.who == who):
                    _take(page, address, screen, folder / f"{screen.name}-{look}.png")
                page.context.close()
        browser.close()
    return 0


def _seat(browser: Any, address: str, who: str, size: tuple[int, int], light: str, language: str) -> Any:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=light,
        locale=language,
        timezone_id="Europe/Madrid",
        has_touch=size == HAND,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    if who:
        page.goto(f"{address}/sign-in")
        page.locator(".door-p button", has_text=who).first.click()
        page.wait_for_load_state()
    return page


def _take(page: Any, address: str, screen: Screen, file: Path) -> None:
    page.goto(f"{address}{screen.path}")
    for link in screen.follow:
        found = page.locator(link)
        if not found.count():
            print(f"{file}: no {link} on {page.url}")
            return
        page.goto(address + (found.first.get_attribute("href") or ""))
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file)
    print(file)


if __name__ == "__main__":
    sys.exit(main())
