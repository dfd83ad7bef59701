"""Where somebody goes on after signing in: only to a page of this service."""

from __future__ import annotations

from urllib.parse import urlsplit

FIRST_PAGE = "/"
_NO_PAGES = ("/login", "/logout", "/start", "/invite", "/api", "/static", "/openapi.json")
_PLAIN = range(0x21, 0x7F)  # what a browser sends of an address; it drops tabs and takes \\ for /


def local_path(address: str) -> str:
    """The address where it is the path of a page here, else the first page's."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    if not is_path or any(ord(char) not in _PLAIN for char in address):
        return FIRST_PAGE
    try:
        parts = urlsplit(address)
    except ValueError:
        return FIRST_PAGE
    is_page = not any(parts.path == one or parts.path.startswith(f"{one}/") for one in _NO_PAGES)
    return address if is_page and not parts.scheme and not parts.netloc else FIRST_PAGE


def asked_page(method: str, path: str, query: str, referer: str) -> str:
    """The page that a request came for, or for one that was to change something the page that it came from."""
    if method in ("GET", "HEAD"):
        return local_path(f"{path}?{query}" if query else path)
    try:
        parts = urlsplit(referer)
    except ValueError:
        return FIRST_PAGE
    return local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
