"""Who can take a case, who should, and who cannot and why: plain rules, tried in a line."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.operations.routing.eligibility import Candidate, Need, Wanted, why_not
from pasillo.operations.routing.load import weight
from pasillo.operations.routing.ranking import ranked
from pasillo.operations.routing.release import released
from pasillo.operations.routing.sharing_out import share_out

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
PANELS, CONTRACTS = 1, 2
AIDA, BRUNO, CLARA = 11, 12, 13


def somebody(person_id=AIDA, *, cap=8, load=0, **more):
    given = {"minutes_left": 300, "languages": frozenset({"es"})} | more
    return Candidate(person_id=person_id, cap=cap * 100, load=load * 100, **given)


def first(policy, *people, **more):
    return ranked(people, Wanted(case_id=1, policy=policy, **more), at=NINE)[0][0].person_id


def test_t18_numeric_spare_gives_to_b_and_percentage_to_a():
    """A holds 1 of 2, B holds 8 of 10."""
    a, b = somebody(AIDA, cap=2, load=1), somebody(BRUNO, cap=10, load=8)

    assert first("numeric_spare", a, b) == BRUNO
    assert first("percent_spare", a, b) == AIDA


def test_round_robin_looks_at_when_and_not_at_how_much():
    full_but_long_ago = somebody(AIDA, cap=10, load=9, last_given_at=NINE - timedelta(hours=3))
    empty_but_just_now = somebody(BRUNO, load=0, last_given_at=NINE - timedelta(minutes=1))

    assert first("round_robin", empty_but_just_now, full_but_long_ago) == AIDA
    assert first("round_robin", full_but_long_ago, somebody(CLARA)) == CLARA


def test_longest_idle_is_who_has_had_nothing_for_longest():
    busy = somebody(AIDA, load=1, idle_since=NINE - timedelta(hours=9))
    idle = somebody(BRUNO, idle_since=NINE - timedelta(minutes=5))
    idle_longer = somebody(CLARA, idle_since=NINE - timedelta(minutes=50))

    assert first("longest_idle", busy, idle, idle_longer) == CLARA
    assert first("longest_idle", busy, idle) == BRUNO


def test_continuity_is_whom_the_customer_knows_else_who_has_room():
    knows, free = somebody(AIDA, load=7), somebody(BRUNO)

    assert first("continuity", knows, free, knows=AIDA) == AIDA
    assert first("continuity", knows, free, knows=CLARA) == BRUNO


def test_who_stands_at_a_window_is_for_who_takes_chats_now_and_who_has_left_is_for_anybody():
    takes, free = somebody(AIDA, load=7, takes=frozenset({"chat"})), somebody(BRUNO)
    there, left = Wanted(case_id=1, channel="chat", is_live=True), Wanted(case_id=2, channel="chat")

    assert why_not(free, there) == ("turn:chat",)
    assert why_not(takes, there) == ()
    assert why_not(free, left) == ()
    first_one, second = share_out([there, left], [takes, free], at=NINE)
    assert (first_one.person_id, second.person_id) == (AIDA, BRUNO)
    assert (first_one.told["live"], second.told["live"]) == ("chat", "")


def test_who_stands_in_comes_first_under_any_policy():
    assert first("percent_spare", somebody(AIDA), somebody(BRUNO, load=7), prefers=BRUNO) == BRUNO


@pytest.mark.parametrize(
    ("person", "asks", "reasons"),
    [
        (somebody(), {}, ()),
        (somebody(is_away=True), {}, ("away",)),
        (somebody(minutes_left=0), {}, ("off_shift",)),
        (somebody(minutes_left=19), {"touch_minutes": 20}, ("shift_ends",)),
        (somebody(minutes_left=20), {"touch_minutes": 20}, ()),
        (somebody(skills={PANELS: 1}), {"needs": (Need(skill_id=PANELS, level=2),)}, ("skill:1:2",)),
        (somebody(skills={PANELS: 2}), {"needs": (Need(skill_id=PANELS, level=2),)}, ()),
        (somebody(), {"language": "id"}, ("language:id",)),
        (somebody(load=8), {}, ("full",)),
        (somebody(load=7), {"weight": 101}, ("full",)),
        (somebody(load=7), {"weight": 100}, ()),
        (somebody(channel_caps={"chat": 2}, held={"chat": 2}), {"channel": "chat"}, ("channel:chat",)),
        (somebody(channel_caps={"chat": 2}, held={"chat": 2}), {"channel": "email"}, ()),
        (somebody(is_away=True, load=8), {"language": "id"}, ("away", "language:id", "full")),
    ],
)
def test_what_keeps_somebody_from_a_case_has_a_name(person, asks, reasons):
    assert why_not(person, Wanted(case_id=1, **asks)) == reasons


def test_a_pressing_case_lets_go_of_what_need_not_be_and_never_of_what_must():
    team = [somebody(AIDA)]
    nice_to_have = (Need(skill_id=PANELS, must=False),)
    patient, pressing = Wanted(case_id=1, needs=nice_to_have), Wanted(case_id=2, needs=nice_to_have, is_pressing=True)
    must = Wanted(case_id=3, needs=(*nice_to_have, Need(skill_id=CONTRACTS)), is_pressing=True)

    outcomes = share_out([patient, pressing, must], team, at=NINE)

    assert [(one.person_id, one.relaxed) for one in outcomes] == [(None, False), (AIDA, True), (None, True)]
    assert outcomes[2].refused == {"skill:2:1": [AIDA]}


def test_each_case_weighs_before_the_next_is_given_and_no_cap_is_passed():
    team = [somebody(AIDA, cap=2), somebody(BRUNO, cap=3)]

    outcomes = share_out([Wanted(case_id=n) for n in range(7)], team, at=NINE)

    given = [one.person_id for one in outcomes]
    assert (given.count(AIDA), given.count(BRUNO), given.count(None)) == (2, 3, 2)
    assert given[:2] == [AIDA, BRUNO]
    assert outcomes[6].refused == {"full": [AIDA, BRUNO]}


def test_the_reason_names_the_best_and_those_who_could_not():
    team = [somebody(AIDA, load=1), somebody(BRUNO), somebody(CLARA, is_away=True)]

    told = share_out([Wanted(case_id=1)], team, at=NINE)[0].told

    assert told["best"] == [[BRUNO, 10000], [AIDA, 8750]]
    assert told["could"] == 2
    assert told["refused"] == {"away": [CLARA]}


@pytest.mark.parametrize(
    ("backlog", "given", "here", "expected", "free"),
    [(100, 0, 0, 10, 0), (100, 0, 1, 10, 10), (90, 10, 1, 10, 0), (90, 10, 2, 10, 10), (5, 0, 1, 10, 1),
     (100, 0, 10, 10, 100), (100, 0, 12, 10, 100), (3, 30, 1, 10, 0), (0, 0, 5, 10, 0)],
)  # fmt: skip
def test_the_first_to_come_does_not_get_the_whole_morning(backlog, given, here, expected, free):
    assert released(backlog=backlog, given=given, here=here, expected=expected) == free


def test_an_urgent_complaint_by_chat_weighs_more_than_a_question_by_mail():
    assert weight(kind="complaint", channel="chat", priority=1) == 292
    assert weight(kind="question", channel="email", priority=3) == 80
    assert weight(kind="request", channel="portal", priority=3) == 100
