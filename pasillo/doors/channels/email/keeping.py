"""Mails that are handed in at one moment are kept in one transaction; nobody is told "kept" before its end.

One writer at a time takes whatever waits, so that a burst costs little and a single mail waits for nobody. A batch
that cannot be kept is tried mail by mail: one mail's trouble is not the others'.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

AT_ONCE = 50
BYTES_AT_ONCE = 4 * 2**20
A_MOMENT = 2.0
MOST_ADDRESSES = 1_000
Keep = Callable[[list["HandedIn"]], None]


@dataclass(frozen=True)
class HandedIn:
    """A mail as it was handed in: by whom, for whom and which mailbox of ours takes it, and its bytes."""

    sender: str
    recipients: Mapping[str, str]
    raw: bytes


class Keeper:
    """Keeps mails, each waiting for the transaction of its batch."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._waiting: list[tuple[HandedIn, asyncio.Future[None]]] = []
        self._writes: asyncio.Task[None] | None = None

    async def keep(self, mail: HandedIn) -> None:
        """Returns once it is committed; raises what kept it from being so."""
        if len(mail.raw) > BYTES_AT_ONCE:  # nobody waits for a large one
            await asyncio.to_thread(self._keep, [mail])
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((mail, done))
        if self._writes is None or self._writes.done():
            self._writes = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while some := self._armful():
            try:
                await asyncio.to_thread(self._keep, [mail for mail, _ in some])
            except Exception as trouble:
                if len(some) == 1:
                    _tell(some[0][1], trouble)
                else:
                    await self._one_by_one(some)
            else:
                for _, done in some:
                    _tell(done, None)

    async def _one_by_one(self, some: list[tuple[HandedIn, "asyncio.Future[None]"]]) -> None:
        for mail, done in some:
            try:
                await asyncio.to_thread(self._keep, [mail])
            except Exception as trouble:
                _tell(done, trouble)
            else:
                _tell(done, None)

    def _armful(self) -> list[tuple[HandedIn, "asyncio.Future[None]"]]:
        """Those that have waited longest; of whom nobody waits for any more is not kept: its sender was told so."""
        self._waiting = [one for one in self._waiting if not one[1].done()]
        size, many = 0, 0
        for mail, _ in self._waiting[:AT_ONCE]:
            size += len(mail.raw)
            if many and size > BYTES_AT_ONCE:
                break
            many += 1
        some, self._waiting = self._waiting[:many], self._waiting[many:]
        return some


class Addresses:
    """Addresses that were ours a moment ago: a burst asks for the same one a thousand times."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}

    def mailbox(self, address: str) -> str | None:
        """The mailbox that took this address a moment ago; None when it has to be asked."""
        mailbox, until = self._known.get(address, ("", 0.0))
        return mailbox if mailbox and self._clock() < until else None

    def note(self, address: str, mailbox: str) -> None:
        """This mailbox takes it. What is not ours is never remembered: it may be ours in a second."""
        if len(self._known) >= MOST_ADDRESSES:
            self._known.clear()
        self._known[address] = (mailbox, self._clock() + A_MOMENT)


def _tell(done: "asyncio.Future[None]", trouble: Exception | None) -> None:
    if done.done():  # its guest has gone, or was told to try again
        return
    if trouble is None:
        done.set_result(None)
    else:
        done.set_exception(trouble)
