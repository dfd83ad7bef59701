"""评选: a list of winners, pasted or uploaded."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import LIST_BYTES
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.pages.awarding.changing import applied
from generator.interfaces.web.pages.awarding.review import Asked, Said, shown
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.names import safe_path
from generator.interfaces.web.store.placing import clear
from generator.interfaces.web.store.uploads import save
from generator.interfaces.web.telling import to

router = APIRouter(prefix="/campaigns/{campaign}/review")
NOTHING = "没有名单：请粘贴获奖项目，或选择一个 Excel 或 CSV 文件。"


@router.post("/list")
async def take_list(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Give the awards of a list; lines of which none can be made stay in the form."""
    scratch = office.store.scratch()
    try:
        async with request.form(max_files=1, max_fields=3) as form:
            asked = await asyncio.to_thread(_asked, form, scratch)
        if asked is None:
            return await shown(office, campaign, Asked(), Said(bad=NOTHING))
        told = await applied(office, campaign, "评选：按名单登记", "award", list=asked)
    except RefusedError as wrong:
        if wrong.code in ("not-found", "malformed"):
            raise
        return await shown(office, campaign, Asked(), Said(bad=f"{wrong.message}{wrong.fix}"))
    finally:
        await asyncio.to_thread(clear, scratch)
    if not told["unread"]:
        return to(f"/campaigns/{campaign}/review?tier=%2B&saved={told['changed']}")
    good = f"已登记，改动了{told['changed']}项。" if told["changed"] else ""
    bad = f"有{len(told['unread'])}行没有登记，留在下面的框里，改好后再登记一次。"
    header = told["unread"][0]["header"]  # without it the cells would be taken for others
    rest = "\n".join([*filter(None, [header]), *(one["typed"] for one in told["unread"])])
    return await shown(office, campaign, Asked(), Said(good=good, bad=bad, unread=told["unread"], pasted=rest))


def _asked(form: FormData, scratch: Path) -> dict[str, str] | None:
    """What the form gives, None where it gives nothing: the file goes before the text."""
    file, text = form.get("file"), form.get("text")
    if isinstance(file, UploadFile) and file.filename:
        target = scratch / "list"
        save(file, target, LIST_BYTES)
        return {"file": f"{target}", "name": safe_path(file.filename).name}
    return {"text": text} if isinstance(text, str) and text.strip() else None
