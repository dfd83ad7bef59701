"""What ended a command although nothing foresaw it, in words, and with the right exit code.

What lies around a run can fail at any moment: files go while they are read, the memory or the disk comes to its end.
None of this is an internal error, wherever it was noticed.
"""

from __future__ import annotations

import errno
import os
import resource
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from generator.campaign.errors import MachineError, WuxiaoError
from generator.campaign.masking import shortened
from generator.ground.apart.isolated_child import memory
from generator.ground.disk import reason

AS_BEFORE = "原有输出没有改动。"
NO_MEMORY = f"内存不够，没有做完，{AS_BEFORE}请关闭其他程序后重试；仍不行，请换一台内存更大的电脑。"
# What was there a moment ago and is not, or is something else now.
GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ESTALE})
# How the system's loader and Python's threads say that there is no memory for them.
WORDS_OF_MEMORY = ("failed to map segment", "annot allocate memory", "can't start new thread", "out of memory")
TEMPORARY_BYTES = 200_000  # that a sound machine can always keep for a moment
NEARLY_ALL = 48_000_000  # bytes below the limit at which most libraries fail, each in its own way
MOST_LOOKED_AT = 50_000  # entries of a campaign


class PassedOnError(Exception):
    """Carries, as its cause, a failure of a command past Typer, which would make an end of its own of it."""


def explained(wrong: BaseException, began: float, arguments: Sequence[str]) -> WuxiaoError:
    """The failure as one with words: the machine's (exit code 4), or an internal error.

    `began` is when the command began (time.time), `arguments` what was written for it.
    """
    if _is_of_memory(wrong):
        return MachineError(NO_MEMORY)
    if changed := changed_since(began, arguments):
        message = f"“{shortened(str(changed))}”在读取时有改动，或者不见了，没有做完，{AS_BEFORE}"
        return MachineError(f"{message}请等别的程序（同步、复制、编辑）用完这个文件夹，再重试。")
    if isinstance(wrong, OSError):
        return MachineError(_of_system(wrong))
    if isinstance(wrong, UnicodeEncodeError) and wrong.encoding.lower() == sys.getfilesystemencoding():
        message = f"系统的字符集（{wrong.encoding}）写不出文件名里的字，没有做完，{AS_BEFORE}"
        return MachineError(f"{message}请改用 UTF-8，如 LANG=C.UTF-8，然后重试。")
    if full := _trouble_of_temporary_files():
        return MachineError(f"临时文件写不下，没有做完，{AS_BEFORE}{reason(full)}，然后重试。")
    said = f"程序内部错误（{type(wrong).__name__}），{AS_BEFORE}请加 --debug 重试并把结果发给维护人员。"
    return WuxiaoError(said)


def _of_system(wrong: OSError) -> str:
    names = (one for one in (wrong.filename, wrong.filename2) if isinstance(one, str | bytes))
    name = shortened(os.fsdecode(next(names, "")))
    if "temporary directory" in f"{wrong.strerror}":  # Python's own words
        return f"没有能写的临时文件夹，没有做完，{AS_BEFORE}请腾出磁盘空间，或把 TMPDIR 设为能写的文件夹，然后重试。"
    if wrong.errno in GONE and name:
        return f"“{name}”不见了，或被换成了别的，没有做完，{AS_BEFORE}请核对后重试。"
    return f"{f'“{name}”' if name else ''}读写不了，没有做完，{AS_BEFORE}{reason(wrong)}，然后重试。"


def _is_of_memory(wrong: BaseException) -> bool:
    """Whether the memory came to its end, whatever a library made of it."""
    if isinstance(wrong, MemoryError) or getattr(wrong, "errno", None) == errno.ENOMEM:
        return True
    return any(words in f"{wrong}" for words in WORDS_OF_MEMORY) or _is_memory_short()


def _trouble_of_temporary_files() -> OSError | None:
    """What keeps temporary files from being written, as where their disk is full: libraries tell it each in its way."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(TEMPORARY_BYTES))
    except OSError as wrong:
        return wrong
    return None


def _is_memory_short() -> bool:
    """Whether this process has all the address space that it may have."""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return False
    try:
        return memory()[0] > limit - NEARLY_ALL
    except (OSError, ValueError, MemoryError):
        return True


def changed_since(moment: float, arguments: Iterable[str]) -> Path | None:
    """What was named on the command line, or of a campaign is read, and was changed, replaced or removed since.

    What a program writes beside its inputs does not count.
    """
    named = (Path(one) for one in arguments if not one.startswith("-") and len(one) < 1000 and "\0" not in one)
    return next((path for path in islice(_inputs(named), MOST_LOOKED_AT) if _is_changed(path, moment)), None)


def _inputs(named: Iterable[Path]) -> Iterator[Path]:
    from generator.reading.entries import READ

    for path in named:
        with suppress(OSError):
            if path.is_file():
                yield path
        for read in sorted(READ):
            yield path / read
            yield from (Path(place, one) for place, below, files in os.walk(path / read) for one in below + files)


def _is_changed(path: Path, moment: float) -> bool:
    try:
        about = path.lstat()
    except OSError:
        return False
    return about.st_ctime > moment
