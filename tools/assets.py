"""Fetches what the shell shows but does not own: icons from a Python package, typefaces from npm by our lock file.

`make assets` runs it. Icons need nothing but Python. Typefaces need npm; without it the device's own are used.
"""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
SHELF = ROOT / "pasillo/doors/shell/static/shell"
WANTED = ROOT / "tools/icons.txt"

RANGES = {  # which letters each file draws, so that a browser fetches the second only for a name like Łukasz
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, "
    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, "
    "U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
}
FACES = (  # package, family, weights, styles
    ("inter", "Inter Variable", "100 900", ("normal",)),
    ("source-serif-4", "Source Serif 4 Variable", "200 900", ("normal", "italic")),
)


def main() -> int:
    """Icons always, typefaces where npm is. With --if-needed only what is not there yet."""
    if "--if-needed" in sys.argv[1:] and _is_there():
        return 0
    print(f"{build_sprite()} icons")
    if shutil.which("npm") is None:
        print("no npm: the device's own typefaces will be used")
        return 0
    try:
        print(f"{fetch_typefaces()} typeface files")
    except subprocess.CalledProcessError:
        print("npm could not fetch the typefaces: the device's own will be used")
    return 0


def _is_there() -> bool:
    sprite, fonts = SHELF / "icons/sprite.svg", SHELF / "fonts/fonts.css"
    fresh = sprite.exists() and sprite.stat().st_mtime >= WANTED.stat().st_mtime
    return fresh and (fonts.exists() or shutil.which("npm") is None)


def build_sprite() -> int:
    """One file with every icon that we use, and the licence beside it."""
    wanted = read_wanted(WANTED.read_text(encoding="utf-8"))
    folder = SHELF / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    with ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes())) as drawings:
        symbols = [_symbol(name, drawings.read(f"{drawn}.svg").decode()) for name, drawn in wanted.items()]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (folder / "sprite.svg").write_text(sprite, encoding="utf-8")
    (folder / "LICENSE").write_text(_licence_of("lucide"), encoding="utf-8")
    return len(symbols)


def read_wanted(text: str) -> dict[str, str]:
    """The names of our icons and how Lucide calls them: `filter = funnel`, or the same name for both."""
    pairs = (line.split("#")[0].partition("=") for line in text.splitlines() if line.split("#")[0].strip())
    return {ours.strip(): (theirs or ours).strip() for ours, _, theirs in pairs}


def fetch_typefaces() -> int:
    """The files that the lock names, checked by npm against their hashes, and a style sheet for them."""
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    folder = SHELF / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    rules = []
    for package, family, weights, styles in FACES:
        source = ROOT / "node_modules/@fontsource-variable" / package
        shutil.copy(source / "LICENSE", folder / f"{package}.LICENSE")
        for style in styles:
            for letters, covered in RANGES.items():
                name = f"{package}-{letters}-wght-{style}.woff2"
                shutil.copy(source / "files" / name, folder / name)
                rules.append(_face(family, style, weights, name, covered))
    (folder / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")
    _refuse_hosts(ROOT / "package-lock.json")
    return len(rules)


def _face(family: str, style: str, weights: str, name: str, covered: str) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weights}; font-display: swap; '
        f'src: url("{name}") format("woff2"); unicode-range: {covered}; }}'
    )


def _symbol(name: str, drawing: str) -> str:
    inside = re.sub(r"\s+", " ", re.sub(r"<!--.*?-->|</?svg[^>]*>", "", drawing, flags=re.S)).strip()
    return (
        f'<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{inside}</symbol>'
    )


def _licence_of(package: str) -> str:
    paths = [path for path in distribution(package).files or [] if path.name == "LICENSE"]
    return paths[0].read_text(encoding="utf-8")


def _refuse_hosts(lock: Path) -> None:
    """The lock names packages and hashes, never an address: every site fetches from its own registry."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    if any("resolved" in entry for entry in packages.values()):
        sys.exit("package-lock.json names a host: run npm with omit-lockfile-registry-resolved")


if __name__ == "__main__":
    sys.exit(main())
