"""Settings, wording and templates that documents are made by: read once, and kept as long as their files stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.campaign.layout import starter_folder
from generator.checks.records import Base, base_of
from generator.interfaces.web.documents.orders import WrongOrderError
from generator.interfaces.web.documents.sent import as_sent, settings_node
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE, TEMPLATES_FOLDER

BASES_KEPT = 32
# What the campaigns' own templates were when this process first used them: what is compiled of them is kept for ever.
_TEMPLATES: dict[Path, str] = {}


class ChangedError(Exception):
    """The campaign's own templates are not those that this process has compiled: another must make the document."""


def base_for(campaign: Path | None, settings: Mapping[str, Any] | None) -> Base:
    """The base of a campaign folder, of the program's own where none is given, with these settings in place of its own.

    Raises:
        WrongOrderError: the settings are wrong.
        ChangedError: its templates have changed since this process used them.
    """
    changes = json.dumps(settings, sort_keys=True) if settings else ""
    if campaign is None:
        return _base(starter_folder(), "", changes)
    templates = _state(sorted((campaign / TEMPLATES_FOLDER).rglob("*")))
    if _TEMPLATES.setdefault(campaign, templates) != templates:
        raise ChangedError
    return _base(campaign, templates + _state([campaign / SETTINGS_FILE, campaign / NOTICE_FILE]), changes)


@lru_cache(BASES_KEPT)
def _base(campaign: Path, _state: str, changes: str) -> Base:
    settings = json.loads(changes) if changes else {}
    base, problems = base_of(campaign, settings_node(settings) if changes else None)
    if base is None:
        raise WrongOrderError([as_sent(one, settings) for one in problems])
    return base


def _state(files: Iterable[Path]) -> str:
    """A sum over which files there are and when each was written."""
    return sha256("\n".join(_stamps(files)).encode("utf-8", "surrogateescape")).hexdigest()


def _stamps(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        try:
            about = file.lstat()
        except OSError:
            continue
        yield f"{file} {about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"
