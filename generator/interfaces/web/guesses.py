"""Passwords tried: whoever guesses waits before the answer is even looked for, and waits longer each time.

The waiting comes before the comparison, so a right password is not told from a wrong one by its time. It is counted by
address, one attempt of an address after the other, and a little for all together. What waits is bounded: whoever
comes on top of that is sent away at once, which costs nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from generator.interfaces.web.refusals import RefusedError

FREE_OF_ONE, FREE_OF_ALL = 3, 50  # wrong passwords that cost nothing
LONGEST_OF_ONE, LONGEST_OF_ALL = 32.0, 2.0  # seconds
FORGOTTEN_SECONDS = 600.0  # after the last wrong one
WAITING_OF_ONE, WAITING_OF_ALL = 5, 50
MOST_ADDRESSES = 10_000
ALL = ""


class Guesses:
    """The wrong passwords of late, and those who wait for their answer."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Nobody has guessed yet."""
        self._now = now
        self._wrong: dict[str, tuple[int, float]] = {}  # network → how many, and when the last one
        self._waiting: Counter[str] = Counter()
        self._turns: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[Callable[[], None]]:
        """Wait as long as this address must, then compare; the function given notes a wrong password.

        Raises RefusedError("busy") at once where too many wait.
        """
        network = network_of(address)
        if self._waiting[network] >= WAITING_OF_ONE or self._waiting.total() >= WAITING_OF_ALL:
            raise RefusedError("busy", "正在登录的人太多，或密码输错的次数太多。", "请过几分钟再试。")
        self._waiting[network] += 1
        try:
            async with self._turns.setdefault(network, asyncio.Lock()):
                await asyncio.sleep(self.seconds(network))
                yield lambda: self._note(network)
        finally:
            self._waiting[network] -= 1
            if not self._waiting[network]:
                del self._waiting[network], self._turns[network]

    def seconds(self, network: str) -> float:
        """How long the next attempt from there waits."""
        own = _penalty(self._count(network), FREE_OF_ONE, LONGEST_OF_ONE)
        return max(own, _penalty(self._count(ALL), FREE_OF_ALL, LONGEST_OF_ALL))

    def _count(self, network: str) -> int:
        count, last = self._wrong.get(network, (0, 0.0))
        return count if self._now() - last < FORGOTTEN_SECONDS else 0

    def _note(self, network: str) -> None:
        for one in (network, ALL):
            self._wrong[one] = (self._count(one) + 1, self._now())
        if len(self._wrong) > MOST_ADDRESSES:
            kept = sorted(self._wrong.items(), key=lambda entry: entry[1][1])[MOST_ADDRESSES // 2 :]
            self._wrong = dict(kept)


def _penalty(count: int, free: int, longest: float) -> float:
    """Nothing for the first few, then a second, doubled with each further one."""
    return 0.0 if count < free else min(longest, 2.0 ** min(count - free, 10))


def network_of(address: str) -> str:
    """What is taken for one sender: an IPv4 address, or the /64 that an IPv6 user chooses addresses from."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address or "-"
    if isinstance(found, ipaddress.IPv4Address):
        return f"{found}"
    return f"{found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False)}"
