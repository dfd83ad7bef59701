"""The machine that a table was made on, and the versions of what was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measuring import ROOT

PACKAGES = (
    "docxtpl",
    "weasyprint",
    "jinja2",
    "docx-mailmerge2",
    "typst",
    "pypdf",
    "openpyxl",
    "xlsxwriter",
    "reportlab",
    "pdfrw",
    "pikepdf",
    "distributed",
    "fastapi",
    "unoserver",
)
RUST_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
NODE_PACKAGES = ("docxtemplater", "easy-template-x", "@myriaddreamin/typst-ts-node-compiler")
NODE_MODULES = ROOT / "benchmarks" / "node" / "node_modules"


@cache
def description() -> str:
    """Processor, cores, memory, system and versions, as a list."""
    versions = [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    versions += [text for text in (_rust(), *_node()) if text]
    lines = [
        f"- {_processor()}, {len(os.sched_getaffinity(0))} cores used of {os.cpu_count()}, {_memory_gib():.0f} GiB",
        f"- {_system()}, kernel {platform.release()}, CPython {platform.python_version()}",
        f"- LibreOffice: {_first_line(['soffice', '--version'])}; node: {_first_line(['node', '--version'])}",
        f"- {', '.join(versions)}",
    ]
    return "\n".join(lines)


def conditions() -> str:
    """The day, and how much else the machine has to do: its load (1 for a core kept busy)."""
    return f"on {date.today().isoformat()} at a load of {os.getloadavg()[0]:.1f}"  # noqa: DTZ011


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _rust() -> str:
    asked = "from importlib.metadata import version; print(version('rust-docxtpl'))"
    found = _first_line([str(RUST_PYTHON), "-c", asked])
    return f"rust-docxtpl {found}" if found != "none" else ""


def _node() -> list[str]:
    asked = "const p = require(process.argv[1]); console.log(p.name, p.version)"
    packages = [NODE_MODULES / name / "package.json" for name in NODE_PACKAGES]
    return [_first_line(["node", "-e", asked, str(path)]) for path in packages if path.is_file()]


def _first_line(command: Sequence[str]) -> str:
    try:
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "none"
    return (output.strip().splitlines() or ["none"])[0]
