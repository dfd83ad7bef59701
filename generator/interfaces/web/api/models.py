"""The answers of the HTTP interface, as OpenAPI documents them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field

from generator.campaign.records import Counts
from generator.interfaces.web.store.abouts import CampaignAbout, Choice, State

CampaignId = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="活动的编号")]
BuildId = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="生成任务的编号")]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="第几页，从1起")]
FileId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="文件的编号")]


class Info(BaseModel):
    """What this service is."""

    name: str = "wuxiao"
    version: str
    kinds: list[str]
    formats: list[str]


class Password(BaseModel):
    """What opens a session on a service with a password; where there are accounts also the name of one."""

    name: str = Field(default="", max_length=100, description="登录名；没有账号的服务不写")
    password: str = Field(max_length=1000)


class Session(BaseModel):
    """A token for `Authorization: Bearer`."""

    token: str
    seconds: int


class CampaignFile(BaseModel):
    """One file of a campaign folder."""

    id: str
    path: str
    bytes: int


class CampaignEntry(CampaignAbout):
    """An uploaded campaign, and when it is removed by itself."""

    expires: datetime | None = Field(description="到期自动删除的时间；不会自动删除的为 null")


class CampaignAnswer(CampaignEntry):
    """An uploaded campaign with its files."""

    files: list[CampaignFile]


class TouchAnswer(BaseModel):
    """A part of the campaign that a problem makes doubtful; without a name all of its kind (docs/problems.md)."""

    kind: Literal["campaign", "awards", "recommender", "project"]
    name: str


class SentProblem(BaseModel):
    """One problem, as `wuxiao check --json` tells it."""

    severity: Literal["error", "warning"]
    code: str
    file: str
    sheet: str
    cell: str
    line: int
    field: str
    message: str
    fix: str
    touches: list[TouchAnswer]


class ProblemAnswer(SentProblem):
    """One problem, and the recommender it concerns."""

    recommender: str


class CheckAnswer(BaseModel):
    """The answer of `wuxiao check --json`, a page of the problems at a time.

    `total` counts the problems that were asked for, on `pages` pages; `errors` and `warnings` count the campaign's.
    """

    problems: list[ProblemAnswer]
    counts: Counts
    total: int
    page: int
    pages: int
    errors: int
    warnings: int


class BuildAnswer(BaseModel):
    """A build and how far it is; `before` counts the builds that get their turn earlier."""

    id: str
    campaign: str
    made: datetime
    ended: datetime | None
    state: State
    stage: str
    done: int
    total: int
    before: int
    share: float = Field(description="已完成的比例，0 到 1", ge=0, le=1)
    said: str = Field(description="进行到哪里，给人看的一句话")
    message: str
    choice: Choice
    counts: Counts | None = None
    pages: int | None = None
    warnings: int | None = None
