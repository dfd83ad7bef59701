"""The pictures of a form: which file stands in which cell, and what stands there in a blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.forms import Form, GridForm, Shows
from generator.campaign.records import Application


@dataclass(frozen=True)
class Picture:
    """A picture in a cell: its file, None where there is none; the largest size in mm; its name.

    `hint` stands in its place in a blank, its lines parted by |.
    """

    file: Path | None
    size_mm: tuple[float, float]
    label: str
    hint: str = ""


def pictures(form: GridForm, application: Application | None, files: Mapping[str, Path]) -> dict[str, Picture]:
    """The pictures of the form by slot: of this application among the campaign's files, or of a blank."""
    made = {}
    for cell in form.cells if form.has_pictures else ():
        if cell.shows is Shows.PICTURE and cell.size_mm:
            (field,) = cell.fields
            name = application.value(field.key) if application else ""
            hint = cell.hint if application is None else ""
            made[cell.slot] = Picture(files.get(str(name)), cell.size_mm, field.label, hint)
    return made


def picture_files(form: Form, application: Application, files: Mapping[str, Path]) -> dict[str, Path]:
    """Those of the campaign's files that the application's form shows."""
    if not isinstance(form, GridForm):
        return {}
    names = [str(application.value(cell.fields[0].key)) for cell in form.cells if cell.shows is Shows.PICTURE]
    return {name: files[name] for name in names if name in files}
