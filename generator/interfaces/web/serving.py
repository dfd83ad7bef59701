"""`wuxiao serve`: opens the private folder, says where the page is, and serves until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

import uvicorn
from fastapi import FastAPI

from generator.campaign.errors import MachineError, UsageError
from generator.campaign.showing import visible
from generator.ground.apart.isolation import EndedError, ask
from generator.ground.disk import reason
from generator.interfaces.web.app import make_app
from generator.interfaces.web.front.notifying import READY, STOPPING, notify
from generator.interfaces.web.front.self_signed import Made, see_to_certificate
from generator.interfaces.web.limits import HEAD_BYTES, LINES_AT_ONCE
from generator.interfaces.web.lines import HttpLine, Lines, Listener
from generator.interfaces.web.office import Office
from generator.interfaces.web.people.people import People
from generator.interfaces.web.service import Service, require_guard
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store.store import Store
from generator.interfaces.web.work.children import SHORT

WAIT_AT_THE_END_SECONDS = 3
ACCEPTED_AT_ONCE = 32  # then those that are let in are listened to
RENEWED_SECONDS = 3600  # how often it is looked whether our own certificate ends soon
LOG = logging.getLogger("wuxiao.serve")
MOST_FILES = 4_096  # open at once: lines, downloads, pipes of children


def serve(service: Service, say: Callable[[str], None]) -> None:
    """Serve until stopped. Raises UsageError for an unguarded service, MachineError where the port is taken."""
    people = People(service.root)
    try:
        require_guard(service, has_accounts=people.exist)
    finally:
        people.close()
    lines = Lines(min(LINES_AT_ONCE, _allowed_files() // 2), proxies=service.proxies)
    with _listening(service, lines) as listener:
        warnings = _lacking()
        store = Store(service.root)
        tempfile.tempdir = str(store.temporary)  # uploads on their way in are personal data too
        sessions = Sessions(service)
        _log()
        try:
            made = see_to_certificate(service.root, service.called) if service.self_signed else None
            about = _about_certificate(service, made) if made else ()
            for line in (*warnings, *_greeting(service, sessions), *about):
                say(line)
            server = _server(service, make_app(service, store, sessions), lines)
            with suppress(KeyboardInterrupt):  # uvicorn passes on what has ended it, once all is put away
                server.run(sockets=[listener])
            say("网页服务已停止，保存的内容都在。")
        finally:
            sessions.people.close()
            store.close()


def _lacking() -> list[str]:
    """What this machine lacks for all documents to be made."""
    try:
        said: list[str] = ask("generator.rendering.machine:lacking", None, limits=SHORT).value
    except EndedError:
        return []  # whoever asks for a document is told
    return said


class _Visible(logging.Formatter):
    """Lines of the log in which nothing steers the terminal that they are read on."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry; only what the program itself breaks into lines has several."""
        return "\n".join(map(visible, super().format(record).split("\n")))


def _log() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Visible("%(asctime)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)  # what hushed the libraries goes
    logging.getLogger("alembic").setLevel(logging.WARNING)  # tells each of its parts otherwise


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
    except socket.gaierror as wrong:
        listener.close()
        raise UsageError(f"没有叫“{service.host}”的电脑。--host 请写这台电脑自己的地址，例如 127.0.0.1。") from wrong
    except OSError as wrong:
        listener.close()
        message = f"不能在 {service.host} 的端口{service.port}上提供服务：{reason(wrong)}。换端口用 --port。"
        raise MachineError(message) from wrong
    return listener


WAYS = {
    "link": "下面的链接（只在本次启动有效，不要转发）",
    "password": "下面的地址，并输入密码",
    "account": "下面的地址，并用账号登录",
}


def _greeting(service: Service, sessions: Sessions) -> list[str]:
    link = f"/start?token={sessions.start_token}" if sessions.way == "link" else "/"
    what = WAYS[sessions.way]
    days = f"，{service.keep_days}天没有操作的活动自动删除" if service.keep_days else ""
    kept = f"文件保存在 {service.root}{days}。"
    return [f"请用浏览器打开{what}：", "", f"    {service.address}{link}", "", f"{kept}按 Ctrl+C 停止。"]


def _about_certificate(service: Service, made: Made) -> list[str]:
    which = "这次新做的" if made.is_new else "自己做的"
    return [
        "",
        f"证书是本服务{which}，用到{made.until:%Y-%m-%d}为止，到期前自动更换。指纹（SHA-256）：",
        "",
        f"    {made.fingerprint}",
        "",
        "浏览器第一次打开时会说证书不受信任：请在浏览器里查看证书，指纹与上面相同才继续访问。",
        f"要让浏览器一直信任，请把 {service.certificate} 发到各台电脑，装到“受信任的根证书颁发机构”。",
    ]


class _Server(uvicorn.Server):
    """A server that tells who asks that it is there, and that it ends."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        """Serve `app`."""
        super().__init__(config)
        self._office: Office = app.state.office

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            notify(READY)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        self._office.readiness.is_ending = True
        notify(STOPPING)
        super().handle_exit(sig, frame)


def _server(service: Service, app: FastAPI, lines: Lines) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
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

    async def renew() -> None:
        if (await asyncio.to_thread(see_to_certificate, service.root, service.called)).is_new and config.ssl:
            config.ssl.load_cert_chain(str(service.certificate), str(service.key))
            LOG.info("a new certificate of our own is used from now on")

    if service.self_signed:
        config.callback_notify, config.timeout_notify = renew, RENEWED_SECONDS
    return _Server(config, app)
