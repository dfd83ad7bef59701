"""LibreOffice as the second opinion on Word and Excel files."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

FILES_A_RUN = 100  # LibreOffice 7.4 stops without a word after some 250 files


def converted_by_libreoffice(files: Sequence[Path], folder: Path) -> list[Path]:
    """The PDFs that LibreOffice makes of the files, with a profile of its own; same names, in `folder`."""
    profile = folder / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf", "--outdir"]
    for ending in sorted({path.suffix for path in files}):
        same = [str(path) for path in files if path.suffix == ending]
        for start in range(0, len(same), FILES_A_RUN):
            some = same[start : start + FILES_A_RUN]
            subprocess.run([*command, str(folder / ending[1:]), *some], capture_output=True, check=True)
    return [made for path in files if (made := folder / path.suffix[1:] / f"{path.stem}.pdf").is_file()]
