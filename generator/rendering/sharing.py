"""Equal objects of a PDF joined of several files, stored once (ISO 32000-1, 7.3.10)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import pikepdf

# Objects that stand for themselves: two that look the same are still two.
_OWN = ("/Page", "/Pages", "/Catalog", "/Outlines")


def store_equal_objects_once(pdf: pikepdf.Pdf) -> None:
    """Let every reference to one of several equal objects (fonts, forms) point to the first of them.

    Objects become equal when what they refer to was found equal: so it is repeated until nothing changes.
    """
    replaced = True
    while replaced:
        first: dict[bytes, pikepdf.Object] = {}
        second: dict[tuple[int, int], pikepdf.Object] = {}
        used = list(_used_objects(pdf))
        for thing in used:
            kept = first.setdefault(_likeness(thing), thing)
            if kept.objgen != thing.objgen:
                second[thing.objgen] = kept
        replaced = bool(second)
        for thing in used if replaced else ():
            if thing.objgen not in second:
                _redirect(thing, second)


def _used_objects(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The indirect objects that the trailer leads to, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[pikepdf.Object] = [pdf.trailer]
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
            yield thing
        waiting.extend(_inside(thing))


def _inside(thing: pikepdf.Object) -> list[pikepdf.Object]:
    """The objects directly inside a dictionary, array or stream."""
    if isinstance(thing, pikepdf.Array):
        found = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        found = [thing[key] for key in sorted(thing.keys())]  # a set of their own: in no order
    else:
        found = []
    return [one for one in found if isinstance(one, pikepdf.Object)]


def _likeness(thing: pikepdf.Object) -> bytes:
    """What two equal objects have in common; for those that stand for themselves, their own number."""
    if isinstance(thing, pikepdf.Stream):
        about = pikepdf.Dictionary({key: thing[key] for key in sorted(thing.keys()) if key != "/Length"})
        return hashlib.sha256(about.unparse() + b"\0" + thing.read_raw_bytes()).digest()
    if isinstance(thing, pikepdf.Dictionary) and (str(thing.get("/Type")) in _OWN or "/Title" in thing):
        return str(thing.objgen).encode()
    return thing.unparse(resolved=True)


def _redirect(thing: pikepdf.Object, to: Mapping[tuple[int, int], pikepdf.Object]) -> None:
    """Replace, inside this object, every reference to a replaced one."""
    keys = range(len(thing)) if isinstance(thing, pikepdf.Array) else list(_keys(thing))
    for key in keys:
        inner = thing[key]
        if not isinstance(inner, pikepdf.Object):
            continue
        if inner.is_indirect:
            if inner.objgen in to:
                thing[key] = to[inner.objgen]
        else:
            _redirect(inner, to)


def _keys(thing: pikepdf.Object) -> list[str]:
    return sorted(thing.keys()) if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else []
