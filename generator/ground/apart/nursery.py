"""A process that has loaded tasks, from which children for them are forked: each begins in milliseconds.

It does nothing but wait for orders, so it has no other thread that may hold a lock, and it opens no file that somebody
sent. An order comes over a socket with the two pipes of the child; its number and a handle of it go back. One that has
died is replaced; whoever gets no answer in a bounded time begins the child by himself, without it.
"""

from __future__ import annotations

import errno
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from generator.ground.apart.nursery_child import ORDER_BYTES

CHILD = "generator.ground.apart.nursery_child"
LONGEST_WAIT_SECONDS = 30.0  # for an answer, also while it loads and while it answers others
PREFIX = "wuxiao-apart-"
_NEEDED = (
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONUTF8", "FONTCONFIG_FILE",
    "WUXIAO_FONTS", "XDG_CACHE_HOME",
)  # fmt: skip


@dataclass
class Forked:
    """A child of the nursery, as the standard library has its own: its pipes, and whether it has ended."""

    pid: int
    handle: int
    stdin: IO[bytes]
    stdout: IO[bytes]
    returncode: int | None = None
    _closing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def poll(self) -> int | None:
        """How it ended, None where it has not yet."""
        with self._closing:  # who waits, in another thread, closes the handle
            return -signal.SIGKILL if self.returncode is None and self._has_ended(0.0) else self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """How it ended: what its guard does to the group. Raises TimeoutExpired after so many seconds."""
        if self.returncode is None:
            if not self._has_ended(timeout):
                raise subprocess.TimeoutExpired(CHILD, timeout or 0.0)
            with self._closing:
                os.close(self.handle)
                self.returncode = -signal.SIGKILL
        return self.returncode

    def _has_ended(self, within: float | None) -> bool:
        ended = select.poll()
        ended.register(self.handle, select.POLLIN)
        return bool(ended.poll(None if within is None else 1000 * within))


class Nursery:
    """Children for tasks that have been loaded. It begins with the first child, or before where it is told to."""

    def __init__(self, tasks: Sequence[str], temporary: Path) -> None:
        """Load these, each `package.module:function`; its temporary files lie in a folder of its own in `temporary`."""
        self._tasks, self._temporary = tuple(tasks), temporary
        self._asking = threading.Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""  # of every process in its turn: children of the one before may use what lies there
        self._is_over = False

    def begin(self) -> None:
        """Start to load the tasks, while the caller does something else. Raises OSError."""
        with self._turn():
            self._open()

    def child(self, task: str, order: Mapping[str, Any], folder: str) -> Forked:
        """A child for one of the tasks, under the limits that `order` has, with its temporary files in the folder.

        Raises:
            ConnectionError: nobody answers.
            TimeoutError: nobody answered in time.
            OSError: the system has no process to give.
        """
        question = json.dumps({"task": task, "order": order, "folder": folder}).encode()
        assert len(question) <= ORDER_BYTES
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        with self._turn():
            try:
                return self._forked(question, until)
            except ConnectionError:  # it has died, and is replaced once
                return self._forked(question, until)

    def _forked(self, question: bytes, until: float) -> Forked:
        """A new child, with pipes of its own: one that was forked as the nursery died may hold those of before."""
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        stdin, stdout = os.fdopen(ours_out, "wb", buffering=0), os.fdopen(ours_in, "rb", buffering=0)
        try:
            pid, handle = self._answer(question, [theirs_in, theirs_out], until)
        except BaseException:
            stdin.close()
            stdout.close()
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        return Forked(pid, handle, stdin, stdout)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Alone with the process. Raises TimeoutError where others keep it too long."""
        if not self._asking.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise TimeoutError
        try:
            yield
        finally:
            self._asking.release()

    def _answer(self, question: bytes, pipes: Sequence[int], until: float) -> tuple[int, int]:
        """What it answers; one that does not is ended."""
        line = self._open()
        line.settimeout(max(0.001, until - time.monotonic()))
        try:
            return _answered(line, question, pipes)
        except (ConnectionError, TimeoutError):
            self._end()
            raise

    def _open(self) -> socket.socket:
        if self._is_over:
            raise OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
        if self._line is None:
            self._folder = self._folder or tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=self._temporary)
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                try:
                    self._process = self._begun(theirs)
                except BaseException:
                    ours.close()
                    raise
            self._line = ours
        return self._line

    def _begun(self, orders: socket.socket) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", CHILD, str(os.getpid()), *self._tasks],
            stdin=orders.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment(self._folder),
        )

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it for good, whoever waits for its answer; its children end with their service."""
        self._is_over = True
        while not self._asking.acquire(timeout=0.05):
            if (process := self._process) is not None:
                process.kill()
        try:
            self._end()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
        finally:
            self._asking.release()


def environment(folder: str) -> dict[str, str]:
    """The environment of a child whose temporary files lie in that folder; its modules lie in no current one."""
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return kept | {"TMPDIR": folder, "PYTHONHASHSEED": "0", "PYTHONSAFEPATH": "1"}


def _answered(line: socket.socket, question: bytes, pipes: Sequence[int]) -> tuple[int, int]:
    """Raises ConnectionError where the nursery has died, TimeoutError, OSError where it may start no process."""
    socket.send_fds(line, [question], list(pipes))
    said, handles, _, _ = socket.recv_fds(line, ORDER_BYTES, 1)
    if not said:
        raise ConnectionResetError
    answer = json.loads(said)
    if "pid" not in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    if not handles:  # there was none free; the child ends, for nobody holds its pipes
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    return answer["pid"], handles[0]
