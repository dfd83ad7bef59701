"""An upload in pieces, as the page's script sends it: after a broken line it goes on with what has not come yet."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from pydantic import BaseModel, Field
from starlette.responses import Response

from generator.ground.disk import PRIVATE_FILE, make_below
from generator.interfaces.web import receiving
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import CAMPAIGN_FILES
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.archives import require_file_bounds
from generator.interfaces.web.store.arrivals import Arrival, Piece
from generator.interfaces.web.store.names import distinct, is_litter, safe_path
from generator.interfaces.web.store.uploads import require_bounds
from generator.interfaces.web.telling import JsonAnswer

router = APIRouter(prefix="/campaigns/{campaign}/arrivals")
Number = Annotated[int, InPath(ge=0, le=CAMPAIGN_FILES)]


class Announced(BaseModel):
    """What a page is about to send."""

    files: list[Piece] = Field(min_length=1, max_length=CAMPAIGN_FILES)
    recommender: str = Field(default="", max_length=100)


@router.post("/pieces")
async def begin(campaign: CampaignId, announced: Announced, office: OfficeHere) -> Response:
    """Begin an upload; the files that an operating system left there are not asked for."""
    bounds = office.service.bounds
    for one in announced.files:
        require_file_bounds(one.path, one.bytes, bounds)
    require_bounds(len(announced.files), sum(one.bytes for one in announced.files), bounds)
    paths = distinct(safe_path(one.path) for one in announced.files)
    expected = tuple(
        Piece(path="" if is_litter(path) else path.as_posix(), bytes=one.bytes)
        for path, one in zip(paths, announced.files, strict=True)
    )
    if not any(one.path for one in expected):
        raise RefusedError("upload-unusable", "没有可以用的文件。", "请重新选择。")
    whose = await receiving.known_recommender(office, campaign, announced.recommender)
    only = ASKING.get().is_confined
    about = office.arrivals(campaign).add(recommender=whose, whole=False, expected=expected, only=only)
    return JsonAnswer({"upload": about.id, "received": [0] * len(expected)})


@router.get("/{arrival}/pieces")
async def received(campaign: CampaignId, arrival: str, office: OfficeHere) -> Response:
    """How many bytes of each file are there."""
    about = _coming(office, campaign, arrival)
    raw = office.arrivals(campaign).raw(arrival)
    return JsonAnswer({"received": [_there(raw, one) for one in about.expected]})


@router.post("/{arrival}/pieces/{number}")
async def piece(
    campaign: CampaignId,
    arrival: str,
    number: Number,
    request: Request,
    office: OfficeHere,
    at: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Add a piece to a file, where it goes on with what is there."""
    about = _coming(office, campaign, arrival)
    if number >= len(about.expected) or not about.expected[number].path:
        raise RefusedError("not-found")
    one = about.expected[number]
    raw = office.arrivals(campaign).raw(arrival)
    make_below(raw, raw / one.path)
    handle = os.open(raw / one.path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE)
    try:
        if os.fstat(handle).st_size != at:  # sent twice, or something before it is missing
            return JsonAnswer({"received": _there(raw, one)}, 409)
        os.lseek(handle, at, os.SEEK_SET)
        left = one.bytes - at
        async for content in request.stream():
            left -= len(content)
            if left < 0:
                raise RefusedError("malformed")
            await asyncio.to_thread(_write, handle, content)
    finally:
        os.close(handle)
    return JsonAnswer({"received": _there(raw, one)})


@router.post("/{arrival}/whole")
async def end(campaign: CampaignId, arrival: str, office: OfficeHere) -> Response:
    """Everything has come: take it in, or ask what it is. The answer is where to go on."""
    own = office.arrivals(campaign)
    about = _coming(office, campaign, arrival)
    raw = own.raw(arrival)
    for one in about.expected:
        if one.path and not one.bytes:
            make_below(raw, raw / one.path)
            (raw / one.path).touch(PRIVATE_FILE)
        if one.path and _there(raw, one) != one.bytes:
            raise RefusedError("malformed", "文件还没有全部收到。", "请重新上传。")
    whole = about.model_copy(update={"whole": True, "expected": ()})
    own.write(whole)
    return JsonAnswer({"go": office.service.under(await receiving.settled(office, campaign, whole))})


def _coming(office: Office, campaign: str, arrival: str) -> Arrival:
    about = office.arrivals(campaign).about(arrival)
    if about.whole:
        raise RefusedError("not-found")
    return about


def _there(raw: Path, one: Piece) -> int:
    file = raw / one.path
    return file.stat().st_size if one.path and file.is_file() else 0


def _write(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
