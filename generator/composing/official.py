"""Contexts of the official papers: notice (通知) and bulletin (通报)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.campaign.fields import LETTERHEADS
from generator.campaign.records import Application, Campaign, OfficialText, worded
from generator.campaign.settings import Settings
from generator.composing.filling.words import notice_forms
from generator.composing.fitting.fitting import own_names, title_lines
from generator.composing.forms import blank
from generator.composing.shown import public_headers
from generator.composing.wording.chinese import enumeration, full_date

LETTERHEAD_KEYS = dict(zip(LETTERHEADS, ("none", "printed", "reserved"), strict=True))


def notice(campaign: Campaign) -> dict[str, Any]:
    """The notice with the blank forms that are its attachments, each by its key too."""
    settings = campaign.settings
    annexes = {key: blank(settings, key) for key in notice_forms(settings)}
    days = settings.issued_on, settings.printed_on
    return _paper(settings, worded(campaign.notice), settings.document_number, days) | {
        **annexes,
        "annexes": list(annexes.values()),
    }


def bulletin(campaign: Campaign) -> dict[str, Any]:
    """The results bulletin with its winner tables; public fields only."""
    settings = campaign.settings
    text = worded(campaign.bulletin)
    days = settings.bulletin_date, settings.bulletin_printed_on or settings.bulletin_date
    return _paper(settings, text, settings.bulletin_number, days) | {
        "annex_title": text.attachments[0],
        "headers": public_headers(settings),
        "tables": list(_tables(campaign)),
    }


def winner_list(campaign: Campaign) -> dict[str, Any]:
    """The winner list (获奖名单.xlsx), from the same public fields."""
    return {
        "title": worded(campaign.bulletin).attachments[0],
        "headers": public_headers(campaign.settings),
        "rows": [public_row(place, winner) for place, winner in enumerate(campaign.winners, start=1)],
    }


def public_row(place: int, winner: Application) -> dict[str, str]:
    """What the public may see of a winner: the fields that the field table marks public."""
    return {
        "row_number": str(place),
        "number": str(place),
        "tier": winner.award.tier if winner.award else "",
        "name": winner.name,
        "people": enumeration(winner.people),
        "unit": winner.unit,
        "recommender": winner.recommender,
    }


def _tables(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """The winners of each tier that has any."""
    for tier in campaign.settings.tiers:
        winners = [one for one in campaign.winners if one.award and one.award.tier == tier.name]
        if winners:
            yield {"tier": tier.name, "rows": [public_row(place, one) for place, one in enumerate(winners, start=1)]}


def _paper(settings: Settings, text: OfficialText, number: str, days: tuple[date, date | None]) -> dict[str, Any]:
    """What both papers are made of; `days` are those on which it is dated and printed."""
    day, printed_on = days
    return {
        "letterhead": LETTERHEAD_KEYS[settings.letterhead],
        "issuer": settings.issuer,
        "document_number": number,
        "title": title_lines(text.title, own_names(settings)),
        "addressee": text.addressee,
        "blocks": [block.model_dump() for block in text.blocks],
        "attachments": list(text.attachments),
        "signatory": settings.issuer,
        "date": full_date(day),
        "sealed": settings.sealed,
        "imprint": _imprint(settings, printed_on),
        "imprint_place": "",
    }


def _imprint(settings: Settings, printed_on: date | None) -> dict[str, str] | None:
    """版记 (GB/T 9704-2012, 7.4), where the campaign gives one; a full stop ends 抄送 (7.4.2)."""
    if not settings.printed_by or printed_on is None:
        return None
    copy_to = settings.copy_to.removesuffix("。")
    return {
        "copy_to": f"{copy_to}。" if copy_to else "",
        "printed_by": settings.printed_by,
        "printed_on": full_date(printed_on),
    }
