"""A look at a workbook's package before anything is unpacked: what it is, and whether it could fill the machine.

A hostile file of a few kilobytes can cost gigabytes once a spreadsheet library reads it; the figures are limits
that no real application workbook comes near.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.exceptions import InvalidFileException

LARGEST_FILE_BYTES = 20_000_000
LARGEST_INFLATED_BYTES = 100_000_000
LARGEST_RATIO = 100
RATIO_FREE_BYTES = 1_000_000  # small parts of many like rows are packed tighter than any limit
MOST_PARTS = 1_000
MOST_CELLS = 800_000  # 10,000 applications with all their completers come to 670,000
MOST_ROWS = 100_000
LAST_ROW = 1_048_576  # of a sheet, by the format
MOST_MERGED_CELLS = 50_000
SHEETS_FOLDER = "xl/worksheets/"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SIGNATURE = b"PK"
CHUNK_BYTES = 1 << 20
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
FAR_CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\s[^>]*?r="(?:[A-Z]{4,}\d+|[A-Z]{0,3}(\d{7,}))"')
ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
CELL_NAME = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]+\d+)"')
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
# What zipfile raises for a damaged package, or for one that it cannot unpack.
PACKAGE_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, RuntimeError, ValueError, KeyError,
)  # fmt: skip


# What openpyxl raises besides, for parts that contradict each other.
WORKBOOK_ERRORS = (
    *PACKAGE_ERRORS, InvalidFileException, ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError,
)  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """Why the file is not read: code, message and remedy in Chinese."""

    code: str
    message: str
    fix: str


SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx。"
TOO_MUCH = Trouble("workbook-too-large", "文件内容异常庞大。", "请把填写的内容复制到新的填报工作簿。")
ROWS_TOO_MANY = Trouble("workbook-too-large", "工作表的行数异常多（可能整列设了格式）。", TOO_MUCH.fix)
BROKEN = Trouble("workbook-broken", "文件已损坏，读不出来。", SAVE_AS)


def workbook_trouble(path: Path) -> Trouble | None:
    """The reason not to read the file as a workbook, or None. Raises OSError where it cannot be opened."""
    if path.stat().st_size > LARGEST_FILE_BYTES:
        return Trouble("workbook-too-large", "文件超过20MB。", "请删去图片和无关的工作表。")
    with path.open("rb") as file:
        start = file.read(len(OLE_SIGNATURE))
    if start == OLE_SIGNATURE:
        return _old_format(path.read_bytes())
    if not start.startswith(ZIP_SIGNATURE):
        return _no_package(path, start)
    try:
        with zipfile.ZipFile(path) as package:
            return _package_trouble(package, path.stat().st_size)
    except PACKAGE_ERRORS:
        return BROKEN


def _old_format(content: bytes) -> Trouble:
    """What an OLE file is: an encrypted workbook, or one of the formats before .xlsx."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Trouble("workbook-encrypted", "文件加了密码，打不开。", "请去掉打开密码后重新保存。")
    return Trouble("workbook-format", "这是旧版表格文件（.xls 或 .et）。", SAVE_AS)


def _no_package(path: Path, start: bytes) -> Trouble:
    if not start:
        return Trouble("workbook-broken", "文件是空的（0字节）。", "请重新复制或下载这个文件。")
    kind = "CSV 或文本文件" if path.stat().st_size and _is_text(path) else "其他格式的文件"
    return Trouble("workbook-format", f"这不是 Excel 工作簿，而是{kind}。", SAVE_AS)


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\x00" not in file.read(4096)


def _package_trouble(package: zipfile.ZipFile, size: int) -> Trouble | None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        return TOO_MUCH
    if any(part.flag_bits & 1 for part in parts):
        return Trouble("workbook-encrypted", "文件加了密码，打不开。", "请去掉密码后重新保存。")
    if len(set(names)) != len(names) or overlapping(package, parts, size):
        return BROKEN
    if trouble := _kind_trouble(set(names)) or _size_trouble(parts):
        return trouble
    if "http://purl.oclc.org/ooxml/" in package.read("xl/workbook.xml").decode("utf-8", "replace"):
        return Trouble("workbook-format", "这是“Strict Open XML”格式。", "请另存为普通的“Excel 工作簿（.xlsx）”。")
    return _content_trouble(package, parts)


def overlapping(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether parts share bytes or their own headers call them otherwise (as zip bombs do)."""
    file, end = package.fp, 0
    assert file is not None
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            return True
        file.seek(part.header_offset)
        fields = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        name = file.read(fields[9]).decode("utf-8" if part.flag_bits & 0x800 else "cp437", "replace")
        if name.replace("\\", "/") != part.orig_filename.replace("\\", "/"):
            return True
        end = part.header_offset + LOCAL_HEADER.size + fields[9] + fields[10] + part.compress_size
    return end > size


def _kind_trouble(names: set[str]) -> Trouble | None:
    """A package that is no plain workbook: another format, macros, embedded objects, links to other files."""
    if "xl/workbook.bin" in names:
        return Trouble("workbook-format", "这是 .xlsb 格式。", SAVE_AS)
    if "mimetype" in names:
        return Trouble("workbook-format", "这是 .ods 格式。", SAVE_AS)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        return Trouble("workbook-format", "这不是 Excel 工作簿。", SAVE_AS)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return Trouble("workbook-macro", "文件带有宏。", "请另存为不带宏的 .xlsx。")
    if any(name.startswith(("xl/embeddings/", "xl/activeX/")) for name in names):
        return Trouble("workbook-object", "文件里嵌有其他对象或控件。", "请删去嵌入的对象后重新保存。")
    if any(name.startswith("xl/externalLinks/") for name in names):
        return Trouble("workbook-link", "文件引用了别的工作簿。", "请在“数据—编辑链接”中断开链接后保存。")
    return None


def _size_trouble(parts: list[zipfile.ZipInfo]) -> Trouble | None:
    inflated = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    bloated = inflated > RATIO_FREE_BYTES and inflated / packed > LARGEST_RATIO
    return TOO_MUCH if inflated > LARGEST_INFLATED_BYTES or bloated else None


def _content_trouble(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Trouble | None:
    """Entities in any part; more cells, or more merged ones, than a workbook of applications can have."""
    sheets = _SheetCounts()
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        for piece in _pieces(package, part):
            if DECLARATION.search(piece):
                return Trouble("workbook-entity", "文件里有不允许的定义（DTD）。", SAVE_AS)
            if b"\x00" in piece or ENCODING.match(piece):
                return BROKEN  # in UTF-16 nothing of the above would be seen
            if part.filename.startswith(SHEETS_FOLDER) and (trouble := sheets.trouble(piece)):
                return trouble
    return _cell_twice(package, parts)


@dataclass
class _SheetCounts:
    """What was counted so far in all sheets."""

    rows: int = 0
    cells: int = 0
    merged: int = 0

    def trouble(self, piece: bytes) -> Trouble | None:
        """What is wrong once a piece of a sheet is counted too."""
        self.rows += len(ROW.findall(piece))
        self.cells += len(CELL.findall(piece))
        self.merged += sum(_area(*match.groups()) for match in MERGE.finditer(piece))
        if self.rows > MOST_ROWS:
            return ROWS_TOO_MANY
        if self.cells > MOST_CELLS or self.merged > MOST_MERGED_CELLS:
            return TOO_MUCH
        if any(int(row or LAST_ROW + 1) > LAST_ROW for row in FAR_CELL.findall(piece)):
            return BROKEN
        return None


def _cell_twice(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Trouble | None:
    """A cell that a sheet holds two values for; readers show one of them, and not all the same."""
    for part in parts:
        named: set[bytes] = set()
        for piece in _pieces(package, part) if part.filename.startswith(SHEETS_FOLDER) else ():
            for name in CELL_NAME.findall(piece):
                if name in named:
                    message = f"工作表里单元格 {name.decode()} 存了两个值。"
                    return Trouble("cell-twice", message, "请把内容复制到新的填报工作簿后核对。")
                named.add(name)
    return None


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's content in pieces that each begin at a tag, so that no tag is cut; never more than announced."""
    rest = b""
    with package.open(part) as content:
        while chunk := content.read(CHUNK_BYTES):
            whole, tag, begun = (rest + chunk).rpartition(b"<")
            yield whole
            rest = tag + begun
    yield rest


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """The cells of a merged range."""
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    """The number of a column from 1: A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
