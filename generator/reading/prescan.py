"""A look at a package before anything in it is read: what it is, and whether it could fill the machine.

A hostile file of a few kilobytes can cost gigabytes once a spreadsheet library reads it; the figures are limits
that no real application workbook comes near. What stands within the parts is bounded where it is read.
"""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml.etree import XMLSyntaxError
from openpyxl.utils.exceptions import InvalidFileException

from generator.ground.inputs import opened
from generator.reading.streamed_xml import XmlDeclaresError, XmlTooMuchError, require_no_declaration

LARGEST_FILE_BYTES = 20_000_000
LARGEST_INFLATED_BYTES = 100_000_000
LARGEST_RATIO = 100
RATIO_FREE_BYTES = 1_000_000  # small parts of many like rows are packed tighter than any limit
MOST_PARTS = 1_000
MOST_CELLS = 800_000  # 10,000 applications with all their completers come to 670,000
MOST_ROWS = 100_000
LAST_ROW = 1_048_576  # of a sheet, by the format
MOST_MERGED_CELLS = 50_000
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SIGNATURE = b"PK"
ENTRY_SIGNATURE = b"PK\x01\x02"
XML_ENDINGS = (".xml", ".rels", ".vml")
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
# What zipfile raises for a damaged package, or for one that it cannot unpack.
PACKAGE_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, RuntimeError, ValueError, KeyError,
)  # fmt: skip


# What is raised besides for parts that contradict each other.
WORKBOOK_ERRORS = (
    *PACKAGE_ERRORS, InvalidFileException, ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError,
)  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """Why the file is not read: code, message and remedy in Chinese."""

    code: str
    message: str
    fix: str


class PackageRefusedError(ValueError):
    """A package that is not read on, with the reason."""

    def __init__(self, trouble: Trouble) -> None:
        """Carry what the problem will say."""
        self.trouble = trouble
        super().__init__(trouble.message)


SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx。"
TOO_MUCH = Trouble("workbook-too-large", "文件内容异常庞大。", "请把填写的内容复制到新的填报表。")
ROWS_TOO_MANY = Trouble("workbook-too-large", "工作表的行数异常多（可能整列设了格式）。", TOO_MUCH.fix)
BROKEN = Trouble("workbook-broken", "文件已损坏，读不出来。", SAVE_AS)
TWICE = Trouble("workbook-broken", "文件里有两个部件同名（只差大小写）。", SAVE_AS)
DECLARES = Trouble("workbook-entity", "文件里有不允许的定义（DTD）。", SAVE_AS)
ENCRYPTED = Trouble("workbook-encrypted", "文件加了密码，打不开。", "请去掉密码后重新保存。")
STRICT = Trouble("workbook-format", "这是“Strict Open XML”格式。", "请另存为普通的“Excel 工作簿（.xlsx）”。")
TWO_MAIN_PARTS = Trouble("workbook-broken", "文件里有两份工作簿，说法不一，没有读入。", SAVE_AS)


def workbook_trouble(path: Path) -> Trouble | None:
    """The reason not to read the file as a workbook, or None. Raises OSError where it cannot be opened."""
    try:
        with workbook_zip(path):
            return None
    except PackageRefusedError as refused:
        return refused.trouble


@contextmanager
def workbook_zip(source: Path | bytes) -> Iterator[zipfile.ZipFile]:
    """The package of a workbook, judged; what goes wrong with it within the block is told too.

    Raises:
        PackageRefusedError: it is not read, for the reason given.
        OSError: the file cannot be opened.
    """
    content = source if isinstance(source, bytes) else modest_content(source)
    if content.startswith(OLE_SIGNATURE):
        raise PackageRefusedError(_old_format(content))
    if not content.startswith(ZIP_SIGNATURE):
        raise PackageRefusedError(_no_package(content))
    with told(), opened_zip(content) as package:
        if trouble := _kind_trouble(package.namelist()):
            raise PackageRefusedError(trouble)
        require_no_declarations(package)
        yield package


def modest_content(path: Path, *, link: bool = False) -> bytes:
    """The file's bytes. Raises as `inputs.opened` does, and PackageRefusedError for a file larger than any is read."""
    with opened(path, link=link) as file:
        content = file.read(LARGEST_FILE_BYTES + 1)
    if len(content) > LARGEST_FILE_BYTES:
        raise PackageRefusedError(Trouble("workbook-too-large", "文件超过20MB。", "请删去图片和无关的工作表。"))
    return content


@contextmanager
def told() -> Iterator[None]:
    """Let whatever a foreign package makes of its readers end as PackageRefusedError."""
    try:
        yield
    except PackageRefusedError:
        raise
    except (XmlTooMuchError, MemoryError) as wrong:
        raise PackageRefusedError(TOO_MUCH) from wrong
    except XmlDeclaresError as wrong:
        raise PackageRefusedError(DECLARES) from wrong
    except (XMLSyntaxError, *WORKBOOK_ERRORS) as wrong:
        raise PackageRefusedError(BROKEN) from wrong


@contextmanager
def opened_zip(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The package, judged as such: few parts of modest size, each once, packed as Office packs them.

    Raises PackageRefusedError, or one of PACKAGE_ERRORS.
    """
    if content.count(ENTRY_SIGNATURE) > 2 * MOST_PARTS:  # before each of them is made an object
        raise PackageRefusedError(TOO_MUCH)
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS:
            raise PackageRefusedError(TOO_MUCH)
        if any(part.flag_bits & 1 for part in parts):
            raise PackageRefusedError(ENCRYPTED)
        # As OPC compares names; and no part may be packed as Office cannot unpack it.
        if len({unicodedata.normalize("NFC", part.filename).casefold() for part in parts}) != len(parts):
            raise PackageRefusedError(TWICE)
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
            raise PackageRefusedError(BROKEN)
        if overlapping(package, parts, len(content)):
            raise PackageRefusedError(BROKEN)
        if _is_huge(parts):
            raise PackageRefusedError(TOO_MUCH)
        yield package


def require_no_declarations(package: zipfile.ZipFile) -> None:
    """Raises XmlDeclaresError where a part has a document type, also one that nobody reads."""
    for part in package.infolist():
        if part.filename.lower().endswith(XML_ENDINGS):
            with package.open(part) as content:
                require_no_declaration(content)


def _old_format(content: bytes) -> Trouble:
    """What an OLE file is: an encrypted workbook, or one of the formats before .xlsx."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Trouble("workbook-encrypted", "文件加了密码，打不开。", "请去掉打开密码后重新保存。")
    return Trouble("workbook-format", "这是旧版表格文件（.xls 或 .et）。", SAVE_AS)


def _no_package(content: bytes) -> Trouble:
    if not content:
        return Trouble("workbook-broken", "文件是空的（0字节）。", "请重新复制或下载这个文件。")
    kind = "其他格式的文件" if b"\x00" in content[:4096] else "CSV 或文本文件"
    return Trouble("workbook-format", f"这不是 Excel 工作簿，而是{kind}。", SAVE_AS)


def overlapping(package: zipfile.ZipFile, parts: Collection[zipfile.ZipInfo], size: int) -> bool:
    """Whether parts share bytes or their own headers tell otherwise of them (as zip bombs do)."""
    file, end = package.fp, 0
    assert file is not None
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            return True
        file.seek(part.header_offset)
        fields = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        name = file.read(fields[9]).decode("utf-8" if part.flag_bits & 0x800 else "cp437", "replace")
        if name.replace("\\", "/") != part.orig_filename.replace("\\", "/") or fields[3] != part.compress_type:
            return True
        end = part.header_offset + LOCAL_HEADER.size + fields[9] + fields[10] + part.compress_size
    return end > size


def _kind_trouble(names: Collection[str]) -> Trouble | None:
    """A package that is no plain workbook: another format, macros, embedded objects, links to other files."""
    folded = {name.lower() for name in names}
    if "xl/workbook.bin" in folded:
        return Trouble("workbook-format", "这是 .xlsb 格式。", SAVE_AS)
    if "mimetype" in folded:
        return Trouble("workbook-format", "这是 .ods 格式。", SAVE_AS)
    if "[content_types].xml" not in folded:
        return Trouble("workbook-format", "这不是 Excel 工作簿。", SAVE_AS)
    if any(name.endswith("vbaproject.bin") for name in folded):
        return Trouble("workbook-macro", "文件带有宏。", "请另存为不带宏的 .xlsx。")
    if any(name.startswith(("xl/embeddings/", "xl/activex/")) for name in folded):
        return Trouble("workbook-object", "文件里嵌有其他对象或控件。", "请删去嵌入的对象后重新保存。")
    if any(name.startswith("xl/externallinks/") for name in folded):
        return Trouble("workbook-link", "文件引用了别的工作簿。", "请在“数据—编辑链接”中断开链接后保存。")
    return None


def _is_huge(parts: Collection[zipfile.ZipInfo]) -> bool:
    inflated = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    bloated = inflated > RATIO_FREE_BYTES and inflated / packed > LARGEST_RATIO
    return inflated > LARGEST_INFLATED_BYTES or bloated
