"""What a program may ask for: a document of one record or of several, in which formats, by whose settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.campaign.errors import Place, Problem, error
from generator.interfaces.web.documents.strict_json import FIX, NotJsonError, read_json
from generator.interfaces.web.limits import RECORDS_AT_ONCE

Format = Literal["docx", "pdf", "xlsx"]
Values = dict[str, Any]
REQUEST = Place("request")
_SCHEMAS = "/api/v1/schemas/{kind}.json"
_WORDS: Mapping[str, tuple[str, str]] = {
    "record": ("应是一条记录：名称和值。", f"各项名称见 {_SCHEMAS}。"),
    "records": (f"应是一组记录，最多{RECORDS_AT_ONCE}条。", f"各项名称见 {_SCHEMAS}。"),
    "format": ("不是可选的格式。", '请写 docx、pdf 或 xlsx，要几种的写成一组，如 ["docx", "pdf"]。'),
    "campaign": ("不是活动的编号。", "活动的编号见 /api/v1/campaigns；不写则用程序自带的设置。"),
    "settings": ("应是一组设置：名称和值。", "名称与活动设置里的相同。"),
    "": ("请求的内容不是 JSON 对象。", FIX),
}


class RenderOrder(BaseModel):
    """One document, asked for."""

    model_config = ConfigDict(extra="forbid")

    record: Values | None = Field(None, description=f"一条记录：项目编号、其他完成人等名称和值，见 {_SCHEMAS}")
    records: list[Values] | None = Field(
        None, description="汇总表、通报等由多条记录做成的文书：全部记录", max_length=RECORDS_AT_ONCE
    )
    format: Format | Annotated[list[Format], Field(min_length=1, max_length=3)] = Field(
        "pdf", description="一种格式，或几种（得到压缩包）"
    )
    campaign: str | None = Field(None, pattern="^[0-9a-f]{24}$", description="用哪个活动的设置和模板；不写则用自带的")
    settings: Values | None = Field(None, description="代替活动设置里的这几项")

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats, each once."""
        return tuple(dict.fromkeys([self.format] if isinstance(self.format, str) else self.format))


class WrongOrderError(Exception):
    """What was asked for has problems, and nothing is made."""

    def __init__(self, problems: list[Problem]) -> None:
        """Carry all of them."""
        super().__init__(len(problems))
        self.problems = problems


def order_of(body: bytes) -> RenderOrder:
    """The order that the body of a request is. Raises WrongOrderError, which names the parts, no values."""
    try:
        return RenderOrder.model_validate(read_json(body))
    except NotJsonError as wrong:
        raise WrongOrderError([error("request", REQUEST, "", wrong.message, wrong.fix)]) from None
    except ValidationError as wrong:
        parts = dict.fromkeys(str(one["loc"][0]) if one["loc"] else "" for one in wrong.errors(include_input=False))
        raise WrongOrderError([_problem(part) for part in parts]) from None


def _problem(part: str) -> Problem:
    unknown = ("没有这一项。", f"可写的有：{'、'.join(RenderOrder.model_fields)}。")
    return error("request", REQUEST, part[:100], *_WORDS.get(part, unknown))
