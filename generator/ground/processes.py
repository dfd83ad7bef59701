"""Worker processes: how they are started with everything loaded, and how they end."""

from __future__ import annotations

import atexit
import errno
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any

from generator.campaign.errors import MachineError
from generator.ground.disk import reason
from generator.ground.libraries import hush

# The module with what workers need.
PRELOADED = "generator.running.warm"
# The process that they are forked from is called by a socket in the temporary folder, whose whole name may have 107
# bytes (unix(7)); where there is no room for it, each worker starts by itself.
LONGEST_TEMPORARY = 70

NO_MEMORY = "多半是内存不够，请关闭其他程序"


class Processes(ProcessPoolExecutor):
    """Worker processes that can be ended at once. They pay no heed to the user's interrupt: their parent answers it."""

    def __init__(self, workers: int, context: BaseContext) -> None:
        """So many workers, started as the context does."""
        reader, self._writer = context.Pipe(duplex=False)
        super().__init__(workers, mp_context=context, initializer=_begin, initargs=(dict(os.environ), reader))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future of the call. A process that it starts has the interrupt (Ctrl-C) held back from its start.

        Raises:
            MachineError: no process could be started.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with _unheard():
                return super().submit(fn, *args, **kwargs)
        except (EOFError, OSError) as wrong:  # the process that they are forked from has died, or never lived
            why = reason(wrong) if isinstance(wrong, OSError) and wrong.errno == errno.EMFILE else NO_MEMORY
            raise MachineError(f"启动不了生成用的进程：{why}，或加上 --jobs 1 重试。原有输出没有改动。") from wrong
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def end(self) -> None:
        """End the workers, whatever they do."""
        self._writer.close()

    def __exit__(self, kind: type[BaseException] | None, *about: Any) -> bool | None:
        """Wait for what is under way; where something was raised, end it."""
        if kind is not None:
            self.end()
        return super().__exit__(kind, *about)


def forked(workers: int) -> Processes:
    """Workers forked from a process that has loaded what they need, and has no other thread that may hold a lock."""
    context: BaseContext = get_context("spawn")
    if len(os.fsencode(tempfile.gettempdir())) <= LONGEST_TEMPORARY:
        context = get_context("forkserver")
        context.set_forkserver_preload([PRELOADED])
    return Processes(workers, context)


@contextmanager
def _unheard() -> Iterator[None]:
    """Let standard error of the processes that start meanwhile go nowhere: how one ended is told by its parent."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _begin(environment: Mapping[str, str], stop: Connection) -> None:
    """Take over the caller's environment as it is now; see to how this worker ends.

    It ends with its parent, or when the other end of `stop` is closed; and at once, without taking its memory apart
    piece by piece.
    """
    hush()
    os.environ.update(environment)  # what was set in preparing, such as the fonts' configuration, stays
    threading.Thread(target=_end_with_parent, args=(stop,), daemon=True).start()
    atexit.register(os._exit, 0)  # registered first, so what cleans up comes before it


def _end_with_parent(stop: Connection) -> None:
    """End this process when its parent ends, however it does: a worker would wait for pieces for ever."""
    parent = parent_process()
    wait([stop, *([parent.sentinel] if parent else [])])
    os._exit(1)
