"""Whether every certificate can be printed, what campaign.yaml revokes, and what a reprint asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.chinese import full_date
from generator.composing.certificates import body_room, certificate, recipients_room
from generator.composing.issuing import Issued, called, issued
from generator.errors import Place, Problem, error, warning
from generator.reading.raw_campaign import RawCampaign
from generator.records import Campaign

REPRINT = Place("--number")
FIX_NAME = "写证书序号，如 17；每名完成人一份的写 17-2；组织奖写 组3；也可写编号全文。"


def certificate_problems(campaign: Campaign, raw: RawCampaign, places: Mapping[str, Place]) -> Iterator[Problem]:
    """What is wrong with the certificates; `places` tells where each project's award stands, by its number."""
    certificates = issued(campaign)
    yield from _revocations(campaign, raw, certificates)
    wording = Place(raw.wording["certificate"][0])
    for one in certificates:
        place = places.get(one.winner.number, wording) if one.winner else wording
        yield from _misfits(campaign, one, place)


def reprint(campaign: Campaign, wanted: Sequence[str]) -> tuple[frozenset[str], list[Problem]]:
    """The certificates that are asked for, by their short names; a problem for each that there is not, or no more."""
    certificates = issued(campaign)
    keys: set[str] = set()
    problems = []
    for name in wanted:
        found = called(name, certificates)
        if not found:
            message = f"没有序号或编号为“{name}”的证书。"
            problems.append(error("certificate-unknown", REPRINT, "", message, _those_known(certificates)))
        for one in found:
            if one.revocation:
                message = f"{one.number}已于{full_date(one.revocation.revoked_on)}撤销，不能补打。"
                fix = "请去掉这个号；撤销有误的，请先改 campaign.yaml 的“撤销证书”。"
                problems.append(error("certificate-revoked", REPRINT, "", message, fix))
        keys |= {one.key for one in found}
    return frozenset(keys), problems


def _those_known(certificates: Sequence[Issued]) -> str:
    if not certificates:
        return "评选结果里还没有证书序号，请先填写。"
    serials = sorted({int(one.key.partition("-")[0]) for one in certificates if one.winner})
    span = f"现有证书序号 {serials[0]} 至 {serials[-1]}。" if serials else ""
    return f"{span}{FIX_NAME}"


def _revocations(campaign: Campaign, raw: RawCampaign, certificates: Sequence[Issued]) -> Iterator[Problem]:
    """A reminder of every certificate that is revoked; an error where campaign.yaml names none, or one twice."""
    told: set[str] = set()
    for one, record in zip(campaign.settings.revocations, raw.lists["revocations"], strict=True):
        found = called(one.certificate, certificates)
        if not found:
            message = f"没有序号或编号为“{one.certificate}”的证书。"
            yield error("certificate-unknown", record.place, "撤销证书", message, _those_known(certificates))
        for revoked in found:
            if revoked.key in told:
                message = f"{revoked.number}写了两次。"
                yield error("duplicate", record.place, "撤销证书", message, "请只保留一次。")
                continue
            told.add(revoked.key)
            message = f"{revoked.number}已撤销，不再打印，发证登记表中注明。"
            yield warning("certificate-revoked", record.place, "撤销证书", message, "请收回已发出的证书。")


def _misfits(campaign: Campaign, one: Issued, place: Place) -> Iterator[Problem]:
    """Words that find no room on the page even at the smallest size."""
    texts = certificate(campaign, one)
    for label, over in (("称呼", recipients_room(texts).over), ("正文", body_room(texts).over)):
        if over:
            message = f"{one.number}的{label}放不下，多出{over}个字。"
            fix = "请缩短项目名称，或精简 templates/certificate/certificate.yaml 的文字。"
            yield error("certificate-fit", place, label, message, fix)
