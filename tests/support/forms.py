"""Forms of the service's pages, sent as a browser sends them, and what a page then says."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from support.services import Answer, Running, multipart

FORM = "application/x-www-form-urlencoded"


def posted(service: Running, path: str, fields: Mapping[str, str | Sequence[str]] | None = None) -> Answer:
    """The answer to a form of these fields."""
    return service.ask("POST", path, urlencode(fields or {}, doseq=True).encode(), Content_Type=FORM)


def sent(service: Running, path: str, fields: Mapping[str, str], file: tuple[str, str, bytes] | None = None) -> Answer:
    """The answer to a form with a file: the field's name, the file's name, its content."""
    kind, body = multipart({file[1]: file[2]} if file else {})
    boundary = kind.partition("boundary=")[2].encode()
    if file:
        body = body.replace(b'name="files"', f'name="{file[0]}"'.encode())
    parts = b"".join(
        b"--" + boundary + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in fields.items()
    )
    return service.ask("POST", path, parts + body, Content_Type=kind)


def text_of(answer: Answer) -> str:
    """What the page says, without its marks."""
    main = re.search(r"<main.*?</main>", answer.body.decode(), re.DOTALL)
    assert main, answer.status
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def said(answer: Answer) -> list[str]:
    """What the page tells over its content: good, to be looked at, bad."""
    found = re.findall(r'<(p|div) class="(?:good|warn|bad)[^"]*"[^>]*>(.*?)</\1>', answer.body.decode(), re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split()) for _, text in found]


def values_of(answer: Answer, name: str) -> list[str]:
    """The values of the boxes of that name, of a select the one that is chosen."""
    page = answer.body.decode()
    boxes = re.findall(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    selects = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    chosen = [re.search(r"<option selected>([^<]*)", one) for one in selects]
    return [html.unescape(one) for one in boxes] + [one[1] if one else "" for one in chosen]
