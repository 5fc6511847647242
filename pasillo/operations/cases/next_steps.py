"""What may happen with a case right after a reply: nothing, a wait, the end, or another area."""

RESOLVE = "resolve"
WAIT, ASK = "wait", "ask"  # for the customer; with a question that has no mark
AWAITED = {WAIT: "customer", ASK: "customer", "supplier": "supplier"}
TO_AREA = "area:"


def known(step: str | None) -> str:
    """The step, if there is such a one; else none."""
    given = step or ""
    return given if given == RESOLVE or given in AWAITED or area_in(given) else ""


def area_in(step: str) -> int | None:
    """The area to which the case goes after the reply, from "area:7"."""
    number = step.removeprefix(TO_AREA)
    return int(number) if step.startswith(TO_AREA) and number.isdigit() and len(number) < 18 else None
