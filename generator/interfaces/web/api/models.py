"""The answers of the HTTP interface, as OpenAPI documents them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from generator.campaign.kinds import FORMATS, KINDS
from generator.interfaces.web.store.abouts import BuildAbout, CampaignAbout, Choice, State

CampaignId = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="活动的编号")]
BuildId = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="生成任务的编号")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="第几页，从1起")]
FileId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="文件的编号")]


class Info(BaseModel):
    """What this service is."""

    name: str = "wuxiao"
    version: str
    kinds: list[str]
    formats: list[str]


class Password(BaseModel):
    """What opens a session on a service with a password."""

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

    expires: datetime


class CampaignAnswer(CampaignEntry):
    """An uploaded campaign with its files."""

    files: list[CampaignFile]


class TouchAnswer(BaseModel):
    """A part of the campaign that a problem makes doubtful; without a name all of its kind (docs/problems.md)."""

    kind: Literal["campaign", "awards", "recommender", "project"]
    name: str


class ProblemAnswer(BaseModel):
    """One problem, as `wuxiao check --json` tells it, and the recommender it concerns."""

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
    recommender: str


class CountsAnswer(BaseModel):
    """Every row read is accepted, rejected or blank."""

    read: int
    accepted: int
    rejected: int
    blank: int


class CheckAnswer(BaseModel):
    """The answer of `wuxiao check --json`, a page of the problems at a time.

    `total` counts the problems that were asked for, on `pages` pages; `errors` and `warnings` count the campaign's.
    """

    problems: list[ProblemAnswer]
    counts: CountsAnswer
    total: int
    page: int
    pages: int
    errors: int
    warnings: int


class BuildOrder(BaseModel):
    """What to make; everything where nothing is said."""

    model_config = ConfigDict(extra="forbid")
    kinds: list[Literal[KINDS]] = Field(default=list(KINDS), min_length=1, max_length=20)  # type: ignore[valid-type]
    formats: list[Literal[FORMATS]] = Field(default=list(FORMATS), min_length=1, max_length=5)  # type: ignore[valid-type]
    recommenders: list[Name] = Field(default=[], max_length=500, description="申报单位；空的就是全部")
    protect: bool = False
    numbers: list[Name] = Field(default=[], max_length=500, description="补打的证书号；kinds 须只有 certificate")
    records: list[Name] = Field(default=[], max_length=500, description="项目编号；空的就是全部项目")

    @property
    def choice(self) -> Choice:
        """The same as the store keeps it, each word once."""
        kinds = [kind for kind in KINDS if kind in self.kinds]
        formats = [one for one in FORMATS if one in self.formats]
        recommenders = list(dict.fromkeys(self.recommenders))
        numbers, records = list(dict.fromkeys(self.numbers)), list(dict.fromkeys(self.records))
        return Choice(
            kinds=kinds, formats=formats, recommenders=recommenders, protect=self.protect, numbers=numbers,
            records=records,
        )  # fmt: skip

    @model_validator(mode="after")
    def _reprints_certificates_alone(self) -> BuildOrder:
        if self.numbers and set(self.kinds) != {"certificate"}:
            raise ValueError("numbers go with certificates alone")
        return self


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
    message: str
    choice: Choice
    counts: CountsAnswer | None = None
    pages: int | None = None
    warnings: int | None = None


class OutputAnswer(BaseModel):
    """One file that a build made, as its manifest lists it."""

    id: str
    path: str
    document: str
    format: str
    record: str
    pages: int | None
    bytes: int
    sha256: str


def build_answer(about: BuildAbout, before: int) -> BuildAnswer:
    """The build as the interface tells it."""
    told = about.model_dump(exclude={"result"})
    result = about.result or {}
    return BuildAnswer(
        **told,
        before=before,
        counts=result.get("counts"),
        pages=result.get("pages"),
        warnings=result.get("warnings"),
    )
