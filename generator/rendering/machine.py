"""What rendering needs of the machine."""

from __future__ import annotations

import resource
from collections.abc import Iterable

from generator.campaign.errors import MachineError
from generator.ground.needed import has_pango, without_fonts, without_pango
from generator.typesetting.fonts import missing_fonts

# Of address space. With less, libraries do not start; some answer a lack of memory by ending the process.
LEAST_BYTES = 600_000_000


def require_machine() -> None:
    """Raises MachineError where this machine lacks memory, or a class of fonts."""
    require_memory()
    missing = missing_fonts()
    if missing:
        raise without_fonts(missing)


def require_pages(templates: Iterable[str]) -> None:
    """Raises MachineError where a template is laid out as pages, and this machine lacks what does it."""
    if any(template.endswith(".html") for template in templates) and not has_pango():
        raise without_pango()


def lacking(_question: object, _content: bytes) -> tuple[list[str], bytes]:
    """What is said at the start of a service of which not everything can be had; nothing on a sound machine.

    A task for a child: what is loaded to find out would stay in the service's memory.
    """
    said = [] if has_pango() else [f"{without_pango()}"]
    try:
        require_machine()
    except MachineError as wrong:
        said.append(f"{wrong}")
    return said, b""


def require_memory() -> None:
    """Raises MachineError where this process may not have as much memory as its libraries need to start."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_BYTES:
        some = f"只允许每个程序用 {allowed // 1_000_000} MB 内存（ulimit -v），排版至少要 {LEAST_BYTES // 1_000_000} MB"
        raise MachineError(f"内存不够：{some}。原有输出没有改动。请放宽后重试。")
