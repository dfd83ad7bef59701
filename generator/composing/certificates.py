"""Contexts of the certificates (荣誉证书) of winners and of organisation awards, and of their register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.campaign.fields import DATE_STYLES
from generator.campaign.records import Campaign, worded
from generator.campaign.settings import Settings
from generator.composing.fitting.slots import Slot, fitted_words
from generator.composing.issuing import Issued, issued, of_awards, of_winner, revocation_note
from generator.composing.shown import public_headers
from generator.composing.wording import phrase
from generator.composing.wording.chinese import enumeration, full_date, full_date_in_numerals
from generator.composing.wording.titles import title
from generator.typesetting.fonts import INVISIBLE

Keys = frozenset[str] | None  # the certificates to print, by their short names; None for all
# Inside book and quotation marks of the first level stand those of the second.
FIRST_LEVEL, SECOND_LEVEL = str.maketrans("〈〉‘’", "《》“”"), str.maketrans("《》“”", "〈〉‘’")


def winners_file(campaign: Campaign, keys: Keys = None) -> dict[str, Any]:
    """What the template receives: the certificates of all the campaign's winners, in their order."""
    return _file(campaign, (one for winner in campaign.winners for one in of_winner(campaign.settings, winner)), keys)


def awards_file(campaign: Campaign, keys: Keys = None) -> dict[str, Any]:
    """What the template receives: the organisation awards' certificates."""
    return _file(campaign, of_awards(campaign), keys)


def proof(campaign: Campaign) -> dict[str, Any]:
    """What the proof sheet (证书校样) shows: every certificate to be printed, and its row of the register."""
    rows = register(campaign)["rows"]
    certificates = issued(campaign)
    printed = [row for one, row in zip(certificates, rows, strict=True) if is_printed(one)]
    return _file(campaign, certificates, None) | {"title": title(campaign.settings, "证书校样"), "rows": printed}


def calibration(settings: Settings) -> dict[str, Any]:
    """How far the words are moved when they are printed over a paper that has border and title already."""
    return {"overprint": {"right_mm": settings.overprint_right_mm, "down_mm": settings.overprint_down_mm}}


def is_printed(one: Issued, keys: Keys = None) -> bool:
    """Whether the certificate is to be printed: none is that was revoked."""
    return one.revocation is None and (keys is None or one.key in keys)


def register(campaign: Campaign) -> dict[str, Any]:
    """The register of certificates (发证登记表): one row a certificate, the revoked ones with day and reason."""
    settings = campaign.settings
    return {
        "title": title(settings, "发证登记表"),
        "headers": public_headers(settings),
        "rows": [
            {
                "number": one.number,
                "tier": one.tier,
                "name": one.project,
                "people": enumeration(one.people),
                "unit": one.unit,
                "recommender": one.recommender,
                "issued": full_date(settings.certificate_date),
                "revoked": revocation_note(one.revocation),
            }
            for one in issued(campaign)
        ],
    }


def certificate(campaign: Campaign, one: Issued) -> dict[str, Any]:
    """The words of one certificate, and the sizes at which they fit their places."""
    settings, text = campaign.settings, worded(campaign.certificate)
    values = _values(settings, one)
    award = one.winner is None
    body, closing = (text.award_body, text.award_closing) if award else (text.body, text.closing)
    texts = {
        "title": phrase(text.title, values),
        "number": one.number,
        "recipients": _recipients(text.award_recipients if award else text.recipients, values),
        "body": phrase(body, values),
        "closing": phrase(closing, values),
    }
    in_numerals = settings.certificate_date_style == DATE_STYLES[1]
    day = settings.certificate_date
    return texts | {
        "issuer": settings.issuer,
        "date": full_date_in_numerals(day) if in_numerals else full_date(day),
        "body_size_pt": body_room(texts).size_pt,
        "recipients_size_pt": recipients_room(texts).size_pt,
        "held": held(one),
        **({"code": campaign.codes[one.number]} if one.number in campaign.codes else {}),
    }


def held(one: Issued) -> tuple[str, ...]:
    """What must stand on a certificate whatever the wording says: its number, project and first person, or unit."""
    return (one.number, one.project or one.unit, *one.people[:1])


def bare(text: str) -> str:
    """The text as it is looked for in another: without what shows nothing, marks of both levels the same."""
    return INVISIBLE.sub("", text).translate(FIRST_LEVEL)


def body_room(texts: Mapping[str, Any]) -> Slot:
    """The text and the closing words in their place."""
    return fitted_words("certificate_body", texts["body"] + texts["closing"])


def recipients_room(texts: Mapping[str, Any]) -> Slot:
    """The words of address in their place: on one line, or on two where they are long."""
    one_line = fitted_words("certificate_recipients", texts["recipients"])
    return fitted_words("certificate_recipients_two_lines", texts["recipients"]) if one_line.over else one_line


def _recipients(pattern: str, values: Mapping[str, Any]) -> str:
    """The words of address with all names; where they find no room, with fewer and 等."""
    names = values["完成人"]
    line = phrase(pattern, values)
    for shown in range(len(names) - 1, 0, -1):
        if not recipients_room({"recipients": line}).over:
            break
        line = phrase(pattern, {**values, "完成人": names[:shown], "从略": True})
    return line


def _values(settings: Settings, one: Issued) -> dict[str, Any]:
    common = {
        "年度": settings.year,
        "省份": settings.province,
        "活动名称": settings.activity,
        "主办单位": settings.issuer,
    }
    if one.winner is None:
        return common | {"单位": one.unit, "完成人": ()}
    people = {"完成人": one.people, "人数": len(one.people), "从略": False}
    return common | people | {"项目名称": one.project, "等次": one.tier}


def _file(campaign: Campaign, certificates: Iterable[Issued], keys: Keys) -> dict[str, Any]:
    """The certificates that are to be printed; with `overprint` on paper that has border and title already."""
    made = {"certificates": [certificate(campaign, one) for one in certificates if is_printed(one, keys)]}
    return made | calibration(campaign.settings) if campaign.settings.certificate_overprint else made
