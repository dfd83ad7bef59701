"""LibreOffice as the second opinion on Word and Excel files."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path


def converted_by_libreoffice(files: Sequence[Path], folder: Path) -> list[Path]:
    """The PDFs that LibreOffice makes of the files, in one run with a profile of its own; same names, in `folder`."""
    profile = folder / "profile"
    for ending in sorted({path.suffix for path in files}):
        same = [str(path) for path in files if path.suffix == ending]
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(folder / ending[1:]), *same], capture_output=True, check=True)
    return [made for path in files if (made := folder / path.suffix[1:] / f"{path.stem}.pdf").is_file()]
