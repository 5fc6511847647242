"""What the cockpit says of real work is what an independent count of the journal says."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.measurement.reports.matrix import matrix
from pasillo.measurement.reports.window import Window
from tests.measurement import independent


@pytest.mark.parametrize("days", [7, 30, 90])
def test_the_matrix_agrees_with_a_plain_count_of_the_journal(a_bad_week, move_home, visits, days):
    window = Window.last(days, until=now())
    theirs = independent.figures(window.start, window.end)
    ours = {
        (cell.measure, row.service_id): cell.figure
        for row in matrix([move_home.pk, visits.pk], window)
        for cell in row.cells
        if cell.figure
    }

    assert {key: figure.n for key, figure in ours.items()} == {key: n for key, (n, _, _) in theirs.items()}
    for key, (_, hits, value) in theirs.items():
        if key[0] == "resolution":
            assert ours[key].value == pytest.approx(value)
        elif hits is not None:
            assert ours[key].hits == hits
