"""Warm workers: one that dies or takes too long is replaced, too many questions are refused at once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from support.sent_records import record_in

from generator.interfaces.web.documents import pool as pools
from generator.interfaces.web.documents.pool import LIMITS, Pool
from generator.interfaces.web.people.who import Who
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.telling import refusal_response

ORDER = json.dumps({"record": record_in(MINIMAL / "applications" / "NC-001.yaml"), "format": "docx"}).encode()
QUESTION = {"task": "render", "kind": "form1", "campaign": None, "signing": None, "signs": True, "seen": None}
Work = Callable[[Pool], Coroutine[Any, Any, None]]


def _with_pool(work: Work, folder: Path, **settings: Any) -> None:
    async def whole() -> None:
        pool = Pool(folder, **settings)
        try:
            await asyncio.wait_for(work(pool), 300)
        finally:
            pool.close()

    asyncio.run(whole())


def _processes(pool: Pool) -> list[int]:
    return [one._isolated._child.pid for one in pool._workers if one._isolated._child]


async def _made(pool: Pool) -> bytes:
    return (await pool.ask(QUESTION, ORDER)).content


def test_a_worker_is_kept_from_question_to_question(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        assert not _processes(pool)
        first = await _made(pool)
        process = _processes(pool)
        assert first == await _made(pool)
        assert len(process) == 1
        assert _processes(pool) == process

    _with_pool(work, tmp_path, workers=2)


def test_a_worker_that_dies_is_replaced_and_others_go_on(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        expected = await asyncio.gather(_made(pool), _made(pool))
        first, second = _processes(pool)
        asked = [asyncio.ensure_future(_made(pool)) for _ in range(2)]
        await asyncio.sleep(0)
        os.killpg(first, signal.SIGKILL)
        answers = await asyncio.gather(*asked, return_exceptions=True)
        refused = [one for one in answers if isinstance(one, RefusedError)]
        assert [one.status for one in refused] == [503]
        assert [one for one in answers if one not in refused] == expected[:1]
        assert await asyncio.gather(*(_made(pool) for _ in range(4))) == expected * 2
        assert first not in _processes(pool)
        assert second in _processes(pool)

    _with_pool(work, tmp_path, workers=2)


def test_a_worker_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        expected = await _made(pool)
        (process,) = _processes(pool)
        os.killpg(process, signal.SIGSTOP)
        pool._workers[0]._isolated._limits = replace(LIMITS, wait_seconds=1.0)  # it has loaded what it needs
        with pytest.raises(RefusedError) as refused:
            await _made(pool)
        pool._workers[0]._isolated._limits = LIMITS
        assert refused.value.code == "took-too-long"
        assert await _made(pool) == expected
        assert _processes(pool) != [process]

    _with_pool(work, tmp_path, workers=1)


def test_too_many_questions_are_refused_at_once_and_the_others_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "DOCUMENTS_WAITING", 5)

    async def work(pool: Pool) -> None:
        answers = await asyncio.gather(*(_made(pool) for _ in range(12)), return_exceptions=True)
        refused = [one for one in answers if isinstance(one, RefusedError)]
        assert [(one.code, one.status) for one in refused] == [("overloaded", 503)] * 6
        assert len({one for one in answers if isinstance(one, bytes)}) == 1
        assert await _made(pool)

    _with_pool(work, tmp_path, workers=1)


def test_one_program_takes_not_every_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "DOCUMENTS_WAITING_OF_ONE", 3)
    greedy, modest = Who(key=1), Who(key=2)

    async def work(pool: Pool) -> None:
        asked = [pool.ask(QUESTION, ORDER, who) for who in (*[greedy] * 9, modest)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        refused = [isinstance(one, RefusedError) for one in answers]
        assert refused == [False] * 4 + [True] * 5 + [False]
        assert not isinstance((await asyncio.gather(pool.ask(QUESTION, ORDER, greedy)))[0], RefusedError)

    _with_pool(work, tmp_path, workers=1)


def test_a_refused_program_is_told_when_to_come_again() -> None:
    answer = refusal_response({"path": "/api/v1/render/form1"}, RefusedError("overloaded"))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_who_goes_away_leaves_the_worker_to_the_next(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        expected = await _made(pool)
        for _ in range(3):
            gone = asyncio.ensure_future(_made(pool))
            waiting = asyncio.ensure_future(_made(pool))
            await asyncio.sleep(0)
            gone.cancel()
            waiting.cancel()
            await asyncio.gather(gone, waiting, return_exceptions=True)
        assert await _made(pool) == expected
        assert len(_processes(pool)) == 1

    _with_pool(work, tmp_path, workers=1)


def test_a_worker_goes_when_it_has_made_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "DOCUMENTS_OF_A_WORKER", 2)

    async def work(pool: Pool) -> None:
        made, seen = [], []
        for _ in range(5):
            made.append(await _made(pool))
            seen += _processes(pool)
        assert len(set(made)) == 1
        assert len(set(seen)) == 3

    _with_pool(work, tmp_path, workers=1)
