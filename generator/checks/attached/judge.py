"""What the child does that judges attachments; it reads files that somebody sent, and is loaded nowhere else."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import Any

from generator.checks.attached.apart import refused
from generator.checks.attached.attachments import remarks_of
from generator.checks.attached.kind import UnfitError


def judged(value: Any, _content: bytes) -> tuple[Any, bytes]:
    """Whether the file of that path can be printed."""
    try:
        return {"remarks": [astuple(one) for one in remarks_of(Path(value))]}, b""
    except UnfitError as unfit:
        return refused(unfit), b""
