"""Pieces of work on any `concurrent.futures.Executor`: this process, a pool of processes, or Dask's workers.

A piece is done wherever there is room, so results come in no order. Few pieces are in flight at a time: memory
does not grow with their number. When a worker dies, its pieces are done again one by one, each with a worker of
its own; one that kills that worker too is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from generator.campaign.errors import MachineError, UsageError
from generator.ground.processes import Processes, forked

Item = TypeVar("Item")
Result = TypeVar("Result")

# For each worker one piece to do and one that waits: nobody is ever idle.
PIECES_PER_WORKER = 2
CLUSTER_TIMEOUT_S = 10
# So long nothing may be heard of a cluster before it is asked whether it still has workers.
SILENCE_S = 60


class WorkerDiedError(Exception):
    """A piece of work ended its worker, and again when it was done alone."""

    def __init__(self, piece: Any) -> None:
        """Carry the piece."""
        super().__init__(piece)
        self.piece = piece


class _Inline(Executor):
    """Does each piece at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The finished future of the call."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


@dataclass
class Crew:
    """Workers, and how to hire them anew: `hire(n)` makes an executor of n workers; `present` counts them."""

    hire: Callable[[int], Executor]
    workers: int
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)
    shared: bool = False  # on other machines, which see our folders through a network
    inline: bool = False  # this process itself
    present: Callable[[], int] = lambda: 1
    _executor: Executor | None = field(default=None, repr=False)

    def submit(self, work: Callable[[Item], Result], piece: Item) -> Future[Result]:
        """The future of one piece."""
        if self._executor is None:
            self._executor = self.hire(self.workers)
        try:
            return self._executor.submit(work, piece)
        except self.deaths as death:  # of a worker, noticed only now
            future: Future[Result] = Future()
            future.set_exception(death)
            return future

    def end(self) -> None:
        """End processes of our own, whatever they do."""
        if isinstance(self._executor, Processes):
            self._executor.end()

    def dismiss(self) -> None:
        """Let the workers go when they have done what they began."""
        if self._executor is not None:
            self._executor.shutdown(wait=True)
            self._executor = None


@contextmanager
def crew(jobs: int, cluster: str | None = None, *, apart: bool = False) -> Iterator[Crew]:
    """The workers: of the Dask cluster at that address, of `jobs` processes, or this process for one job.

    What is done `apart` is never done in this process, which goes on when the work ends its own.

    Raises:
        UsageError: the cluster cannot be reached, or what it needs is not installed.
    """
    if cluster is not None:
        with _cluster(cluster) as hired:
            yield hired
        return
    hired = Crew(forked, jobs) if jobs > 1 or apart else Crew(lambda _: _Inline(), 1, inline=True)
    try:
        yield hired
    except BaseException:
        hired.end()
        raise
    finally:
        hired.dismiss()


def in_own_process(work: Callable[[Item], Result], piece: Item, name: str, meanwhile: Callable[[], object]) -> Result:
    """The result of work done in a process of its own, whose memory is given back when it ends.

    `name` is what ps and top call it, at most 15 letters (proc(5), comm). While it works, `meanwhile` is called.

    Raises:
        WorkerDiedError: the process died over it.
    """
    # It starts at once and loads what it needs by itself, as all others wait for it.
    with Processes(1, get_context("spawn")) as pool:
        try:
            future = pool.submit(_named, name, work, piece)
            meanwhile()
            result: Result = future.result()
            return result
        except BrokenExecutor as death:
            raise WorkerDiedError(piece) from death


def _named(name: str, work: Callable[[Item], Result], piece: Item) -> Result:
    """The result of the piece, made under this name."""
    with suppress(OSError):  # where there is no /proc
        Path("/proc/self/comm").write_text(name, encoding="ascii")
    return work(piece)


def results(crew: Crew, work: Callable[[Item], Result], pieces: Iterable[Item]) -> Iterator[Result]:
    """The result of each piece as it is done. What a piece raises ends the whole.

    Raises:
        WorkerDiedError: a piece ended its worker, and again when it was done alone.
        MachineError: the cluster is gone.
    """
    coming = iter(pieces)
    running: dict[Future[Result], Item] = {}
    suspects: list[Item] = []
    try:
        while True:
            if not suspects:
                for piece in islice(coming, crew.workers * PIECES_PER_WORKER - len(running)):
                    running[crew.submit(work, piece)] = piece
            if not running:
                return
            for future in _done(crew, running):
                piece = running.pop(future)
                try:
                    result = future.result()
                except crew.deaths:
                    suspects.append(piece)
                except CancelledError as lost:  # nobody here cancels what it waits for
                    raise _gone() from lost
                else:
                    yield result
            if suspects and not running:
                crew.dismiss()
                for piece in suspects:
                    yield _alone(crew, work, piece)
                suspects = []
    finally:
        # What a worker of a cluster has begun cannot be stopped: it is waited for when the crew is dismissed.
        for future in () if crew.shared else running:
            future.cancel()


def _done(crew: Crew, running: Iterable[Future[Result]]) -> set[Future[Result]]:
    """The futures that are done, as soon as there is one. Raises MachineError where no worker is left."""
    while True:
        done = wait(running, timeout=SILENCE_S, return_when=FIRST_COMPLETED).done
        if done:
            return done
        if not crew.present():
            raise _gone()


def _gone() -> MachineError:
    return MachineError("Dask 集群中断了连接，或已没有工作进程；原有输出没有改动。请检查集群后重试。")


def _alone(crew: Crew, work: Callable[[Item], Result], piece: Item) -> Result:
    """The result of a piece that was in flight when a worker died, done while no other piece is."""
    with crew.hire(1) as executor:
        try:
            return executor.submit(work, piece).result()
        except crew.deaths as death:
            raise WorkerDiedError(piece) from death


@contextmanager
def _cluster(address: str) -> Iterator[Crew]:
    """The workers of a Dask cluster, which must run this same version and see the same folders."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as missing:
        raise UsageError("使用 --cluster 需要先安装：pip install 'wuxiao[cluster]'。") from missing
    try:
        client = distributed.Client(address, set_as_default=False, timeout=CLUSTER_TIMEOUT_S)
    except (OSError, ValueError) as wrong:
        raise UsageError(f"连不上 Dask 集群“{address}”。请检查地址，并确认调度程序在运行。") from wrong
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise UsageError(f"Dask 集群“{address}”里没有工作进程。请先启动 dask worker。")
        hired = Crew(
            lambda _: client.get_executor(pure=False),
            workers,
            (distributed.KilledWorker,),
            shared=True,
            present=lambda: _present(client),
        )
        try:
            yield hired
        finally:
            if hired.present():  # else nobody would ever be done
                hired.dismiss()


def _present(client: Any) -> int:
    """The workers that the cluster has now; none where its scheduler is gone."""
    try:
        return len(client.nthreads())
    except (OSError, ValueError):
        return 0
