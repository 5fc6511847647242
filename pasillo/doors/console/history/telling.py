"""How far it is, how long it will take, and what came of it: lines for whoever typed the command."""

import sys
import time
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pasillo.doors.console.history.taking_over import Taken

TICK = 2.0


class Progress:
    """Says now and then how many cases are done, and when it will be over."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.said = self.began
        self.tenth = 0

    def __call__(self, done: int, whole: int) -> None:
        """So many of so many are done."""
        now, tenth = time.monotonic(), 10 * done // max(whole, 1)
        on_screen = sys.stderr.isatty()
        if tenth == self.tenth and not (on_screen and now - self.said > TICK):
            return
        self.said, self.tenth = now, tenth
        end = "\r" if on_screen and done < whole else "\n"
        print(self._line(done, whole, now), end=end, file=sys.stderr, flush=True)

    def _line(self, done: int, whole: int, now: float) -> str:
        a_second = done / max(now - self.began, 0.001)
        left = (whole - done) / max(a_second, 0.001)
        words = {"done": done, "whole": whole, "speed": round(a_second), "left": _duration(left)}
        return _("%(done)s of %(whole)s cases, %(speed)s a second, about %(left)s left") % words


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


def summary(taken: Taken, *, dry: bool) -> Iterator[str]:
    """What was made, or would be; then what is wrong."""
    words = {"lines": taken.lines, "cases": taken.cases, "made": taken.made, "known": taken.known}
    if dry:
        yield _("%(lines)s lines tell of %(cases)s cases. Nothing was changed; this is what would be made:") % words
    else:
        yield _("%(lines)s lines tell of %(cases)s cases: %(made)s were made, %(known)s were here before.") % words
    yield from (f"  {count:>8}  {deed}" for deed, count in taken.deeds.most_common())
    if taken.repeated or taken.out_of_order:
        words = {"repeated": taken.repeated, "turned": taken.out_of_order}
        yield (
            _("%(repeated)s lines were there twice and %(turned)s stood in the wrong order; both were put right.")
            % words
        )
    if taken.left_out:
        yield _("%(count)s cases were left out, whole, because of the lines below. Mend them and run it again.") % {
            "count": taken.left_out
        }
    for trouble in taken.troubles:
        case = f" ({trouble.case})" if trouble.case else ""
        yield _("line %(line)s%(case)s: %(why)s") % {"line": trouble.line, "case": case, "why": trouble.why}
    if taken.wrong > len(taken.troubles):
        yield _("… and %(count)s more.") % {"count": taken.wrong - len(taken.troubles)}
