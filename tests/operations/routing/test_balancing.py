"""What could move so that the work is shared better, and what a team looks like to its lead."""

from datetime import UTC, datetime

from pasillo.ground.people.commands import plan_absence
from pasillo.operations.cases.commands import assign
from pasillo.operations.routing.balancing import Piece, propose
from pasillo.operations.routing.eligibility import Candidate, Need, Wanted
from pasillo.operations.routing.queries import board_of
from pasillo.operations.routing.team import how_many_wait, proposed_moves, team_of

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
AIDA, BRUNO, CLARA = 11, 12, 13


def _team(**loads):
    ids = {"aida": AIDA, "bruno": BRUNO, "clara": CLARA}
    return [
        Candidate(person_id=ids[name], cap=1000, load=load, minutes_left=300, languages=frozenset({"es"}))
        for name, load in loads.items()
    ]


def _pieces(holder, count, **asks):
    return [Piece(holder_id=holder, wanted=Wanted(case_id=n, **asks)) for n in range(1, count + 1)]


def test_the_fullest_gives_to_who_has_most_room_until_it_helps_no_more():
    moves = propose(_pieces(AIDA, 10), _team(aida=1000, bruno=200), at=NINE)

    assert [(move.giver_id, move.taker_id) for move in moves] == [(AIDA, BRUNO)] * 4
    assert (moves[-1].giver_share, moves[-1].taker_share) == (60, 60)
    assert [move.case_id for move in moves] == [10, 9, 8, 7]


def test_nothing_moves_where_everything_is_even():
    assert propose(_pieces(AIDA, 3), _team(aida=300, bruno=300), at=NINE) == []
    assert propose(_pieces(AIDA, 1), _team(aida=100, bruno=0), at=NINE) == []


def test_a_case_never_moves_to_who_cannot_do_it():
    asks = {"needs": (Need(skill_id=1),)}

    assert propose(_pieces(AIDA, 5, **asks), _team(aida=900, bruno=0), at=NINE) == []


def test_who_is_away_gives_everything():
    team = _team(aida=200, bruno=700)
    team[0].is_away = True

    moves = propose(_pieces(AIDA, 2), team, at=NINE)

    assert {(move.giver_id, move.taker_id) for move in moves} == {(AIDA, BRUNO)}
    assert len(moves) == 2


def test_the_team_with_its_load_its_shifts_and_who_needs_help(repairs, budi, aida, arrives, seat, board, later):
    board(touch_minutes=60)
    seat(budi, cap=2)
    cases = [arrives() for _ in range(4)]
    for case in cases[:3]:
        assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))
    tomorrow = later(24).date()
    plan_absence(aida.pk, first=tomorrow, last=tomorrow, by="system", at=later(0))

    first, second = team_of(repairs, board_of(repairs.pk), at=later(0))

    assert (first.seat.person, first.share, first.needs_help) == (budi, 150, True)
    assert (second.seat.person, second.share, second.needs_help) == (aida, 0, False)
    assert [(opens.hour, closes.hour) for opens, closes in first.shifts] == [(9, 17)]
    assert [day.capacity for day in first.days] == [800] * 5
    assert [day.load for day in first.days] == [300, 0, 0, 0, 0]
    assert [day.capacity for day in second.days] == [800, 0, 800, 800, 800]
    assert second.days[1].is_away
    assert how_many_wait(repairs.pk) == 1


def test_what_could_move_and_what_was_begun_stays(repairs, budi, aida, arrives, board, later):
    from pasillo.operations.cases.commands import reply

    board(touch_minutes=0)
    cases = [arrives() for _ in range(4)]
    for case in cases:
        assign(case.pk, assignee_id=budi.pk, by="system", at=later(0))
    reply(cases[3].pk, text="We look into it.", by=budi.ref, at=later(0.1))

    moves = proposed_moves(repairs, board_of(repairs.pk), at=later(0.2))

    assert {(move.giver_id, move.taker_id) for move in moves} == {(budi.pk, aida.pk)}
    assert len(moves) == 2
    assert cases[3].pk not in {move.case_id for move in moves}
