"""Turns bytes into words, whatever the mail claims that they are."""

import codecs

from pasillo.doors.channels.email.parsing import japanese

# Not alphabets but transformations, some of them slow on purpose-made input.
_NO_ALPHABETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}

# What mails call an alphabet, and the wider one that they mean by it.
_MEANT = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_NICKNAMES = {
    "ansi": "cp1252",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "8bit": "utf-8",
    "7bit": "utf-8",
    "default": "utf-8",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "windows-874": "cp874",
    "x-sjis": "cp932",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-gbk": "gb18030",
    "cn-gb": "gb18030",
    "hz": "hz",
}
# Mail in a seven-bit alphabet often carries words in its eight-bit brother.
_WIDER = {"iso2022_jp_ext": "cp932", "hz": "gb18030", "iso2022_kr": "cp949"}
_DROPPED = {code: None for code in range(32) if code not in (9, 10, 13)} | {127: None}


def words(raw: bytes, charset: str | None, other: str | None = None) -> str:
    """The words in these bytes: by the stated alphabet if it fits, else by the likeliest one.

    `other` is an alphabet that the same mail uses elsewhere: worth a try before guessing.
    """
    stated = codec_of(charset)
    if stated == "iso2022_jp_ext" and b"\x1b" in raw:
        return clean(japanese.seven_bit(raw))
    for name in _candidates(stated, codec_of(other)):
        try:
            return clean(raw.decode(name))
        except (UnicodeError, ValueError, LookupError):
            continue
    return clean(_mostly(raw, stated))


def clean(text: str) -> str:
    """The text without NUL, other control signs and broken halves of signs; one kind of line end."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text


def codec_of(charset: str | None) -> str | None:
    """Python's name of an alphabet, or None if there is none that only decodes words."""
    asked = (charset or "").strip(" \t\"'").lower()[:60]
    asked = _NICKNAMES.get(asked, asked)
    try:
        info = codecs.lookup(asked) if asked.isascii() and asked else None
    except (LookupError, ValueError, UnicodeError):
        return None
    if info is None or not info._is_text_encoding or info.name.replace("_", "-") in _NO_ALPHABETS:
        return None
    return _MEANT.get(info.name, info.name)


def _candidates(stated: str | None, other: str | None) -> list[str]:
    if stated == "cp1252":
        return ["cp1252"]
    found = [stated or "utf-8", "utf-8"]
    if stated is None or stated == "iso2022_jp_ext":
        found += [_WIDER.get(str(name), name) for name in (other, stated) if name not in (None, "utf-8", "cp1252")]
    return found


def _mostly(raw: bytes, stated: str | None) -> str:
    """Bytes that fit nowhere: as UTF-8 with holes if they mostly are that, else as the old Western alphabet."""
    if stated not in (None, "utf-8", "cp1252"):
        return raw.decode(stated, "replace")
    holed = raw.decode("utf-8", "replace")
    foreign = sum(sign > "\x7f" for sign in holed) if stated != "cp1252" else 0
    if foreign > 2 * holed.count("\ufffd"):
        return holed
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
