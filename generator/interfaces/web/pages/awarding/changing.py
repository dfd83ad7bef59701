"""Files of a campaign changed by what a child makes of them, as one change that can be undone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.interfaces.web.office import Office
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.store import fingerprint
from generator.interfaces.web.work.awarding import FOUND

MOST_TRIES = 3


class _ChangedError(Exception):
    """Somebody else changed the files while the child was at work."""


async def applied(office: Office, campaign: str, told: str, task: str, **order: Any) -> Any:
    """What the child says that does the task; the files that it makes have taken their places, noted as `told`."""
    for _ in range(MOST_TRIES):
        before = await asyncio.to_thread(_state, office, campaign)

        def put(made: Path, before: str = before) -> None:
            writes = {one.relative_to(made).as_posix(): one for one in sorted(made.rglob("*")) if one.is_file()}
            if writes and _state(office, campaign) != before:
                raise _ChangedError
            if writes:
                office.change(campaign, told, writes)

        try:
            return await office.work.done(task, campaign, put, **order)
        except _ChangedError:
            continue
    raise RefusedError("busy", "活动的文件正在被别人修改，没有保存。", "请稍后再试。")


def _state(office: Office, campaign: str) -> str:
    return fingerprint(office.store.files(campaign))


async def found(office: Office, campaign: str, task: str) -> Mapping[str, Any]:
    """What the task finds in the campaign's files as they are now."""
    for _ in range(MOST_TRIES):
        file = await office.work.kept(task, campaign) / FOUND
        with suppress(FileNotFoundError):  # a newer one took its place meanwhile
            told: Mapping[str, Any] = json.loads(await asyncio.to_thread(file.read_bytes))
            return told
    raise RefusedError("busy")
