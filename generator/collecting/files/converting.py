"""Files of older programs (.doc, .wps, .xls, .et, .rtf): saved anew by LibreOffice where it is installed.

It runs in a child with limits, which ends it with whatever it started. Where it is not installed, or cannot open a
file, the file is named with the remedy.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.collecting.files.incoming import Incoming
from generator.ground.apart.isolation import EndedError, Limits, ask

TASK = "generator.collecting.files.converting:converts"
# LibreOffice reserves 1.5 GB of addresses to begin with, and starts a process of its own.
LIMITS = Limits(seconds=0, memory_bytes=6_000_000_000, wait_seconds=200.0, file_bytes=200_000_000, confined=False)
SECONDS_BEGIN, SECONDS_EACH = 40, 6  # by the clock, for a batch and for each file of it
AT_ONCE = 20
LARGEST_BYTES = 60_000_000
PROGRAMS = ("soffice", "libreoffice")
ENDINGS: Mapping[str, str] = dict.fromkeys(
    (".doc", ".wps", ".rtf", ".odt", ".dot", ".docm", ".dotx"), ".docx"
) | dict.fromkeys((".xls", ".et", ".ods", ".xlsm", ".xlsb"), ".xlsx")
_REMEDIES = {".docx": "请用 Word 或 WPS 打开后另存为 .docx。", ".xlsx": "请用 Excel 或 WPS 打开后另存为 .xlsx。"}
_KINDS = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}


def converted(files: Sequence[Incoming], folder: Path, told: Callable[[str, int, int], None]) -> list[Incoming]:
    """The files, those of older programs as they were saved anew into `folder`, or with the reason why not."""
    old = [one for one in files if one.ending in ENDINGS and not one.wrong]
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    made: dict[int, Incoming] = {}
    done = 0
    for batch in _batches(old):
        made |= {id(one): new for one, new in zip(batch, _batch(batch, folder, program, done), strict=True)}
        done += len(batch)
        told("转换旧格式", done, len(old))
    return [made.get(id(one), one) for one in files]


def _batches(files: Sequence[Incoming]) -> Iterator[list[Incoming]]:
    for ending in (".docx", ".xlsx"):
        same = [one for one in files if ENDINGS[one.ending] == ending]
        for at in range(0, len(same), AT_ONCE):
            yield same[at : at + AT_ONCE]


def _batch(files: Sequence[Incoming], folder: Path, program: str | None, first: int) -> Iterator[Incoming]:
    """The files of one batch; one that ends LibreOffice is found by trying each alone."""
    if program is None:
        yield from (_unread(one, "本机没有安装 LibreOffice，旧格式读不了。") for one in files)
        return
    work = folder / str(first)
    work.mkdir()
    names = {id(one): f"{number}{one.ending}" for number, one in enumerate(files)}
    for one in files:
        if one.path.stat().st_size <= LARGEST_BYTES:
            shutil.copyfile(one.path, work / names[id(one)])
    _convert(program, work, [name for name in names.values() if (work / name).exists()])
    for one in files:
        new = (work / names[id(one)]).with_suffix(ENDINGS[one.ending])
        if not new.exists() and (work / names[id(one)]).exists() and len(files) > 1:
            _convert(program, work, [names[id(one)]])
        yield replace(one, path=new, saved_as=new.suffix) if new.exists() else _unread(one, "旧格式的文件打不开。")


def _unread(one: Incoming, why: str) -> Incoming:
    return replace(one, wrong=f"{why}{_REMEDIES[ENDINGS[one.ending]]}")


def _convert(program: str, work: Path, names: Sequence[str]) -> None:
    if names:
        try:
            ask(TASK, {"program": program, "work": str(work), "names": list(names)}, limits=LIMITS)
        except (EndedError, OSError):
            return


def converts(asked: Any, _content: bytes) -> tuple[Any, bytes]:
    """In the child: LibreOffice saves the files beside themselves, with a profile of its own and no macros."""
    work = Path(asked["work"])
    ending = ENDINGS[Path(asked["names"][0]).suffix]
    profile = work / "profile"
    order = [
        asked["program"], f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", _KINDS[ending], "--outdir", str(work), *(str(work / name) for name in asked["names"]),
    ]  # fmt: skip
    seconds = SECONDS_BEGIN + SECONDS_EACH * len(asked["names"])
    try:
        done = subprocess.run(
            order, cwd=work, timeout=seconds, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None, b""
    return done.returncode, b""
