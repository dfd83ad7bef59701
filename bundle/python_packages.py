"""Python packages: those of requirements.lock by their hashes, and wuxiao's own wheel."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from pathlib import Path

from bundle.places import CACHE, ROOT, BundleError, done, say, sum_of

LOCK = ROOT / "requirements.lock"


def wheels() -> list[Path]:
    """The wheels of the lock, for Debian 12's Python 3.11 on amd64; pip has checked their hashes."""
    _require_python()
    folder = CACHE / f"wheels-{sum_of(LOCK)[:16]}"
    if not folder.is_dir():
        say("正在取得 Python 软件包", "fetching the Python packages")
        for old in CACHE.glob("wheels-*"):
            shutil.rmtree(old)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            made = Path(scratch, "wheels")
            command = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check", "download"]
            done([*command, "--require-hashes", "--only-binary", ":all:", "-r", LOCK, "-d", made])
            made.rename(folder)
    return sorted(folder.iterdir())


def own_wheel(folder: Path) -> Path:
    """The wheel of wuxiao, made anew into `folder`."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel", "--no-deps"]
    done([*command, "--no-build-isolation", "-w", folder, ROOT])
    (wheel,) = folder.glob("wuxiao-*.whl")
    return wheel


def _require_python() -> None:
    """Raises BundleError where this Python takes other wheels than Debian 12's."""
    found = (sys.version_info[:2], sys.implementation.name, platform.machine(), platform.libc_ver()[0])
    if found != ((3, 11), "cpython", "x86_64", "glibc"):
        raise BundleError(
            "只能在 amd64 的 Debian 12 上用它自带的 Python 3.11 打包。 / Bundles are made on Debian 12, amd64."
        )
