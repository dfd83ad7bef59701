"""The templates of a campaign's own forms: which are to be drawn, and which somebody has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from generator.campaign.errors import DataError, errors_of
from generator.campaign.layout import package_templates, template_folders
from generator.drafting.catalogue import CATALOGUE, OPENING, own_catalogue
from generator.drafting.templates import form_drafts, shown_in
from generator.ground.inputs import read_file
from generator.office.package import CORE, read_package, write_package
from generator.reading.drafted import Drafted, content_sum, drafted, forms_sum
from generator.reading.schema import schema


class State(Enum):
    """What is to be done with a template, or why nothing."""

    DRAWN = "drawn"
    SAME = "same"  # it stands there as it would be drawn
    KEPT = "kept"  # somebody changed it, and it shows the forms as they are
    CHANGED = "changed"  # somebody changed it, and the forms say something else now


@dataclass(frozen=True)
class OwnTemplate:
    """A template below a campaign's templates/: its content as it is drawn, and what is to be done with it."""

    name: str
    content: bytes
    state: State


def own_templates(campaign: Path, *, replace_changed: bool = False) -> list[OwnTemplate]:
    """The templates of the campaign's own forms, those that the program's own do not serve for.

    With `replace_changed` those that somebody has changed are to be drawn anew.

    Raises:
        DataError: the fields or forms are wrong.
    """
    folders = template_folders(campaign)
    found, problems = schema(folders)
    if errors_of(problems):
        raise DataError(list(problems))
    made = []
    for name, draft in form_drafts(found.forms).items():
        content, file = draft(), campaign / "templates" / name
        if file.is_file() or content != _programs(name):
            marked = _marked(content, forms_sum(shown_in(name, found.forms)))
            made.append(OwnTemplate(name, marked, _state(file, marked, replace_changed)))
    if made:
        made += _catalogue(campaign, own_catalogue(found).encode())
    return made


def _programs(name: str) -> bytes | None:
    file = package_templates() / name
    return read_file(file, link=True) if file.is_file() else None


def _marked(content: bytes, forms: str) -> bytes:
    """The package, whose properties say of which forms it was drawn."""
    mark = Drafted(forms, content_sum(content)).mark
    parts = read_package(content)
    core = parts[CORE].decode().replace("</cp:coreProperties>", f"{mark}</cp:coreProperties>")
    return write_package({**parts, CORE: core.encode()})


def _state(file: Path, wanted: bytes, replace_changed: bool) -> State:
    if not file.is_file():
        return State.DRAWN
    there = read_file(file, link=True)
    if there == wanted:
        return State.SAME
    before, now = drafted(there), drafted(wanted)
    if replace_changed or (before and content_sum(there) == before.content):
        return State.DRAWN
    return State.KEPT if before and now and before[:2] == now[:2] else State.CHANGED


def _catalogue(campaign: Path, content: bytes) -> Iterator[OwnTemplate]:
    """The catalogue, where no other text stands in its place."""
    file = campaign / "templates" / CATALOGUE
    there = read_file(file, link=True) if file.is_file() else b""
    if not there or there.startswith(OPENING.encode()):
        yield OwnTemplate(CATALOGUE, content, State.SAME if there == content else State.DRAWN)
