"""What a child does for 通报 and 发证: the certificates told, what stops them, the page that measures a printer."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.ground.disk import write_new
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.work.awarding import Arguments, write_found

if TYPE_CHECKING:
    from generator.campaign.errors import Problem
    from generator.campaign.records import Campaign
    from generator.campaign.settings import Settings
    from generator.composing.issuing import Issued

CALIBRATION, REVOCATIONS = "套打校准页.pdf", "撤销证书"


def results(order: Arguments, _tell: Any) -> None:
    """What is published of the winners and their certificates, and which errors stop it, as JSON."""
    from generator.campaign.errors import errors_of
    from generator.campaign.scope import Scope, stopping
    from generator.checks.campaign import check_campaign

    campaign, _, problems = check_campaign(Path(order["campaign"]))
    if campaign is None:
        every = _told(errors_of(problems))
        write_found(order, {"ready": False, "stopping": {"certificate": every, "bulletin": every}})
        return
    stops = {kind: _told(stopping(problems, Scope(kinds=frozenset({kind})))) for kind in ("certificate", "bulletin")}
    write_found(
        order,
        {
            "ready": True,
            "stopping": stops,
            "certificates": list(_certificates(campaign)),
            "tiers": [_tier(campaign, name) for name in campaign.settings.tier_names],
            "settings": _settings(campaign.settings),
        },
    )


def _told(problems: Iterable[Problem]) -> list[str]:
    """What is wrong in words, each once, with the project or the recommender that it is about."""
    texts = (f"{_whose(one)}{f'{one.field}：' if one.field else ''}{one.message}" for one in problems)
    return list(dict.fromkeys(texts))


def _whose(problem: Problem) -> str:
    named = [one.name for one in problem.touches if one.kind in ("project", "awards") and one.name]
    return f"{(named or [problem.recommender])[0]} ".lstrip()


def _tier(campaign: Campaign, name: str) -> dict[str, Any]:
    tier = next(one for one in campaign.settings.tiers if one.name == name)
    won = sum(one.award is not None and one.award.tier == name for one in campaign.applications)
    return {"name": name, "count": None if tier.is_open else tier.count, "won": won}


def _certificates(campaign: Campaign) -> Iterable[dict[str, Any]]:
    """Every certificate; `part` is its page in the file of its project or of all organisation awards, from 1."""
    from generator.composing.issuing import AWARD_KEY, issued, revocation_note

    pages: dict[str, int] = {}
    for one in issued(campaign):
        project = one.key.partition("-")[0] if one.winner else AWARD_KEY
        pages[project] = pages.get(project, 0) + (one.revocation is None)
        yield {
            "key": one.key, "number": one.number, "tier": one.tier, "project": one.project, "people": list(one.people),
            "unit": one.unit, "recommender": one.recommender, "revoked": revocation_note(one.revocation),
            "serial": _serial(one), "part": pages[project],
        }  # fmt: skip


def _serial(one: Issued) -> int | None:
    return one.winner.award.serial if one.winner and one.winner.award else None


def _settings(settings: Settings) -> dict[str, Any]:
    """What pages say of the settings that bulletin and certificates are made by, dates as they are printed."""
    from generator.composing.wording.chinese import full_date
    from generator.composing.wording.titles import name_of_file

    return {
        "issuer": settings.issuer,
        "bulletin_number": settings.bulletin_number,
        "bulletin_date": full_date(settings.bulletin_date),
        "bulletin_printed_on": full_date(settings.bulletin_printed_on or settings.bulletin_date),
        "organisation_awards": list(settings.organisation_awards),
        "copy_to": settings.copy_to,
        "printed_by": settings.printed_by,
        "certificate_number": settings.certificate_number,
        "certificate_date": full_date(settings.certificate_date),
        "certificate_per": settings.certificate_per,
        "overprint": settings.certificate_overprint,
        "right_mm": f"{settings.overprint_right_mm:g}",
        "down_mm": f"{settings.overprint_down_mm:g}",
        "single_sided": settings.single_sided,
        "award_file": name_of_file(settings, "组织奖证书"),
    }


def calibration(order: Arguments, _tell: Any) -> None:
    """The page that is printed on prepared paper to measure how far words must be moved (套打校准页)."""
    from generator.handing_out import calibration_page

    write_new(Path(order["target"]) / CALIBRATION, [calibration_page(Path(order["campaign"]))], flush=True)


def verify(order: Arguments, _tell: Any) -> Sequence[Mapping[str, Any]]:
    """What is to be said of a number or code, or of the codes on a picture or PDF called so in a folder."""
    from generator.verifying.verdicts import verify as verified

    os.chdir(order["place"])  # the picture is asked for by its name alone
    public = Path(order["public"]) if order["public"] else None
    found = verified(Path(order["campaign"]), [order["asked"]], public)
    return [
        {"finding": one.finding.value, "valid": one.valid, "text": one.text, "demo": one.demo_key, "number": one.number}
        for one in found
    ]


def settings(order: Arguments, _tell: Any) -> None:
    """campaign.yaml with other `values`, a certificate `revoked` or `restored`; everything else stays as it is written.

    Raises DataError where it cannot be read.
    """
    from generator.composing.issuing import Issued, called
    from generator.editing.settings_text import TypedSettings, typed_settings, with_settings
    from generator.ground.inputs import read_file
    from generator.reading.raw_campaign import SETTINGS_FILE

    content = read_file(Path(order["campaign"]) / SETTINGS_FILE)
    rows = typed_settings(content).rows[REVOCATIONS]
    if revoked := order.get("revoked"):
        rows = (*rows, revoked)
    if restored := order.get("restored"):
        one = [Issued(restored["key"], restored["number"])]
        rows = tuple(row for row in rows if not called(row["证书"], one))
    after = with_settings(content, TypedSettings(order.get("values", {}), {REVOCATIONS: rows}))
    if after != content:
        write_new(Path(order["target"]) / SETTINGS_FILE, [after], flush=True)


def key(order: Arguments, _tell: Any) -> None:
    """A key that was made elsewhere, with its public half, under the names that they are kept by.

    Raises RefusedError for anything else, for the example's, and for one that is not the campaign's own.
    """
    from generator.composing.codes import (
        KEY_NAME,
        PUBLIC_NAME,
        KeyFileError,
        is_demonstration,
        private_key,
        public_key,
        written_keys,
    )

    own = Path(order["campaign"]) / PUBLIC_NAME
    try:
        given = private_key(Path(order["file"]))
        known = public_key(own).public_bytes_raw() if own.is_file() else None
    except KeyFileError as wrong:
        raise RefusedError("upload-unusable", f"{wrong}。", "请选择原来的“证书密钥.pem”。") from wrong
    if is_demonstration(given.public_key()):
        raise RefusedError("upload-unusable", "这是样例里的演示密钥，人人都能仿造。", "请选择自己的密钥。")
    if known not in (None, given.public_key().public_bytes_raw()):
        raise RefusedError("upload-unusable", "这不是生成本活动证书的密钥。", "请选择原来的“证书密钥.pem”。")
    for name, content in zip((KEY_NAME, PUBLIC_NAME), written_keys(given), strict=True):
        write_new(Path(order["target"]) / name, [content], flush=True)
