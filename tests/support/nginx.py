"""A real nginx with the site file of the docs, on a port of this machine, before a service."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import ROOT

NGINX = "/usr/sbin/nginx"
SITE = ROOT / "docs/nginx/wuxiao.conf"
MAIN = """{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


@contextmanager
def nginx(folder: Path, port: int, service_port: int, certificate: Path, key: Path) -> Iterator[None]:
    """nginx as localhost, with this certificate; of its site file nothing else differs from the docs."""
    site = SITE.read_text(encoding="utf-8")
    for written, ours in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("server_name oa.example;", "server_name localhost;"),
        ("/etc/ssl/oa.example.pem", f"{certificate}"),
        ("/etc/ssl/private/oa.example.key", f"{key}"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{service_port}"),
    ):
        assert site.count(written) == 1, written
        site = site.replace(written, ours)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder, site=site), encoding="utf-8")
    command = [NGINX, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            _wait_for(port, folder)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(port: int, folder: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError((folder / "error.log").read_text(encoding="utf-8"))
