"""The matrix says the same as an independent count, and every figure opens as many rows as it says."""

from datetime import timedelta

import pytest

from pasillo.measurement.methods.intervals import Interval
from pasillo.measurement.methods.percentiles import percentile
from pasillo.measurement.reports.matrix import Cell, behind, matrix
from pasillo.measurement.reports.measures.base import Figure, Target, measures
from pasillo.measurement.reports.window import Window
from pasillo.measurement.stories.models import Story
from tests.measurement import independent
from tests.measurement.journal import MONDAY

SERVICES = [1, 2, 3]


@pytest.mark.parametrize("days", [7, 30, 90])
def test_two_ways_of_counting_come_to_the_same_figures(season, days):
    window = Window.last(days, until=MONDAY)
    ours = {
        (cell.measure, row.service_id): cell.figure
        for row in matrix(SERVICES, window)
        for cell in row.cells
        if cell.figure
    }
    theirs = independent.figures(window.start, window.end)

    assert ours.keys() == theirs.keys()
    for key, (n, hits, value) in theirs.items():
        figure = ours[key]
        assert figure.n == n, key
        if key[0] == "resolution":
            assert figure.value == pytest.approx(value), key
        elif hits is not None:
            assert figure.hits == hits, key
        if key[0] == "satisfaction":
            assert figure.details["mean"] == pytest.approx(value), key


def test_every_figure_opens_as_many_rows_as_it_says(season):
    window = Window.last(90, until=MONDAY)
    for row in matrix(SERVICES, window):
        for cell in row.cells:
            rows = behind(cell.measure, window, service_id=row.service_id)
            assert rows.count() == (cell.figure.n if cell.figure else 0)
            if cell.figure and cell.figure.hits is not None:
                hits = next(iter(measures[cell.measure].parts))
                assert behind(cell.measure, window, service_id=row.service_id, part=hits).count() == cell.figure.hits


def test_the_databases_percentile_is_ours(season):
    window = Window.last(90, until=MONDAY)
    figure = measures["resolution"].figures(behind("resolution", window, service_id=2))[2]
    lived = list(behind("resolution", window, service_id=2).values_list("lived_minutes", flat=True))

    assert figure.details["lived_half"] == pytest.approx(percentile(lived, 0.5))
    assert figure.details["lived_most"] == pytest.approx(percentile(lived, 0.8))


def test_the_whole_matrix_costs_one_question_a_measure(season, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        matrix(SERVICES, Window.last(30, until=MONDAY))


def test_the_end_of_the_window_belongs_to_the_next_one(season):
    story = Story.objects.filter(resolved_at__isnull=False).first()
    before = Window(start=story.resolved_at - timedelta(days=1), end=story.resolved_at)
    after = Window(start=story.resolved_at, end=story.resolved_at + timedelta(days=1))

    assert not behind("errors", before).filter(pk=story.pk).exists()
    assert behind("errors", after).filter(pk=story.pk).exists()


def cell(figure: Figure, target: Target, measure: str = "level") -> Cell:
    return Cell(measure=measure, figure=figure, target=target, verdict=measures[measure].judge(figure, target))


def test_colour_comes_only_with_a_deviation_and_in_full_only_beyond_doubt():
    target = Target(share=0.9)

    assert cell(Figure(n=100, hits=95, value=0.95, interval=Interval(0.88, 0.98)), target).tone == ""
    assert cell(Figure(n=100, hits=88, value=0.88, interval=Interval(0.80, 0.93)), target).tone == "risk"
    assert cell(Figure(n=100, hits=70, value=0.70, interval=Interval(0.60, 0.78)), target).tone == "late"
    assert cell(Figure(n=4, hits=0, value=0.0, interval=Interval(0.0, 0.49)), target).tone == ""


def test_errors_deviate_upwards():
    few, many = Interval(0.01, 0.05), Interval(0.08, 0.2)

    assert cell(Figure(n=90, hits=2, value=0.02, interval=few), Target(share=0.04), "errors").tone == ""
    assert cell(Figure(n=90, hits=11, value=0.12, interval=many), Target(share=0.04), "errors").tone == "late"


def test_the_level_is_held_against_its_own_share_else_that_of_the_solution():
    level, solution = Target(minutes=1, share=0.8), Target(minutes=960, share=0.9)

    assert measures["level"].target({"level": level, "resolution": solution}) == level
    assert measures["level"].target({"resolution": solution}) == solution
    assert measures["level"].target({"resolution": Target(minutes=960)}) is None
