"""A returned form read in the process itself; the program reads them in a child."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.reading.returned.form import Read, form_in
from generator.reading.returned.marks import FormMarks


def read_form(path: Path, name: str, known: Sequence[FormMarks]) -> Read:
    """The forms in the file, or the problem why none can be read."""
    return form_in(path.read_bytes(), path.suffix.lower(), name, known)
