"""Packages changed at random in how they are named, typed, related and spelt; the same for one seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress

from support.office_files import OFFICE, TYPES, relations_of, stored
from support.template_judge import EVIL

from generator.office.package import read_package

Parts = dict[str, bytes]
Change = Callable[[random.Random, Parts, str], None]
MODES = ("External", "external", "EXTERNAL", "eXternal", "Internal", "")


def address(luck: random.Random, server: str) -> str:
    return luck.choice(
        (
            f"{server}/{EVIL}",
            f"file:///tmp/{EVIL}",
            f"//127.0.0.1/{EVIL}",
            f"\\\\127.0.0.1\\{EVIL}",
            f"ftp://h/{EVIL}",
            f"javascript:{EVIL}",
            f"../../{EVIL}",
            f"/{EVIL}",
            f"%2e%2e/{EVIL}",
            f"mhtml:{server}/{EVIL}",
            f"{{{{ title }}}}{EVIL}",
        )
    )


def relate(parts: Parts, source: str, key: str, kind: str, target: str, mode: str) -> None:
    name = relations_of(source)
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    address = kind if "://" in kind else OFFICE + kind
    shown = f' TargetMode="{mode}"' if mode else ""
    one = f'<Relationship Id="{key}" Type="{address}" Target="{target}"{shown}/></Relationships>'
    parts[name] = parts.get(name, empty).replace(b"</Relationships>", one.encode())


def retyped(parts: Parts, name: str, kind: str) -> None:
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    parts[TYPES] = parts[TYPES].replace(b"</Types>", override)


def renamed(luck: random.Random, parts: Parts, _server: str) -> None:
    """A part under another name, with its type and relationships or without."""
    old = luck.choice(sorted(parts))
    folder, _, last = old.rpartition("/")
    new = luck.choice(
        (
            old.upper(), old.swapcase(), f"{folder}/x{last}", f"evil/{last}", old.replace("o", "%6F", 1), last,
            old.replace(".xml", ".XML"), old + ".", f"{folder}//{last}", f"{folder}/./{last}",
        )
    )  # fmt: skip
    parts[new] = parts.pop(old)
    if luck.random() < 0.6:
        for name in (TYPES, *(one for one in parts if one.endswith(".rels"))):
            for said in (f'"/{old}"', f'"{old}"', f'"{last}"'):
                parts[name] = parts.get(name, b"").replace(said.encode(), f'"/{new}"'.encode())


def spelt(luck: random.Random, parts: Parts, _server: str) -> None:
    """A part written in another way: encoding, prefix, the strict form, a declaration, a comment with a mark."""
    name = luck.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    text = parts[name].decode("utf-8", "replace")
    way = luck.randrange(6)
    if way == 0:
        text = re.sub(r'encoding="[^"]*"', 'encoding="UTF-16"', text)
        parts[name] = text.encode("utf-16")
        return
    if way == 1:
        text = re.sub(r"(</?|xmlns:)w(?=[:=])", r"\1zz", text)
        text = re.sub(r"(?<=\s)w:(?=[\w]+=)", "zz:", text)
    elif way == 2:
        text = text.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
    elif way == 3:
        text = re.sub(r"(\?>)", r'\1<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>', text, count=1)
    elif way == 4:
        text = re.sub(r"(<w:body>|<sheetData>)", rf"\1<!-- {{{{ title }}}} {EVIL} --><?evil {EVIL}?>", text)
    else:
        text = text.replace("<w:p>", "<w:p>" * luck.choice((2, 300)), 1)
    parts[name] = text.encode()


def marked(luck: random.Random, parts: Parts, _server: str) -> None:
    """A mark where data would build something else than a text."""
    name = luck.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    text = parts[name].decode("utf-8", "replace")
    found = [one for one in re.finditer(r'(?<==")[^"]*(?=")', text)]
    if found:
        one = luck.choice(found)
        mark = luck.choice(("{{ title }}", "{% if title %}", "{{ title|e }}", "{# a #}"))
        parts[name] = f"{text[: one.start()]}{mark}{text[one.end() :]}".encode()


def arm(seed: int, server: str, package: bytes, changes: tuple[Change, ...]) -> bytes:
    """The package after one to three of these changes; now and then with an entry twice."""
    luck, parts = random.Random(seed), read_package(package)
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        with suppress(KeyError, IndexError):  # what it would change is there no longer
            luck.choice(changes)(luck, parts, server)
    entries = list(parts.items())
    if luck.random() < 0.03:
        entries.append(luck.choice(entries))
    return stored(entries)
