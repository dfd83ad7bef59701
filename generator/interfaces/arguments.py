"""What commands take: their common arguments and options, and what is asked of a file, a folder, a list."""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from generator.disk import reason
from generator.errors import UsageError

CAMPAIGN = "campaign.yaml"
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"})

CampaignArgument = Annotated[Path, typer.Argument(help="活动文件夹，内有 campaign.yaml", metavar="活动文件夹")]
OptionalCampaign = Annotated[
    Path | None, typer.Argument(help="活动文件夹；不写则用自带的 2023 年活动", metavar="[活动文件夹]")
]

FinalOption = Annotated[bool, typer.Option("--final", help="申报已截止：数量和非公比例不足按错误处理")]

ProtectOption = Annotated[bool, typer.Option("--protect", help="申报表、汇总表的 Word 文件只能改填写处，表格锁定")]

ReplaceOption = Annotated[
    bool,
    typer.Option("--replace-changed", help="输出文件夹里自己放的和改过的文件也不保留；不写则有这样的文件时不生成"),
]


QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="只显示问题和错误，不显示进度和结果")]
JsonOption = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def existing_file(path: Path | None, option: str) -> Path | None:
    """The path as it is. Raises UsageError where no file is there; `option` is what it was written for."""
    if path is not None and not path.is_file():
        what = "是文件夹，这里要写文件" if path.is_dir() else f"没有这个文件。{_near(path) or '请写文件的位置'}"
        raise UsageError(f"{option} “{path}”：{what}。")
    return path


def require_xlsx(path: Path, option: str) -> None:
    """Raise UsageError unless the name ends in .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{option} 应以 .xlsx 结尾，而不是“{path.name}”。")


def existing_folder(path: Path) -> Path:
    """The folder's whole path. Raises UsageError where no folder is there."""
    if path.is_dir():
        return path.resolve()
    if path.suffix.lower() in ARCHIVES and path.exists():
        raise UsageError(f"“{path}”是压缩包。请先解压，再写解压出来的文件夹。")
    if path.exists():
        raise UsageError(f"“{path}”是文件，这里要写文件夹，例如它所在的“{path.absolute().parent}”。")
    raise UsageError(f"没有文件夹“{path}”。{_near(path) or '请写文件夹的位置'}。")


def campaign_folder(path: Path) -> Path:
    """The whole path of a folder that may be a campaign. Raises UsageError where it is none for certain."""
    folder = existing_folder(path)
    try:
        names = [one.name for one in folder.iterdir()]
        below = [name for name in names if (folder / name / CAMPAIGN).is_file()]
    except OSError as wrong:
        raise UsageError(f"打不开文件夹“{path}”：{reason(wrong)}。") from wrong
    if not names:
        raise UsageError(f"文件夹“{path}”是空的。活动文件夹里要有 {CAMPAIGN}，可从样例复制。")
    if CAMPAIGN not in names and len(below) == 1:
        raise UsageError(f"文件夹“{path}”里没有 {CAMPAIGN}，它在下一级。请写“{path / below[0]}”。")
    return folder


def _near(path: Path) -> str:
    """The question whether a neighbour of nearly the same name is meant; or from where on nothing is there."""
    parent = path.parent
    if not parent.is_dir():
        return f"连“{parent}”也没有，请检查位置" if parent != path else ""
    with suppress(OSError):
        for name in get_close_matches(path.name, [one.name for one in parent.iterdir()], 1):
            return f"是不是“{parent / name}”？请检查名称"
    return ""


def words(text: str) -> tuple[str, ...]:
    """The words of a comma list."""
    return tuple(word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip())


def listed(text: str, known: tuple[str, ...], option: str) -> frozenset[str]:
    """The words of a comma list; all where nothing was written."""
    chosen = words(text)
    for word in chosen:
        if word not in known:
            close = get_close_matches(word.lower(), known, 1)
            meant = f"是不是“{close[0]}”？" if close else ""
            raise UsageError(f"{option} 不认识“{word}”。{meant}可用的有：{','.join(known)}。")
    return frozenset(chosen or known)
