"""LibreOffice converts Word files to PDF, many in one call."""

from __future__ import annotations

import pickle
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.example import data
from benchmarks.measuring import Result, called
from benchmarks.ours import FORM1, made


def libreoffice(count: int) -> Result:
    """The seconds a form that a conversion of so many filled forms takes, LibreOffice's start included."""
    contexts = pickle.loads(data().contexts.read_bytes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{place}.docx" for place in range(count)]
        for file, content in zip(files, made(f"{FORM1}.docx", contexts[:count]), strict=True):
            file.write_bytes(content)
        started = time.perf_counter()
        convert(files, folder)
        seconds = time.perf_counter() - started
        return {"seconds": seconds / count, "bytes": sum(path.stat().st_size for path in folder.glob("*.pdf")) / count}


def convert(files: Sequence[Path], folder: Path) -> None:
    """Write the PDFs of the Word files into the folder, in one call of LibreOffice with a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        options = [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir"]
        called(["soffice", *options, folder, *files])
