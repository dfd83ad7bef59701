"""The child of `isolation`: it loads its task, limits itself, and answers one question after the other.

One that is confined may, after it has loaded what it needs, start no process and open no connection. In front of one
that may stands a guard, a process that opens nothing and so is never busy: the child itself cannot be trusted to see
that its parent has died, since a library that keeps the interpreter for seconds lets no thread look; and a signal of
the kernel would end it before the processes that it started.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import IO, Any, NoReturn

READY = b"\n"  # said before the first answer: what ends the child from then on is a question's doing
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h
_FORBIDDEN = frozenset((
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.spawn",
    "socket.__new__", "socket.bind", "socket.connect", "socket.getaddrinfo", "subprocess.Popen",
))  # fmt: skip

# A task takes a value and bytes, and gives a value and bytes; one that tells how far it is takes a function for that.
Task = Callable[..., tuple[Any, bytes]]


def main() -> None:
    """Answer on standard output what is asked on standard input, until that is closed."""
    limits = json.loads(sys.argv[2])
    if limits["confined"]:
        end_with_parent()
    else:
        begin_guarded(handle_of(limits["parent"]))
    live(sys.argv[1], limits)


def live(name: str, limits: Mapping[str, Any]) -> None:
    """Load the task of that name, and answer under these limits what is asked on standard input."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 0)
    os.dup2(2, 1)  # what libraries print is no answer
    task = loaded(name)
    if limits["tells"]:
        task = partial(task, tell=lambda value: _write(answers, {"told": value}, b""))
    limit(limits["memory_bytes"], limits["file_bytes"])
    if limits["confined"]:
        sys.addaudithook(refuse)
    answers.write(READY)
    answers.flush()
    while sizes := questions.readline(100):
        line, content = (questions.read(int(size)) for size in sizes.split())
        if limits["seconds"]:
            more_time(limits["seconds"])
        head, made = _answered(task, json.loads(line), content)
        _write(answers, head, made)


def handle_of(parent: int) -> int:
    """A handle of the process that started this one, which has that number; this one ends where it has died."""
    handle = os.pidfd_open(parent)
    if os.getppid() != parent:  # its number may be another's
        os._exit(1)
    return handle


def begin_guarded(parent: int) -> None:
    """Go on as the child of a guard, which ends the whole group when this process or that of the handle has ended."""
    task = os.fork()
    if task:
        _guard(task, parent)
    os.close(parent)
    end_with_parent()


def _guard(task: int, parent: int) -> NoReturn:
    os.close(0)
    os.close(1)  # it is no longer open when the task has ended
    waiting = select.poll()
    for handle in (os.pidfd_open(task), parent):
        waiting.register(handle, select.POLLIN)
    waiting.poll()
    os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def loaded(name: str) -> Task:
    """The function `package.module:function`; a module that must prepare itself has a function `prepare`."""
    module_name, function = name.split(":")
    module = import_module(module_name)
    getattr(module, "prepare", lambda: None)()
    task: Task = getattr(module, function)
    return task


def _answered(task: Task, value: Any, content: bytes) -> tuple[dict[str, Any], bytes]:
    before = _processor_seconds()
    try:
        answer, made, is_over = *task(value, content), False
    except MemoryError:
        answer, made, is_over = None, b"", True
    seconds = _processor_seconds() - before
    head = {"value": answer, "memory": is_over, "peak_bytes": _peak_bytes(), "seconds": seconds}
    return head, made


def _peak_bytes() -> int:
    """The most memory since the program began; getrusage(2) would count what the parent held when it started it."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:  # noqa: PTH123
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _write(answers: IO[bytes], head: Mapping[str, Any], content: bytes) -> None:
    line = json.dumps(head).encode()
    answers.write(b"%010d %010d\n" % (len(line), len(content)))
    answers.write(line)
    answers.write(content)
    answers.flush()


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def limit(memory_bytes: int, file_bytes: int) -> None:
    """Let this process take so much memory on top of what it has, and write files of so many bytes, 0 for any size."""
    reserved, _ = memory()
    _bound(resource.RLIMIT_AS, reserved + memory_bytes)
    if file_bytes:
        _bound(resource.RLIMIT_FSIZE, file_bytes)
    _bound(resource.RLIMIT_CORE, 0)


def _bound(which: int, wanted: int) -> None:
    """Set a limit for good, or leave the lower one that whoever started the program has set."""
    _, most = resource.getrlimit(which)
    lowest = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(which, (lowest, lowest))


def memory() -> tuple[int, int]:
    """The bytes that this process has reserved, and has in use."""
    with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123 - the file of a running process
        reserved, used, *_ = map(int, sizes.read().split())
    return reserved * resource.getpagesize(), used * resource.getpagesize()


def more_time(seconds: int) -> None:
    """Let what comes next have its own processor time; the kernel ends the process when that is used up."""
    until = int(_processor_seconds()) + 1 + seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)  # lower where whoever started the program has set one
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))


def end_with_parent() -> None:
    """Have the kernel end this process when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def take_orphans() -> None:
    """Have the kernel make this process the parent of those below it whose own has ended."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """An audit hook under which nothing is started and nothing reached. Raises PermissionError."""
    if event in _FORBIDDEN:
        raise PermissionError(event)


if __name__ == "__main__":
    main()
