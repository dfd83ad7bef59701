"""Attachments drawn in a child with limits: what a file makes of the program that reads it never ends a worker."""

from __future__ import annotations

from pathlib import Path

from generator.checks.attached.apart import unfit_by
from generator.checks.attached.kind import UnfitError
from generator.ground.isolation import EndedError, Isolated
from generator.rendering.attached.foreign import ForeignDocument, unpacked

DRAW = "generator.rendering.attached.draw:drawn"


def drawn_apart(path: Path, child: Isolated) -> ForeignDocument:
    """The attachment's pages on A4; the child draws them.

    Raises:
        UnfitError: the file cannot be read after all.
    """
    try:
        answer = child.ask(str(path))
    except EndedError as ended:
        raise unfit_by(ended, path.name) from ended
    if isinstance(answer.value, dict):
        raise UnfitError(*answer.value["refused"])
    return unpacked(answer.value, answer.content)
