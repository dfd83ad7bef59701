"""The HTTP interface: the operations of the command line in JSON, under /api/v1."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from generator import __version__
from generator.campaign.kinds import FORMATS, KINDS
from generator.interfaces.web.api.models import (
    CampaignAnswer,
    CampaignEntry,
    CampaignFile,
    CampaignId,
    CheckAnswer,
    FileId,
    Info,
    PageNumber,
    Password,
    Session,
)
from generator.interfaces.web.limits import SESSION_SECONDS
from generator.interfaces.web.office import Office, OfficeHere, sender_of
from generator.interfaces.web.refusals import RefusedError, answers_of
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.problem_pages import Filter
from generator.interfaces.web.store.store import file_id

router = APIRouter(prefix="/api/v1", tags=["活动"])
UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "活动文件夹里的文件，或一个 .zip 压缩包",
                        },
                        "paths": {
                            "type": "string",
                            "description": "JSON 数组：各文件在文件夹中的路径，与 files 顺序相同；不写则用文件名",
                        },
                    },
                }
            }
        },
    }
}


@router.get("/info", responses=answers_of(), tags=["服务"], summary="程序版本和可选的文书、格式")
async def info() -> Info:
    """What this service is and what it can make."""
    return Info(version=__version__, kinds=list(KINDS), formats=list(FORMATS))


@router.post(
    "/session",
    responses=answers_of("invalid", "wrong-password", "busy"),
    tags=["服务"],
    summary="用密码（有账号时用登录名和密码）换取访问口令",
)
async def open_session(body: Password, request: Request, office: OfficeHere) -> Session:
    """Open a session on a service that has a password or accounts; the token goes into `Authorization: Bearer`."""
    if office.sessions.way == "account":
        _, token = await office.sessions.open_by_account(body.name, body.password, sender_of(request))
    else:
        token = await office.sessions.open_by_password(body.password, sender_of(request))
    return Session(token=token, seconds=SESSION_SECONDS)


@router.get("/campaigns", responses=answers_of(), summary="全部活动")
async def campaigns(office: OfficeHere) -> list[CampaignEntry]:
    """All uploaded campaigns without their files, the newest first."""
    found = office.store.campaigns()
    return [CampaignEntry(**about.model_dump(), expires=office.expires(about)) for about in found]


@router.post(
    "/campaigns",
    status_code=201,
    responses=answers_of("malformed", "upload-unusable", "full", "too-large"),
    openapi_extra=UPLOAD_BODY,
    summary="上传一个活动",
)
async def upload(request: Request, office: OfficeHere, response: Response) -> CampaignAnswer:
    """Take in a campaign folder, as files or as a zip; the header Location says where the new campaign is."""
    about = await office.receive(request, None)
    response.headers["Location"] = f"/api/v1/campaigns/{about.id}"
    return _answer(office, about)


@router.get("/campaigns/{campaign}", responses=answers_of("not-found", "invalid"), summary="一个活动和它的文件")
async def one_campaign(campaign: CampaignId, office: OfficeHere) -> CampaignAnswer:
    """One campaign with the files of its folder."""
    return _answer(office, office.store.campaign(campaign))


@router.delete(
    "/campaigns/{campaign}",
    status_code=204,
    responses=answers_of("not-found", "invalid"),
    summary="删除一个活动和它的全部结果",
)
async def remove(campaign: CampaignId, office: OfficeHere) -> None:
    """Remove a campaign with everything made of it."""
    await office.remove_campaign(campaign)


@router.post(
    "/campaigns/{campaign}/files",
    responses=answers_of("malformed", "upload-unusable", "not-found", "too-large", "invalid"),
    openapi_extra=UPLOAD_BODY,
    summary="补充或替换文件",
)
async def add_files(campaign: CampaignId, request: Request, office: OfficeHere) -> CampaignAnswer:
    """Add files to a campaign; those of the same name are replaced."""
    return _answer(office, await office.receive(request, campaign))


@router.delete(
    "/campaigns/{campaign}/files/{file}", responses=answers_of("not-found", "invalid"), summary="删除一个文件"
)
async def remove_file(campaign: CampaignId, file: FileId, office: OfficeHere) -> CampaignAnswer:
    """Take one file out of a campaign folder."""
    return _answer(office, office.remove_file(campaign, file))


@router.get(
    "/campaigns/{campaign}/check",
    responses=answers_of("not-found", "invalid", "took-too-long", "machine"),
    summary="检查数据",
)
async def check(
    campaign: CampaignId,
    office: OfficeHere,
    final: bool = False,
    recommender: Annotated[str, Query(max_length=200, description="只要这个申报单位的；- 为不属于某个单位的")] = "",
    severity: Literal["", "error", "warning"] = "",
    page: PageNumber = 1,
) -> CheckAnswer:
    """The problems of the campaign as `wuxiao check --json` tells them, 200 a page; `final`: collecting is over."""
    found = await office.work.summary(campaign, final=final)
    some = await office.work.problems(campaign, Filter(recommender, severity), page, final=final)
    told = {name: found[name] for name in ("counts", "errors", "warnings")}
    told |= {"problems": some.problems, "total": some.total, "page": some.page, "pages": some.pages}
    return CheckAnswer.model_validate(told)


@router.get(
    "/campaigns/{campaign}/progress",
    responses=answers_of("not-found", "data-errors", "invalid", "took-too-long", "machine"),
    summary="申报进度",
)
async def progress(campaign: CampaignId, office: OfficeHere) -> dict[str, Any]:
    """What has come in from every recommender, as `wuxiao progress --json` tells it."""
    found: dict[str, Any] | None = (await office.work.summary(campaign, final=False))["progress"]
    if found is None:
        raise RefusedError("data-errors", "活动设置 campaign.yaml 有错误，不能统计。")
    return found


def _answer(office: Office, about: CampaignAbout) -> CampaignAnswer:
    files = [
        CampaignFile(id=file_id(path), path=path, bytes=file.stat().st_size)
        for path, file in office.store.files(about.id).items()
    ]
    return CampaignAnswer(**about.model_dump(), expires=office.expires(about), files=files)
