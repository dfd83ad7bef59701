"""Attachments judged in a child with limits: what a file makes of the program that reads it ends there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.checks.attached.kind import PRINT_TO_PDF, UnfitError, is_pdf
from generator.checks.attached.pdf import Remark
from generator.ground.apart.isolation import Answer, End, EndedError, Isolated

JUDGE = "generator.checks.attached.attachments:judged"
_ENDS = {
    End.TIME: "打开要花的时间太长，已停止。",
    End.MEMORY: "打开要占用的内存太多，已停止。",
    End.CRASH: "打开时读取程序出错退出，文件可能已损坏。",
}
GONE = "读不出来。", "请检查文件是否被移走或被别的程序占用，再重试。"
_SMALLER = "请用看图软件打开，缩小后另存为 JPG 放入。"


def judged_apart(path: Path, child: Isolated) -> UnfitError | Sequence[Remark]:
    """Why the file cannot be printed, or what of it is not; the child does the judging."""
    try:
        return [Remark(*one) for one in answered(child, path.name, str(path)).value["remarks"]]
    except UnfitError as unfit:
        return unfit


def answered(child: Isolated, name: str, value: Any, content: bytes = b"") -> Answer:
    """The child's answer about the file of that name.

    Raises:
        UnfitError: the file cannot be printed, or it ended the child.
    """
    try:
        answer = child.ask(value, content)
    except EndedError as ended:
        raise UnfitError(_ENDS[ended.end], PRINT_TO_PDF if is_pdf(name) else _SMALLER) from ended
    if "refused" in answer.value:
        raise UnfitError(*answer.value["refused"])
    return answer


def refused(unfit: UnfitError) -> dict[str, Any]:
    """The child's answer where the file cannot be printed."""
    return {"refused": [unfit.message, unfit.fix]}
