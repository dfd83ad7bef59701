"""发证: the key that signs certificates' codes, where it is not simply made: it is of another machine, or is lost."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from generator.composing.codes import PUBLIC_NAME
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import BODY_BYTES
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.awarding.certificates import Asked, shown
from generator.interfaces.web.pages.certificate_keys import publish
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.keys import key_folder, make_keys, public_key_file
from generator.interfaces.web.store.placing import clear, put_files
from generator.interfaces.web.store.uploads import save
from generator.interfaces.web.telling import download_response, to

router = APIRouter(prefix="/campaigns/{campaign}/certificates")


@router.get("/public-key")
async def public_key(campaign: CampaignId, office: OfficeHere) -> FileResponse:
    """The public half of the key, for whoever verifies certificates without the service."""
    file = public_key_file(office.store.campaign_folder(campaign))
    if file is None:
        raise RefusedError("not-found", "还没有证书密钥。", "第一次生成全部证书时会自动建立。")
    return download_response(file, "application/x-pem-file", PUBLIC_NAME)


@router.post("/key")
async def give_key(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Take in the key with which the campaign's certificates were signed elsewhere."""
    scratch = office.store.scratch()
    try:
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("key")
            if not isinstance(file, UploadFile) or not file.filename:
                raise RefusedError("invalid", "请选择密钥文件。", " ")
            await asyncio.to_thread(save, file, scratch / "key", BODY_BYTES)
        await _taken(office, campaign, scratch / "key")
    except RefusedError as wrong:
        if wrong.code in ("not-found", "malformed"):
            raise
        return await shown(office, campaign, Asked(), {}, {"key": f"{wrong.message}{wrong.fix}".strip()})
    finally:
        await asyncio.to_thread(clear, scratch)
    return to(f"/campaigns/{campaign}/certificates")


@router.post("/new-key")
async def new_key(campaign: CampaignId, office: OfficeHere) -> Response:
    """Begin with a key of its own, though certificates were signed with another."""
    await publish(office, campaign, await asyncio.to_thread(make_keys, office.store.campaign_folder(campaign)))
    return to(f"/campaigns/{campaign}/certificates")


async def _taken(office: Office, campaign: str, file: Path) -> None:
    """Keep the key. Raises RefusedError where it is none, or not the one that the campaign's certificates need."""
    folder = office.store.campaign_folder(campaign)
    if public_key_file(folder) is not None:
        raise RefusedError("invalid", "这个活动已经有密钥，不能再换。", " ")
    put = partial(put_files, target=key_folder(folder))
    await office.work.done("key", campaign, put, file=f"{file}")
    if public := public_key_file(folder):
        await publish(office, campaign, public)
