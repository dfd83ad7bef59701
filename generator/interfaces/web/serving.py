"""`wuxiao serve`: opens the private folder, says where the page is, and serves until it is stopped."""

from __future__ import annotations

import logging
import os
import resource
import socket
import tempfile
from collections.abc import Callable
from functools import partial

import uvicorn

from generator.campaign.errors import MachineError
from generator.campaign.showing import visible
from generator.ground.disk import reason
from generator.interfaces.web.app import make_app
from generator.interfaces.web.limits import HEAD_BYTES, LINES_AT_ONCE
from generator.interfaces.web.lines import HttpLine, Lines, Listener
from generator.interfaces.web.service import Service, require_guard
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store.store import Store

WAIT_AT_THE_END_SECONDS = 3
ACCEPTED_AT_ONCE = 32  # then those that are let in are listened to
MOST_FILES = 4_096  # open at once: lines, downloads, pipes of children


def serve(service: Service, say: Callable[[str], None]) -> None:
    """Serve until stopped. Raises UsageError for an unguarded service, MachineError where the port is taken."""
    require_guard(service)
    os.umask(0o077)  # whatever is written, here and in children, is for this user alone
    lines = Lines(most=min(LINES_AT_ONCE, _allowed_files() // 2))
    with _listening(service, lines) as listener:
        store = Store(service.root, keep_days=service.keep_days)
        tempfile.tempdir = str(store.temporary)  # uploads on their way in are personal data too
        sessions = Sessions(service)
        _log()
        try:
            for line in _greeting(service, sessions):
                say(line)
            _server(service, make_app(service, store, sessions), lines).run(sockets=[listener])
        finally:
            store.close()


class _Visible(logging.Formatter):
    """Lines of the log in which nothing steers the terminal that they are read on."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry; only what the program itself breaks into lines has several."""
        return "\n".join(map(visible, super().format(record).split("\n")))


def _log() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Visible("%(asctime)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)  # what hushed the libraries goes


def _allowed_files() -> int:
    """How many files the process may have open: more than a shell lets it by default, where the system allows that."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        return wanted
    return wanted if now == resource.RLIM_INFINITY else now


def _listening(service: Service, lines: Lines) -> socket.socket:
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    listener = Listener(family, lines)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((service.host, service.port))
    except OSError as wrong:
        listener.close()
        message = f"不能在 {service.host} 的端口{service.port}上提供服务：{reason(wrong)}。换端口用 --port。"
        raise MachineError(message) from wrong
    return listener


def _greeting(service: Service, sessions: Sessions) -> list[str]:
    link = f"/start?token={sessions.start_token}" if sessions.start_token else "/"
    what = "下面的链接（只在本次启动有效，不要转发）" if sessions.start_token else "下面的地址，并输入密码"
    kept = f"文件保存在 {service.root}，{service.keep_days}天后自动删除。"
    return [f"请用浏览器打开{what}：", "", f"    {service.address}{link}", "", f"{kept}按 Ctrl+C 停止。"]


def _server(service: Service, app: object, lines: Lines) -> uvicorn.Server:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        access_log=False,  # it would hold addresses; the gate logs routes
        log_level="warning",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        loop="asyncio",
        http=partial(HttpLine, lines),  # type: ignore[arg-type]
        ws="none",
        h11_max_incomplete_event_size=HEAD_BYTES,
        backlog=ACCEPTED_AT_ONCE,
        timeout_graceful_shutdown=WAIT_AT_THE_END_SECONDS,
        ssl_certfile=service.certificate,
        ssl_keyfile=service.key,
    )
    return uvicorn.Server(config)
