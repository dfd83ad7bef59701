"""What rendering needs of the machine."""

from __future__ import annotations

import resource

from generator.campaign.errors import MachineError
from generator.typesetting.fonts import missing_fonts

# Of address space. With less, libraries do not start; some answer a lack of memory by ending the process.
LEAST_BYTES = 600_000_000


def require_machine() -> None:
    """Raises MachineError where this machine lacks memory, or a class of fonts."""
    require_memory()
    missing = missing_fonts()
    if missing:
        names = "、".join(missing)
        raise MachineError(f"缺少字体：{names}。请运行 ./run demo 安装，或安装其中一种字体后重试。")


def require_memory() -> None:
    """Raises MachineError where this process may not have as much memory as its libraries need to start."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_BYTES:
        some = f"只允许每个程序用 {allowed // 1_000_000} MB 内存（ulimit -v），排版至少要 {LEAST_BYTES // 1_000_000} MB"
        raise MachineError(f"内存不够：{some}。原有输出没有改动。请放宽后重试。")
