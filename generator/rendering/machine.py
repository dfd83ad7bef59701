"""What rendering needs of the machine."""

from __future__ import annotations

from generator.errors import MachineError
from generator.typesetting.fonts import missing_fonts


def require_fonts() -> None:
    """Raises MachineError where a class of fonts has none on this machine."""
    missing = missing_fonts()
    if missing:
        names = "、".join(missing)
        raise MachineError(f"缺少字体：{names}。请运行 ./run demo 安装，或安装其中一种字体后重试。")
