"""Documents of one template in one file, as a packet holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.rendering.pdf.press import Press, file_of


def book(
    template: str, contexts: Sequence[Mapping[str, Any]], *, folders: Sequence[Path] = ()
) -> tuple[bytes, list[int]] | None:
    """The file and how many pages each document has; None where one of them is to be rendered by itself."""
    press = Press(folders)
    documents = [one for context in contexts if (one := press.set(template, context))]
    if not documents or len(documents) < len(contexts):
        return None
    return file_of(documents, documents[0].title), [len(one.pages) for one in documents]
