"""核对: whether a certificate is genuine and valid, by its number, its code as text, or a picture of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import PHOTOGRAPH_BYTES
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.refusals import REFUSALS, RefusedError
from generator.interfaces.web.store.keys import public_key_file
from generator.interfaces.web.store.placing import clear
from generator.interfaces.web.store.uploads import save
from generator.interfaces.web.telling import page
from generator.verifying.verdicts import PICTURES

router = APIRouter(prefix="/campaigns/{campaign}/certificates/verify")
NOTHING = "请写证书编号，或选择证书的照片。"
NO_PICTURE = "请选择证书的照片（JPG、PNG）或扫描件（PDF）。"
DOUBTFUL = "没有核对：评选结果或获奖项目的资料有错误，改正以前核对不准。"
LONGEST_CODE = 4_000
PICTURE = "照片"  # under which it lies for the child that reads it


@router.get("")
async def ask(campaign: CampaignId, office: OfficeHere) -> Response:
    """What can be asked."""
    return _shown(office, campaign)


@router.post("")
async def verify(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """What is to be said of it."""
    public = public_key_file(office.store.campaign_folder(campaign))
    scratch = office.store.scratch()
    typed = ""
    try:
        async with request.form(max_files=1, max_fields=3) as form:
            given = form.get("asked")
            typed = given.strip()[:LONGEST_CODE] if isinstance(given, str) else ""
            asked = await asyncio.to_thread(_asked, form, typed, scratch)
        needs_key = asked != typed or "\n" in typed
        if needs_key and public is None:
            raise RefusedError("invalid", "这个活动还没有生成过带验证码的证书，", "现在只能按证书编号核对。")
        verdicts = await office.work.done(
            "verify",
            campaign,
            lambda _made: None,
            asked=asked,
            place=f"{scratch}",
            public=f"{public}" if public else None,
        )
    except RefusedError as wrong:
        if wrong.code in ("not-found", "malformed"):
            raise
        return _shown(office, campaign, typed, wrong=_said(wrong))
    finally:
        await asyncio.to_thread(clear, scratch)
    return _shown(office, campaign, typed, verdicts)


def _said(wrong: RefusedError) -> str:
    """Why nothing can be said: the picture lies under a name of our own here, and what to do stands in the message."""
    start = DOUBTFUL if wrong.code == "data-errors" else ""
    remedy = "" if wrong.fix == REFUSALS["invalid"][2] else wrong.fix
    return f"{start}{re.sub(f'“{PICTURE}[.][a-z]+”', '这个文件', wrong.message)}{remedy}"


def _shown(
    office: Office, campaign: str, typed: str = "", verdicts: Sequence[Mapping[str, Any]] = (), wrong: str = ""
) -> HTMLResponse:
    return page(
        "verify.html", 422 if wrong else 200, about=office.store.campaign(campaign), step="certificates", typed=typed,
        verdicts=verdicts, wrong=wrong, pictures=",".join(sorted(PICTURES)),
    )  # fmt: skip


def _asked(form: FormData, typed: str, scratch: Path) -> str:
    """The name of the picture that lies in `scratch`, else what was typed. Raises RefusedError."""
    picture = form.get("picture")
    if isinstance(picture, UploadFile) and picture.filename:
        ending = Path(picture.filename).suffix.lower()
        if ending not in PICTURES:
            raise RefusedError("invalid", NO_PICTURE, " ")
        save(picture, scratch / f"{PICTURE}{ending}", PHOTOGRAPH_BYTES)
        return f"{PICTURE}{ending}"
    if not typed:
        raise RefusedError("invalid", NOTHING, " ")
    if Path(typed).suffix.lower() in PICTURES:  # which would be taken for the name of a file
        raise RefusedError("invalid", NO_PICTURE, " ")
    return typed
