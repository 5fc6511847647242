"""A customer follows a request: what comes next, what was said, and what they can say about it."""

import re
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.commands import Opening, customer_writes, note, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.operations.voice.models import Feedback
from tests.doors.portal.conftest import MONDAY

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60


def page(response):
    return response.content.decode()


def without_tokens(response):
    return re.sub(r"[A-Za-z0-9]{64}", "", page(response))


def at(case, part=""):
    return f"/requests/{case.number}{part}"


def once(**more):
    return {"key": str(uuid.uuid4())} | more


def test_the_page_says_who_and_what_comes_next(as_elena, answered):
    shown = page(as_elena.get(at(answered)))

    assert "Marta Ruiz is working on it" in shown
    assert "takes care of it" in shown
    assert "Nora comes today between 15:00 and 18:00." in shown
    assert "Nobody came on Monday." in shown


def test_the_promise_is_told_honestly(as_elena, her_case):
    shown = page(as_elena.get(at(her_case)))

    assert "late since" in shown
    assert "We did not keep our promise" in shown


def test_a_note_among_us_is_never_shown(as_elena, answered, marta):
    note(answered.pk, text="She is angry and she is right.", by=marta.ref, at=MONDAY)

    assert "She is angry" not in page(as_elena.get(at(answered)))


@pytest.mark.parametrize("number", [1, 999999, 2**63, 10**30])
def test_what_is_not_hers_and_what_is_not_there_look_the_same(client, ramon, her_case, number):
    client.force_login(ramon)

    others, nothing = client.get(at(her_case)), client.get(f"/requests/{number}")

    assert others.status_code == nothing.status_code == 404
    assert without_tokens(others).replace(at(her_case), "") == without_tokens(nothing).replace(
        f"/requests/{number}", ""
    )


@pytest.mark.parametrize("noun", ["messages", "confirmation", "dispute", "feedback", "cancellation"])
def test_ramon_can_do_nothing_to_elenas_request(client, ramon, resolved, noun):
    client.force_login(ramon)
    told = Entry.objects.count()

    assert client.post(at(resolved, f"/{noun}"), once(text="x", reason="x", score="1")).status_code == 404
    assert client.get(at(resolved, f"/{noun}"))["Location"] == at(resolved), "who reads the address is led back"
    assert client.get(at(resolved, f"/{noun}"), follow=True).status_code == 404
    assert Entry.objects.count() == told


@pytest.mark.parametrize("noun", ["", "/messages"])
def test_who_has_not_signed_in_is_asked_to(client, her_case, noun):
    answer = client.get(at(her_case)) if not noun else client.post(at(her_case, noun), once(text="x"))

    assert (answer.status_code, answer["location"]) == (302, f"/sign-in?next=%2Frequests%2F{her_case.number}")
    assert not Message.objects.filter(text="x").exists()


def test_she_writes_with_a_photo_and_sees_it(as_elena, answered):
    photo = SimpleUploadedFile("door.png", PNG, "image/png")

    answer = as_elena.post(at(answered, "/messages"), once(text="Here is the door.", files=photo))

    assert answer["location"] == at(answered, "#last")
    assert "Here is the door." in page(as_elena.get(at(answered)))
    file = MessageFile.objects.get()
    got = as_elena.get(at(answered, f"/files/{file.pk}"))
    assert b"".join(got.streaming_content) == PNG
    assert got["content-disposition"] == 'inline; filename="door.png"'
    assert got["content-security-policy"] == "sandbox; default-src 'none'"


def test_a_message_sent_twice_is_one(as_elena, answered):
    form = once(text="Once.")

    as_elena.post(at(answered, "/messages"), form)
    as_elena.post(at(answered, "/messages"), form)

    assert Message.objects.filter(text="Once.").count() == 1


def test_an_empty_message_is_refused_on_the_same_page(as_elena, answered):
    answer = as_elena.post(at(answered, "/messages"), once(text="  \x00 "))

    assert answer.status_code == 422
    assert "Write your message first" in page(answer)


@pytest.fixture
def elsewhere(elena, move_request):
    opening = Opening(
        customer_id=elena.pk,
        service_id=move_request.service_id,
        subject="My bill",
        text="Too high.",
        channel="portal",
    )
    return open_case(opening=opening, by=elena.ref, at=MONDAY)


def kept_in(shown):
    return [unescape(token) for token in re.findall(r'name="kept" value="([^"]+)"', shown)]


def test_an_empty_file_is_named_and_the_good_one_need_not_be_chosen_again(as_elena, answered):
    photo, empty = SimpleUploadedFile("door.png", PNG, "image/png"), SimpleUploadedFile("empty.txt", b"")

    refused = as_elena.post(at(answered, "/messages"), once(text="Two files.", files=[photo, empty]))
    shown = page(refused)
    assert refused.status_code == 422
    assert "“empty.txt” is empty." in shown
    assert "Two files.</textarea>" in shown
    assert not Message.objects.filter(text="Two files.").exists()
    (token,) = kept_in(shown)

    again = as_elena.post(at(answered, "/messages"), once(text="Two files.", kept=token))
    assert again.status_code == 302
    (file,) = MessageFile.objects.filter(message__text="Two files.")
    assert (file.name, file.blob.media_type) == ("door.png", "image/png")


def test_words_without_their_photo_are_sent_when_it_was_unticked(as_elena, answered):
    photo, empty = SimpleUploadedFile("door.png", PNG, "image/png"), SimpleUploadedFile("empty.txt", b"")
    as_elena.post(at(answered, "/messages"), once(text="Two files.", files=[photo, empty]))

    as_elena.post(at(answered, "/messages"), once(text="Never mind the photo."))

    assert not MessageFile.objects.filter(message__text="Never mind the photo.").exists()


def test_a_photo_kept_for_one_request_does_not_go_along_with_another(as_elena, answered, elsewhere):
    photo, empty = SimpleUploadedFile("door.png", PNG, "image/png"), SimpleUploadedFile("empty.txt", b"")
    shown = page(as_elena.post(at(answered, "/messages"), once(text="Two files.", files=[photo, empty])))

    as_elena.post(at(elsewhere, "/messages"), once(text="About something else.", kept=kept_in(shown)))

    assert Message.objects.filter(text="About something else.").count() == 1
    assert not MessageFile.objects.filter(message__text="About something else.").exists()


def test_a_file_that_is_too_big_keeps_the_words(as_elena, answered):
    huge = SimpleUploadedFile("huge.bin", b"x" * (41 * 2**20))

    answer = as_elena.post(at(answered, "/messages"), once(text="My words stay.", files=huge))

    assert answer.status_code == 422
    assert "My words stay.</textarea>" in page(answer)
    assert not Message.objects.filter(text="My words stay.").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("x.html", b"<script>alert(1)</script>"),
        ("x.png", b"<html><script>alert(1)</script>"),
        ('a"\r\nSet-Cookie: x=1.png', b"GIF89a" + b"\x00" * 20),
        ("gnp.\u202etxt", b"plain"),
    ],
)
def test_no_file_runs_in_the_browser(as_elena, answered, name, data):
    as_elena.post(at(answered, "/messages"), once(text="file", files=SimpleUploadedFile(name, data, "text/html")))

    got = as_elena.get(at(answered, f"/files/{MessageFile.objects.get().pk}"))

    assert got["x-content-type-options"] == "nosniff"
    assert got["content-type"] in ("application/octet-stream", "image/gif")
    if got["content-type"] != "image/gif":
        assert got["content-disposition"].startswith("attachment")
    assert "\n" not in got["content-disposition"]
    assert b"".join(got.streaming_content) == data


def test_a_file_of_another_request_is_not_there(as_elena, elena, ramon, answered, move_request, client):
    as_elena.post(at(answered, "/messages"), once(text="x", files=SimpleUploadedFile("a.png", PNG)))
    file = MessageFile.objects.get()
    opening = Opening(
        customer_id=ramon.pk, service_id=move_request.service_id, subject="His", text="His", channel="portal"
    )
    his = open_case(opening=opening, by=ramon.ref, at=MONDAY)
    client.force_login(ramon)

    assert client.get(at(his, f"/files/{file.pk}")).status_code == 404
    assert client.get(f"/files/{file.pk}").status_code == 404
    assert client.get(f"/files/{2**62}").status_code == 404


def test_it_works(as_elena, resolved):
    assert "It works" in page(as_elena.get(at(resolved)))
    form = once()

    answer = as_elena.post(at(resolved, "/confirmation"), form)
    again = as_elena.post(at(resolved, "/confirmation"), form)

    assert answer["location"] == again["location"] == at(resolved, "#now")
    resolved.refresh_from_db()
    assert resolved.state == "closed"
    assert "Done" in page(as_elena.get(at(resolved)))


def test_not_solved_wants_a_reason_and_comes_back_to_us(as_elena, resolved):
    answer = as_elena.post(at(resolved, "/dispute"), once(reason=" "))
    assert answer.status_code == 422
    assert "tell us what is still wrong" in page(answer)
    form = once(reason="The alarm still does not answer.")

    as_elena.post(at(resolved, "/dispute"), form)
    as_elena.post(at(resolved, "/dispute"), form)

    resolved.refresh_from_db()
    assert (resolved.state, resolved.cycle) == ("disputed", 2)
    assert Entry.objects.filter(name="case.resolution_disputed").count() == 1
    shown = page(as_elena.get(at(resolved)))
    assert "You told us that it is not solved" in shown
    assert "The alarm still does not answer." in shown


def test_what_is_not_resolved_cannot_be_disputed_and_her_words_are_kept(as_elena, answered):
    answer = as_elena.post(at(answered, "/dispute"), once(reason="Too early, but said."))

    assert answer.status_code == 422
    assert "Only a resolved case can be disputed" in page(answer)


def test_she_says_how_it_was_and_may_change_her_mind(as_elena, resolved):
    as_elena.post(at(resolved, "/feedback"), once(score="1", words="Eleven days without alarm."))
    as_elena.post(at(resolved, "/feedback"), once(score="3", words="Better now."))

    given = Feedback.objects.get()
    assert (given.score, given.words) == (3, "Better now.")
    assert "Thank you" in page(as_elena.get(at(resolved)))


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "five", "³", "1" * 400])
def test_a_score_that_does_not_exist_is_refused_and_her_words_are_kept(as_elena, resolved, score):
    answer = as_elena.post(at(resolved, "/feedback"), once(score=score, words="My words stay."))

    assert answer.status_code == 422
    assert "My words stay." in page(answer)
    assert not Feedback.objects.exists()


def test_she_no_longer_needs_it(as_elena, answered):
    assert as_elena.post(at(answered, "/cancellation"), once(reason="")).status_code == 422

    as_elena.post(at(answered, "/cancellation"), once(reason="I stay where I am."))

    answered.refresh_from_db()
    assert answered.state == "cancelled"
    assert "Cancelled" in page(as_elena.get(at(answered)))


def test_long_after_the_end_her_words_begin_a_new_request(as_elena, resolved, elena):
    from datetime import timedelta

    from pasillo.operations.cases.commands import confirm

    confirm(resolved.pk, by=elena.ref, at=MONDAY + timedelta(days=1))

    answer = as_elena.post(at(resolved, "/messages"), once(text="It is back."))

    new = Case.objects.exclude(pk=resolved.pk).get()
    assert new.follows_id == resolved.pk
    assert answer["location"] == at(new)


def test_her_list_is_paged_by_place_and_not_by_number(as_elena, elena, move_request):
    from datetime import timedelta

    for n in range(30):
        opening = Opening(
            customer_id=elena.pk,
            service_id=move_request.service_id,
            subject=f"Need {n:02}",
            text="x",
            channel="portal",
        )
        open_case(opening=opening, by=elena.ref, at=MONDAY + timedelta(minutes=n))

    first = page(as_elena.get("/requests"))
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = page(as_elena.get(older))

    assert "Need 29" in first
    assert "Need 05" in first
    assert "Need 04" not in first
    assert "Need 04" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("after", ["x", "~", "2026-01-01~5", "2026-01-01T00:00:00+00:00~-1", "\x00", "~" * 99])
def test_a_place_that_we_did_not_write_begins_at_the_top(as_elena, her_case, after):
    assert her_case.subject in page(as_elena.get("/requests", {"after": after}))


def test_an_empty_list_offers_what_can_be_asked(as_elena, move_request):
    shown = page(as_elena.get("/requests"))

    assert "You have not asked for anything yet" in shown
    assert "Move home" in shown


def test_what_is_finished_stands_apart(as_elena, resolved, elena):
    from pasillo.operations.cases.commands import confirm

    confirm(resolved.pk, by=elena.ref, at=MONDAY)

    assert resolved.subject not in page(as_elena.get("/requests"))
    assert resolved.subject in page(as_elena.get("/requests?show=done"))


def test_hers_is_in_spanish_when_she_asks_in_spanish(as_elena, answered):
    assert as_elena.get(at(answered), headers={"accept-language": "id"}).status_code == 200


def test_staff_see_their_own_request_as_any_customer(client, marta, move_request, her_case):
    client.force_login(marta)

    assert client.get(at(her_case)).status_code == 404


def test_a_mail_in_her_name_that_nobody_confirmed_is_not_called_hers(as_elena, elena, move_request):
    opening = Opening(
        customer_id=elena.pk,
        service_id=move_request.service_id,
        subject="Stop everything",
        text="Please cut my line today.",
        channel="email",
        is_unproven=True,
    )
    case = open_case(opening=opening, by="system", at=MONDAY)
    hers = Words(text="That was not me.", channel="portal")
    customer_writes(case.pk, author_id=elena.pk, words=hers, by=elena.ref, at=MONDAY)

    shown = page(as_elena.get(at(case)))

    forged, answer = shown.split('<article class="pm me"')[1:3]
    assert "<b>Elena Prats</b>" in forged
    assert "by e-mail" in forged
    assert "Sender not verified" in forged
    assert "<b>You</b>" not in forged
    assert "<b>You</b>" in answer
    assert "Sender not verified" not in answer
    assert "This was asked with your e-mail address by somebody who had not signed in." in shown


def test_what_she_asked_herself_bears_no_such_hint(as_elena, her_case):
    shown = page(as_elena.get(at(her_case)))

    assert "<b>You</b>" in shown
    assert "Sender not verified" not in shown
    assert "somebody who had not signed in" not in shown
