"""A page that stands alone: it asks for no other file, so it can be shown where nothing else works."""

from base64 import b64encode
from hashlib import sha256
from html import escape

STYLE = (
    ":root{color-scheme:light dark;--ink:light-dark(#1c2127,#eceef0);--soft:light-dark(#4a5159,#b9bfc5);"
    "--bg:light-dark(#f5f6f8,#101214);--line:light-dark(#1c2127,#eceef0)}"
    "body{margin:0;background:var(--bg);color:var(--soft);font:16px/1.5 system-ui,sans-serif}"
    "main{max-width:34rem;margin:0 auto;padding:12vh 20px 40px}"
    "h1{margin:0 0 8px;color:var(--ink);font-size:1.6rem;line-height:1.25;letter-spacing:-.02em}"
    "p{margin:0 0 12px}strong{color:var(--ink)}"
    "a{display:inline-block;margin-top:8px;padding:9px 16px;border-radius:8px;background:var(--line);color:var(--bg);"
    "text-decoration:none;font-weight:600}a:focus-visible{outline:3px solid var(--soft);outline-offset:2px}"
)
_MARK = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_MARK}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEAD = (
    '<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title><style>{style}</style></head>\n"
)


def bare_page(title: str, words: str, back: str, *, language: str) -> str:
    """A title, a sentence and the way to the start."""
    head = HEAD.format(language=escape(language), title=escape(title), style=STYLE)
    said = f"<p>{escape(words)}</p>" if words else ""
    return (
        f'{head}<body><main><h1>{escape(title)}</h1>{said}<p><a href="/">{escape(back)}</a></p></main></body></html>\n'
    )


def dressed(page: str) -> str:
    """The same page with the little style that it can carry itself."""
    return page.replace("</head>", f"<style>{STYLE}</style></head>", 1)
