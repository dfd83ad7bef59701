"""The stage 发通知: the notice, the blank forms and the entry workbook, to be sent out."""

from __future__ import annotations

import asyncio
from collections import Counter

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from generator.composing.names import file_name
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.clerks.words import plain
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.telling import download_response, page
from generator.interfaces.web.work.drafts import PAGES_DRAWN

router = APIRouter(prefix="/campaigns/{campaign}")


@router.get("/notice")
async def notice(campaign: CampaignId, office: OfficeHere) -> HTMLResponse:
    """What is to be sent out, how it looks, and what is still wrong with it."""
    trial = await office.trials.of(campaign)
    wrong = Counter(one["file"] for one in trial.told["problems"] if one["severity"] == "error")
    pages: int = trial.told["pages"]
    drawn = [f"/campaigns/{campaign}/trials/{trial.key}/{one + 1}.png" for one in range(min(pages, PAGES_DRAWN))]
    return page(
        "notice.html", about=office.store.campaign(campaign), step="notice", errors=wrong.total(), wrong=wrong,
        pages=pages, drawn=drawn,
        days=trial.told["days"], reminders=_reminders(trial.told["problems"]),
    )  # fmt: skip


def _reminders(problems: list[dict[str, str]]) -> list[str]:
    """What is to be looked at, each with the field that it is about: here it stands at no box."""
    reminders = [one for one in problems if one["severity"] != "error"]
    return [plain(f"{one['field']}{'：' if one['field'] else ''}{one['message']}{one['fix']}") for one in reminders]


@router.get("/papers.zip")
async def papers(campaign: CampaignId, office: OfficeHere) -> Response:
    """Everything that is sent out, as one file."""
    made = await office.zips.of_papers(campaign)
    name = file_name(f"{office.store.campaign(campaign).name}-通知和空白表格")
    return await asyncio.to_thread(download_response, made, "application/zip", f"{name}.zip")
