"""Warm workers: as many processes as there are processors, each asked one question at a time.

A worker begins with the first question that finds none free. One that dies, or takes too long, is replaced before it
is given anything again; its question is refused, and the others are none the worse.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.campaign.errors import MachineError
from generator.ground.apart.isolation import Answer, End, EndedError, Isolated, Limits
from generator.ground.apart.nursery import Nursery
from generator.ground.disk import reason
from generator.interfaces.web.limits import (
    DOCUMENTS_OF_A_WORKER,
    DOCUMENTS_WAITING,
    DOCUMENTS_WAITING_OF_ONE,
    WORKER_BYTES,
)
from generator.interfaces.web.people.who import NOBODY, Who
from generator.interfaces.web.refusals import REFUSALS, RefusedError

LOG = logging.getLogger("wuxiao.serve")
TASK = "generator.interfaces.web.documents.worker:answer"
# A campaign's own templates are tried by a child of the worker's. So it may start processes, and has no bound of
# files, which would be the child's too.
LIMITS = Limits(
    seconds=40, memory_bytes=1_500_000_000, wait_seconds=90.0, file_bytes=0, answer_bytes=200_000_000,
    confined=False,
)  # fmt: skip
ENDED = ("处理这份文书时停止了：用的时间或内存太多。", "请核对内容是否异常庞大；别的请求不受影响。")


class Worker:
    """One worker process, which begins when it is first asked."""

    def __init__(self, temporary: Path, limits: Limits, nursery: Nursery | None) -> None:
        """Its temporary files lie in the folder `temporary`."""
        self._isolated = Isolated(TASK, limits, temporary=temporary, nursery=nursery)
        self._answered = 0
        self.is_spent = False

    def ask(self, question: Mapping[str, Any], content: bytes) -> Answer:
        """The answer. Raises as `Isolated.ask` does; then, and when it has done much, the worker is spent."""
        try:
            answer = self._isolated.ask(question, content)
            if answer.value.get("again"):  # what it has compiled is older than the question
                self._isolated.close()
                answer = self._isolated.ask(question, content)
        except BaseException:
            self.is_spent = True
            raise
        self._answered += 1
        self.is_spent = self._answered >= DOCUMENTS_OF_A_WORKER or answer.peak_bytes > WORKER_BYTES
        return answer

    def renew(self) -> None:
        """Go on with a new process, which loads what it needs."""
        self._isolated.close()
        self._answered, self.is_spent = 0, False
        with suppress(EndedError, MachineError, OSError):  # whoever asks next is told
            self._isolated.begin()

    def end(self) -> None:
        """End the process."""
        self._isolated.end()


class Pool:
    """The workers of a service."""

    def __init__(
        self, temporary: Path, workers: int = 0, limits: Limits = LIMITS, nursery: Nursery | None = None
    ) -> None:
        """So many workers at most, 0 for one a processor; children of the nursery, where there is one."""
        self._most = workers or len(os.sched_getaffinity(0))
        self._temporary, self._limits, self._nursery = temporary, limits, nursery
        self._threads = ThreadPoolExecutor(self._most, "document")
        self._workers: list[Worker] = []
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._waiting = Counter[Who]()

    async def ask(self, question: Mapping[str, Any], content: bytes = b"", who: Who = NOBODY) -> Answer:
        """A worker's answer. Raises RefusedError where there is none, at once where too many wait already."""
        worker = await self._worker(who)
        work = asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, question, content)
        work.add_done_callback(lambda done: self._back(worker, done))
        try:
            answer = await asyncio.shield(work)  # who asked may go away; the worker is busy all the same
        except EndedError as ended:
            LOG.error("a worker for documents ended: %s", ended.end.value)
            raise RefusedError("took-too-long" if ended.end is End.TIME else "machine", *ENDED) from None
        except MachineError as wrong:
            raise RefusedError("machine", f"{wrong}") from None
        except OSError as wrong:
            raise RefusedError("machine", f"不能开始处理：{reason(wrong)}。") from None
        if "refused" in answer.value:
            code = answer.value["refused"]
            raise RefusedError(code if code in REFUSALS else "failed", answer.value["message"], answer.value["fix"])
        return answer

    async def _worker(self, who: Who) -> Worker:
        if self._free.empty() and len(self._workers) < self._most:
            self._workers.append(Worker(self._temporary, self._limits, self._nursery))
            return self._workers[-1]
        if self._waiting.total() >= DOCUMENTS_WAITING or self._waiting[who] >= DOCUMENTS_WAITING_OF_ONE:
            raise RefusedError("overloaded")
        self._waiting[who] += 1
        try:
            return await self._free.get()
        finally:
            self._waiting[who] -= 1
            self._waiting += Counter()  # keeps those alone who wait

    def _back(self, worker: Worker, done: asyncio.Future[Answer]) -> None:
        """Let the worker have the next question, after it was renewed where it is spent."""
        if not done.cancelled():
            done.exception()  # looked at, since nobody may be waiting any more
        if worker.is_spent:
            renewed = asyncio.get_running_loop().run_in_executor(self._threads, worker.renew)
            renewed.add_done_callback(lambda _: self._free.put_nowait(worker))
        else:
            self._free.put_nowait(worker)

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(wait=False, cancel_futures=True)
