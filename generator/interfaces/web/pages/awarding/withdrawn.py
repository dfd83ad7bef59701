"""Certificates that were made and that the awards do not have any more: their paper may be out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.campaign.kinds import CERTIFICATE
from generator.composing.names import file_name
from generator.interfaces.web.office import Office
from generator.interfaces.web.pages.awarding.made import SINGLE, Made, made

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Withdrawn:
    """A certificate as it was made: serial and project. `now` is the project that has the serial now, empty without."""

    serial: str
    project: str
    now: str


async def withdrawn(office: Office, campaign: str, projects: Sequence[Row]) -> list[Withdrawn]:
    """Those of the newest certificates, held against the projects with their awards as they are typed."""
    return list(withdrawn_of(await made(office, campaign, CERTIFICATE.key), projects))


def withdrawn_of(state: Made, projects: Sequence[Row]) -> Iterator[Withdrawn]:
    """The same of builds that are known."""
    now = {one["serial"]: one["name"] for one in projects if one["tier"] and one["serial"]}
    for title in dict.fromkeys(one.title for one in state.files if one.group == SINGLE):
        serial, _, project = title.partition("-")
        serial = serial.lstrip("0")
        if _alike(project) != _alike(file_name(now.get(serial, ""))):
            yield Withdrawn(serial, project, now.get(serial, ""))


def _alike(name: str) -> str:
    """The name without what a check puts right by itself."""
    return "".join(unicodedata.normalize("NFKC", name).split())
