"""A visitor with a browser of their own, who notices everything that goes wrong in it."""

from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_RUN = """([tags, colours]) => {
  const off = ["experimental", "deprecated"];
  const ours = axe.getRules(tags)
    .filter((rule) => rule.tags.includes("cat.color") && !off.some((tag) => rule.tags.includes(tag)));
  const runOnly = colours ? { type: "rule", values: ours.map((rule) => rule.ruleId) } : { type: "tag", values: tags };
  return axe.run(document, { runOnly, resultTypes: ["violations"] });
}"""
DESKTOP, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
WATCH = """
window.refused = [];
addEventListener("securitypolicyviolation", (told) => refused.push(`${told.violatedDirective} ${told.blockedURI}`));
"""


class Visitor:
    """One person at one screen."""

    def __init__(self, chromium: Any, address: str, *, size=DESKTOP, theme="light", language="en", javascript=True):
        self.address = address
        self.context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            locale=language,
            timezone_id="Europe/Madrid",
            java_script_enabled=javascript,
            has_touch=size[0] < 900,
            reduced_motion="reduce",
        )
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.devtools: Any = None
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def be(self, person_id: int) -> "Visitor":
        """Signs in as somebody of the example."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.locator(f'form[action="/sign-in/as/{person_id}"] button').click()
        self.page.wait_for_load_state()
        return self

    def open(self, path: str) -> Any:
        """Goes to a page and waits until it is quiet."""
        answer = self.page.goto(f"{self.address}{path}")
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.fonts.ready")
        return answer

    def look(self, *, size: tuple[int, int], theme: str = "light") -> None:
        """Stands before the same page in another light or with another screen; a small one is touched."""
        self.page.emulate_media(color_scheme=theme)
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        if self.devtools is None:
            self.devtools = self.context.new_cdp_session(self.page)
        self.devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": size[0] < 900, "maxTouchPoints": 1})

    def axe(self, *, colours_only: bool = False) -> list[str]:
        """What stands in somebody's way on this page, in one line each."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(AXE_RUN, [RULES, colours_only])
        return [_line(rule) for rule in found["violations"]]

    def refused(self) -> list[str]:
        """What the browser's guard kept from running."""
        return list(self.page.evaluate("window.refused"))

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def leave(self) -> None:
        """Closes the browser window."""
        self.context.close()

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} {message.location.get('url', '')}".strip())


def _line(rule: dict[str, Any]) -> str:
    nodes = rule["nodes"]
    first = nodes[0]
    why = next((check["message"] for check in first["any"] + first["all"] + first["none"]), "")
    return f"{rule['id']} x{len(nodes)} at {' '.join(map(str, first['target']))}: {why}"
