"""qpdf's judgement of a PDF's structure."""

from __future__ import annotations

import subprocess
from pathlib import Path


def complaints(path: Path) -> str:
    """What qpdf finds wrong with the file; empty where it is sound."""
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    return checked.stdout + checked.stderr if checked.returncode else ""
