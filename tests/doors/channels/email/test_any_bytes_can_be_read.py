"""Whatever bytes come in, something is read, and it fits into JSON, a database and one line."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.doors.channels.email.parsing.addresses import addresses
from pasillo.doors.channels.email.parsing.encoded_words import decoded
from pasillo.doors.channels.email.parsing.message import ParsedMail, parse
from pasillo.doors.channels.email.parsing.quoting import parted

PIECES = [
    b"From: Ana <ana@correo.example>\r\n",
    b"Subject: =?utf-8?q?Ma=C3=B1ana?=\r\n",
    b'To: a@b, (c <d@e>, "f\r\n',
    b"\r\n\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
    b"--b\r\n",
    b"--b--\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"=C3=",
    b"charset=utf-7",
    b"Content-Type: message/rfc822\r\n",
    b"<p>Hola<br",
    b"<script>",
    b"begin 644 a.txt\r\n",
    b"end\r\n",
    b"> ",
    b"=?",
    b"?=",
    b"Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%B1\r\n",
    b"\x00",
    b"\xff\xfe",
    b"\x1b$B$",
    b"(",
    b'"',
]
raw_mails = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=30)), max_size=40).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(raw_mails)
def test_any_bytes_are_read_into_words_that_can_be_kept(raw):
    mail, contents = parse(raw)

    assert ParsedMail.from_json(json.loads(json.dumps(mail.to_json()))) == mail
    assert len(contents) == len(mail.attachments)
    shown = [mail.subject, mail.sender.name, mail.sender.address, *(file.filename for file in mail.attachments)]
    for words in (*shown, mail.text, mail.quoted, mail.html):
        assert "\0" not in words
        words.encode()
    assert not any(sign in words for words in shown for sign in "\r\n\u2028\u202e")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab@<>(),;:"\\ =?qB_utf-8.', max_size=80))
def test_no_address_smuggles_a_second_one(line):
    for one in addresses(line):
        if one.usable:
            assert one.address.count("@") >= 1
            assert not set(one.address) & set(' ,;:<>()"\\\r\n')


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_plain_words_stay_as_they_are(words):
    assert decoded(words) == words or "=?" in words


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["> a", "b", "", "On 1 May Ana <a@b> wrote:", "-- ", "From: a@b", "Sent: x", "To: c"]),
        max_size=12,
    )
)
def test_no_word_is_lost_when_the_quotation_is_folded(lines):
    reply = parted("\n".join(lines))
    kept = (reply.new + "\n" + reply.rest).split()
    assert sorted(kept) == sorted("\n".join(lines).split())
