"""What the operator types, and what they are told."""

import io
from argparse import ArgumentParser

import pytest

from pasillo.doors.console.history.mapping import as_map, read_map
from pasillo.doors.console.history.telling import Progress
from pasillo.doors.console.registry import all_commands
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.models import Case
from pasillo.operations.history.models import Log
from tests.doors.console.history.conftest import MAP, PRINTER


@pytest.fixture
def typed(capsys):
    """Types a command and returns what it prints."""

    def run(*words):
        command = dict(all_commands())["import"]
        parser = ArgumentParser()
        command.arguments(parser)
        command.run(parser.parse_args(words))
        return capsys.readouterr().out

    return run


def test_the_operator_reads_what_was_made_and_what_is_wrong(db, typed, as_log, map_file):
    path = as_log(PRINTER, PRINTER.replace("7001", "7002").replace("Work", "Pondering"))

    said = typed("log", str(path), "--map", str(map_file))

    assert "14 lines tell of 1 cases: 1 were made, 0 were here before." in said
    assert "1 cases were left out, whole, because of the lines below." in said
    assert "line 10 (7002): The map does not say what “Pondering” means." in said
    assert Case.objects.count() == 1


def test_a_dry_run_says_that_nothing_was_changed(db, typed, as_log, map_file):
    said = typed("log", str(as_log(PRINTER)), "--map", str(map_file), "--dry-run")

    assert "Nothing was changed" in said
    assert "resolved" in said
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("file", "log_map", "why"), [("log.csv", "nowhere.toml", "no map"), ("no.csv", "vinst", "no file")]
)
def test_what_is_not_there_is_said_in_one_line(db, typed, as_log, tmp_path, file, log_map, why):
    as_log(PRINTER)

    with pytest.raises(SystemExit, match=why):
        typed("log", str(tmp_path / file), "--map", log_map)


@pytest.mark.parametrize("name", ["servicenow", "vinst"])
def test_the_maps_that_we_ship_can_be_read(name):
    log_map = read_map(name)

    assert log_map.source == name
    assert {"resolved", "closed"} <= set(log_map.means.values())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": "!"}, "needs a source"),
        ({"sauce": "x"}, "In the map we do not know: sauce"),
        ({"columns": {"case": "id"}}, "does not say which column is: at, state"),
        ({"means": {"Open": "opened"}}, "“opened” is none of: new, working"),
        ({"priorities": {"P1": 9}}, "from 1, urgent, to 4, low"),
        ({"moments": {"zone": "Europe/Nowhere"}}, "time zone"),
        ({"encoding": "utf-16"}, "Save the log as UTF-8"),
        ({"areas": {"name": "Old"}}, "holds {group}"),
        ({"hours": {"week": {"someday": []}}}, "hours of the map"),
        ({"services": []}, "names no service"),
        ({"services": [{"name": "Old", "promises": {"resolution": "soon"}}]}, "whole number of minutes"),
        ({"services": [{"name": "Old", "promises": {"happiness": 10}}]}, "“happiness” is none of"),
    ],
)
def test_a_map_with_a_mistake_says_which(change, why):
    with pytest.raises(Refused, match=why):
        as_map(MAP | change)


def test_how_long_it_will_take_is_said_now_and_then(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    progress = Progress()

    for done in range(101):
        progress(done, 100)

    said = screen.getvalue().splitlines()
    assert len(said) == 10
    assert said[0].startswith("10 of 100 cases, ")
    assert said[-1].endswith("about 0 min 0 s left")


def test_taking_back_where_nothing_was_ever_started_is_a_sentence(typed, db, monkeypatch):
    monkeypatch.setattr("pasillo.doors.console.history.removal.as_the_owner", lambda *_words: pytest.fail("was begun"))
    monkeypatch.setattr(Log._meta, "db_table", "history_log_that_is_not_there")

    with pytest.raises(SystemExit, match="^pasillo: Nothing was started here yet"):
        typed("remove", "servicenow")
