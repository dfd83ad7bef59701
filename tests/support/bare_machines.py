"""Machines with less than this one: a bare Debian 12 without network, and this machine without some of its files.

Namespaces of the kernel make both: what a program finds there is what it would find. Only root may.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

PROGRAM = "debootstrap"  # makes the bare Debian, by `python -m bundle`
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes namespaces and root file systems")

PANGO = ("/usr/lib/*/libpango*", "/usr/lib/*/libharfbuzz-subset*")
FONTS = ("/usr/share/fonts",)

_HIDING = """set -e
layer=$(mktemp -d)
mount -t tmpfs none "$layer"
mkdir "$layer/upper" "$layer/work"
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$layer/upper,workdir=$layer/work" /usr
rm -rf $HIDDEN
exec "$@"
"""
# Run with the network of the new namespace: brings its loopback up, then goes into the root folder.
_GOING_IN = """import fcntl, os, socket, struct, sys
with socket.socket() as one:
    said = fcntl.ioctl(one, 0x8913, struct.pack("16sH14x", b"lo", 0))  # SIOCGIFFLAGS
    fcntl.ioctl(one, 0x8914, struct.pack("16sH14x", b"lo", struct.unpack_from("16xH", said)[0] | 1))  # IFF_UP
os.execve("/usr/sbin/chroot", ["chroot", *sys.argv[1:]], {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "TERM": "dumb"})
"""


def hiding(*hidden: str) -> list[str]:
    """A command that runs the rest of its line where these files (patterns of the shell, below /usr) do not exist."""
    return ["env", f"HIDDEN={' '.join(hidden)}", "unshare", "--mount", "bash", "-c", _HIDING, "bash"]


def unpacked(archive: Path, folder: Path) -> Path:
    """The folder with what the archive of a root file system holds."""
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "--numeric-owner", "-f", archive, "-C", folder], check=True)
    return folder


def inside(
    root: Path, *command: str, options: Sequence[str] = (), seconds: float = 600
) -> subprocess.CompletedProcess[str]:
    """The command in a root file system, without network but for its own loopback; nothing of it is left behind."""
    alone = ["unshare", "--net", "--mount", f"--mount-proc={root}/proc", "--pid", "--fork", "--kill-child"]
    words = [*alone, sys.executable, "-c", _GOING_IN, *options, str(root), *command]
    return subprocess.run(words, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)


def bundled(*kinds: str, root: Path) -> None:
    """The archives of these kinds, made in `out` of the repository, or found there whole."""
    assert shutil.which(PROGRAM), f"{PROGRAM} is not installed"
    ended = subprocess.run([sys.executable, "-m", "bundle", *kinds], cwd=root, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
