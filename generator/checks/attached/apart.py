"""Attachments judged in a child with limits: what a file makes of the program that reads it ends there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.checks.attached.kind import PRINT_TO_PDF, UnfitError, is_pdf
from generator.checks.attached.pdf import Remark
from generator.ground.isolation import End, EndedError, Isolated

JUDGE = "generator.checks.attached.attachments:judged"
_ENDS = {
    End.TIME: "打开要花的时间太长，已停止。",
    End.MEMORY: "打开要占用的内存太多，已停止。",
    End.CRASH: "打开时读取程序出错退出，文件可能已损坏。",
}
_SMALLER = "请用看图软件打开，缩小后另存为 JPG 放入。"


def judged_apart(path: Path, child: Isolated) -> UnfitError | Sequence[Remark]:
    """Why the file cannot be printed, or what of it is not; the child does the judging."""
    try:
        answer = child.ask(str(path)).value
    except EndedError as ended:
        return unfit_by(ended, path.name)
    if "refused" in answer:
        return UnfitError(*answer["refused"])
    return [Remark(*one) for one in answer["remarks"]]


def unfit_by(ended: EndedError, name: str) -> UnfitError:
    """In words that follow the file's name, and the remedy."""
    return UnfitError(_ENDS[ended.end], PRINT_TO_PDF if is_pdf(name) else _SMALLER)


def refused(unfit: UnfitError) -> dict[str, Any]:
    """The child's answer where the file cannot be printed."""
    return {"refused": [unfit.message, unfit.fix]}
