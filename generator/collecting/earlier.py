"""What earlier runs knew: the numbers of projects, answers, and what was entered; read back from the workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Identity = tuple[str, str]


@dataclass(frozen=True)
class Earlier:
    """`numbers` are those given, each with name and lead completer of its project, and its recommender."""

    answers: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Identity, str]] = field(default_factory=dict)

    def number_of(self, identity: Identity, recommender: str) -> str:
        """The number of the project, empty where it is new or cannot be told."""
        found = [
            number
            for number, (known, owner) in self.numbers.items()
            if known == identity and all(identity) and (not owner or not recommender or owner == recommender)
        ]
        return found[0] if len(found) == 1 else ""


NOTHING_EARLIER = Earlier()
