"""What commands take: their common arguments and options, and what is asked of a file, a folder, a list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.errors import UsageError

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


def existing_file(path: Path | None) -> Path | None:
    """The path as it is. Raises UsageError where no file is there."""
    if path is not None and not path.is_file():
        raise UsageError(f"没有文件“{path}”。请写文件的位置。")
    return path


def require_xlsx(path: Path, option: str) -> None:
    """Raise UsageError unless the name ends in .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{option} 应以 .xlsx 结尾，而不是“{path.name}”。")


def existing_folder(path: Path) -> Path:
    """The folder's whole path. Raises UsageError where no folder is there."""
    if not path.is_dir():
        raise UsageError(f"没有文件夹“{path}”。请写活动文件夹的位置。")
    return path.resolve()


def words(text: str) -> tuple[str, ...]:
    """The words of a comma list."""
    return tuple(word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip())


def listed(text: str, known: tuple[str, ...], option: str) -> frozenset[str]:
    """The words of a comma list; all where nothing was written."""
    chosen = words(text)
    for word in chosen:
        if word not in known:
            raise UsageError(f"{option} 不认识“{word}”。可用的有：{','.join(known)}。")
    return frozenset(chosen or known)
