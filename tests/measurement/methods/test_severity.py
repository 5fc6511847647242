"""How bad it was, in numbers that anybody can check by hand."""

from pasillo.measurement.methods.severity import Lived, severity

WELL_SERVED = Lived(lived_minutes=60, promised_minutes=120, score=4)


def test_a_kept_promise_is_nothing_to_regret():
    assert severity(WELL_SERVED).total == 0


def test_twice_the_promised_time_is_fifteen_and_four_times_thirty():
    assert severity(Lived(lived_minutes=240, promised_minutes=120)).waiting == 15
    assert severity(Lived(lived_minutes=480, promised_minutes=120)).waiting == 30
    assert severity(Lived(lived_minutes=48000, promised_minutes=120)).waiting == 30


def test_without_a_promise_there_is_no_waiting_beyond_it():
    assert severity(Lived(lived_minutes=48000, promised_minutes=None)).total == 0


def test_the_worst_of_everything_is_a_hundred():
    worst = Lived(lived_minutes=900, promised_minutes=100, broken=3, disputes=2, areas=5, contacts=9, score=1)

    assert severity(worst).total == 100
