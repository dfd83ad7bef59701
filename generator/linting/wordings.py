"""What is wrong, or doubtful, about the wording files of a campaign or a folder of templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.campaign.errors import DataError, Problem
from generator.checks.campaign import check_settings_of
from generator.composing.wording import certificate_text, official_text, values
from generator.reading.raw_campaign import NOTICE_FILE
from generator.reading.yaml_files.file import read_yaml

BULLETIN, CERTIFICATE = "bulletin/bulletin.yaml", "certificate/certificate.yaml"


def wording_files(own: Path, is_campaign: bool) -> dict[str, Path]:
    """The wording files that there are, by how messages call them; a campaign's notice is beside its templates."""
    files = {f"templates/{name}": own / name for name in (BULLETIN, CERTIFICATE)}
    files |= {NOTICE_FILE: own.parent / NOTICE_FILE} if is_campaign else {}
    return {name: path for name, path in files.items() if path.is_file()}


def wording_problems(campaign: Path, own: Path, is_campaign: bool) -> Iterator[Problem]:
    """The problems of these files, with the figures of the campaign.

    Raises DataError where the campaign's settings are wrong.
    """
    settings, found = check_settings_of(campaign)
    if settings is None:
        raise DataError(found)
    for name, path in wording_files(own, is_campaign).items():
        node, problems = read_yaml(path, name, link=True)
        yield from problems
        if node is None:
            continue
        if name.endswith(CERTIFICATE):
            yield from certificate_text(node, name)[1]
        else:
            yield from official_text(node, name, values(settings, ()), final=name == NOTICE_FILE)[1]
