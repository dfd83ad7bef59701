"""What the child does that draws attachments; it reads files that somebody sent, and is loaded nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.checks.attached.apart import refused
from generator.checks.attached.kind import UnfitError
from generator.ground.inputs import read_file
from generator.rendering.attached.attached import pages_of
from generator.rendering.attached.foreign import foreign, packed


def drawn(value: Any, _content: bytes) -> tuple[Any, bytes]:
    """The pages of the file of that path on A4."""
    path = Path(value)
    try:
        return packed(foreign(pages_of(read_file(path), path.name)))
    except OSError:
        return {"refused": ["读不出来。", "请检查文件是否被移走或被别的程序占用，再重试。"]}, b""
    except UnfitError as unfit:
        return refused(unfit), b""
