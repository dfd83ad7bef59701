"""Which certificates a campaign issues: number, tier, project, people; the names one is asked for by; their codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.fields import CERTIFICATE_UNITS
from generator.campaign.records import Application, Award, Campaign
from generator.campaign.settings import Revocation, Settings
from generator.composing.codes import Statement, private_key, signed
from generator.composing.wording import certificate_number
from generator.composing.wording.chinese import full_date

AWARD_TIER = "组织奖"
AWARD_KEY = "组"  # 组3: the third organisation award
_BRACKETS = str.maketrans("〔〕【】()", "[][][]")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


@dataclass(frozen=True)
class Issued:
    """One certificate: its short name (17, 17-2, 组3), whole number, and what its row of the register says.

    `project` is empty for an organisation award; `people` are those to whom this one is given.
    """

    key: str
    number: str
    tier: str = ""
    project: str = ""
    people: tuple[str, ...] = ()
    unit: str = ""
    recommender: str = ""
    winner: Application | None = None
    revocation: Revocation | None = None

    @property
    def statement(self) -> Statement:
        """What its code says."""
        return Statement(self.number, self.project or self.unit, self.tier)

    @property
    def names(self) -> frozenset[str]:
        """What it may be called: 17-2 is also one of those called 17."""
        return frozenset({self.key, self.key.partition("-")[0], _plain(self.number)})


def issued(campaign: Campaign) -> list[Issued]:
    """Every certificate of the campaign: the winners' in their order, then the organisation awards."""
    return [*(one for winner in campaign.winners for one in of_winner(campaign.settings, winner)), *of_awards(campaign)]


def of_winner(settings: Settings, winner: Application) -> Iterator[Issued]:
    """The certificates of one winner: one of all completers, or one for each, as the campaign says.

    Those of each completer count on behind the project's number: 第017-1号, 第017-2号.
    """
    award = award_of(winner)
    if settings.certificate_per == CERTIFICATE_UNITS[0]:
        shares: list[tuple[int | None, tuple[str, ...]]] = [(None, winner.people)]
    else:
        shares = [(part, (name,)) for part, name in enumerate(winner.people, start=1)]
    for part, people in shares:
        key = f"{award.serial}" if part is None else f"{award.serial}-{part}"
        number = certificate_number(settings.certificate_number, settings.year, award.serial, part)
        revoked = _revocation(settings, key, number)
        yield Issued(key, number, award.tier, winner.name, people, winner.unit, winner.recommender, winner, revoked)


def may_be_issued(settings: Settings, serial: int) -> Iterator[Issued]:
    """Every certificate that a project with this serial may have, by short name and number alone.

    It is for one whose row is wrong, so that its people are not known.
    """
    whole = settings.certificate_per == CERTIFICATE_UNITS[0]
    for part in [None] if whole else range(1, settings.completer_limit + 2):
        key = f"{serial}" if part is None else f"{serial}-{part}"
        number = certificate_number(settings.certificate_number, settings.year, serial, part)
        yield Issued(key, number)


def of_awards(campaign: Campaign) -> Iterator[Issued]:
    """The organisation awards' certificates, in the campaign's order."""
    settings = campaign.settings
    for serial, name in enumerate(settings.organisation_awards, start=1):
        key = f"{AWARD_KEY}{serial}"
        number = certificate_number(settings.award_number, settings.year, serial)
        yield Issued(key, number, AWARD_TIER, "", (), name, name, None, _revocation(settings, key, number))


def called(name: str, certificates: Sequence[Issued]) -> list[Issued]:
    """Those that a clerk means by this name: 17, 017, 17-2, 组3, or a whole number."""
    plain = _plain(name)
    return [one for one in certificates if plain in one.names]


def coded(campaign: Campaign, key: Path | None) -> Campaign:
    """The campaign with a code for every certificate that is valid; without a key as it is.

    Raises:
        KeyFileError: the file holds no such key.
    """
    if key is None:
        return campaign
    private = private_key(key)
    valid = [one for one in issued(campaign) if one.revocation is None]
    return campaign.model_copy(update={"codes": {one.number: signed(one.statement, private) for one in valid}})


def with_codes_of(campaign: Campaign, applications: Iterable[Application], certificates: Iterable[Issued]) -> Campaign:
    """The campaign with these applications and the codes of these certificates alone: what one document is made of."""
    some = {one.number: campaign.codes[one.number] for one in certificates if one.number in campaign.codes}
    return campaign.only(tuple(applications)).model_copy(update={"codes": some})


def revocation_note(revocation: Revocation | None) -> str:
    """What the register says: empty of a certificate that is valid."""
    return f"{full_date(revocation.revoked_on)}撤销：{revocation.reason}" if revocation else ""


def award_of(winner: Application) -> Award:
    """The winner's award. Raises ValueError for an application that won nothing."""
    if winner.award is None:
        raise ValueError(winner.number)
    return winner.award


def _revocation(settings: Settings, key: str, number: str) -> Revocation | None:
    """The first of the campaign's revocations that names this certificate."""
    names = Issued(key, number).names
    return next((one for one in settings.revocations if _plain(one.certificate) in names), None)


def _plain(name: str) -> str:
    """The name without what may be written one way or the other: blanks, width, brackets, leading zeros, 第 and 号."""
    text = "".join(unicodedata.normalize("NFKC", name).translate(_BRACKETS).split())
    return _LEADING_ZEROS.sub("", text).removeprefix("第").removesuffix("号")
