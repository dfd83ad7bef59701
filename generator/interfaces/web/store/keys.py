"""The key that signs a campaign's certificates: made and held beside its files, so that no download holds it."""

from __future__ import annotations

from pathlib import Path

from generator.composing.codes import KEY_NAME, PUBLIC_NAME, new_keys
from generator.ground.disk import PRIVATE_FOLDER
from generator.interfaces.web.store.placing import there

FOLDER = "keys"


def key_folder(campaign: Path) -> Path:
    """Where the keys of the campaign in this folder of the store lie."""
    return campaign / FOLDER


def signing_key(campaign: Path) -> str | None:
    """The path of the private key of the campaign in this folder of the store, None before one was made."""
    key = key_folder(campaign) / KEY_NAME
    return f"{key}" if key.is_file() else None


def public_key_file(campaign: Path) -> Path | None:
    """The public half, for whoever verifies certificates."""
    key = key_folder(campaign) / PUBLIC_NAME
    return key if key.is_file() else None


def make_keys(campaign: Path) -> Path:
    """The public key of a campaign that has keys now; those that it had stay."""
    folder = key_folder(campaign)
    with there():
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if signing_key(campaign) is None:
        new_keys(folder)
    return folder / PUBLIC_NAME
