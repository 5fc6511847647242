"""One-time codes and links to set a password, as machines mail them: nobody at a desk has to read them.

Plain Python, scanners without patterns that could be slow.
"""

MASK = "••••••"
_ABOUT = (
    "code", "passcode", "one-time", "one time", "otp", "verification", "verify", "confirm", "pin", "token",
    "código", "codigo", "clave", "verificación", "verificacion", "confirma", "kode", "sandi", "verifikasi", "otp",
)  # fmt: skip
_LINKS = (
    "reset", "verify", "verification", "confirm", "activate", "token=", "code=", "signup", "sign-up", "magic", "otp",
    "invite", "invitation", "password", "restablecer", "verificar", "confirmar",
)  # fmt: skip
_LINES, _LINE = 400, 2_000


def masked(text: str) -> tuple[str, bool]:
    """The text without its codes and links of that kind, and whether there were any."""
    low = text[:40_000].lower()
    speaks_of_codes = any(word in low for word in _ABOUT)
    lines = text.split("\n")
    shown = [_line(line, speaks_of_codes) if number < _LINES else line for number, line in enumerate(lines)]
    return "\n".join(shown), shown != lines


def _line(line: str, speaks_of_codes: bool) -> str:
    words = line[:_LINE].split(" ")
    return " ".join(_word(word, speaks_of_codes) for word in words) + line[_LINE:]


def _word(word: str, speaks_of_codes: bool) -> str:
    bare = word.strip(".,:;!?()[]<>\"'*")
    if "://" in bare and any(mark in bare.lower() for mark in _LINKS):
        return word.replace(bare, MASK)
    return word.replace(bare, MASK) if bare and speaks_of_codes and _is_code(bare) else word


def _is_code(bare: str) -> bool:
    """482913, 482-913, G-482913 or AB12CD: four to eight signs, mostly figures, no year and no sum."""
    core = bare.replace("-", "")
    if not 4 <= len(core) <= 9 or not core.isalnum() or not core.isascii():
        return False
    figures = sum(sign.isdigit() for sign in core)
    letters = core[: len(core) - figures]
    is_year = figures == 4 == len(core) and core[:2] in ("19", "20")
    return figures >= 4 and not is_year or (figures >= 2 and letters.isupper() and core.isupper() and len(core) >= 6)
