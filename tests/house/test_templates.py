"""What a template may not do: run or style anything by itself, trust words blindly, or open another door."""

import re
from pathlib import Path

import pytest

from pasillo.doors.shell import channel_icons
from tools.assets import WANTED, read_wanted

DOORS = Path(__file__).resolve().parents[2] / "pasillo/doors"
TEMPLATES = sorted(DOORS.glob("**/templates/**/*.html"))
TRUSTED: set[tuple[str, str]] = set()  # (template, expression) that may use |safe, each with a reason beside it

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*="),
    "an inline handler": re.compile(r"<[^>{]*\son[a-z]+\s*="),
    "hx-on": re.compile(r"hx-on"),
    "JavaScript in a value": re.compile(r"(['\"])\s*(js|javascript):"),
    "a trigger filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an inline style sheet": re.compile(r"<style"),
    "autoescape switched off": re.compile(r"autoescape\s+false"),
}
TRUSTS = re.compile(r"[^{|]*\|\s*safe\b")
LITERAL = re.compile(r"'[^']*'\s*\|\s*safe$")  # our own words, written right there
TAKES = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
ICONS = re.compile(r"\bicon\(\s*\"([a-z0-9-]+)\"")
NAMED = re.compile(r"\bicon(?:=|\":\s*)\"([a-z0-9-]+)\"")  # in Python: icon="bell", {"icon": "bell"}
names = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(DOORS)))


@names
def test_a_template_runs_nothing_and_styles_nothing(template):
    words = template.read_text(encoding="utf-8")

    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(words)]

    assert found == []


@names
def test_a_template_trusts_only_what_is_on_the_list(template):
    words = template.read_text(encoding="utf-8")

    trusted = {(template.name, found) for found in TRUSTS.findall(words) if not LITERAL.search(found)}

    assert trusted <= TRUSTED


@names
def test_a_template_takes_only_from_its_own_door_and_the_shell(template):
    door = template.relative_to(DOORS).parts[: template.relative_to(DOORS).parts.index("templates")][-1]

    taken = {name.split("/")[0] for name in TAKES.findall(template.read_text(encoding="utf-8"))}

    assert taken <= {door, "shell"}


@names
def test_a_template_draws_only_icons_that_we_ship(template):
    drawn = set(ICONS.findall(template.read_text(encoding="utf-8")))

    assert drawn <= set(read_wanted(WANTED.read_text(encoding="utf-8")))


def test_python_names_only_icons_that_we_ship():
    named = {name for path in DOORS.rglob("*.py") for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    named |= {channel_icons.ANY, *channel_icons.ICONS.values()}

    assert len(named) > 10
    assert named <= set(read_wanted(WANTED.read_text(encoding="utf-8")))


def test_the_walk_finds_templates_at_all():
    assert len(TEMPLATES) > 10
