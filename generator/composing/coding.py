"""The codes of a campaign's certificates, signed where a key is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.campaign.records import Application, Campaign
from generator.composing import codes
from generator.composing.issuing import Issued, issued


def coded(campaign: Campaign, key: Path | None) -> Campaign:
    """The campaign with a code for every certificate that is valid; without a key as it is.

    Raises:
        KeyFileError: the file holds no such key.
    """
    if key is None:
        return campaign
    private = codes.private_key(key)
    valid = [one for one in issued(campaign) if one.revocation is None]
    return campaign.model_copy(update={"codes": {one.number: codes.signed(one.statement, private) for one in valid}})


def with_codes_of(campaign: Campaign, applications: Iterable[Application], certificates: Iterable[Issued]) -> Campaign:
    """The campaign with these applications and the codes of these certificates alone: what one document is made of."""
    some = {one.number: campaign.codes[one.number] for one in certificates if one.number in campaign.codes}
    return campaign.only(tuple(applications)).model_copy(update={"codes": some})
