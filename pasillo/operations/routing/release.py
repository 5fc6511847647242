"""The backlog of the night is given out bit by bit, so that whoever comes first does not get the whole morning."""


def released(*, backlog: int, given: int, here: int, expected: int) -> int:
    """How many cases of the night may be given out now: as much of the whole as people are here of those expected."""
    if here <= 0 or backlog <= 0:
        return 0
    if here >= expected:
        return backlog
    share = -(-(backlog + given) * here // expected)
    return max(0, min(backlog, share - given))
