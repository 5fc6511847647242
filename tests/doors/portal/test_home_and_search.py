"""A customer comes in, finds what they need in their own words, and sees what is in progress."""

import pytest


def page(response):
    return response.content.decode()


def test_the_three_blocks_say_what_we_promise(client, move_request, question):
    shown = page(client.get("/"))

    assert "My services change" in shown
    assert "I want to tell you something" in shown
    assert "in 7 days" in shown
    assert 'href="/services/move-home/new"' in shown


def test_a_house_without_services_says_so(client, db):
    assert "Nothing is offered here yet" in page(client.get("/"))


def test_elena_is_greeted_and_sees_what_is_in_progress(as_elena, her_case):
    shown = page(as_elena.get("/"))

    assert "Elena. What do you need?" in shown
    assert "We have your request" in shown
    assert f'href="/requests/{her_case.number}"' in shown


def test_ramon_does_not_see_what_elena_asked(client, ramon, her_case):
    client.force_login(ramon)

    assert her_case.subject not in page(client.get("/"))
    assert her_case.subject not in page(client.get("/requests"))


def test_what_is_resolved_asks_whether_it_works(as_elena, resolved):
    assert "We believe that it is solved" in page(as_elena.get("/"))


def test_own_words_lead_to_the_form(client, move_request):
    shown = page(client.get("/search", {"q": "mudanza"}))

    assert 'href="/services/move-home/new"' in shown


def test_who_finds_nothing_may_ask_a_person_with_the_same_words(client, question):
    shown = page(client.get("/search", {"q": "zeppelin & <b>"}))

    assert "We found nothing" in shown
    assert "<b>&quot;" not in shown
    assert "/services/ask/question?words=zeppelin" in shown
    assert "zeppelin" in page(client.get("/services/ask/question", {"words": "zeppelin & <b>"}))


@pytest.mark.parametrize("words", ["", "\x00", "%00", "a" * 5000, "';--", "😀"])
def test_no_words_break_the_search(client, move_request, words):
    assert client.get("/search", {"q": words}).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("es", "Trasladar mi casa"), ("id", "Pindah rumah")])
def test_the_catalogue_speaks_the_visitors_language(client, move_request, language, words):
    assert words in page(client.get("/", headers={"accept-language": language}))


def test_an_unknown_language_gets_english(client, move_request):
    client.cookies["language"] = "xx"

    assert "Move home" in page(client.get("/", headers={"accept-language": "tlh"}))


@pytest.mark.parametrize(
    "address", ["/services/none", "/services/move-home/none", "/services/MOVE HOME", "/services/move-home/new/x"]
)
def test_what_is_not_offered_is_not_there(client, move_request, address):
    assert client.get(address).status_code == 404


def test_looking_writes_nothing(as_elena, her_case, django_assert_num_queries, question):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in ("/", "/search?q=move", "/services/move-home", "/services/move-home/new", "/requests",
                        f"/requests/{her_case.number}"):  # fmt: skip
            assert as_elena.get(address).status_code == 200

    wrote = [q["sql"] for q in asked if q["sql"].split()[0].upper() in ("INSERT", "UPDATE", "DELETE")]
    assert [sql for sql in wrote if "django_session" not in sql] == []
