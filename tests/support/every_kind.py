"""A campaign of made-up forms in which every kind of field stands in every place where it may.

Each value is another one, so that it is found in a document by itself.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import yaml
from conftest import MINIMAL
from PIL import Image

from generator.campaign.fields import Field, Kind
from generator.campaign.forms import PLACES
from generator.campaign.layout import package_templates
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.rendering.excel.entry_workbook import entry_workbook

DAY = date(2023, 7, 20)
PHOTO = "NC-001-照片.png"
PHOTO_MM = (25, 35)
SIGNS = "天地玄黄宇宙洪荒日月盈辰"
CHOICES = ("甲类项", "乙类项", "丙类项")
LONG = "多段的第{0}段文字，写明原来的做法、改进的做法和带来的效益。"


class Given(NamedTuple):
    """A value of a kind: as a clerk writes it, and what documents print of it."""

    written: Any
    printed: str
    about: Mapping[str, Any] = {}


def _given(kind: Kind, number: int) -> Given:
    """The value of a field of that kind, another one for every number."""
    sign = SIGNS[number // len(SIGNS)] + SIGNS[number % len(SIGNS)]
    day = date(2023, 1 + number % 7, 1 + number % 28)
    given = {
        Kind.TEXT: Given(f"{sign}字第{number}号", f"{sign}字第{number}号", {"limit": 20}),
        Kind.PERSON: Given(f"欧阳{sign}", f"欧阳{sign}", {"limit": 20}),
        Kind.LONG_TEXT: Given(
            f"{sign}：{LONG.format(1)}\n{LONG.format(2)}", f"{sign}：{LONG.format(1)}{LONG.format(2)}", {"limit": 900}
        ),
        Kind.TEXTS: Given([f"{sign}甲", f"{sign}乙"], f"{sign}甲；{sign}乙", {"limit": 10}),
        Kind.CHOICE: Given(CHOICES[number % 3], CHOICES[number % 3], {"choices": list(CHOICES)}),
        Kind.CHOICES: Given([CHOICES[0], CHOICES[2]], "甲类项、丙类项", {"choices": list(CHOICES)}),
        Kind.YES_NO: Given("是" if number % 2 else "否", "是" if number % 2 else "否"),
        Kind.DATE: Given(f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日"),
        Kind.PHONE: Given(f"138{number:08d}", f"138{number:08d}"),
        Kind.ID_NUMBER: Given(id_number(number), id_number(number)),
        Kind.PATENT_NUMBER: Given(patent_number(number), patent_number(number), {"limit": 40}),
        Kind.INTEGER: Given(str(800 + number), str(800 + number), {"least": 1, "most": 9999}),
        Kind.MONEY: Given(f"{number}.5", f"{Decimal(number)}.5万元", {"unit": "万元"}),
        Kind.PICTURE: Given(PHOTO, ""),
    }
    return given[kind]


def id_number(number: int) -> str:
    """A valid number of an invented person (GB 11643-1999)."""
    body = f"36010219870512{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def patent_number(number: int) -> str:
    """A valid number of an invented patent (ZC 0006-2003)."""
    body = f"2022201{number:05d}"
    check = sum(int(digit) * weight for digit, weight in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return f"ZL{body}.{'0123456789X'[check % 11]}"


class Placed(NamedTuple):
    """A field of a made-up form: its kind and place, its name, its value."""

    kind: Kind
    place: str
    number: int
    given: Given

    @property
    def key(self) -> str:
        """Its name in templates."""
        return f"field{self.number}"

    @property
    def label(self) -> str:
        """How clerks call it."""
        return f"栏目{self.number}"

    @property
    def of_completer(self) -> bool:
        """Whether it is a field of another completer."""
        return self.place in ("repeated", "completers")

    @property
    def entry(self) -> dict[str, Any]:
        """Its line in fields.yaml."""
        return {"key": self.key, "label": self.label, "kind": self.kind.value, **self.given.about}


def allowed() -> list[tuple[Kind, str]]:
    """Every kind in every place where it may stand; a column is one of an application or of another completer."""
    places = {**PLACES, "completers": PLACES["column"]}
    return [(kind, place) for place, kinds in places.items() for kind in Kind if kind in kinds]


def placed(some: Iterable[tuple[Kind, str]]) -> list[Placed]:
    """These kinds in these places, each with a field and a value of its own."""
    return [Placed(kind, place, number, _given(kind, number)) for number, (kind, place) in enumerate(some)]


# ---- forms


def _head(name: str, per: str, kind: str) -> dict[str, Any]:
    return {
        "title": "{{ 年度 }}年" + name,
        "name": name,
        "annex": "",
        "per": per,
        "folder": f"20-{name}",
        "kind": kind,
        "sizes_pt": [10.5, 9, 8, 7, 6, 5],
        "foot_note": "本表如实填写。",
    }


def _labelled(one: Placed, **cell: Any) -> list[dict[str, Any]]:
    return [{"columns": [0, 0], "label": one.label}, {"columns": [1, 3], "field": one.key, **cell}]


def _grid(
    name: str, pages: Sequence[Sequence[dict[str, Any]]], widths: Sequence[float] = (40, 40, 38, 38), **more: Any
) -> dict[str, Any]:
    """A grid of these rows; the last column is -1."""
    for cell in (cell for rows in pages for row in rows for cell in row["cells"]):
        cell["columns"] = [place % len(widths) for place in cell["columns"]]
    written = [{"rows": list(rows)} for rows in pages]
    return {**_head(name, "application", "grid"), "columns_mm": list(widths), "pages": written, **more}


def _row(cells: list[dict[str, Any]], height_mm: float = 11, **more: Any) -> dict[str, Any]:
    return {"height_mm": height_mm, "cells": cells, **more}


def forms(fields: Sequence[Placed]) -> dict[str, dict[str, Any]]:
    """The forms that show these fields, by the names of their folders."""
    of = {place: [one for one in fields if one.place == place] for place in (*PLACES, "completers")}
    made: dict[str, dict[str, Any]] = {}
    if pages := list(filter(None, _pages(of))):
        made["every"] = _grid("各种栏目", [[_named(), *pages[0]], *pages[1:]], **_cover(of["cover"]))
    elif of["cover"]:
        made["every"] = _grid("各种栏目", [[_named()]], **_cover(of["cover"]))
    if joined := [_row(_joined(number, *pair)) for number, pair in enumerate(_pairs(of["joined"]))]:
        made["joined"] = _grid("合写栏目", [[_named(), *joined]])
    for number, some in enumerate(_chunks(of["repeated"], 6)):
        made[f"repeated{number}"] = _repeated(some, number)
    for number, some in enumerate(_chunks(of["column"], 5)):
        made[f"listed{number}"] = _list(f"汇总栏目{number}", "recommender", some)
    for number, some in enumerate(_chunks(of["completers"], 6)):
        made[f"others{number}"] = _list(f"人员栏目{number}", "application", some)
    return made


def _pages(of: Mapping[str, Sequence[Placed]]) -> Iterator[list[dict[str, Any]]]:
    """The rows of a form's pages: values, boxes and pictures, values that grow, texts that go on over pages."""
    yield [_row(_labelled(one), 14 if one.kind is Kind.LONG_TEXT else 11) for one in of["value"]]
    boxes = [_row(_labelled(one, boxes=True)) for one in of["boxes"]]
    pictures = [_row(_labelled(one, size_mm=list(PHOTO_MM), hint="一寸|照片"), 42) for one in of["picture"]]
    yield [*boxes, *pictures]
    yield [_row(_labelled(one), 20, grows=True) for one in of["growing"]]
    yield _parts(of["parts"])


def _named() -> dict[str, Any]:
    """The row that says of which project the form is."""
    return _row([{"columns": [0, 0], "label": "项目名称"}, {"columns": [1, -1], "field": "name"}])


def _joined(number: int, one: Placed, other: Placed) -> list[dict[str, Any]]:
    of = {"columns": [1, 3], "of": [one.key, other.key], "as": f"joined{number}"}
    return [{"columns": [0, 0], "label": "合写"}, of]


def _pairs(some: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Each beside the next; one that is left beside the first."""
    for place in range(0, len(some), 2):
        yield some[place], some[place + 1] if place + 1 < len(some) else some[0]


def _chunks(some: Sequence[Placed], size: int) -> Iterator[Sequence[Placed]]:
    return (some[start : start + size] for start in range(0, len(some), size))


def _parts(some: Sequence[Placed]) -> list[dict[str, Any]]:
    if not some:
        return []
    cell = {"columns": [0, 3], "parts": [one.key for one in some], "as": "texts", "hint": "请分段书写"}
    return [_row([{"columns": [0, 3], "heading": "正文"}]), _row([cell], 150, grows=True)]


def _cover(some: Sequence[Placed]) -> dict[str, Any]:
    if not some:
        return {}
    values = [{"label": "封面：", "field": one.key, "width_mm": 48, "height_mm": 9} for one in some]
    lines = [values[start : start + 2] for start in range(0, len(values), 2)]
    return {"cover": {"lines": lines, "sizes_pt": [14, 12, 10.5, 9, 8, 7, 6]}}


def _repeated(some: Sequence[Placed], number: int) -> dict[str, Any]:
    """A grid whose last row is repeated; with a column of its own before the values."""
    width = round(126 / len(some), 1)
    widths = [30, *[width] * (len(some) - 1), round(126 - width * (len(some) - 1), 1)]
    head = [{"columns": [at, at], "label": one.label} for at, one in enumerate(some, start=1)]
    cells = [{"columns": [at, at], "field": one.key} for at, one in enumerate(some, start=1)]
    rows = [
        _named(),
        _row([{"columns": [0, 0], "rows": 2, "label": "其他|完成人"}, *head], 20),
        _row(cells, 14, repeat={"table": "其他完成人", "rows": 5}),
    ]
    return _grid(f"人员{number}", [rows], widths)


def _list(name: str, per: str, some: Sequence[Placed]) -> dict[str, Any]:
    of_project = [("name", "项目名称")] if per == "recommender" else []
    named = [*of_project, *((one.key, one.label) for one in some)]
    width = round(215 / len(named), 2)
    widths = [width] * (len(named) - 1) + [round(215 - width * (len(named) - 1), 2)]
    columns = [{"row_number": True, "width_mm": 10, "label": "序号"}]
    columns += [
        {"field": key, "width_mm": wide, "label": label} for (key, label), wide in zip(named, widths, strict=True)
    ]
    words = {"unit_label": "单位：", "seal": "（盖章）", "date_label": "日期："}
    return {**_head(name, per, "list"), "columns": columns, **words}


# ---- the campaign


def write_templates(folder: Path, fields: Sequence[Placed]) -> Path:
    """The folder of templates below it, with these fields and the forms that show them."""
    templates = folder / "templates"
    templates.mkdir(exist_ok=True)
    tables = yaml.safe_load((package_templates() / "fields.yaml").read_text(encoding="utf-8"))
    for one in fields:
        tables["其他完成人" if one.of_completer else "申报项目"].append(one.entry)
    _dump(templates / "fields.yaml", tables)
    for key, form in forms(fields).items():
        (templates / key).mkdir()
        _dump(templates / key / "form.yaml", form)
    return templates


def write_campaign(folder: Path, fields: Sequence[Placed]) -> Path:
    """The minimal campaign with these fields and the forms that show them."""
    shutil.copytree(MINIMAL, folder)
    write_templates(folder, fields)
    if any(one.kind is Kind.PICTURE for one in fields):
        (folder / "attachments").mkdir(exist_ok=True)
        Image.new("RGB", (250, 350), (30, 90, 200)).save(folder / "attachments" / PHOTO)
    _write_application(folder, fields)
    return folder


class _WithoutAliases(yaml.SafeDumper):
    """Writes what stands in two places twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dump(path: Path, data: Any) -> None:
    text = yaml.dump(data, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=10**6)
    path.write_text(text, encoding="utf-8")


def _write_application(folder: Path, fields: Sequence[Placed]) -> None:
    file = folder / "applications" / "NC-001.yaml"
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    content["其他完成人"] = content["其他完成人"][:1]
    for one in fields:
        target = content["其他完成人"][0] if one.of_completer else content
        target[one.label] = one.given.written
    _dump(file, content)


def into_workbook(folder: Path, settings: Settings) -> None:
    """The application of the YAML file as a row of the campaign's own entry workbook instead."""
    file = folder / "applications" / "NC-001.yaml"
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    tables = settings.schema.fields.tables
    others = [other | {"项目编号": content["项目编号"]} for other in content.pop("其他完成人")]
    rows = {
        sheet: [_keyed(one, tables[sheet]) for one in some]
        for sheet, some in (("申报项目", [content]), ("其他完成人", others), ("评选结果", []))
    }
    shutil.rmtree(file.parent)
    (folder / "applications.xlsx").write_bytes(entry_workbook(settings, rows, modified=DAY))


def _keyed(content: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    """The values of a row by the keys of their fields, as they stand in cells."""
    named = {key.split("（")[0]: value for key, value in content.items()}
    return {
        field.key: "；".join(value) if isinstance(value, list) else value
        for field in fields
        if (value := named.get(field.label)) is not None
    }


def values_of(application: Application) -> list[object]:
    """What the application and its other completers say."""
    return [application.model_dump(exclude={"completers"}), *(one.model_dump() for one in application.completers)]


def word_pictures(path: Path) -> list[tuple[int, int]]:
    """Width and height of the pictures in a Word file, in English Metric Units."""
    with ZipFile(path) as package:
        document = package.read("word/document.xml").decode()
    return [(int(wide), int(high)) for wide, high in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', document)]
