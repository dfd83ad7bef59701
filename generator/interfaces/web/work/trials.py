"""What somebody types into the forms of settings and wording, tried in a child before it is kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.names import IDENTITY_CHARACTERS, unmasked
from generator.interfaces.web.store.placing import clear, put_folder, there
from generator.interfaces.web.store.store import Store, fingerprint
from generator.interfaces.web.work.tasks.telling import TOLD
from generator.interfaces.web.work.work import Work
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE, TEMPLATES_FOLDER

FOLDER = "draft-"
KEPT = 12  # of one campaign: what several clerks are typing


@dataclass(frozen=True)
class Trial:
    """What a form shows of a campaign's settings and wording (`drafts.py`), its name in addresses, and its folder."""

    key: str
    folder: Path
    told: Mapping[str, Any]

    def file(self, name: str) -> bytes:
        """The campaign's file of that name with what was typed."""
        return (self.folder / "campaign" / name).read_bytes()


class Trials:
    """The trials of the campaigns in a store."""

    def __init__(self, store: Store, work: Work) -> None:
        """Keep them beside the campaigns."""
        self._store, self._work = store, work

    async def of(
        self,
        campaign: str,
        *,
        settings: Mapping[str, Any] | None = None,
        wording: Mapping[str, Any] | None = None,
        draw: bool = True,
    ) -> Trial:
        """The campaign's settings and wording with what was typed over them, as it stands where nothing was."""
        own = self._store.campaign_folder(campaign)
        with there():
            state = await asyncio.to_thread(lambda: fingerprint(_papers_of(self._store.files(campaign))))
        order = {"settings": settings, "wording": wording, "draw": draw}
        key = unmasked(hashlib.sha256(json.dumps([state, order]).encode()).hexdigest(), IDENTITY_CHARACTERS)
        kept = own / f"{FOLDER}{key}"

        async def make() -> None:
            put = partial(put_folder, target=kept)
            await self._work.child("draft", campaign, put, campaign=str(own / "files"), **order)
            for old in _oldest(own):
                await asyncio.to_thread(clear, old)

        if not kept.is_dir():
            await self._work.once(f"{kept}", make)
        with there():
            return Trial(key, kept, json.loads((kept / TOLD).read_bytes()))

    def page(self, campaign: str, key: str, number: int) -> Path:
        """The picture of a page of a trial's notice. Raises RefusedError("not-found")."""
        file = self._store.campaign_folder(campaign) / f"{FOLDER}{key}" / f"page-{number}.png"
        if not file.is_file():
            raise RefusedError("not-found")
        return file


def _oldest(campaign: Path) -> list[Path]:
    return sorted(campaign.glob(f"{FOLDER}*"), key=lambda one: one.stat().st_mtime)[:-KEPT]


def _papers_of(files: Mapping[str, Path]) -> dict[str, Path]:
    """Those of a campaign's files that settings and wording follow from."""
    return {
        path: file
        for path, file in files.items()
        if path in (SETTINGS_FILE, NOTICE_FILE) or path.startswith(f"{TEMPLATES_FOLDER}/")
    }
