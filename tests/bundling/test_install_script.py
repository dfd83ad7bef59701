"""The script of the archive: sound as a script, and it refuses what is not whole before it changes anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from support.bare_machines import as_root

SCRIPT = ROOT / "bundle" / "install.sh"


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", script, *arguments], capture_output=True, text=True, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An unpacked archive that asks for nothing, its one further file with the sum of another content."""
    shutil.copy(SCRIPT, tmp_path / "install.sh")
    (tmp_path / "packages.txt").write_bytes(b"")
    (tmp_path / "wheel").write_bytes(b"cut o")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  wheel\n", encoding="utf-8")
    return tmp_path


def test_it_is_a_sound_script() -> None:
    subprocess.run(["bash", "-n", SCRIPT], check=True)


def test_an_unknown_word_is_answered_with_how_it_is_used() -> None:
    ended = run(SCRIPT, "--remove")
    assert ended.returncode == 2
    assert "--uninstall" in ended.stderr


@as_root
def test_a_damaged_archive_is_refused_before_anything_is_installed(folder: Path) -> None:
    ended = run(folder / "install.sh")
    assert ended.returncode == 4
    assert "文件不完整，请重新复制压缩包再解开" in ended.stderr
    assert "正在安装" not in ended.stderr


@as_root
def test_another_system_is_refused(folder: Path) -> None:
    other = folder / "os-release"
    other.write_text("ID=debian\nVERSION_ID=11\n", encoding="utf-8")
    within = f"mount --bind {other} $(readlink -f /etc/os-release) && exec bash {folder / 'install.sh'}"
    ended = subprocess.run(["unshare", "--mount", "bash", "-c", within], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 4
    assert "只能装在 64 位（amd64）的 Debian 12 上，这台电脑是 debian 11" in ended.stderr
