"""One word for one thing; and nothing in the repository that belongs to one machine."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".html",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".json",
    ".txt",
    ".in",
    ".yml",
    ".yaml",
    ".cfg",
    ".sh",
    ".po",
    "",
}
LEFT_OUT = {"package-lock.json", "requirements/dev.txt", "requirements/runtime.txt"}
HERE = "tests/house/test_words_of_the_house.py"

# The name of another product may be said where its exports are read.
FORBIDDEN_NAME = re.compile("(?<!os)tick" + "et", re.IGNORECASE)
PLACES = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt)/[\w.-]+/")
PACKAGE_HOSTS = re.compile(
    r"https?://[^\s\"')]*(?:pypi|pythonhosted|npmjs|registry|artifactory|nexus|proxy\.golang)", re.IGNORECASE
)
CREDENTIALS = re.compile(r"(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|-----BEGIN [A-Z ]*PRIVATE KEY-----)")
# Search synonyms: what customers may call a case. And the words of other people's mails and formats in corpora.
MAY_SAY_IT = (
    "tests/corpora/", "tests/doors/channels/", "tests/strategy/", "docs/GLOSSARY.md", "STYLE.md", "CONTRIBUTING.md",
    "pasillo/doors/console/imports/sources/", "pasillo/doors/console/imports/reading/pieces.py",
    "tests/doors/console/imports/", "docs/importing.md",
)  # fmt: skip


def texts():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in sorted(filter(None, listed.decode().split("\0"))):
        path = ROOT / name
        if path.suffix in TEXT and path.is_file() and name not in LEFT_OUT and name != HERE:
            yield name, path.read_text("utf-8", errors="replace")


def found(pattern, *, without=()):
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if not name.startswith(tuple(without))
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_a_case_is_called_a_case():
    assert found(FORBIDDEN_NAME, without=MAY_SAY_IT) == []
    assert [name for name, _ in texts() if FORBIDDEN_NAME.search(name) and not name.startswith(MAY_SAY_IT)] == []


def test_no_file_knows_the_machine_on_which_it_was_written():
    assert found(PLACES) == []


def test_no_file_names_a_package_host():
    assert found(PACKAGE_HOSTS) == []


def test_no_file_carries_a_key():
    assert found(CREDENTIALS) == []


def test_the_locked_packages_come_with_their_hashes_and_without_addresses():
    for name in ("requirements/runtime.txt", "requirements/dev.txt"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        pinned = [line for line in lines if re.match(r"^[a-z0-9]", line)]
        assert pinned
        assert all("==" in line for line in pinned)
        assert not [line for line in lines if "://" in line or "index-url" in line]
        assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)
