"""The numbers of projects: the recommender's short name and a serial in the order of its list, kept in later runs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.campaign.settings import Settings

UNKNOWN = "待定"  # in place of a recommender's name
_SERIAL = re.compile(r"(.*)-(\d{1,6})$")


class Numbers:
    """Gives numbers; those of earlier runs are taken."""

    def __init__(self, settings: Settings, taken: Iterable[str]) -> None:
        """Begin behind the numbers that are taken."""
        self._short: Mapping[str, str] = {one.name: one.short_name for one in settings.recommenders}
        self._last: dict[str, int] = defaultdict(int)
        self._taken = set(taken)
        for number in self._taken:
            if found := _SERIAL.fullmatch(number):
                self._last[found[1]] = max(self._last[found[1]], int(found[2]))

    def next(self, recommender: str) -> str:
        """A further number of the recommender, whose name is empty where it is not known."""
        short = self._short.get(recommender, UNKNOWN)
        self._last[short] += 1
        return f"{short}-{self._last[short]:03d}"
