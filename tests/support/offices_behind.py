"""A service under a public address, and somebody in the office who is signed in to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from support.services import Answer, Running, multipart, running

PASSWORD = "correct horse battery"
ADDRESSES = ("href", "src", "action", "formaction", "poster", "srcset")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Behind:
    """A service that is reached as `public`, with requests as its proxy sends them for `client`."""

    service: Running
    public: str
    client: str = "198.51.100.7"
    cookie: str = ""

    @property
    def sub_path(self) -> str:
        return urlsplit(self.public).path

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request for the path, sub-path and all, as the proxy passes it on."""
        parts = urlsplit(self.public)
        usual = {
            "Host": parts.netloc, "X-Forwarded-For": self.client, "X-Forwarded-Proto": parts.scheme,
            "Authorization": "", "Cookie": self.cookie, "Origin": f"{parts.scheme}://{parts.netloc}",
        }  # fmt: skip
        return self.service.ask(method, path, body, **(usual | headers))

    def fill(self, path: str, values: Mapping[str, str], **headers: str) -> Answer:
        """A form sent with these values."""
        return self.ask("POST", path, urlencode(values).encode(), Content_Type=FORM, **headers)

    def upload(self, path: str, files: Mapping[str, bytes]) -> Answer:
        """An upload of files under their names."""
        kind, body = multipart(files)
        return self.ask("POST", path, body, Content_Type=kind)

    def signed_in(self) -> Behind:
        """The same with a session."""
        answer = self.fill(f"{self.sub_path}/login", {"password": PASSWORD})
        assert answer.status == 303, answer
        return Behind(self.service, self.public, self.client, answer.headers["set-cookie"].partition(";")[0])


@contextmanager
def behind(folder: Path, public: str, *options: str) -> Iterator[Behind]:
    """A service with a password under this address, before which a proxy of this machine stands."""
    password = folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o600)
    guard = ["--public-url", public, "--trusted-proxy", "127.0.0.1", "--password-file", str(password)]
    with running(folder, *guard, *options) as service:
        yield Behind(service, public)


class _Addresses(HTMLParser):
    """Every address that a page holds: in an attribute made for it, or in any other that begins like one."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in ADDRESSES or (value.startswith("/") and name != "value")):
                self.found.append(value)
            if tag == "meta" and value and (refresh := re.match(r"\d+; *url=(.*)", value)):
                self.found.append(refresh[1])


def addresses(page: str, at: str) -> list[str]:
    """The whole addresses that a page at this one leads to, without their fragments."""
    parser = _Addresses()
    parser.feed(page)
    return [urljoin(at, value).partition("#")[0] for value in parser.found]


def leaving(page: str, at: str, public: str) -> list[str]:
    """Those of them that do not stand below the public address."""
    return [one for one in addresses(page, at) if not is_below(one, public)]


def is_below(address: str, public: str) -> bool:
    """Whether the address is the public one or below it."""
    return urlsplit(address)._replace(query="", fragment="").geturl() == public or address.startswith(f"{public}/")
