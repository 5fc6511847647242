"""Codes of six digits: the published values, once each, and slow for who guesses."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.doors.shell.commands.factors import begin_codes, confirm_codes, use_code, use_recovery_code
from pasillo.doors.shell.models import CodeKey, RecoveryCode
from pasillo.doors.shell.totp import STEP, address_for, code_at, step_of
from pasillo.ground.kit.refusals import Refused

PASSWORD = "corridor-of-seven-doors"
SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "sha1", "sha256", "sha512"),
    [  # the table of RFC 6238, appendix B
        (59, "94287082", "46119246", "90693936"),
        (1111111109, "07081804", "68084774", "25091201"),
        (1111111111, "14050471", "67062674", "99943326"),
        (1234567890, "89005924", "91819424", "93441116"),
        (2000000000, "69279037", "90698825", "38618901"),
        (20000000000, "65353130", "77737706", "47863826"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds, sha1, sha256, sha512):
    long = (SECRET * 4)[:64]
    for name, secret, code in (("sha1", SECRET, sha1), ("sha256", long[:32], sha256), ("sha512", long, sha512)):
        assert code_at(secret, seconds // STEP, digits=8, hash_name=name) == code


def test_a_code_of_a_neighbouring_half_minute_fits_and_an_older_one_does_not():
    for drift, fits in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = code_at(SECRET, 1000 + drift)
        assert (step_of(code, SECRET, seconds=1000 * STEP + 3, after=0) is not None) is fits


@pytest.mark.parametrize("typed", ["", " ", "0", "12345", "1234567", "abcdef", "９４２８７０", "\x00"])
def test_nonsense_never_fits(typed):
    assert step_of(typed, SECRET, seconds=59, after=0) is None


def test_the_phone_reads_whose_code_it_is():
    read = address_for(SECRET, whose="marta@nidalia.example", organisation="Nidalia Hogar")

    assert read.startswith("otpauth://totp/Nidalia%20Hogar%3Amarta%40nidalia.example?secret=GEZDGNBVGY3TQOJQ")
    assert read.endswith("&issuer=Nidalia%20Hogar")


@pytest.fixture
def phone(lucia):
    """Lucía's phone knows the secret; her codes on paper are here, too."""
    secret = begin_codes(lucia.pk, at=now())
    earlier = now() - timedelta(minutes=5)
    code = code_at(secret, int(earlier.timestamp()) // STEP)
    return secret, confirm_codes(lucia.pk, code=code, by=lucia.ref, at=earlier)


def _code_now(secret):
    return code_at(secret, int(now().timestamp()) // STEP)


def _sign_in(browser, lucia):
    return browser.post("/sign-in", {"email": lucia.email, "password": PASSWORD, "next": "/app/cockpit"})


def test_the_password_alone_opens_only_the_second_question(browser, lucia, phone):
    answer = _sign_in(browser, lucia)

    assert (answer.status_code, answer.url) == (302, "/sign-in/second")
    assert "_auth_user_id" not in browser.session
    assert browser.get("/app/cockpit").status_code == 302


def test_with_the_code_one_is_in_under_a_new_session_and_goes_where_one_wanted(browser, lucia, phone):
    _sign_in(browser, lucia)
    before = browser.session.session_key

    answer = browser.post("/sign-in/second", {"code": _code_now(phone[0])})

    assert (answer.status_code, answer.url) == (302, "/app/cockpit")
    assert browser.session["_auth_user_id"] == str(lucia.pk)
    assert browser.session.session_key != before


def test_the_second_question_is_asked_of_nobody_who_was_not_right_before(browser, lucia, phone):
    assert browser.get("/sign-in/second").url == "/sign-in"
    assert browser.post("/sign-in/second", {"code": _code_now(phone[0])}).url == "/sign-in"
    assert "_auth_user_id" not in browser.session


def test_a_code_opens_once(lucia, phone):
    at, code = now(), _code_now(phone[0])

    assert use_code(lucia.pk, code=code, at=at)
    assert not use_code(lucia.pk, code=code, at=at)


def test_a_code_on_paper_opens_once_and_nobody_elses(lucia, elena, phone):
    paper = phone[1][0]

    assert not use_recovery_code(elena.pk, code=paper, at=now())
    assert use_recovery_code(lucia.pk, code=paper.upper(), at=now())
    assert not use_recovery_code(lucia.pk, code=paper, at=now())
    assert not use_recovery_code(lucia.pk, code="", at=now())
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_neither_secret_nor_paper_can_be_read_from_the_tables(lucia, phone):
    secret, paper = phone
    kept = bytes(CodeKey.objects.get().sealed)

    assert secret not in kept
    assert secret.hex().encode() not in kept
    assert not {code.replace("-", "") for code in paper} & set(RecoveryCode.objects.values_list("hash", flat=True))


def test_guessing_codes_becomes_slow_even_for_the_right_one(browser, lucia, phone):
    _sign_in(browser, lucia)
    for guess in range(5):
        assert browser.post("/sign-in/second", {"code": f"00000{guess}"}).status_code == 422

    answer = browser.post("/sign-in/second", {"code": _code_now(phone[0])})

    assert answer.status_code == 422
    assert "Please wait" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_mailed_link_asks_for_the_code_too(browser, lucia, phone):
    from pasillo.ground.effects.models import Effect

    browser.post("/sign-in/link", {"email": lucia.email})
    link = next(word for word in Effect.objects.get(kind="mail").payload["text"].split() if "/sign-in/link/" in word)

    assert browser.post(link).url == "/sign-in/second"


def test_codes_are_set_up_with_a_code_typed_back(browser, lucia):
    _sign_in(browser, lucia)
    assert browser.get("/account/codes").url == "/account/security"
    assert browser.post("/account/codes").url == "/account/codes"
    page = browser.get("/account/codes").content.decode()
    wrong = browser.post("/account/codes", {"code": "000000"})
    assert wrong.status_code == 422
    assert not CodeKey.objects.filter(confirmed_at__isnull=False).exists()

    from pasillo.doors.shell.commands.factors import secret_in_waiting

    done = browser.post("/account/codes", {"code": _code_now(secret_in_waiting(lucia.pk))})

    assert "data:image/svg+xml" in page
    assert done.content.decode().count("<li>") >= 10
    assert CodeKey.objects.filter(confirmed_at__isnull=False).exists()


def test_codes_that_were_not_typed_back_are_asked_of_nobody(browser, lucia):
    begin_codes(lucia.pk, at=now())

    assert _sign_in(browser, lucia).url == "/app/cockpit"


def test_set_up_codes_are_not_shown_again(lucia, phone):
    with pytest.raises(Refused, match="Remove them first"):
        begin_codes(lucia.pk, at=now())


def test_what_is_dangerous_asks_again_after_a_quarter_of_an_hour(browser, lucia):
    _sign_in(browser, lucia)
    session = browser.session
    session["proved"] = now().timestamp() - 16 * 60
    session.save()

    for path in ("/account/password", "/account/codes/removal", "/account/passkeys", "/account/codes/paper"):
        answer = browser.post(path, {"password": "a-wholly-new-password"})
        assert (answer.status_code, answer.url) == (302, "/account/proof?next=%2Faccount%2Fsecurity")
    lucia.refresh_from_db()
    assert lucia.check_password(PASSWORD)

    assert browser.post("/account/proof", {"password": "guess"}).status_code == 422
    assert browser.post("/account/proof", {"password": PASSWORD}).url == "/account/security"
    assert browser.post("/account/password", {"password": "a-wholly-new-password"}).status_code == 302
    lucia.refresh_from_db()
    assert lucia.check_password("a-wholly-new-password")
