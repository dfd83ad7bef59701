"""The inspection of a file that somebody sent: a child opens it, and answers what it found as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from generator.campaign.errors import DataError
from generator.ground.apart.isolation import EndedError, Isolated, Limits, isolated
from generator.inspecting.comparing import broken, ending_of, measured, read, require_paper
from generator.inspecting.findings import Inspection
from generator.inspecting.inspecting import blanks, words_of
from generator.inspecting.opening import TASK
from generator.inspecting.word_file import Why

_INSPECTION = TypeAdapter(Inspection)
LIMITS = Limits(seconds=12, memory_bytes=330_000_000)


def inspect_apart(path: Path, campaign: Path | None = None) -> Inspection:
    """The inspection of one file.

    Raises:
        UsageError: the file is none of the four papers, or of a format that none of them has.
        DataError: the file is damaged, or takes more time or memory than any paper.
    """
    content, ending = read(path), ending_of(path.name)
    words = words_of(campaign)
    about: dict[str, Any] = {"name": path.name, "ending": ending, "exact": words.strict}
    about["settings"] = words.settings.model_dump_json()
    with isolated(TASK, LIMITS) as child:
        kind = require_paper(_asked(child, about | {"step": "open"}, content)["kind"], path.name)
        forms = blanks(kind, ending, campaign)
        sizes = {name: len(form) for name, form in forms.items()}
        about |= {"step": "compare", "kind": kind, "forms": sizes}
        return measured(_INSPECTION.validate_python(_asked(child, about, b"".join(forms.values()))))


def _asked(child: Isolated, about: Any, content: bytes) -> Any:
    try:
        answer = child.ask(about, content).value
    except EndedError as ended:
        raise DataError([broken(about["name"], Why.LARGE)]) from ended
    if "why" in answer:
        raise DataError([broken(about["name"], Why(answer["why"]))])
    return answer
