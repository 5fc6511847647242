"""The page of imports: handed in, rehearsed, adjusted, taken over, looked at, taken back; for administrators alone."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pasillo.doors.console.imports.running import perform
from pasillo.doors.console.jobs import carry_out_import
from pasillo.doors.shell.clock import now
from pasillo.operations.cases.models import Case
from pasillo.operations.history.models import Run

pytestmark = pytest.mark.django_db
TABLE = """\
Number,Subject,Created at,Customer email,Group,Status
1,No light,2026-03-03 09:00,elena@correo.example,Field,Closed
2,Twice,2026-03-04 09:00,diego@correo.example,Billing,Odd
3,Move,yesterday,diego@correo.example,Billing,Open
"""


@pytest.fixture
def wished(monkeypatch):
    """The jobs that were asked for: nobody carries them out by himself."""
    asked = []
    monkeypatch.setattr(carry_out_import, "defer", lambda run_id: asked.append(run_id))
    return asked


@pytest.fixture
def desk(seated, nuria, wished):
    """Núria at the page, with a table in hand."""
    browser = seated(nuria)

    def hand_in(text=TABLE, source="csv", **more):
        file = SimpleUploadedFile("cases.csv", text.encode())
        return browser.post("/app/admin/imports", {"source": source, "file": file, **more})

    browser.hand_in = hand_in
    return browser


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_table_is_rehearsed_adjusted_taken_over_and_nothing_happens_before(desk, wished):
    answer = desk.hand_in()
    run = Run.objects.get()
    assert (answer.status_code, answer.url, wished) == (302, f"/app/admin/imports/{run.pk}", [run.pk])
    page = desk.get(answer.url)
    assert 'hx-trigger="every 2s"' in page.content.decode()

    perform(run.pk)

    shown = words(desk.get(answer.url))
    assert "Rehearsed; nothing was changed yet" in shown
    assert "Nobody said what “Odd” means." in shown
    assert "“yesterday” is no moment that we can read here." in shown
    assert not Case.objects.exists()
    odd = next(n for n, word in enumerate(sorted(["Closed", "Odd", "Open"])) if word == "Odd")
    look = Run.objects.get().preview["look"]
    chosen = {f"col-{role}": name for role, name in look["columns"].items()}
    means = {f"means-{odd}": "cancelled", f"means-{odd - 1}": "closed", f"means-{odd + 1}": "open"}
    typed = {"act": "rehearse", "encoding": "utf-8", "separator": ",", "moments": "iso", "zone": "Europe/Madrid"}
    assert desk.post(answer.url, typed | means | chosen).status_code == 302
    perform(run.pk)
    assert "2 cases would be taken over" in words(desk.get(answer.url)).replace(
        "cases would be taken over 2", "2 cases would be taken over"
    )  # noqa: E501

    assert desk.post(answer.url, {"act": "start"}).status_code == 302
    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.figures["made"], run.figures["left_out"], run.file_id) == ("done", 2, 1, None)
    assert set(Case.objects.values_list("state", flat=True)) == {"closed", "cancelled"}
    assert Case.objects.order_by("opened_at").first().opened_at.isoformat() == "2026-03-03T08:00:00+00:00"
    report = b"".join(desk.get(f"/app/admin/imports/{run.pk}/report").streaming_content).decode("utf-8-sig")
    assert report.splitlines()[1].startswith("4,3,")


def test_what_is_no_import_is_refused_and_what_was_typed_stays(desk):
    nothing = desk.post("/app/admin/imports", {"source": "zendesk"})
    unknown = desk.hand_in(source="sorcery")

    assert (nothing.status_code, unknown.status_code) == (422, 422)
    assert re.search(r'value="zendesk"\s+checked', nothing.content.decode())
    assert not Run.objects.exists()


def test_a_column_that_nobody_names_is_asked_for_and_nothing_can_be_taken_over(desk):
    url = desk.hand_in("Ref;What\n7;light\n").url
    run = Run.objects.get()
    perform(run.pk)

    page = desk.get(url)
    assert 'name="col-case"' in page.content.decode()
    assert "Take over now" not in words(page)
    desk.post(url, {"act": "start"})
    perform(run.pk)

    run.refresh_from_db()
    assert run.state == "failed"
    assert "Say first which column is: case, opened." in words(desk.get(url))


def test_an_import_that_was_broken_off_can_go_on_and_one_that_runs_cannot_be_begun_twice(desk, wished):
    url = desk.hand_in().url
    run = Run.objects.get()
    assert desk.post(url, {"act": "again"}).status_code == 422
    assert desk.post(url, {"act": "start"}).status_code == 422

    Run.objects.update(state="playing", told_at=now() - timedelta(minutes=6))

    assert "Go on" in words(desk.get(url))
    assert desk.post(url, {"act": "again"}).status_code == 302
    assert wished == [run.pk, run.pk]


@pytest.mark.parametrize("text", ["Number,Subject,Created at\n", "Number,Subject,Created at\n1,Light,yesterday\n"])
def test_a_rehearsal_of_nothing_looks_like_no_success(desk, text):
    place = desk.hand_in(text).url

    perform(Run.objects.get().pk)

    page = desk.get(place)
    assert "There is no case in it that we understand." in words(page)
    assert 'value="start"' not in page.content.decode()
    desk.post(place, {"act": "start"})
    assert not Case.objects.exists()


def test_headings_that_nobody_knows_are_asked_for_in_words_and_the_moments_of_the_chosen_column_are_guessed(desk):
    place = desk.hand_in("Ref;Asunto;Fecha apertura\nA-1;Luz;03/02/2026 09:30\nA-2;Caja;17/02/2026 10:00\n").url
    run = Run.objects.get()
    perform(run.pk)
    page = words(desk.get(place))
    assert "Say first which column is: Number or name of the case, When it was opened." in page
    assert "cases would be taken over" not in page

    typed = {"act": "rehearse", "encoding": "utf-8", "separator": ";", "moments": "iso", "zone": "Europe/Madrid"}
    desk.post(place, typed | {"col-case": "Ref", "col-subject": "Asunto", "col-opened": "Fecha apertura"})
    perform(run.pk)

    run.refresh_from_db()
    assert (run.preview["new"], run.preview["wrong"]) == (2, 0)
    assert run.preview["look"]["moments"] == "%d/%m/%Y %H:%M"
    assert "Say first" not in words(desk.get(place))

    chosen = {"col-case": "Ref", "col-subject": "Asunto", "col-opened": "Fecha apertura"}
    desk.post(place, typed | chosen | {"moments": "seconds"})
    perform(run.pk)
    page = words(desk.get(place))
    assert "Most of the moments are not written like this. Choose here how they are written." in page


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "This is no table that we can read"),
        (b"0" * 200_000, "This is no table that we can read"),
        (b'Number,"' + b"x" * 200_000, "This is no table that we can read"),
    ],
)
def test_a_file_that_is_no_table_is_said_to_be_none_in_our_words(desk, file, why):
    answer = desk.post("/app/admin/imports", {"source": "csv", "file": SimpleUploadedFile("cases.csv", file)})
    if file:
        perform(Run.objects.get().pk)
        answer = desk.get(answer.url)

    assert why in words(answer)
    assert "field limit" not in words(answer)
    assert Run.objects.exclude(state="failed").count() == 0
