"""Contexts of the certificates (荣誉证书) of winners and of organisation awards, and of their register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.chinese import enumeration, full_date, full_date_in_numerals
from generator.composing.slots import fitted
from generator.fields import CERTIFICATE_UNITS, DATE_STYLES
from generator.records import Application, Award, Campaign, Settings
from generator.wording import certificate_number, phrase

# More names than this no longer stand on the recipients' line with dignity: the rest becomes 等.
MOST_RECIPIENTS = 6


def of_winners(campaign: Campaign) -> dict[str, Any]:
    """What the template receives: the certificates of all the campaign's winners, in their order."""
    return {"certificates": [made for winner in campaign.winners for made in winner_certificates(campaign, winner)]}


def of_awards(campaign: Campaign) -> dict[str, Any]:
    """What the template receives: the organisation awards' certificates."""
    return {"certificates": award_certificates(campaign)}


def winner_certificates(campaign: Campaign, winner: Application) -> list[dict[str, Any]]:
    """The certificates of one winner: one of all completers, or one for each, as the campaign says."""
    if campaign.settings.certificate_per == CERTIFICATE_UNITS[0]:
        return [_winner_certificate(campaign, winner, winner.people)]
    return [_winner_certificate(campaign, winner, (name,)) for name in winner.people]


def award_certificates(campaign: Campaign) -> list[dict[str, Any]]:
    """The organisation awards' certificates, in the campaign's order."""
    settings, text = campaign.settings, campaign.certificate
    return [
        _certificate(
            settings,
            title=phrase(text.title, values),
            number=certificate_number(settings.award_number, settings.year, serial),
            recipients=phrase(text.award_recipients, values),
            body=phrase(text.award_body, values),
            closing=phrase(text.award_closing, values),
        )
        for serial, name in enumerate(settings.organisation_awards, start=1)
        for values in [_common_values(settings) | {"单位": name}]
    ]


def register(campaign: Campaign) -> dict[str, Any]:
    """The register of certificates (发证登记表): one row a certificate number; 撤销 is left to the clerk."""
    settings = campaign.settings
    return {
        "title": f"{settings.year}年{settings.province}职工“五小”活动优秀成果发证登记表",
        "rows": [
            {
                "number": serial_number(settings, award),
                "tier": award.tier,
                "name": winner.name,
                "people": enumeration(winner.people),
                "unit": winner.unit,
                "recommender": winner.recommender,
                "issued": full_date(settings.certificate_date),
                "revoked": "",
            }
            for winner in campaign.winners
            for award in [award_of(winner)]
        ],
    }


def award_of(winner: Application) -> Award:
    """The winner's award. Raises ValueError for an application that won nothing."""
    if winner.award is None:
        raise ValueError(winner.number)
    return winner.award


def serial_number(settings: Settings, award: Award) -> str:
    """The certificate's number by the campaign's pattern."""
    return certificate_number(settings.certificate_number, settings.year, award.serial)


def _common_values(settings: Settings) -> dict[str, Any]:
    return {"年度": settings.year, "省份": settings.province, "主办单位": settings.issuer}


def _winner_certificate(campaign: Campaign, winner: Application, names: Sequence[str]) -> dict[str, Any]:
    settings, text = campaign.settings, campaign.certificate
    award = award_of(winner)
    values: Mapping[str, Any] = _common_values(settings) | {
        "完成人": names[:MOST_RECIPIENTS],
        "从略": len(names) > MOST_RECIPIENTS,
        "人数": len(names),
        "项目名称": winner.name,
        "等次": award.tier,
    }
    return _certificate(
        settings,
        title=phrase(text.title, values),
        number=serial_number(settings, award),
        recipients=phrase(text.recipients, values),
        body=phrase(text.body, values),
        closing=phrase(text.closing, values),
    )


def _certificate(settings: Settings, **texts: str) -> dict[str, Any]:
    in_numerals = settings.certificate_date_style == DATE_STYLES[1]
    day = settings.certificate_date
    return texts | {
        "issuer": settings.issuer,
        "date": full_date_in_numerals(day) if in_numerals else full_date(day),
        "body_size_pt": fitted("certificate_body", texts["body"] + texts["closing"]).size_pt,
        "recipients_size_pt": fitted("certificate_recipients", texts["recipients"]).size_pt,
    }
