"""Debian packages: what a bare Debian 12 needs besides itself, fetched by this machine's apt, and that bare Debian."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bundle.places import ARCHITECTURE, CACHE, SUITE, BundleError, done, packed, say, sum_of
from generator.ground.needed import FONT_PACKAGES, PANGO_PACKAGES

PACKAGES = ("python3", "python3-venv", *PANGO_PACKAGES, *FONT_PACKAGES)
OFFICE_PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")
# What debootstrap calls minbase. With usr-is-merged nothing has to be merged.
BARE = ("?priority(required)", "apt", "usr-is-merged")


def base() -> Path:
    """The archive of a bare Debian 12: `debootstrap --variant=minbase`, of the packages that apt fetched."""
    debs = closure(BARE)
    stamp = CACHE / "base.packages"
    archive = CACHE / "base.tar"
    listed = "\n".join(debs)
    if archive.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == listed:
        return archive
    require_root()
    say("正在建立最小的 Debian 12", "making a bare Debian 12 with debootstrap")
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        repository, root = Path(scratch, "repository"), Path(scratch, "root")
        _as_repository(debs, repository)
        done(["debootstrap", "--variant=minbase", "--no-check-gpg", SUITE, root, f"file://{repository}"])
        shutil.rmtree(root / "var/cache/apt/archives")
        (root / "var/cache/apt/archives/partial").mkdir(parents=True)
        (root / "etc/apt/sources.list").write_text("", encoding="utf-8")  # the repository is gone
        packed(root, archive)
    stamp.write_text(listed, encoding="utf-8")
    return archive


def require_root() -> None:
    """Raises BundleError for who is not root: debootstrap and chroot ask for it."""
    if os.geteuid():
        raise BundleError("建立系统文件夹要用管理员（root）身份运行。 / Only root can make a root file system.")


def bare_status() -> Path:
    """The list of packages of the bare Debian 12, as dpkg keeps it."""
    done(["tar", "-x", "-f", base(), "-C", CACHE, "--transform", "s|.*/|base.|", "./var/lib/dpkg/status"])
    return CACHE / "base.status"


def closure(packages: Sequence[str], status: Path | None = None) -> list[str]:
    """The names of the packages' files, and of all that they need beyond `status`; the files are in the cache then."""
    archives = CACHE / "debs"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    if status is None:
        status = CACHE / "empty.status"
        status.write_bytes(b"")
    with tempfile.TemporaryDirectory(dir=CACHE) as empty:
        Path(empty, "partial").mkdir()
        # Of an empty cache apt names every file; a line is 'ADDRESS' FILE SIZE SUM.
        lines = done([*_apt(status, Path(empty)), "--print-uris", "install", *packages]).splitlines()
    done([*_apt(status, archives), "--download-only", "install", *packages])
    return sorted(line.split()[1] for line in lines if line.startswith("'"))


def _apt(status: Path, archives: Path) -> list[str]:
    """apt-get with this machine's sources, asked for another machine."""
    settings = {
        "Dir::State::status": status,
        "Dir::Cache::archives": archives,
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",
        "APT::Architecture": ARCHITECTURE,
        "APT::Keep-Downloaded-Packages": "1",
    }
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    return ["apt-get", "-qq", "-y", *options, "--no-install-recommends"]


def laid_out(names: Sequence[str], folder: Path) -> None:
    """The packages in `folder`, with the index by which apt installs from there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).hardlink_to(CACHE / "debs" / name)
    (folder / "Packages").write_text(_index(folder, names, "./"), encoding="utf-8")


def _as_repository(names: Sequence[str], folder: Path) -> None:
    """The packages as debootstrap looks for them."""
    index = folder / "dists" / SUITE / "main" / f"binary-{ARCHITECTURE}" / "Packages"
    index.parent.mkdir(parents=True)
    (folder / "pool").mkdir()
    for name in names:
        (folder / "pool" / name).hardlink_to(CACHE / "debs" / name)
    index.write_text(_index(folder / "pool", names, "pool/"), encoding="utf-8")
    place = index.relative_to(folder / "dists" / SUITE)
    (folder / "dists" / SUITE / "Release").write_text(
        f"Suite: {SUITE}\nCodename: {SUITE}\nArchitectures: {ARCHITECTURE}\nComponents: main\n"
        f"SHA256:\n {sum_of(index)} {index.stat().st_size} {place}\n",
        encoding="utf-8",
    )


def _index(folder: Path, names: Sequence[str], before: str) -> str:
    """What a Packages file says of these files."""
    entries = []
    for name in names:
        file = folder / name
        control = done(["dpkg-deb", "--field", file]).rstrip("\n")
        entries.append(f"{control}\nFilename: {before}{name}\nSize: {file.stat().st_size}\nSHA256: {sum_of(file)}\n\n")
    return "".join(entries)  # debootstrap does not see a last entry without an empty line
