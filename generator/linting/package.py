"""What the Word and Excel templates of a folder may not hold, before anything else is done with them."""

from __future__ import annotations

from pathlib import Path

from generator.campaign.errors import Place, Problem, error
from generator.ground.inputs import read_file
from generator.office.opc import LARGEST_FILE_BYTES
from generator.office.templates import admitted
from generator.reading.prescan import workbook_trouble


def package_problems(path: Path, name: str) -> list[Problem]:
    """What the template, called `name` in messages, holds that it may not, and what is left out of it."""
    if path.suffix.lower() == ".xlsx" and (trouble := workbook_trouble(path.resolve())):
        return [error(trouble.code, Place(name), "", trouble.message, trouble.fix)]
    if path.stat().st_size > LARGEST_FILE_BYTES:
        return [error("template-too-large", Place(name), "", "文件内容异常庞大。", "请删去大图片后重新保存。")]
    return list(admitted(read_file(path, link=True), name).problems)


def links_outside(own: Path) -> list[Problem]:
    """A problem for each file of the template folder that is a link to somewhere else: nothing there may be read."""
    root = own.resolve()
    names = [path.relative_to(own).as_posix() for path in own.rglob("*") if not path.resolve().is_relative_to(root)]
    what, fix = "是指向文件夹以外的链接。", "请把文件本身放进文件夹。"
    return [error("template-outside", Place(f"templates/{name}"), "", what, fix) for name in sorted(names)]
