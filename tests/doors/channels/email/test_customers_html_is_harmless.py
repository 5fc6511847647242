"""Whatever HTML a customer sends, the frame shows words and their own pictures, and nothing else."""

from html.parser import HTMLParser

import pytest

from pasillo.doors.channels.email.clean import for_frame, has_remote_pictures
from pasillo.operations.conversations.models import Message
from tests.doors.channels.email.conftest import case_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.example/a.png>",
    "<img src='https://evil.example/pixel.gif?ana'>",
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    '<img srcset="https://evil.example/a.png 2x">',
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=https://evil.example></iframe>",
    "<object data=https://evil.example></object><embed src=https://evil.example>",
    "<form action=https://evil.example><input name=password><button formaction=javascript:alert(1)>x</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jav&#x61;script:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='/app/cases/1/close'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>@import 'https://evil.example/a.css';</style>",
    "<p style=\"background:url('https://evil.example/a.png')\">x</p>",
    "<p style='position:fixed;top:0;left:0;width:100%;height:100%'>x</p>",
    "<p style='color:red;behavior:url(#x);-moz-binding:url(x)'>x</p>",
    "<table background=https://evil.example/a.png><tr><td background=//evil.example/b.png>x</td></tr></table>",
    "<video src=https://evil.example/a.mp4 autoplay></video><audio src=https://evil.example/a.mp3></audio>",
    "<input type=image src=https://evil.example/a.png>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<img src=\"cid:other\" onload=alert(1)>",
    "<div id=login class=modal name=x>x</div>",
]  # fmt: skip

TAGS = set(
    [
        "html",
        "head",
        "body",
        "a",
        "abbr",
        "address",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("around", ["{}", "<div>{}</div>", "<table><tr><td>{}", "<p title='{}'>", "<!--{}-->{}"])
def test_nothing_runs_and_nothing_is_fetched(attack, around):
    seen = Seen()
    shown = for_frame(around.replace("{}", attack), {})
    seen.feed(shown)

    assert seen.tags <= TAGS
    for tag, name, value in seen.attributes:
        assert not name.startswith("on")
        assert name not in ("src", "srcset", "background", "id", "class", "action", "srcdoc")
        assert name != "href" or value.startswith(("http://", "https://", "mailto:", "tel:"))
        assert name != "style" or ("url" not in value and "position" not in value), (tag, value)


def test_the_mails_own_picture_is_shown_and_a_picture_from_elsewhere_is_not():
    html = '<p>Mira</p><img src="cid:a@b" alt="foto"><img src="https://evil.example/pixel.gif">'

    assert for_frame(html, {"a@b": "/files/7"}) == '<p>Mira</p><img src="/files/7" alt="foto"><img>'
    assert has_remote_pictures(html)
    assert not has_remote_pictures('<img src="cid:a@b">')


def test_a_map_cannot_smuggle_an_address_in():
    assert for_frame('<img src="cid:a">', {"a": "https://evil.example/a.png"}) == "<img>"


def test_html_that_is_too_deep_or_too_long_is_not_cleaned_but_left_out():
    assert for_frame("<div>" * 2_000 + "x", {}) == ""
    assert for_frame("x" * (2 * 2**20 + 1), {}) == ""


@pytest.fixture
def html_case(arrives):
    import base64

    raw = (
        b"From: ana@correo.example\r\nSubject: Foto\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n"
        b"<p onclick=alert(1)>Mira <img src='cid:foto@x'><script>alert(1)</script></p>\r\n"
        b"--b\r\nContent-Type: image/png\r\nContent-ID: <foto@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(PNG)
        + b"\r\n--b--\r\n"
    )
    return case_of(arrives(raw))


def test_the_frame_shows_it_to_who_may_read_the_case_with_headers_that_forbid_the_rest(html_case, budi, client):
    import base64

    message = Message.objects.get(conversation=html_case.conversation)
    client.force_login(budi)
    answer = client.get(f"/messages/{message.pk}/html")

    assert answer.status_code == 200
    assert f'<p>Mira <img src="data:image/png;base64,{base64.b64encode(PNG).decode()}"></p>' in answer.content.decode()
    assert b"script" not in answer.content
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_the_frame_is_closed_to_everybody_else(html_case, clara, client):
    message = Message.objects.get(conversation=html_case.conversation)
    client.force_login(clara)
    assert client.get(f"/messages/{message.pk}/html").status_code == 404
    assert client.get("/messages/999999/html").status_code == 404

    client.logout()
    assert client.get(f"/messages/{message.pk}/html").status_code == 302
