"""Whether every attachment can be printed: readable PDF without a password, or JPEG/PNG picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.masking import quoted
from generator.campaign.records import Application
from generator.checks.attached.apart import JUDGE, judged_apart
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
from generator.ground.inputs import opened
from generator.ground.isolation import Isolated, isolated

LARGEST_FILE_MB = 100


def attachment_problems(applications: Sequence[Sourced[Application]], files: Mapping[str, Path]) -> list[Problem]:
    """A problem for each file that an application names and that cannot be printed, naming file and project.

    Reminders for what of a file is not printed. A file that several name is opened once.
    """
    named = [(one, *file) for one in applications for file in _named(one)]
    with isolated(JUDGE) as child:
        found_of = {name: _found(name, files, child) for name in dict.fromkeys(name for _, name, _, _ in named)}
    problems = []
    for one, name, place, label in named:
        found = found_of[name]
        if label != "附件" and name in files and not is_pdf(name):
            found = UnfitError("不是 PDF。", "请另存为 PDF 后放入。")
        file = f"{quoted(name)}（项目 {one.raw.text('number')}）"
        if isinstance(found, UnfitError):
            problems.append(error("attachment", place, label, file + found.message, found.fix))
        else:
            problems += [warning("attachment-marks", place, label, file + it.message, it.fix) for it in found]
    return problems


def unused_files(applications: Sequence[Sourced[Application]], files: Mapping[str, Path]) -> list[Problem]:
    """One reminder of all files that no application names; they may have been forgotten.

    A file that was probably meant by a name without one is not told again.
    """
    if not all(one.has("attachments", "intro_paper") for one in applications):
        return []
    names = {name for one in applications for name, _, _ in _named(one)}
    told = {file for name in names if name not in files for file in meant(name, files)}
    unused = [name for name in sorted(files) if name not in names | told]
    if not unused:
        return []
    fix = "如果漏填，请把文件名填进项目的“附件”；用不到的请移走。"
    return [warning("attachment-unused", Place("attachments"), "附件", unused_message(unused), fix)]


def attachment_remarks(content: Path | BytesIO, name: str) -> Sequence[Remark]:
    """What of the file is not printed although somebody may expect it.

    Raises:
        UnfitError: the file cannot be printed.
    """
    if not name.lower().endswith((PDF_ENDING, *PICTURE_ENDINGS)):
        raise UnfitError("不是 PDF 或 JPG、PNG 图片。", AS_PDF)
    if other := other_kind(_start_of(content), name):
        raise other
    if is_pdf(name):
        with opened_pdf(content) as (_, remarks):
            return remarks
    with opened_picture(content):
        return ()


def _start_of(content: Path | BytesIO) -> bytes:
    if isinstance(content, BytesIO):
        return content.getvalue()[:LONGEST_START]
    with content.open("rb") as file:
        return file.read(LONGEST_START)


def _named(one: Sourced[Application]) -> Iterator[tuple[str, Place, str]]:
    """The files that the application names: name, where it is named, label of the field."""
    for name in one.record.attachments if one.has("attachments") else ():
        yield name, one.at("attachments").place, "附件"
    if one.has("intro_paper") and one.record.intro_paper:
        yield one.record.intro_paper, one.at("intro_paper").place, "介绍材料"


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
