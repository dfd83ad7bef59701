"""On a bare Debian 12 without network one command makes a working service of the archive, and again, and takes it away.

The bare Debian is debootstrap's, in namespaces of its own. All of it is long: `./run test long` makes the archives.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from support.bare_machines import as_root, bundled, inside, unpacked

from bundle.places import CACHE, NAME, OUT

pytestmark = [pytest.mark.long, as_root, pytest.mark.xdist_group("bare-debian")]

LONGEST_SECONDS = 300
# Begins a service as a user would, asks for its page and for two blank forms, and ends it.
VISIT = """
import json, re, subprocess, sys, time, urllib.request
with subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as service:
    def ask(path):
        request = urllib.request.Request(link[1] + path, headers={"Authorization": "Bearer " + link[2]})
        for attempt in range(100):
            try:
                return urllib.request.urlopen(request, timeout=200).read()
            except urllib.error.URLError as wrong:
                if not isinstance(wrong.reason, ConnectionRefusedError):
                    raise
                time.sleep(0.1)
    try:
        for line in service.stdout:
            if link := re.search(r"(http://127.0.0.1:[0-9]+)/start.token=(\\S+)", line):
                break
        page = ask("/").decode()
        word, pdf = (ask("/api/v1/papers/form1." + kind) for kind in ("docx", "pdf"))
    finally:
        service.terminate()
print(json.dumps({"page": page, "word": word[:2].decode(), "pdf": pdf[:5].decode(), "bytes": [len(word), len(pdf)]}))
"""


@pytest.fixture(scope="module")
def made() -> Path:
    """The folder with the archives, and the cache with the bare Debian."""
    bundled("wuxiao", root=ROOT)
    return OUT


@pytest.fixture
def bare(made: Path, tmp_path: Path) -> Path:
    """A bare Debian 12, and the archive in its root folder."""
    root = unpacked(CACHE / "base.tar", tmp_path / "bare")
    shutil.copy(made / f"{NAME}.tar", root / "root")
    return root


def visited(root: Path, *command: str, options: tuple[str, ...] = ()) -> None:
    """The service that the command begins there answers its page and makes a blank form in Word and as PDF."""
    (root / "tmp/visit.py").write_text(VISIT, encoding="utf-8")
    ended = inside(root, "/opt/wuxiao/current/bin/python", "/tmp/visit.py", *command, options=options)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout.splitlines()[-1])
    assert "新建活动" in found["page"]
    assert (found["word"], found["pdf"]) == ("PK", "%PDF-")
    assert min(found["bytes"]) > 5_000


def test_one_command_makes_a_working_service_and_again_and_takes_it_away(
    bare: Path, measured: Callable[[str, float, str], None]
) -> None:
    install = f"/root/{NAME}/install.sh"
    began = time.monotonic()
    ended = inside(bare, "bash", "-c", f"tar -x -f /root/{NAME}.tar -C /root && exec {install}")
    seconds = time.monotonic() - began
    assert ended.returncode == 0, ended.stderr
    assert "装好了：wuxiao" in ended.stderr
    visited(bare, "wuxiao", "serve", "--data", "/var/lib/wuxiao")
    assert seconds < LONGEST_SECONDS
    measured("archive for a bare Debian 12 without network", round((OUT / f"{NAME}.tar").stat().st_size / 1e6), "MB")
    measured("bare Debian 12 without network, from the archive to an installed wuxiao", round(seconds), "s")

    first = (bare / "opt/wuxiao/current").readlink()
    (bare / "var/lib/wuxiao/kept").write_text("a campaign", encoding="utf-8")
    again = inside(bare, install)
    assert again.returncode == 0, again.stderr
    assert (bare / "opt/wuxiao/current").readlink() != first
    assert (bare / first.relative_to("/")).is_dir(), "what still runs of the version before must find its files"
    visited(bare, "wuxiao", "serve", "--data", "/var/lib/wuxiao")

    removed = inside(bare, "/opt/wuxiao/install.sh", "--uninstall")
    assert removed.returncode == 0, removed.stderr
    assert not (bare / "opt/wuxiao").exists()
    assert not (bare / "usr/local/bin/wuxiao").is_symlink()
    assert (bare / "var/lib/wuxiao/kept").read_text(encoding="utf-8") == "a campaign"


def test_the_wheels_are_those_of_the_lock(bare: Path) -> None:
    inside(bare, "tar", "-x", "-f", f"/root/{NAME}.tar", "-C", "/root")
    folder = bare / "root" / NAME
    locked = re.findall(
        r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE
    )
    held = [re.match(r"([^-]+)-([^-]+)-", wheel.name) for wheel in (folder / "wheels").iterdir()]
    plain = {(re.sub("[._-]+", "-", one[1]).lower(), one[2]) for one in held if one}
    assert plain == {(re.sub("[._-]+", "-", name).lower(), version) for name, version in locked}
    assert len(plain) > 40


def test_a_debian_with_python_alone_is_told_what_it_lacks(bare: Path) -> None:
    setting_up = f"""set -e
tar -x -f /root/{NAME}.tar -C /root
cd /root/{NAME}
printf 'deb [trusted=yes] copy:/root/{NAME}/debs ./\\n' >/etc/apt/sources.list
apt-get -qq -o APT::Sandbox::User=root update
apt-get -qq -y -o APT::Sandbox::User=root --no-install-recommends install python3 python3-venv
python3 -m venv /root/venv
/root/venv/bin/pip --quiet install --no-index --find-links wheels wuxiao-*.whl
"""
    ended = inside(bare, "bash", "-c", setting_up)
    assert ended.returncode == 0, ended.stderr
    wuxiao = "/root/venv/bin/wuxiao"
    assert inside(bare, wuxiao, "--help").returncode == 0
    assert inside(bare, wuxiao, "new", "/root/活动", "--quiet").returncode == 0
    refused = inside(bare, wuxiao, "blank", "--out", "/root/blank", "--format", "docx,xlsx")
    assert (refused.returncode, "fontconfig fonts-noto-cjk" in refused.stderr) == (4, True)
    fonts = "apt-get -qq -y -o APT::Sandbox::User=root --no-install-recommends install fontconfig fonts-noto-cjk"
    fandol = f"mkdir -p /root/venv/share/wuxiao && cp -r /root/{NAME}/fonts /root/venv/share/wuxiao/"
    assert inside(bare, "bash", "-c", f"{fonts} && {fandol}").returncode == 0
    made = inside(bare, wuxiao, "blank", "--out", "/root/blank", "--format", "docx,xlsx")
    assert made.returncode == 0, made.stderr
    assert len(list((bare / "root/blank").rglob("*.docx"))) == 2
    refused = inside(bare, wuxiao, "blank", "--out", "/root/pages", "--format", "pdf")
    assert (refused.returncode, "libpango-1.0-0 libpangoft2-1.0-0" in refused.stderr) == (4, True)


def test_the_session_of_the_root_file_system_begins_with_a_working_service(
    tmp_path: Path, measured: Callable[[str, float, str], None]
) -> None:
    bundled("rootfs", root=ROOT)
    archive = OUT / f"{NAME}-rootfs.tar.gz"
    root = unpacked(archive, tmp_path / "root")
    assert "default=wuxiao" in (root / "etc/wsl.conf").read_text(encoding="utf-8")
    session = ("env", "HOME=/home/wuxiao", "WUXIAO_SERVE=1", "bash", "--login")
    visited(root, *session, options=("--userspec=wuxiao:wuxiao",))
    measured("root file system for WSL and podman", round(archive.stat().st_size / 1e6), "MB")
