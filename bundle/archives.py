"""The two archives: wuxiao with all that it needs, and LibreOffice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bundle import debian, fonts, python_packages
from bundle.places import CACHE, LIBREOFFICE, NAME, OUT, packed, say, sum_of

HERE = Path(__file__).parent
INSTALL, READ_ME, SUMS = "install.sh", "先读我.txt", "SHA256SUMS"


def wuxiao() -> Path:
    """The archive that makes `wuxiao serve` of a bare Debian 12 without network."""
    debs = debian.closure(debian.PACKAGES, debian.bare_status())
    wheels, fandol = python_packages.wheels(), fonts.fandol()
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        folder = Path(scratch, NAME)
        debian.laid_out(debs, folder / "debs")
        _packages(folder, debian.PACKAGES)
        _copied(wheels, folder / "wheels")
        _copied(fandol, folder / "fonts")
        shutil.copy(python_packages.LOCK, folder / "requirements.lock")
        python_packages.own_wheel(folder)
        return _closed(folder)


def libreoffice() -> Path:
    """The archive of LibreOffice, by which files of older programs (.doc, .wps) are read."""
    status = debian.bare_status()
    ours = debian.closure(debian.PACKAGES, status)
    debs = debian.closure((*debian.PACKAGES, *debian.OFFICE_PACKAGES), status)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        folder = Path(scratch, LIBREOFFICE)
        debian.laid_out([name for name in debs if name not in ours], folder / "debs")
        _packages(folder, debian.OFFICE_PACKAGES)
        return _closed(folder)


def _packages(folder: Path, packages: tuple[str, ...]) -> None:
    """The packages that are asked for; all others are there because these need them."""
    (folder / "packages.txt").write_text("".join(f"{name}\n" for name in packages), encoding="utf-8")


def _copied(files: list[Path], folder: Path) -> None:
    folder.mkdir()
    for file in files:
        (folder / file.name).hardlink_to(file)


def _closed(folder: Path) -> Path:
    """The archive of the folder, with what installs it, tells of it and vouches for every file."""
    shutil.copy(HERE / INSTALL, folder / INSTALL)
    shutil.copy(HERE / READ_ME, folder / READ_ME)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    sums = "".join(f"{sum_of(file)}  {file.relative_to(folder)}\n" for file in files)
    (folder / SUMS).write_text(sums, encoding="utf-8")
    say("正在打包", f"packing {folder.name}")
    return packed(folder.parent, OUT / f"{folder.name}.tar", [folder.name], "--owner=0", "--group=0")
