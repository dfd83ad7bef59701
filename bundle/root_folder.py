"""The root file system: a bare Debian 12 on which the archive was installed, for WSL, podman and chroot."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bundle import archives, debian
from bundle.places import CACHE, NAME, OUT, done, packed, say, sum_of

HERE = Path(__file__).parent
CLERK = "wuxiao"
# WSL opens the clerk's shell; what it leaves alone is what only gets in the way there.
_WSL = f"[user]\ndefault={CLERK}\n"
# A session of the clerk begins with the service; Ctrl-C leads to the shell.
_SESSION = """if [ -t 0 ] || [ -n "${WUXIAO_SERVE-}" ]; then
    wuxiao serve
    echo '再次开始：wuxiao serve    离开：exit'
fi
"""


def rootfs() -> Path:
    """The archive of the root file system; `wuxiao serve` is what its user's session begins with."""
    archive, base = archives.wuxiao(), debian.base()
    made, stamp = OUT / f"{NAME}-rootfs.tar.gz", CACHE / "rootfs.sums"
    sums = "\n".join(sum_of(file) for file in (archive, base, Path(__file__)))
    if made.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == sums:
        return made
    stamp.unlink(missing_ok=True)
    debian.require_root()
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        root = Path(scratch, "root")
        root.mkdir()
        done(["tar", "-x", "--numeric-owner", "-f", base, "-C", root])
        done(["tar", "-x", "-f", archive, "-C", root / "tmp"])
        hasty = root / "etc/dpkg/dpkg.cfg.d/hasty"
        hasty.write_text("force-unsafe-io\n", encoding="utf-8")  # what is interrupted here is thrown away
        say("正在安装到系统文件夹", "installing into the root file system, without network")
        # In namespaces of its own: nothing that packages start outlives it, and no network is there.
        done(
            [
                "unshare",
                "--net",
                "--pid",
                "--fork",
                "--mount",
                "chroot",
                root,
                "bash",
                f"/tmp/{NAME}/{archives.INSTALL}",
            ]
        )
        hasty.unlink()
        shutil.rmtree(root / "tmp" / NAME)
        _for_clerks(root)
        say("正在打包", f"packing {NAME}-rootfs")
        packed(root, made, [], "--gzip")
    stamp.write_text(sums, encoding="utf-8")
    return made


def _for_clerks(root: Path) -> None:
    """A user without rights, whose session is the service."""
    done(["chroot", root, "useradd", "--create-home", "--shell", "/bin/bash", CLERK])
    (root / "etc/wsl.conf").write_text(_WSL, encoding="utf-8")
    (root / "home" / CLERK / ".bash_profile").write_text(_SESSION, encoding="utf-8")
    (root / "etc/hostname").write_text("wuxiao\n", encoding="utf-8")
    (root / "etc/default/locale").write_text("LANG=C.UTF-8\n", encoding="utf-8")
    shutil.rmtree(root / "var/lib/apt/lists")
    (root / "var/lib/apt/lists/partial").mkdir(parents=True)
