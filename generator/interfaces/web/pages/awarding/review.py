"""评选: the projects, who wins what, and the certificates' serials."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from generator.editing.awards import LARGEST_SERIAL
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.awarding.changing import applied, found
from generator.interfaces.web.pages.awarding.withdrawn import Withdrawn, withdrawn
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.telling import page, to
from generator.interfaces.web.work.awarding import shown_award

router = APIRouter(prefix="/campaigns/{campaign}/review")
ON_A_PAGE = 50
NONE, WON, WRONG = "-", "+", "!"  # in place of a tier: without an award, with any, with something wrong

Row = Mapping[str, Any]
Short = Annotated[str, Field(max_length=200)]


class Asked(BaseModel):
    """Which projects are wanted: words in number, name or unit; a recommender, a category, a tier."""

    q: Short = ""
    recommender: Short = ""
    category: Short = ""
    tier: Short = ""
    page: int = Field(default=1, ge=1, le=1_000_000)

    def holds(self, row: Row) -> bool:
        """Whether the project is one of them."""
        text = plain(f"{row['number']} {row['name']} {row['unit']}")
        if not all(word in text for word in plain(self.q).split()):
            return False
        if self.recommender not in ("", row["recommender"]) or self.category not in ("", row["category"]):
            return False
        has = bool(row["tier"] or row["serial"])
        special = {"": True, NONE: not has and not row["wrong"], WON: has, WRONG: bool(row["wrong"])}
        return bool(special.get(self.tier, row["tier"] == self.tier))

    def address(self, **changes: Any) -> str:
        """The same as the end of an address."""
        given = {name: value for name, value in (self.model_dump() | changes).items() if value}
        return f"?{urlencode(given)}"


class Typed(BaseModel):
    """The rows of the page as a clerk filled them in, and what stood there before."""

    number: list[Short] = Field(default=[], max_length=ON_A_PAGE)
    tier: list[Short] = Field(default=[], max_length=ON_A_PAGE)
    serial: list[Short] = Field(default=[], max_length=ON_A_PAGE)
    seen: list[Short] = Field(default=[], max_length=ON_A_PAGE)

    @property
    def changes(self) -> list[tuple[str, str, str, str]]:
        """The rows that say otherwise than before. Raises RefusedError where a row is not whole."""
        if len({len(self.number), len(self.tier), len(self.serial), len(self.seen)}) != 1:
            raise RefusedError("malformed")
        rows = zip(self.number, self.tier, map(_digits, self.serial), self.seen, strict=True)
        return [row for row in rows if row[0] and shown_award(row[1], row[2]) != row[3]]


@dataclass(frozen=True)
class Said:
    """What is told over the page: done, or not done; what was typed and what is wrong at which project."""

    good: str = ""
    bad: str = ""
    withdrawn: Sequence[Withdrawn] = ()
    typed: Mapping[str, tuple[str, str]] | None = None
    wrong: Mapping[str, str] | None = None
    unread: Sequence[Mapping[str, Any]] = ()
    pasted: str = ""


@router.get("")
async def review(
    campaign: CampaignId, office: OfficeHere, asked: Annotated[Asked, Query()], saved: int = -1
) -> Response:
    """The projects that are asked for, with their awards."""
    done = f"已保存，改动了{saved}项。" if saved > 0 else "没有改动。" if saved == 0 else ""
    gone: Sequence[Withdrawn] = ()
    if saved > 0:
        gone = await withdrawn(office, campaign, (await found(office, campaign, "winners"))["projects"])
    return await shown(office, campaign, asked, Said(good=done, withdrawn=gone))


@router.post("")
async def save(
    campaign: CampaignId, office: OfficeHere, asked: Annotated[Asked, Query()], typed: Annotated[Typed, Form()]
) -> Response:
    """Give, change and take away the awards of a page."""
    changes = typed.changes
    known = await found(office, campaign, "winners")
    tiers = [one["name"] for one in known["tiers"]]
    wrong = {number: why for number, tier, serial, _ in changes if (why := _wrong(tier, serial, tiers))}
    values = {number: (tier, serial) for number, tier, serial, _ in changes}
    if wrong:
        return await shown(office, campaign, asked, Said(bad=_nothing(len(wrong)), typed=values, wrong=wrong))
    told = await applied(office, campaign, "评选：保存获奖等次和证书序号", "award", changes=changes)
    if told["others"]:
        wrong = dict.fromkeys(told["others"], "别人刚刚改过这一项，请核对后再保存一次。")
        return await shown(office, campaign, asked, Said(bad=_nothing(len(wrong)), typed=values, wrong=wrong))
    return to(f"/campaigns/{campaign}/review{asked.address(saved=told['changed'])}")


@router.post("/number")
async def number(campaign: CampaignId, office: OfficeHere) -> Response:
    """Give a serial to every winner that has none."""
    told = await applied(office, campaign, "评选：按顺序编证书序号", "award", numbering=True)
    return to(f"/campaigns/{campaign}/review?tier=%2B&saved={told['changed']}")


@router.post("/drop")
async def drop(campaign: CampaignId, office: OfficeHere, number: Annotated[Short, Form()] = "") -> Response:
    """Take away the awards of a number that no project has."""
    told = await applied(office, campaign, "评选：删去没有项目的评选结果", "award", dropped=[number])
    return to(f"/campaigns/{campaign}/review?saved={told['changed']}")


async def shown(office: Office, campaign: str, asked: Asked, said: Said) -> HTMLResponse:
    """The page, with what there is to say."""
    about = office.store.campaign(campaign)
    known = await found(office, campaign, "winners")
    rows = [one for one in known["projects"] if asked.holds(one)]
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    at = min(asked.page, pages)
    typed, wrong = said.typed or {}, said.wrong or {}
    page_rows = [_row(one, typed, wrong) for one in rows[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]]
    refused = said.bad and not said.good  # what was done in part is entered in the log as done
    return page(
        "review.html", 422 if refused else 200, about=about, step="review", known=known, asked=asked, said=said,
        rows=page_rows, total=len(rows), pages=pages, page_number=at, first=(at - 1) * ON_A_PAGE + 1,
        tiers=counted(known), unnumbered=_unnumbered(known),
        is_wrong=sum(bool(one["wrong"]) for one in known["projects"]),
        this=asked.address(page=at), turn_address=asked.address(page=0) + "&page=", none=NONE, won=WON, wrong=WRONG,
    )  # fmt: skip


def counted(known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many each tier has, and is to have: `more` above none are too many, below it some are missing."""
    won = Counter(one["tier"] for one in known["projects"])
    return [
        one | {"won": won[one["name"]], "more": 0 if one["count"] is None else won[one["name"]] - one["count"]}
        for one in known["tiers"]
    ]


def _unnumbered(known: Mapping[str, Any]) -> int:
    return sum(bool(one["tier"]) and not one["serial"] for one in known["projects"])


def _row(one: Row, typed: Mapping[str, tuple[str, str]], wrong: Mapping[str, str]) -> dict[str, Any]:
    """A project as its row shows it: what was typed over what stands."""
    tier, serial = typed.get(one["number"], (one["tier"], one["serial"]))
    told = [wrong[one["number"]]] if one["number"] in wrong else [] if one["number"] in typed else one["wrong"]
    seen = shown_award(one["tier"], one["serial"])
    return {**one, "tier": tier, "serial": serial, "told": told, "refused": one["number"] in wrong, "seen": seen}


def _wrong(tier: str, serial: str, tiers: Iterable[str]) -> str:
    if tier and tier not in tiers:
        return "没有这个等次，请另选。"
    if serial and not (serial.isascii() and serial.isdecimal() and 0 < int(serial[:9]) <= LARGEST_SERIAL):
        return f"证书序号应是1至{LARGEST_SERIAL}的整数。"
    return "有证书序号，还没有选等次。要撤下这个项目，把证书序号也清空。" if serial and not tier else ""


def _nothing(count: int) -> str:
    return f"没有保存：有{count}项要改，见下面标红的各行；其余改动也还留在页面上。"


def _digits(text: str) -> str:
    """A serial as it is kept: without blanks, width, leading zeros."""
    plain_ = "".join(unicodedata.normalize("NFKC", text).split())
    return plain_.lstrip("0") or plain_ if plain_.isascii() and plain_.isdecimal() else plain_


def plain(text: str) -> str:
    """The text as it is searched."""
    return unicodedata.normalize("NFKC", text).casefold()
