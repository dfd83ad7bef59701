"""发证: one certificate printed again, revoked, restored; how certificates and packets are printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.responses import Response

from generator.campaign.fields import SINGLE_SIDED
from generator.campaign.kinds import CERTIFICATE, PACKET
from generator.campaign.settings import Revocation, Settings, fields_of
from generator.composing.wording.chinese import full_date
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.awarding.certificates import Asked, shown
from generator.interfaces.web.pages.awarding.changing import applied, found
from generator.interfaces.web.pages.awarding.made import make
from generator.interfaces.web.pages.certificate_keys import see_to_keys
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import Choice
from generator.interfaces.web.telling import page, to

router = APIRouter(prefix="/campaigns/{campaign}/certificates")
LONGEST_REASON = next(of.limit or 0 for of in fields_of(Revocation) if of.key == "reason")
OFFSET = next(of for of in fields_of(Settings) if of.key == "overprint_right_mm")
MOST_COPIES = 20

Key = Annotated[str, Form(max_length=20)]


class Revoked(BaseModel):
    """The form of a revocation."""

    key: str = Field(default="", max_length=20)
    day: str = Field(default="", max_length=40)
    reason: str = Field(default="", max_length=1000)


class Printing(BaseModel):
    """How words are printed on prepared paper."""

    overprint: str = Field(default="否", max_length=10)
    right: str = Field(default="", max_length=20)
    down: str = Field(default="", max_length=20)


class Packets(BaseModel):
    """How packets are printed."""

    copies: str = Field(default="", max_length=10)
    sides: str = Field(default="", max_length=20)


@router.post("/reprint")
async def reprint(campaign: CampaignId, office: OfficeHere, key: Key = "") -> Response:
    """Make one certificate again."""
    one = await _one(office, campaign, key)
    await see_to_keys(office, campaign, [CERTIFICATE.key], 1)
    build = await make(office, campaign, Choice(kinds=[CERTIFICATE.key], formats=["docx", "pdf"], numbers=[one["key"]]))
    return to(f"/campaigns/{campaign}/certificates?one={one['key']}&again={build.id}#one")


@router.post("/revoke")
async def revoke(campaign: CampaignId, office: OfficeHere, typed: Annotated[Revoked, Form()]) -> Response:
    """Write a certificate into the revoked ones."""
    one = await _one(office, campaign, typed.key)
    day, reason = _day(typed.day), " ".join(typed.reason.split())
    wrong = {}
    if day is None:
        wrong["day"] = "请选撤销的日期。" if not typed.day else "日期不对，请写成 2023-12-20 的样子。"
    elif day > datetime.now().astimezone().date():
        wrong["day"] = "撤销的日期不能在今天以后。"
    if not reason:
        wrong["reason"] = "请写明撤销的原因，发证登记表里要注明。"
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = f"有{len(reason)}个字，最多{LONGEST_REASON}个字。"
    if one["revoked"]:
        wrong["reason"] = "这份证书已经撤销。"
    if wrong or day is None:
        return await shown(office, campaign, Asked(one=one["key"]), typed.model_dump(), wrong)
    row = {"证书": one["key"], "撤销日期": full_date(day), "撤销原因": reason}
    await applied(office, campaign, f"发证：撤销{one['number']}", "settings", revoked=row)
    return to(f"/campaigns/{campaign}/certificates?one={one['key']}")


@router.post("/restore")
async def restore(campaign: CampaignId, office: OfficeHere, key: Key = "") -> Response:
    """Take a revocation back."""
    one = await _one(office, campaign, key)
    name = {"key": one["key"], "number": one["number"]}
    await applied(office, campaign, f"发证：恢复{one['number']}", "settings", restored=name)
    return to(f"/campaigns/{campaign}/certificates?one={one['key']}")


@router.get("/printing")
async def printing(campaign: CampaignId, office: OfficeHere, saved: bool = False) -> Response:
    """How certificates and packets are printed, as it is set."""
    known = await found(office, campaign, "results")
    typed = {}
    if known["ready"]:
        of = known["settings"]
        typed = {"overprint": "是" if of["overprint"] else "否", "right": of["right_mm"], "down": of["down_mm"]}
    return await _printing(office, campaign, typed, {}, saved=saved)


@router.post("/printing")
async def save_printing(campaign: CampaignId, office: OfficeHere, typed: Annotated[Printing, Form()]) -> Response:
    """Set whether certificates are printed over prepared paper, and how far words are moved."""
    wrong = {name: why for name, text in (("right", typed.right), ("down", typed.down)) if (why := _wrong_offset(text))}
    if typed.overprint not in ("是", "否"):
        raise RefusedError("malformed")
    if wrong:
        return await _printing(office, campaign, typed.model_dump(), wrong)
    values = {"证书套打": typed.overprint, "套打右移毫米": _plain(typed.right), "套打下移毫米": _plain(typed.down)}
    await applied(office, campaign, "发证：套打设置", "settings", values=values)
    return to(f"/campaigns/{campaign}/certificates/printing?saved=true")


@router.post("/packets")
async def packets(campaign: CampaignId, office: OfficeHere, typed: Annotated[Packets, Form()]) -> Response:
    """Make the packets in so many copies, for such a printer."""
    copies = _plain(typed.copies)
    if copies and not (copies.isdecimal() and 1 <= int(copies[:3]) <= MOST_COPIES):
        known = await found(office, campaign, "results")
        of = known.get("settings", {})
        kept = {
            "overprint": "是" if of.get("overprint") else "否",
            "right": of.get("right_mm", ""),
            "down": of.get("down_mm", ""),
        }
        return await _printing(
            office, campaign, kept | typed.model_dump(), {"copies": f"请写1至{MOST_COPIES}，空着的按设置里的份数。"}
        )
    if typed.sides not in SINGLE_SIDED:
        raise RefusedError("malformed")
    await applied(office, campaign, "打印：单面打印", "settings", values={"单面打印": typed.sides})
    choice = Choice(kinds=[PACKET.key], formats=["pdf"], copies=int(copies) if copies else None)
    build = await make(office, campaign, choice)
    return to(f"/campaigns/{campaign}/builds/{build.id}")


async def _printing(
    office: Office, campaign: str, typed: Mapping[str, str], wrong: Mapping[str, str], *, saved: bool = False
) -> Response:
    known = await found(office, campaign, "results")
    return page(
        "printing.html", 422 if wrong else 200, about=office.store.campaign(campaign), step="certificates", known=known,
        typed=typed, wrong=wrong, sides=SINGLE_SIDED, most=OFFSET.most, copies=MOST_COPIES, saved=saved,
    )  # fmt: skip


async def _one(office: Office, campaign: str, key: str) -> Mapping[str, Any]:
    """The certificate of that short name. Raises RefusedError("not-found")."""
    known = await found(office, campaign, "results")
    for one in known.get("certificates", ()):
        if one["key"] == key:
            of: Mapping[str, Any] = one
            return of
    raise RefusedError("not-found", "没有这份证书，可能评选结果改过了。", "请回到“发证”页查看现有的证书。")


def _wrong_offset(text: str) -> str:
    plain, most = _plain(text), OFFSET.most or 0
    try:
        value = float(plain or "0")
    except ValueError:
        return "请写毫米数，如 1.5；向左、向上移写负数，如 -2。"
    if not abs(value) <= most or len(plain.partition(".")[2]) > 1:
        return f"在 -{most} 到 {most} 之间，最多一位小数。"
    return ""


def _plain(text: str) -> str:
    return "".join(text.replace("－", "-").replace("．", ".").split())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
