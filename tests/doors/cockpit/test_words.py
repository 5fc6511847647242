"""Figures as people say them, and pictures that say no more than they know."""

import pytest
from django.utils.translation import override

from pasillo.doors.cockpit import charts
from pasillo.doors.cockpit.words import per_cent, service_time, signed, with_sign


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.666, "67"), (0, "0"), (1, "100"), (0.9996, "99.96"), (0.004, "0.4"), (0.99, "99.0"), (0.5, "50")],
)
def test_a_share_is_rounded_and_what_is_not_all_never_reads_as_all(share, said):
    with override("en"):
        assert per_cent(share) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(7, "7\u00a0m"), (59.4, "59\u00a0m"), (70, "1.2\u00a0h"), (540, "9.0\u00a0h"), (6120, "102\u00a0h")],
)
def test_a_day_of_service_is_not_a_day_so_service_is_said_in_hours(minutes, said):
    with override("en"):
        assert service_time(minutes) == said


def test_figures_follow_the_language():
    with override("es"):
        assert per_cent(0.0661, 1) == "6,6"
    with override("en"):
        assert with_sign(0.7) == "70%"
        assert signed("4.0", above=False) == "\u22124.0"


def test_a_chart_has_a_name_a_description_and_no_style():
    drawn = charts.control(
        charts.Course(
            values=[1, 5, 2],
            labels={0: "<b>"},
            lines=[charts.Line(value=3, name="mean", looks="cl")],
            title="T & T",
            told="1, 5, 2",
        )
    )

    assert 'role="img"' in drawn
    assert "<title" in drawn
    assert "T &amp; T" in drawn
    assert "&lt;b&gt;" in drawn
    assert "style" not in drawn


def test_a_chart_of_nothing_at_all_is_still_a_chart():
    line = charts.Line(value=0, name="mean", looks="cl")

    assert "<svg" in charts.control(charts.Course(values=[0], labels={}, lines=[line]))
    assert "<svg" in charts.columns([], "Nothing", "")
    assert "<svg" in charts.bullet(7, -3)
