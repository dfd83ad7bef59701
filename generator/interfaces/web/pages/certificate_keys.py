"""The key of a campaign's certificates, seen to before any page orders them: none leaves the browser unsigned."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path

from generator.campaign.kinds import CERTIFICATE
from generator.composing.codes import PUBLIC_NAME
from generator.interfaces.web.office import Office
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.keys import make_keys, public_key_file
from generator.running.options import EVERY


def is_key_elsewhere(office: Office, campaign: str) -> bool:
    """Whether certificates were signed with a key that is not here: the files hold its public half alone."""
    folder = office.store.campaign_folder(campaign)
    return public_key_file(folder) is None and (office.store.files_folder(campaign) / PUBLIC_NAME).is_file()


async def see_to_keys(office: Office, campaign: str, kinds: Collection[str], winners: int) -> None:
    """Make the campaign's key where certificates are among these kinds, and there is none.

    Raises RefusedError where they were signed with one that is not here.
    """
    if not winners or not {CERTIFICATE.key, EVERY} & set(kinds):
        return
    if is_key_elsewhere(office, campaign):
        fix = "请先到“发证”页放入原来的密钥；或者这次不选证书。"
        raise RefusedError("invalid", "证书验证码的密钥不在这里，不能生成证书。", fix)
    await publish(office, campaign, await asyncio.to_thread(make_keys, office.store.campaign_folder(campaign)))


async def publish(office: Office, campaign: str, public: Path) -> None:
    """Put the public key among the campaign's files, so that an exported campaign can verify its certificates."""
    kept, content = office.store.files_folder(campaign) / PUBLIC_NAME, public.read_bytes()
    if not kept.is_file() or kept.read_bytes() != content:
        await asyncio.to_thread(office.change, campaign, "发证：放入证书公钥", {PUBLIC_NAME: content})
