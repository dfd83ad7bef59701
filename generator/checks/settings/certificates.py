"""Whether every certificate can be printed, what campaign.yaml revokes, and what a reprint asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.masking import quoted
from generator.campaign.records import Campaign, worded
from generator.campaign.settings import Settings
from generator.checks.settings.certificate_words import word_problems
from generator.composing import codes
from generator.composing.certificates import body_room, certificate, recipients_room
from generator.composing.fitting.fitting import (
    SMALLEST_CERTIFICATE_TITLE_PT,
    certificate_number_over,
    certificate_title_pt,
    longest_certificate_title,
)
from generator.composing.issuing import Issued, called, issued, may_be_issued
from generator.composing.wording.chinese import full_date
from generator.ground.environment import FAULTS
from generator.reading.raw_campaign import SETTINGS_FILE, TEMPLATES_FOLDER, RawCampaign

REPRINT = Place("--number")
OTHERS = 0o077
LONGEST_STATEMENT = 250  # bytes: what a symbol of 61 modules holds beside the signature, at 0.5 mm each 30.5 mm wide
FIX_NAME = "写证书序号，如 17；每名完成人一份的写 17-2；组织奖写 组3；也可写编号全文。"


def certificate_problems(
    campaign: Campaign, raw: RawCampaign, places: Mapping[str, Place], withheld: Sequence[int] = ()
) -> Iterator[Problem]:
    """What is wrong with the certificates; `places` tells where each project's award stands, by its number.

    `withheld` are the serials of projects that won, and whose rows are wrong.
    """
    certificates = issued(campaign)
    yield from _key(campaign, certificates)
    waiting = [one for serial in withheld for one in may_be_issued(campaign.settings, serial)]
    yield from _revocations(campaign, raw, certificates, waiting)
    wording = Place(raw.wording["certificate"][0])
    made, problems = _made(campaign, certificates, wording)
    yield from problems
    yield from _lines_too_long(campaign, made, wording)
    yield from word_problems(made, raw.wording["certificate"])
    for one, texts in made:
        place = places.get(one.winner.number, wording) if one.winner else wording
        yield from _misfits(one, texts, place)


def reprint(campaign: Campaign, wanted: Sequence[str]) -> tuple[frozenset[str], list[Problem]]:
    """The certificates that are asked for, by their short names; a problem for each that there is not, or no more."""
    certificates = issued(campaign)
    keys: set[str] = set()
    problems = []
    for name in wanted:
        found = called(name, certificates)
        if not found:
            message = f"没有序号或编号为{quoted(name)}的证书。"
            problems.append(error("certificate-unknown", REPRINT, "", message, _those_known(certificates)))
        for one in found:
            if one.revocation:
                message = f"{one.number}已于{full_date(one.revocation.revoked_on)}撤销，不能补打。"
                fix = "请去掉这个号；撤销有误的，请先改 campaign.yaml 的“撤销证书”。"
                problems.append(error("certificate-revoked", REPRINT, "", message, fix))
        keys |= {one.key for one in found}
    return frozenset(keys), problems


def _key(campaign: Campaign, certificates: Sequence[Issued]) -> Iterator[Problem]:
    """What is wrong with the key in the campaign's folder, and what makes its signatures worth nothing."""
    try:
        path = codes.key_file(campaign.folder)
        if path is None:
            return
        public = codes.public_key(path)
    except codes.KeyFileError as wrong:
        fix = f"请只保留 wuxiao keygen 生成的“{codes.KEY_NAME}”；证书不要验证码的，请移走密钥文件。"
        yield error("certificate-key", Place(codes.KEY_NAME), "", f"{wrong}。", fix)
        return
    if codes.is_demonstration(public):
        message = "证书验证码用的是演示密钥，人人都能仿造。"
        fix = "正式发证前，请移走这个文件，用 wuxiao keygen 生成自己的密钥。"
        yield warning("certificate-key", Place(path.name), "", message, fix)
    elif path.stat().st_mode & OTHERS:
        message = "密钥文件别的用户也能读取。"
        yield warning("certificate-key", Place(path.name), "", message, f"请执行 chmod 600 {path.name}。")
    for one in certificates:
        if len(one.statement.text.encode()) > LONGEST_STATEMENT:
            message = f"{one.number}的编号和项目名称太长，验证码放不下。"
            yield error("certificate-key", Place(path.name), "", message, "请缩短证书编号的格式。")
            return


def _those_known(certificates: Sequence[Issued]) -> str:
    if not certificates:
        return "评选结果里还没有证书序号，请先填写。"
    serials = sorted({int(one.key.partition("-")[0]) for one in certificates if one.winner})
    span = f"现有证书序号 {serials[0]} 至 {serials[-1]}。" if serials else ""
    return f"{span}{FIX_NAME}"


def _revocations(
    campaign: Campaign, raw: RawCampaign, certificates: Sequence[Issued], waiting: Sequence[Issued]
) -> Iterator[Problem]:
    """A reminder of every certificate that is revoked; an error where it names none that may ever be, or one twice.

    One of those that wait until their rows are right is no error of campaign.yaml.
    """
    told: set[str] = set()
    for one, record in zip(campaign.settings.revocations, raw.lists["revocations"], strict=True):
        found = called(one.certificate, certificates)
        if not found and not called(one.certificate, waiting):
            message = f"没有序号或编号为{quoted(one.certificate)}的证书。"
            if called(one.certificate, _once_issued(campaign.settings)):
                fix = "这个项目已不再获奖的，这样就行；写错的，请改正。"
                yield warning("certificate-unknown", record.place, "撤销证书", f"现在{message}", fix)
            else:
                yield error("certificate-unknown", record.place, "撤销证书", message, _those_known(certificates))
        for revoked in found:
            if revoked.key in told:
                message = f"{revoked.number}写了两次。"
                yield error("duplicate", record.place, "撤销证书", message, "请只保留一次。")
                continue
            told.add(revoked.key)
            message = f"{revoked.number}已撤销，不再打印，发证登记表中注明。"
            yield warning("certificate-revoked", record.place, "撤销证书", message, "请收回已发出的证书。")


def _once_issued(settings: Settings) -> list[Issued]:
    """The certificates that there may have been before a winner was withdrawn: as many as the tiers have places."""
    places = sum(tier.count for tier in settings.tiers if isinstance(tier.count, int))
    return [one for serial in range(1, places + 1) for one in may_be_issued(settings, serial)]


def _made(
    campaign: Campaign, certificates: Sequence[Issued], wording: Place
) -> tuple[list[tuple[Issued, Mapping[str, Any]]], list[Problem]]:
    """The words of every certificate, and a problem for each whose wording cannot be put together."""
    made: list[tuple[Issued, Mapping[str, Any]]] = []
    problems: list[Problem] = []
    for one in certificates:
        try:
            made.append((one, certificate(campaign, one)))
        except FAULTS as wrong:
            message = f"{one.number}：{{{{ }}}} 里的写法不适用（{wrong}）。"
            problems.append(error("wording", wording, "", message, "请对照程序自带的 certificate.yaml 改正。"))
    return made, problems


def _misfits(one: Issued, texts: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    """Words that find no room on the page even at the smallest size."""
    for label, over in (("称呼", recipients_room(texts).over), ("正文", body_room(texts).over)):
        if over:
            message = f"{one.number}的{label}放不下，多出{over}个字。"
            fix = "请缩短项目名称，或精简 templates/certificate/certificate.yaml 的文字。"
            yield error("certificate-fit", place, label, message, fix)


def _lines_too_long(
    campaign: Campaign, made: Sequence[tuple[Issued, Mapping[str, Any]]], wording: Place
) -> Iterator[Problem]:
    """Lines that would run out of the page; a page of the campaign's own has its own room for them.

    The number has to stand on its line of the proof sheet as well.
    """
    if over := max((certificate_number_over(one.number) for one, _ in made), default=0):
        message = f"证书校样上一行排不下，多出{over}个字。"
        yield error("certificate-fit", Place(SETTINGS_FILE), "证书编号", message, "请缩短“证书编号”。")
    own = campaign.folder / TEMPLATES_FOLDER / "certificate"
    if any((own / name).is_file() for name in ("certificate.html", "certificate.css")):
        return
    longest = min((texts["title"] for _, texts in made), key=certificate_title_pt, default="")
    is_too_long = bool(longest) and certificate_title_pt(longest) < SMALLEST_CERTIFICATE_TITLE_PT
    if is_too_long and "{" in worded(campaign.certificate).title:
        message = f"证书上一行排不下，最多{longest_certificate_title()}个字。"
        yield error("certificate-fit", wording, "标题", message, f"请缩短“{longest}”。")
