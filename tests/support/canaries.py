"""A server and a file that nothing may touch: whoever asks for them has been let out of the templates."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "金丝雀不应出现QJ7X"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#010203"/></svg>'
)


@dataclass
class Canaries:
    """Where the canaries are, and who asked for the one on the network."""

    address: str
    file: Path
    hits: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every way to name the canaries."""
        name = self.file.as_posix()
        return (
            f"{self.address}/a.svg",
            self.file.as_uri(),
            name,
            f"template:../{self.file.name}",
            f"../{self.file.name}",
        )


@contextmanager
def canaries(folder: Path) -> Iterator[Canaries]:
    """A server on this machine and a file in the folder, both readable pictures that hold a secret."""
    content = PICTURE.replace("<rect", f"<title>{SECRET}</title><rect")
    (folder / "canary.svg").write_text(content, encoding="utf-8")
    made = Canaries("", folder / "canary.svg")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.hits.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(content.encode())

        do_HEAD = do_POST = do_OPTIONS = do_GET  # noqa: N815 - the names that the server looks for

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield made
        finally:
            server.shutdown()
