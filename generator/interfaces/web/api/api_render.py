"""The HTTP interface of single documents: a record in, the document out; nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from generator.interfaces.answers import told_problem
from generator.interfaces.web.api.api_builds import download
from generator.interfaces.web.api.models import SentProblem
from generator.interfaces.web.documents.orders import RenderOrder, WrongOrderError, order_of
from generator.interfaces.web.office import Office, OfficeHere, office_of
from generator.interfaces.web.owners.belonging import own_files, require_listed
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.refusals import REFUSALS, Refusal, RefusedError, answers_of
from generator.interfaces.web.store.keys import signing_key
from generator.interfaces.web.store.outputs import TYPES
from generator.interfaces.web.telling import JsonAnswer
from generator.reading.raw_campaign import ATTACHMENTS_FOLDER

router = APIRouter(prefix="/api/v1", tags=["单份文书"])
ZIP = "application/zip"
Kind = Annotated[
    str,
    Path(
        pattern=r"^[a-z][a-z0-9_]{1,29}$",
        description="form1、intro、certificate 由一条记录做成，form2、bulletin 由多条，summary 由工作总结，"
        "notice 不用记录；活动另加的表格写它的文件夹名",
    ),
]
REFERENCE = {"$ref": f"#/components/schemas/{RenderOrder.__name__}"}  # describing.py puts it there
BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": REFERENCE}}}}


class WrongRecords(Refusal):
    """Why nothing was made: every problem, as `wuxiao check --json` tells it; `total` counts also those not listed."""

    problems: list[SentProblem] = Field(default_factory=list)
    total: int = 0


WRONG: dict[int | str, dict[str, Any]] = {422: {"model": WrongRecords, "description": "`invalid` 内容有错误，逐项列出"}}
MADE: dict[int | str, dict[str, Any]] = {200: download(*TYPES.values(), ZIP)[200]}


@router.post(
    "/render/{kind}",
    response_class=Response,
    responses=answers_of("not-found", "upload-unusable", "too-large", "overloaded", "machine", "took-too-long")
    | WRONG
    | MADE,
    openapi_extra=BODY,
    summary="由一条记录（或几条）得到一份文书，不保存",
)
async def render(kind: Kind, request: Request) -> Response:
    """The document of what is sent, the same bytes as a build's; several formats come in a zip."""
    office = office_of(request)  # no dependency, for which FastAPI would start a thread
    body = await request.body()
    try:
        order = order_of(body)
    except WrongOrderError as wrong:
        return _wrong([told_problem(one) for one in wrong.problems], len(wrong.problems))
    signs = not ASKING.get().is_confined  # the office's key vouches for what the office decided
    whose = await _whose(office, order.campaign)
    seen = await _seen(office, order.campaign)
    answer = await office.pool.ask(
        {"task": "render", "kind": kind, **whose, "signs": signs, "seen": seen}, body, ASKING.get()
    )
    told = answer.value
    if "problems" in told:
        return _wrong(told["problems"], told["total"])
    named = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(told['name'], safe='')}"}
    return Response(answer.content, media_type=TYPES.get(told["format"], ZIP), headers=named)


@router.get(
    "/schemas/{kind}.json",
    responses=answers_of("not-found", "invalid", "data-errors", "overloaded", "machine", "took-too-long"),
    summary="一条记录的 JSON Schema",
)
async def schema(
    kind: Kind,
    office: OfficeHere,
    campaign: Annotated[str | None, Query(pattern="^[0-9a-f]{24}$", description="活动的编号")] = None,
) -> dict[str, Any]:
    """What a record of such a document may hold: labels, types, limits, choices, by the campaign's own fields."""
    question = {"task": "schema", "kind": kind, **await _whose(office, campaign)}
    answer = await office.pool.ask(question, who=ASKING.get())
    if "schema" not in answer.value:
        raise RefusedError("data-errors")
    found: dict[str, Any] = answer.value["schema"]
    return found


async def _whose(office: Office, campaign: str | None) -> dict[str, str | None]:
    """Where the campaign's files lie, and the key that signs its certificates. Raises RefusedError("not-found")."""
    if campaign is None:
        return {"campaign": None, "signing": None}
    folder = office.store.campaign_folder(campaign)
    await require_listed(office, ASKING.get(), campaign)
    return {"campaign": f"{office.store.files_folder(campaign)}", "signing": signing_key(folder)}


async def _seen(office: Office, campaign: str | None) -> list[str] | None:
    """The attachments that may be shown, None for all: a recommender's account shows its own ones alone."""
    who, folder = ASKING.get(), f"{ATTACHMENTS_FOLDER}/"
    if campaign is None or not who.is_confined:
        return None
    own = await own_files(office, campaign, who.recommender)
    return [path.removeprefix(folder) for path in own if path.startswith(folder)]


def _wrong(problems: list[dict[str, Any]], total: int) -> Response:
    status, message, fix = REFUSALS["invalid"]
    told = {"code": "invalid", "message": message, "fix": fix, "problems": problems, "total": total}
    return JsonAnswer(told, status)
