"""Logs as they come: late, doubled, cut, mistyped. Each line that cannot be used is named, and the rest is made."""

import gzip
from datetime import UTC, datetime

import pytest

from pasillo.doors.console.history.lines import LONGEST
from pasillo.doors.console.history.mapping import as_map
from pasillo.doors.console.history.reading import rows
from pasillo.doors.console.history.sorting import Sorted
from pasillo.doors.console.history.taking_over import Taken, _plans, _sort, take_over
from pasillo.doors.console.history.vocabulary import Row, Trouble
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case
from tests.doors.console.history.conftest import HEADING, MAP, PRINTER, TODAY

SCANNER = PRINTER.replace("7001", "8001")


@pytest.fixture
def read(as_log):
    """Reads lines without a database: what would be made, and the plans."""

    def reading(*lines, **other):
        return read_file(as_log(*lines), **other)

    return reading


def read_file(path, **other):
    taken = Taken()
    with Sorted() as kept:
        _sort(path, as_map(MAP | other), kept, taken, at=TODAY)
        plans = list(_plans(kept, taken))
    return taken, plans


def whys(taken):
    return [(trouble.line, trouble.case, trouble.why) for trouble in taken.troubles]


def test_lines_in_the_wrong_order_are_put_in_the_order_of_their_moments(read):
    straight, as_it_was = read(PRINTER)
    turned, plans = read(*reversed(PRINTER.splitlines()))

    assert (straight.out_of_order, turned.out_of_order) == (0, 6)
    assert [step.deed for step in plans[0].steps] == [step.deed for step in as_it_was[0].steps]
    assert plans[0].mark == as_it_was[0].mark


def test_the_lines_of_a_case_may_lie_far_apart(read):
    pairs = zip(PRINTER.splitlines(), SCANNER.splitlines(), strict=True)
    taken, plans = read(*(line for pair in pairs for line in pair))

    assert [plan.first.case for plan in plans] == ["7001", "8001"]
    assert [plan.lines for plan in plans] == [7, 7]
    assert taken.out_of_order == 0


def test_a_line_that_is_there_twice_counts_once(read):
    taken, plans = read(PRINTER, *PRINTER.splitlines()[2:4])

    assert (taken.repeated, plans[0].lines) == (2, 7)
    assert [step.deed for step in plans[0].steps].count("customer asked") == 1


def test_a_word_that_the_map_does_not_know_is_named_and_its_case_left_out_whole(read):
    taken, plans = read(PRINTER, SCANNER.replace("Work", "Pondering"))

    assert [plan.first.case for plan in plans] == ["7001"]
    assert (taken.cases, taken.left_out, taken.wrong) == (1, 1, 3)
    assert whys(taken)[0] == (10, "8001", "The map does not say what “Pondering” means.")


def test_a_word_that_the_map_does_not_know_may_mean_nothing_if_the_map_says_so(read):
    taken, plans = read(SCANNER.replace("Shut", "Archived"), unknown="nothing")

    assert taken.wrong == 0
    assert "closed" not in [step.deed for step in plans[0].steps]


@pytest.mark.parametrize(
    "date", ["2026-02-30 11:00", "tomorrow", "", "11:00 03/02/2026", "2027-03-02 11:00", "0016-03-02 11:00"]
)
def test_a_date_that_cannot_be_is_named_with_its_line(read, date):
    taken, plans = read(PRINTER, SCANNER.replace("2026-03-02 11:00", date))

    assert [plan.first.case for plan in plans] == ["7001"]
    [(line, case, why)] = whys(taken)
    assert (line, case) == (11, "8001")
    assert date in why


def test_once_its_line_is_mended_the_case_that_was_left_out_is_made(taken):
    first = taken(PRINTER, SCANNER.replace("2026-03-02 11:00", "2026-02-30 11:00"))
    second = taken(PRINTER, SCANNER)

    assert (first.made, first.left_out) == (1, 1)
    assert (second.made, second.known, second.left_out) == (1, 1, 0)
    assert sorted(Case.objects.values_list("subject", flat=True)) == ["7001", "8001"]


def test_a_packed_file_that_ends_in_the_middle_is_not_taken_over_at_all(db, tmp_path):
    whole = gzip.compress(
        "\n".join([HEADING, PRINTER, *(SCANNER.replace("8001", str(n)) for n in range(500))]).encode()
    )
    path = tmp_path / "log.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(Refused, match="ends in the middle, at line"):
        take_over(path, as_map(MAP), at=TODAY)
    assert not Case.objects.exists()


def test_a_packed_file_is_read_like_a_plain_one(tmp_path):
    path = tmp_path / "log.gz"
    path.write_bytes(gzip.compress((HEADING + "\n" + PRINTER).encode()))

    assert read_file(path)[0].cases == 1


def test_a_file_that_was_cut_inside_a_line_leaves_that_case_out(read):
    taken, plans = read(PRINTER, SCANNER[: SCANNER.index("Networks,ivan") + 4])

    assert [plan.first.case for plan in plans] == ["7001"]
    assert whys(taken) == [(13, "8001", "It has 4 columns instead of 7.")]


def test_a_line_as_long_as_a_book_is_passed_over_and_the_next_is_read(read):
    taken, plans = read("9001,2026-03-02 09:00,Open,Printers,," + "x" * (3 * LONGEST) + ",elena", PRINTER)

    assert [plan.first.case for plan in plans] == ["7001"]
    assert whys(taken) == [(2, "", "It is longer than any line should be.")]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(read):
    many = [SCANNER.replace("8001", str(8000 + number)) for number in range(600)]
    taken, plans = read('9001,2026-03-02 09:00,Open,"Printers,,P3,elena', *many)

    assert taken.wrong >= 1
    assert len(plans) > 100, "what comes after the broken field is read"


def test_cells_that_look_like_formulas_stay_words(read):
    taken, plans = read(PRINTER.replace("Printers", "=cmd|' /C calc'!A0").replace("7001", "@SUM(1+1)"))

    assert taken.wrong == 0
    assert plans[0].first.case == "@SUM(1+1)"
    assert plans[0].first.group == "=cmd|' /C calc'!A0"


def test_letters_in_another_encoding_are_named_and_not_guessed(as_log):
    path = as_log(PRINTER, SCANNER.replace("marta", "begoña"), encoding="latin-1")

    taken, plans = read_file(path)
    assert [plan.first.case for plan in plans] == ["7001"]
    assert whys(taken)[0][1:] == ("8001", "Its letters are not written in utf-8.")
    assert len(read_file(path, encoding="latin-1")[1]) == 2


def test_a_mark_of_the_encoding_before_the_heading_does_no_harm(as_log):
    assert read_file(as_log(PRINTER, encoding="utf-8-sig"))[0].cases == 1


def test_a_file_with_two_bytes_a_letter_is_refused_with_advice(as_log):
    with pytest.raises(Refused, match="Save it as UTF-8"):
        read_file(as_log(PRINTER, encoding="utf-16"))


def test_a_file_that_is_no_log_at_all_is_refused_in_a_sentence(db, tmp_path):
    program = tmp_path / "ls"
    program.write_bytes(b"\x7fELF\x02\x01\rabc\x00\r\x03 def\r\n\xff\xfe")

    with pytest.raises(Refused, match="^It cannot be read: "):
        take_over(program, as_map(MAP), at=TODAY)
    assert not Case.objects.exists()


def test_a_log_without_a_column_that_the_map_names_is_refused(as_log):
    with pytest.raises(Refused, match="has no column who. It has: id, when"):
        read_file(as_log(PRINTER, heading=HEADING.replace("who", "whom")))


def test_an_empty_file_and_a_heading_alone(as_log, tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(Refused, match="has no column"):
        read_file(tmp_path / "empty.csv")
    assert read_file(as_log())[0].cases == 0


def test_a_case_for_which_the_map_names_no_service_is_left_out(read):
    only_urgent = [{"name": "Urgent", "when": {"prio": "P1"}, "promises": {}}]
    taken, plans = read(PRINTER, services=only_urgent)

    assert plans == []
    assert whys(taken) == [(2, "7001", "The map names no service for this case.")]


def test_what_cannot_be_played_harms_no_other_case(taken, monkeypatch):
    from pasillo.doors.console.history import playing

    def breaks(scene, step):
        if scene.case.subject == "7001":
            raise RuntimeError("no")
        return playing.commands.resolve(scene.case.pk, announce=False, by="system", at=step.at)

    monkeypatch.setitem(playing.DEEDS, "resolved", breaks)
    came = taken(PRINTER, SCANNER)

    assert (came.made, came.left_out) == (1, 1)
    assert Case.objects.get().subject == "8001"


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
{traces}
</log>
"""
TRACE = """<trace><string key="concept:name" value="{case}"/>
<event><string key="concept:name" value="Open"/><string key="org:group" value="Printers"/>
  <date key="time:timestamp" value="2026-03-02T09:00:00.000+01:00"/></event>
<event><string key="concept:name" value="Shut"/><string key="org:group" value="Printers"/>
  <string key="note" value="a"><string key="concept:name" value="Open"/></string>
  <date key="time:timestamp" value="2026-03-02T12:00:00.000+01:00"/></event>
</trace>"""
OF_XES = {
    "form": "xes",
    "columns": {
        "case": "case:concept:name", "at": "time:timestamp", "state": "concept:name", "group": "org:group",
    },
    "moments": {"format": "iso"},
}  # fmt: skip


def as_xes(tmp_path, text):
    path = tmp_path / "log.xes"
    path.write_text(text)
    return path


def test_a_log_in_xes_is_read_trace_by_trace(tmp_path):
    path = as_xes(tmp_path, XES.format(traces=TRACE.format(case="A1") + TRACE.format(case="A2")))

    found = list(rows(path, as_map(MAP | OF_XES), at=TODAY))

    assert [(row.case, row.turn, row.at) for row in found[:2]] == [
        ("A1", "new", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("A1", "closed", datetime(2026, 3, 2, 11, tzinfo=UTC)),
    ]
    assert len(found) == 4
    assert all(isinstance(row, Row) for row in found)


def test_a_log_in_xes_that_is_broken_off_gives_its_whole_traces(tmp_path):
    text = XES.format(traces=TRACE.format(case="A1") + TRACE.format(case="A2"))
    taken, plans = read_file(as_xes(tmp_path, text[: text.rindex("Shut")]), **OF_XES)

    assert [plan.first.case for plan in plans] == ["A1"]
    assert whys(taken)[0][1] == "A2"
    assert "broken off" in taken.troubles[0].why


def test_a_log_in_xes_with_entities_is_refused(tmp_path):
    bomb = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><log><trace/></log>'

    with pytest.raises(Refused, match="its own rules or entities"):
        read_file(as_xes(tmp_path, bomb), **OF_XES)


def test_no_line_is_both_used_and_a_trouble(read, as_log):
    path = as_log(PRINTER, SCANNER.replace("Work", "Pondering"))

    found = list(rows(path, as_map(MAP), at=TODAY))

    assert sum(isinstance(one, Trouble) for one in found) == 3
    assert len({one.line for one in found}) == len(found) == 14
