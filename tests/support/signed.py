"""People at a running service: accounts added beside it, each signed in by the link that it was given."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pypdfium2

from generator.interfaces.web.people import accounts, keys
from generator.interfaces.web.people.people import People
from generator.interfaces.web.people.who import Role

from .services import Answer, Running

PASSWORD = "correct horse battery"
FORM = "application/x-www-form-urlencoded"


def invited(root: Path, name: str, role: str, recommender: str = "") -> str:
    """The secret of the first link of a new account, of the service over this folder."""
    people = People(root)
    try:
        with people.changing() as connection:
            return accounts.add(connection, name, Role(role), recommender)[1]
    finally:
        people.close()


def key_of(root: Path, name: str, role: str, recommender: str = "") -> str:
    """A new key for a program."""
    people = People(root)
    try:
        with people.changing() as connection:
            return keys.add(connection, name, Role(role), recommender)[1]
    finally:
        people.close()


def filled(service: Running, path: str, token: str = "", **values: str) -> Answer:
    """A form sent as a page of the service does."""
    own = {"Content_Type": FORM, "Origin": service.address, "Authorization": ""}
    cookie = {"Cookie": f"wuxiao-{service.port}={token}"} if token else {}
    return service.ask("POST", path, urlencode(values).encode(), **own, **cookie)


def taken_up(service: Running, secret: str, name: str, password: str = PASSWORD) -> Running:
    """The service as the person sees it who has used the link."""
    answer = filled(service, f"/invite/{secret}", name=name, password=password, again=password)
    assert answer.status == 303, answer.body.decode()
    return replace(service, token=session_of(answer))


def session_of(answer: Answer) -> str:
    """The secret of the session that an answer begins."""
    found = re.match(r"[^=]+=([^;]+)", answer.headers["set-cookie"])
    assert found
    return found[1]


def person(service: Running, name: str, role: str, recommender: str = "") -> Running:
    """The service as somebody sees it with a new account of this role."""
    return taken_up(service, invited(service.folder, name, role, recommender), name)


def signed_in_again(service: Running, name: str, password: str = PASSWORD) -> Answer:
    """What signing in with name and password is answered."""
    return filled(service, "/login", name=name, password=password)


def texts_in(content: bytes) -> str:
    """All that can be read in an answer: of archives, Word and Excel files what is in them, of a PDF its text."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(f"{name}\n{texts_in(package.read(name))}" for name in package.namelist())
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    return content.decode("utf-8", "replace")


def held(answer: Answer, words: Iterable[str]) -> list[str]:
    """Which of the words stand somewhere in an answer, its headers too."""
    text = f"{texts_in(answer.body)}\n{answer.headers}"
    return [word for word in words if word in text]
