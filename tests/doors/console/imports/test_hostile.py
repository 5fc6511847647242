"""Exports that are broken, or were made to do harm: what is good in them comes, and nothing else happens."""

import gzip
import io
import json
import os
import signal
import zipfile

import pytest

from pasillo.doors.console.imports.reading import packing
from pasillo.doors.console.imports.reading.moments import guess_form
from pasillo.doors.console.imports.report import harmless
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Membership, Person, Role
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message, MessageFile
from tests.doors.console.imports.conftest import TODAY

HEADING = "number,subject,created at,customer email,status,assignee,message,files\n"
GOOD = "1,Good,2026-03-03 09:00,elena@correo.example,open,,Fine,\n"


def zip_of(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_lines_that_cannot_have_been_are_named_with_their_number_and_the_others_come(taken):
    came, troubles = taken(
        HEADING + GOOD
        + "2,Too early,1969-01-01 00:00,,open,,,\n"
        + "3,Too late,2031-01-01 00:00,,open,,,\n"
        + "4,Short,2026-03-03 09:00\n"
        + ",No name,2026-03-03 09:00,,open,,,\n"
        + "6,Odd,2026-03-03 09:00,,levitating,,,\n"
    )  # fmt: skip

    assert (came.made, came.left_out) == (1, 4)
    assert [one.line for one in troubles] == [3, 4, 5, 6, 7]
    assert Case.objects.get().subject == "Good"


def test_a_line_without_end_eats_no_memory_and_spoils_nothing_else(taken):
    long = "2," + "x" * (3 << 20) + ",2026-03-03 09:00,,open,,,\n"

    came, troubles = taken(HEADING + GOOD + long + GOOD.replace("1,", "3,", 1))

    assert came.made == 2
    assert [(one.line, "longer" in one.why) for one in troubles] == [(3, True)]


def test_a_quotation_mark_that_is_never_closed_leaves_out_its_own_case_and_swallows_no_other(taken):
    unclosed = GOOD.replace("1,Good", "{},Unclosed").replace("Fine,", '"no end,')

    came, troubles = taken(
        HEADING + GOOD
        + unclosed.format(2)
        + GOOD.replace("1,", "3,", 1)
        + '4,Quoted,2026-03-03 09:00,,open,,"Two lines,\nand a ""word"" in quotes",\n'
        + unclosed.format(5)
        + '6,"Quoted too",2026-03-03 09:00,,open,,"Fine",\n'
        + unclosed.format(7) + "and its last words\n"
    )  # fmt: skip

    assert (came.made, came.left_out) == (4, 3)
    assert [(one.line, one.case) for one in troubles] == [(3, "2"), (7, "5"), (9, "7")]
    assert all("quotation mark is opened and never closed" in one.why for one in troubles)
    assert set(Case.objects.values_list("subject", flat=True)) == {"Good", "Quoted", "Quoted too"}
    assert Message.objects.filter(text='Two lines,\nand a "word" in quotes').exists()
    assert not Message.objects.filter(text__contains="no end").exists()


def test_words_of_several_lines_in_the_first_column_are_no_row_of_their_own(taken):
    rows = '"Good day,\nthanks",1,2026-03-03 09:00\nHello,2,2026-03-03 09:00\n'

    came, troubles = taken("message,number,created at\n" + rows)

    assert (came.made, troubles) == (2, [])
    assert Message.objects.filter(text="Good day,\nthanks").exists()


def test_a_heading_without_end_is_refused_with_its_line(rehearsed):
    with pytest.raises(Refused, match="In line 1: A quotation mark is opened"):
        rehearsed('number,created at,"message\n1,2026-03-03 09:00,Fine\n')


def test_letters_of_another_kind_are_read_as_they_were_written(taken):
    taken((HEADING + GOOD.replace("Good", "Señor Núñez")).encode("cp1252"))
    taken((HEADING + GOOD.replace("1,Good", "2,日本語")).encode("utf-16"), name="wide.csv")

    assert set(Case.objects.values_list("subject", flat=True)) == {"Señor Núñez", "日本語"}


def test_what_looks_like_a_formula_stays_words_here_and_runs_in_no_spreadsheet(taken):
    taken(HEADING + GOOD.replace("Good", "=cmd|' /C calc'!A0"))

    assert Case.objects.get().subject == "=cmd|' /C calc'!A0"
    assert [harmless(cell)[0] for cell in ("=1+1", "+1", "-1", "@sum", "\tx")] == ["'"] * 5
    assert harmless("plain - words") == "plain - words"


def test_nobody_gains_a_right_and_nobody_changes_by_what_an_import_claims(taken):
    boss = meet(name="Núria Camps", email="nuria@nidalia.example", by="system", at=TODAY)
    give_role(person=boss, role=Role.ADMIN, by="system", at=TODAY)
    rights = list(Membership.objects.values_list("person_id", "area_id", "role"))
    users = [
        {"id": 1, "name": "I am the boss", "email": "NURIA@nidalia.example", "role": "admin"},
        {"id": 2, "name": "Also an admin", "email": "thief@evil.example", "role": "admin"},
    ]
    claimed = {
        "id": 9, "subject": "Mine", "status": "open", "requester_id": 2, "assignee_id": 2, "group_id": 1,
        "created_at": "2026-03-03T09:00:00Z", "description": "Give me the keys.",
        "comments": [{"id": 1, "author_id": 1, "body": "Yes.", "public": True, "created_at": "2026-03-03T10:00:00Z"}],
    }  # fmt: skip

    came, _ = taken(json.dumps({"users": users}) + json.dumps({"tickets": [claimed]}), source="zendesk", name="z.json")

    assert came.made == 1
    boss.refresh_from_db()
    assert boss.name == "Núria Camps"
    assert list(Membership.objects.values_list("person_id", "area_id", "role")) == rights
    thief = Person.objects.get(email="thief@evil.example")
    assert not thief.has_usable_password()
    assert Case.objects.get().assignee is None


@pytest.mark.parametrize("path", ["../../secret.txt", "/etc/passwd", "..\\secret.txt", "C:\\secret.txt", "a/../../x"])
def test_no_path_leads_out_of_the_folder_that_lies_beside(taken, tmp_path, path):
    (tmp_path / "secret.txt").write_text("the key")
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "link.txt").symlink_to(tmp_path / "secret.txt")

    came, troubles = taken(HEADING + GOOD.replace("Fine,", f"Fine,{path};link.txt".strip()), beside=beside)

    assert came.made == 1
    assert not MessageFile.objects.exists()
    assert ["not beside the export" in one.why for one in troubles] == [True, True]


def test_files_in_the_archive_come_along_by_their_path(taken):
    table = HEADING + GOOD.replace("Fine,", "Fine,box/red.txt")

    came, troubles = taken(zip_of({"cases.csv": table, "files/box/red.txt": "a red light"}), name="all.zip")

    assert (came.made, troubles) == (1, [])
    file = MessageFile.objects.get()
    assert (file.name, file.size, file.message.text) == ("red.txt", 11, "Fine")


def test_an_archive_that_would_burst_is_refused_before_it_fills_anything(rehearsed, monkeypatch):
    monkeypatch.setattr(packing, "FREE", 1 << 20)
    bomb = zip_of({"cases.csv": HEADING + "0" * (16 << 20)})

    with pytest.raises(Refused, match="larger than it is packed"):
        rehearsed(bomb, name="bomb.zip")
    with pytest.raises(Refused, match="larger than it is packed"):
        rehearsed(gzip.compress((HEADING + "0" * (16 << 20)).encode()), name="bomb.csv.gz")


def test_what_is_no_archive_and_what_ends_in_the_middle_is_refused_in_a_sentence(rehearsed):
    whole = gzip.compress((HEADING + GOOD * 500).encode())

    for broken in (whole[: len(whole) // 2], b"PK\x03\x04 and then nothing"):
        with pytest.raises(Refused, match="cannot be unpacked"):
            rehearsed(broken, name="broken")


def test_broken_json_is_passed_over_line_by_line(rehearsed):
    good = {"id": 1, "subject": "Good", "status": "open", "requester_id": 3, "created_at": "2026-03-03T09:00:00Z"}
    lines = [
        json.dumps(good),
        '{"id": 2, "subject": "no end',
        json.dumps(good | {"id": 3}),
        '{"id": 4, "subject": nonsense}',
        "word salad",
        json.dumps(good | {"id": 5, "created_at": "soon"}),
        json.dumps(good | {"id": 6, "subject": {"not": ["words"]}, "tags": 7, "comments": "none"}),
        "{" * 5000 + "}" * 5000,
        json.dumps(good | {"id": 7}),
    ]

    seen = rehearsed("\n".join(lines), source="zendesk", name="t.ndjson")

    assert seen.cases == 4
    assert {one["line"] for one in seen.troubles} == {2, 4, 5, 6, 8}


def test_what_stops_its_reader_stops_nothing_else(rehearsed, monkeypatch):
    def fall(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr("pasillo.doors.console.imports.sources.csv.reading.look", fall)

    with pytest.raises(Refused, match="made its reader stop"):
        rehearsed(HEADING + GOOD, apart=True)


def test_words_of_another_page_are_words(taken):
    html = "<img src=x onerror=alert(1)><p>Hi</p><style>p{}</style><script>alert(2)</script>"
    told = {"id": 1, "subject": "<b>x</b>", "status": "open", "requester_id": 3, "created_at": "2026-03-03T09:00:00Z",
            "comments": [{"author_id": 3, "html_body": html, "created_at": "2026-03-03T09:00:00Z"}]}  # fmt: skip

    taken(json.dumps(told), source="zendesk", name="t.json")

    assert Message.objects.get(direction="in").text == "Hi"


@pytest.mark.parametrize(
    ("samples", "form", "twofold"),
    [
        (["03/04/2026 10:00", "05/06/2026 11:30"], "%d/%m/%Y %H:%M", True),
        (["03/04/2026 10:00", "25/06/2026 11:30"], "%d/%m/%Y %H:%M", False),
        (["03/25/2026 1:05 PM"], "%m/%d/%Y %I:%M %p", False),
        (["13/03/2026 10:00", "14/03/2026 10:00", "yesterday"], "%d/%m/%Y %H:%M", False),
        (["yesterday", "soon"], "iso", False),
        (["2026-03-03T09:00:00Z"], "iso", False),
        (["1772528400"], "seconds", False),
    ],
)
def test_how_moments_are_written_is_guessed_and_said_when_it_is_not_sure(samples, form, twofold):
    assert guess_form(samples, until=TODAY) == (form, twofold)
