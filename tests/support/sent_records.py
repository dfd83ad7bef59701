"""Records as a program sends them, of the YAML files that a clerk would write."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml

from .services import Answer, Running

Values = dict[str, Any]


def record_in(file: Path) -> Values:
    """The values of a file of one application, all of them texts as they are typed."""
    values: Values = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    return values


def rendered(service: Running, kind: str, **order: Any) -> Answer:
    """The answer to an order."""
    return service.send(f"/api/v1/render/{kind}", order)


def files_in(content: bytes) -> Mapping[str, bytes]:
    """The files of a zip by name."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
