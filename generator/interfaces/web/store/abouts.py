"""What is known of a campaign and of a build besides their files, as it lies on the disk."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED: frozenset[State] = frozenset({"done", "failed", "cancelled"})


class CampaignAbout(BaseModel):
    """What is known of an uploaded campaign besides its files."""

    id: str
    name: str
    made: datetime
    note: str = ""


class Choice(BaseModel):
    """What a build was asked for."""

    kinds: list[str]
    formats: list[str]
    recommenders: list[str] = []
    protect: bool = False
    numbers: list[str] = []
    records: list[str] = []


class BuildAbout(BaseModel):
    """One build and how far it is."""

    id: str
    campaign: str
    made: datetime
    choice: Choice
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    ended: datetime | None = None
    result: dict[str, Any] | None = None
