"""The Fandol fonts: those that no Debian package of a reasonable size brings."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bundle.places import CACHE, done, say
from generator.ground.needed import FANDOL_PACKAGE


def fandol() -> list[Path]:
    """The files of the Fandol family out of its TeX package, with its licence."""
    folder = CACHE / "fonts"
    if not folder.is_dir():
        say("正在取得 Fandol 字体", "fetching the Fandol fonts")
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            made = Path(scratch, "fonts")
            made.mkdir()
            done(["env", "-C", scratch, "apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", FANDOL_PACKAGE])
            (package,) = Path(scratch).glob("*.deb")
            unpacked = 'tar -x -C "$2" --wildcards --transform "s|.*/||" "*/fandol/Fandol[FHKS]*.otf"'
            done(["bash", "-c", f'dpkg-deb --fsys-tarfile "$1" | {unpacked}', "bash", package, made])
            made.rename(folder)
    return sorted(folder.iterdir())
