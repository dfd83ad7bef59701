"""What an office hands out and sends back: notice, blank forms, entry workbook, list of problems."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from fastapi import APIRouter
from starlette.responses import FileResponse

from generator.ground.needed import has_pango, without_pango
from generator.interfaces.web.api.api_builds import download
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.refusals import RefusedError, answers_of
from generator.interfaces.web.store.outputs import TYPES
from generator.interfaces.web.telling import download_response
from generator.interfaces.web.work.worker import WORKBOOK_NAME

router = APIRouter(prefix="/api/v1", tags=["下发和反馈"])
PAPERS = {
    "notice.docx": "01-通知/*.docx",
    "notice.pdf": "01-通知/*.pdf",
    "form1.docx": "02-空白表格/附件1*.docx",
    "form1.pdf": "02-空白表格/附件1*.pdf",
    "form2.docx": "02-空白表格/附件2*.docx",
    "form2.pdf": "02-空白表格/附件2*.pdf",
    "form2.xlsx": "02-空白表格/附件2*.xlsx",
    "workbook.xlsx": WORKBOOK_NAME,
}
Paper = Literal[
    "notice.docx", "notice.pdf", "form1.docx", "form1.pdf", "form2.docx", "form2.pdf", "form2.xlsx", "workbook.xlsx"
]
TROUBLES = ("invalid", "took-too-long", "machine")


@router.get(
    "/papers/{paper}",
    response_class=FileResponse,
    responses=answers_of(*TROUBLES) | download(*TYPES.values()),
    summary="自带活动的通知、空白表格、填报表",
)
async def paper(paper: Paper, office: OfficeHere) -> FileResponse:
    """One blank paper of the campaign that comes with the program."""
    return await _paper(office, None, paper)


@router.get(
    "/campaigns/{campaign}/papers/{paper}",
    response_class=FileResponse,
    responses=answers_of("not-found", "data-errors", "upload-unusable", *TROUBLES) | download(*TYPES.values()),
    summary="一个活动的通知、空白表格、填报表",
)
async def campaign_paper(campaign: CampaignId, paper: Paper, office: OfficeHere) -> FileResponse:
    """One blank paper of a campaign, from its settings alone."""
    return await _paper(office, campaign, paper)


@router.get(
    "/campaigns/{campaign}/progress.{ending}",
    response_class=FileResponse,
    responses=answers_of("not-found", "data-errors", "upload-unusable", *TROUBLES)
    | download(TYPES["pdf"], TYPES["xlsx"]),
    summary="申报进度（PDF、Excel）",
)
async def progress_file(campaign: CampaignId, ending: Literal["pdf", "xlsx"], office: OfficeHere) -> FileResponse:
    """The state of the campaign while applications come in, to hand on."""
    folder = await office.work.progress(campaign)
    return download_response(folder / f"申报进度.{ending}", TYPES[ending], f"申报进度.{ending}")


async def _paper(office: Office, campaign: str | None, paper: Paper) -> FileResponse:
    folder: Path = await office.work.papers(campaign)
    found = sorted(folder.glob(PAPERS[paper]))
    if not found:
        raise RefusedError("failed") if has_pango() else RefusedError("machine", f"{without_pango()}")
    return download_response(found[0], TYPES[found[0].suffix[1:]], found[0].name)


@router.get(
    "/campaigns/{campaign}/check.xlsx",
    response_class=FileResponse,
    responses=answers_of("not-found", *TROUBLES) | download(TYPES["xlsx"]),
    summary="问题清单（Excel）",
)
async def report(campaign: CampaignId, office: OfficeHere, final: bool = False) -> FileResponse:
    """The list of problems as a workbook to send back."""
    made = await office.work.report(campaign, final=final)
    return download_response(made, TYPES["xlsx"], made.name)
