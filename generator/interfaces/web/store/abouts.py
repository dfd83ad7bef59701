"""What is known of a campaign and of a build besides their files, as it lies on the disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from generator.campaign.kinds import FORMATS
from generator.running.options import ALL_KINDS, EVERY, Options

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED: frozenset[State] = frozenset({"done", "failed", "cancelled"})
Name = Annotated[str, Field(min_length=1, max_length=100)]
KindName = Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]{1,29})$")]


class CampaignAbout(BaseModel):
    """What is known of an uploaded campaign besides its files."""

    id: str
    name: str
    made: datetime
    note: str = ""


class Choice(BaseModel):
    """What a build is asked for, everything where nothing is said; each word is kept once."""

    model_config = ConfigDict(extra="forbid")
    kinds: list[KindName] = Field(
        default=[EVERY], min_length=1, max_length=60, description=f"文书的种类，或另加的表格的文件夹名；{EVERY} 是全部"
    )
    formats: list[Literal[FORMATS]] = Field(default=list(FORMATS), min_length=1, max_length=5)  # type: ignore[valid-type]
    recommenders: list[Name] = Field(default=[], max_length=500, description="申报单位；空的就是全部")
    protect: bool = False
    numbers: list[Name] = Field(default=[], max_length=500, description="补打的证书号；kinds 须只有 certificate")
    records: list[Name] = Field(default=[], max_length=500, description="项目编号；空的就是全部项目")

    @field_validator("kinds", "formats", "recommenders", "numbers", "records")
    @classmethod
    def _each_once(cls, words: list[str]) -> list[str]:
        return list(dict.fromkeys(words))

    @model_validator(mode="after")
    def _reprints_certificates_alone(self) -> Choice:
        if self.numbers and self.kinds != ["certificate"]:
            raise ValueError("numbers go with certificates alone")
        return self

    def options(self, campaign: Path, out: Path, jobs: int) -> Options:
        """The same of the campaign in this folder, into `out`, by so many processes."""
        return Options(
            campaign,
            out,
            ALL_KINDS if EVERY in self.kinds else frozenset(self.kinds),
            frozenset(self.formats),
            frozenset(self.recommenders),
            frozenset(self.records),
            tuple(self.numbers),
            protect=self.protect,
            jobs=jobs,
        )


class BuildAbout(BaseModel):
    """One build and how far it is."""

    id: str
    campaign: str
    made: datetime
    choice: Choice
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    ended: datetime | None = None
    result: dict[str, Any] | None = None
