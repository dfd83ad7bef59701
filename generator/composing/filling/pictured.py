"""The pictures of a form: which file stands in which cell, and what stands there in a blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.campaign.form_rows import cells_showing
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


def picture_names(form: Form, application: Application, files: Mapping[str, Path]) -> dict[str, str]:
    """The pictures that the form shows of the application, by slot: their names among the campaign's attachments."""
    cells = cells_showing(form, Shows.PICTURE) if isinstance(form, GridForm) else ()
    names = {cell.slot: application.value(cell.fields[0].key) for cell in cells}
    return {slot: name for slot, name in names.items() if isinstance(name, str) and name in files}


def pictures_of(form: GridForm, files: Mapping[str, Path], *, blank: bool) -> dict[str, Picture]:
    """The pictures of the form by slot, those without a file too."""
    return {
        cell.slot: Picture(files.get(cell.slot), cell.size_mm, cell.fields[0].label, cell.hint if blank else "")
        for cell in cells_showing(form, Shows.PICTURE)
        if cell.size_mm
    }


def without_files(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same context of a form, its pictures without their files."""
    if not context.get("pictures"):
        return context
    return {**context, "pictures": {slot: replace(one, file=None) for slot, one in context["pictures"].items()}}
