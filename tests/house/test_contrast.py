"""Every pair of colours that carries words or signs can be told apart, in light and in dark."""

import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "pasillo/doors/shell/static/shell/css/tokens.css"
WORDS, SIGNS = 4.5, 3.0
PAIRS = [
    *[(ink, on, WORDS) for ink in ("ink", "ink-2", "ink-3", "accent", "ok", "risk", "late", "wait")
      for on in ("surface", "bg", "sunken", "raised")],
    *[(state, f"{state}-tint", WORDS) for state in ("ok", "risk", "late", "wait", "accent")],
    ("ink", "note-tint", WORDS), ("ink-3", "note-tint", WORDS), ("on-invert", "invert", WORDS),
    *[(mark, "surface", SIGNS) for mark in ("ok-mark", "risk-mark", "late-mark", "wait-mark", "line-ctl",
                                            "accent-solid", "b-life", "b-cust", "b-core")],
    ("line-ctl", "bg", SIGNS),
]  # fmt: skip


def _tokens():
    css = TOKENS.read_text(encoding="utf-8")
    hue = re.search(r"--accent-h:\s*([\d.]+)", css)[1]
    found = {}
    for name, body in re.findall(r"--([\w-]+):\s*light-dark\((.+?)\);", css.replace("var(--accent-h)", hue)):
        shades = re.findall(r"oklch\(([^()/]*)\)", body)
        if len(shades) == 2:
            found[name] = [_luminance(*map(float, shade.split())) for shade in shades]
    return found


def _luminance(lightness, chroma, hue):
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return sum(weight * min(1, max(0, part)) for weight, part in ((0.2126, red), (0.7152, green), (0.0722, blue)))


@pytest.mark.parametrize(("ink", "paper", "needed"), PAIRS)
@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
def test_a_pair_of_colours_has_enough_contrast(ink, paper, needed, light):
    tokens = _tokens()
    brighter, darker = sorted((tokens[ink][light], tokens[paper][light]), reverse=True)

    assert (brighter + 0.05) / (darker + 0.05) >= needed
