"""Whether every attachment can be printed: readable PDF without a password, or JPEG/PNG picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Field, Fields, Kind
from generator.campaign.masking import quoted
from generator.campaign.records import Application
from generator.checks.attached.apart import JUDGE, judged_apart, refused
from generator.checks.attached.kind import (
    AS_PDF,
    LONGEST_START,
    PDF_ENDING,
    PICTURE_ENDINGS,
    UnfitError,
    is_pdf,
    other_kind,
)
from generator.checks.attached.names import meant, missing_fix, unused_message
from generator.checks.attached.pdf import Remark, opened_pdf
from generator.checks.attached.pictures import opened_picture
from generator.checks.tables import Sourced
from generator.ground.apart.isolation import Isolated, isolated
from generator.ground.inputs import opened

LARGEST_FILE_MB = 100
ATTACHMENTS, INTRO = "attachments", "intro_paper"


@dataclass(frozen=True)
class _Named:
    """A file that an application names, where and in which field."""

    file: str
    place: Place
    field: Field


def is_picture(field: Field) -> bool:
    """Whether the field names a picture that a form shows."""
    return field.kind is Kind.PICTURE


def names_files(field: Field) -> bool:
    """Whether the field names files of the campaign."""
    return field.key in (ATTACHMENTS, INTRO) or is_picture(field)


def attachment_problems(
    applications: Sequence[Sourced[Application]],
    files: Mapping[str, Path],
    fields: Fields,
    looked_for: Callable[[Field], bool] = names_files,
) -> list[Problem]:
    """A problem for each file that an application names and that cannot be printed, naming file and project.

    Reminders for what of a file is not printed. A file that several name is opened once; those of other fields than
    are `looked_for` are not.
    """
    named = [(one, it) for one in applications for it in _named(one, fields) if looked_for(it.field)]
    with isolated(JUDGE) as child:
        found_of = {name: _found(name, files, child) for name in dict.fromkeys(it.file for _, it in named)}
    problems = []
    for one, it in named:
        found = (_of_other_kind(it) if it.file in files else None) or found_of[it.file]
        file, label = f"{quoted(it.file)}（项目 {one.raw.text('number')}）", it.field.label
        if isinstance(found, UnfitError):
            problems.append(error("attachment", it.place, label, file + found.message, found.fix))
        else:
            problems += [warning("attachment-marks", it.place, label, file + of.message, of.fix) for of in found]
    return problems


def _of_other_kind(named: _Named) -> UnfitError | None:
    """That a file is no PDF where one is asked for, or no picture."""
    if named.field.key == INTRO and not is_pdf(named.file):
        return UnfitError("不是 PDF。", "请另存为 PDF 后放入。")
    if named.field.kind is Kind.PICTURE and not named.file.lower().endswith(PICTURE_ENDINGS):
        return UnfitError("不是 JPG、PNG 图片。", "请另存为 JPG 后放入。")
    return None


def unused_files(
    applications: Sequence[Sourced[Application]], files: Mapping[str, Path], fields: Fields
) -> list[Problem]:
    """One reminder of all files that no application names; they may have been forgotten.

    A file that was probably meant by a name without one is not told again.
    """
    naming = [field.key for field in fields.application if names_files(field)]
    if any(field.kind is Kind.PICTURE for field in fields.of_completer):
        naming.append("completers")
    if not all(one.has(*naming) for one in applications):
        return []
    names = {it.file for one in applications for it in _named(one, fields)}
    told = {file for name in names if name not in files for file in meant(name, files)}
    unused = [name for name in sorted(files) if name not in names | told]
    if not unused:
        return []
    fix = "如果漏填，请把文件名填进项目的“附件”；用不到的请移走。"
    return [warning("attachment-unused", Place("attachments"), "附件", unused_message(unused), fix)]


def attachment_remarks(content: BytesIO, name: str) -> Sequence[Remark]:
    """What of the file is not printed although somebody may expect it.

    Raises:
        UnfitError: the file cannot be printed.
    """
    if not name.lower().endswith((PDF_ENDING, *PICTURE_ENDINGS)):
        raise UnfitError("不是 PDF 或 JPG、PNG 图片。", AS_PDF)
    if other := other_kind(content.getvalue()[:LONGEST_START], name):
        raise other
    if is_pdf(name):
        with opened_pdf(content) as (_, remarks):
            return remarks
    with opened_picture(content):
        return ()


def _named(one: Sourced[Application], fields: Fields) -> Iterator[_Named]:
    """The files that the application names, and the pictures of its completers."""
    for field in filter(names_files, fields.application):
        value = one.record.value(field.key) if one.has(field.key) else None
        for name in value if isinstance(value, tuple) else (value,):
            if name and isinstance(name, str):
                yield _Named(name, one.at(field.key).place, field)
    pictures = [field for field in fields.of_completer if field.kind is Kind.PICTURE]
    for place, completer in enumerate(one.record.completers if pictures and one.has("completers") else (), start=1):
        for field in pictures:
            if picture := completer.value(field.key):
                yield _Named(str(picture), one.completer_at(place, field.key), field)


def _found(name: str, files: Mapping[str, Path], child: Isolated) -> UnfitError | Sequence[Remark]:
    path = files.get(name)
    if path is None:
        return UnfitError("在 attachments 文件夹里没有。", missing_fix(name, files))
    return judged_apart(path, child)


def remarks_of(path: Path) -> Sequence[Remark]:
    """The same of a file of the campaign.

    Raises:
        UnfitError: the file cannot be printed.
    """
    try:
        with opened(path) as file:
            content = file.read(LARGEST_FILE_MB * 1_000_000 + 1)
        if len(content) > LARGEST_FILE_MB * 1_000_000:
            raise UnfitError(f"超过{LARGEST_FILE_MB}MB。", "请压缩后重新放入。")
        return attachment_remarks(BytesIO(content), path.name)
    except OSError as wrong:
        raise UnfitError("读不出来。", "请检查文件是否被别的程序占用，再重新放入。") from wrong


def judged(value: Any, _content: bytes) -> tuple[Any, bytes]:
    """Whether the file of that path can be printed; asked of a child, since it opens what somebody sent."""
    try:
        return {"remarks": [astuple(one) for one in remarks_of(Path(value))]}, b""
    except UnfitError as unfit:
        return refused(unfit), b""
