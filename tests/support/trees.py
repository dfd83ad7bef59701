"""What lies in a folder, for comparing it with another."""

from __future__ import annotations

from pathlib import Path

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Every file below the folder with its content, every folder with nothing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }
