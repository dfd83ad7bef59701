"""Zips and names that arrive: what is taken in, and what is refused before it can do harm."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.archives import unpacked, write_zip
from generator.interfaces.web.store.names import is_litter, place_of, require_distinct, root_of, safe_path

HOSTILE_NAMES = (
    "../outside.yaml", "a/../../outside.yaml", "/etc/passwd", "C:\\windows\\a.yaml", "\\\\server\\share\\a",
    "a\x00.yaml", "a:b", "con", "NUL.txt", "COM¹", "applications/aux.yaml", "name.", " name", "name ", "a//b", "./a",
    "", "a/", "名" * 80, "a/b/c/d/e/f/g/h/i", "a\u202eb.yaml", "a\u200b.yaml", "a\nb", "a|b", "a?", "\udcff",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_refused(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        safe_path(name)
    assert refused.value.code == "upload-unusable"
    assert "\x00" not in refused.value.message


def test_names_are_composed_and_separators_are_one(tmp_path: Path) -> None:
    assert safe_path("附件\\cafe\u0301.pdf") == PurePosixPath("附件/café.pdf")
    with pytest.raises(RefusedError):
        require_distinct(["attachments/A.pdf", "attachments/a.pdf"])
    assert is_litter(PurePosixPath("__MACOSX/x"))
    assert is_litter(PurePosixPath("~$applications.xlsx"))


@pytest.mark.parametrize(
    ("paths", "root"),
    [
        (["campaign.yaml", "attachments/a.pdf"], "."),
        (["五小/campaign.yaml", "五小/attachments/a.pdf"], "五小"),
        (["a/b/campaign.yaml", "a/c/x"], "a/b"),
        (["五小/applications.xlsx", "五小/notice.yaml"], "五小"),
        (["attachments/a.pdf", "attachments/b.pdf"], "."),
    ],
)
def test_the_campaign_folder_is_found(paths: list[str], root: str) -> None:
    assert root_of([PurePosixPath(one) for one in paths]).as_posix() == root


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("campaign.yaml", "campaign.yaml"),
        ("applications.xlsx", "applications.xlsx"),
        ("填报表（南昌）.xlsx", "applications/填报表（南昌）.xlsx"),
        ("NC-002.yaml", "applications/old/NC-002.yaml"),
        ("NC-009.yaml", "applications/NC-009.yaml"),
        ("照片.JPG", "attachments/照片.JPG"),
        ("templates/form1/form1.docx", "templates/form1/form1.docx"),
        ("applications/南昌.xls", "applications/南昌.xls"),
        ("NC-001 申报表.docx", "returned/NC-001 申报表.docx"),
        ("returned/附件2.xlsx", "returned/附件2.xlsx"),
        ("summaries/read.me", None),
        ("read.me", None),
        ("source/people.yaml", None),
        ("make.py", None),
    ],
)
def test_a_file_goes_where_a_build_looks_for_it(path: str, place: str | None) -> None:
    assert place_of(PurePosixPath(path), ["applications/old/NC-002.yaml"]) == place


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a zip of entries."""

    def make(*entries: tuple[zipfile.ZipInfo | str, bytes], pack: int = zipfile.ZIP_STORED) -> Path:
        path = tmp_path / "some.zip"
        with zipfile.ZipFile(path, "w", pack) as package:
            for entry, content in entries:
                package.writestr(entry, content)
        return path

    return make


def read(archive: Path) -> dict[str, bytes]:
    folder = archive.parent / "inside"
    folder.mkdir()
    return {path.as_posix(): file.read_bytes() for path, file in unpacked(archive, folder)}


def test_names_of_chinese_windows_are_read(made: Callable[..., Path]) -> None:
    archive = made(("附件/", b""), ("附件/检测报告.pdf", b"1"))
    raw = archive.read_bytes()
    utf8, gbk = "检测报告.pdf".encode(), "检测报告.pdf".encode("gbk")
    written = zipfile.ZipInfo("x")
    written.filename = "x"
    plain = made((gbk.decode("cp437"), b"1"))  # as a program writes it that knows no UTF-8 flag
    bare = plain.read_bytes()
    marked, name = gbk.decode("cp437").encode(), gbk
    assert utf8 in raw
    bare = bare.replace(marked, name.ljust(len(marked), b"_"))
    plain.write_bytes(_without_flag(bare))
    assert next(iter(read(plain))).startswith("检测报告.pdf")


def _without_flag(content: bytes) -> bytes:
    """The package with the UTF-8 flag cleared in every header."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        place = changed.find(signature)
        changed[place + offset] &= ~0x08
    return bytes(changed)


def test_links_and_devices_are_refused(made: Callable[..., Path]) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
        entry = zipfile.ZipInfo("campaign.yaml")
        entry.external_attr = (kind | 0o777) << 16
        with pytest.raises(RefusedError, match="链接"):
            unpacked(made((entry, b"/etc/passwd")), Path())


def test_a_path_out_of_the_zip_is_refused(made: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        unpacked(made(("../../outside.yaml", b"x")), tmp_path)
    assert not (tmp_path.parent / "outside.yaml").exists()


def test_a_bomb_is_refused_unopened(made: Callable[..., Path]) -> None:
    with pytest.raises(RefusedError) as refused:
        unpacked(made(("a.yaml", b"\0" * 30_000_000), pack=zipfile.ZIP_DEFLATED), Path())
    assert refused.value.code == "too-large"
    with pytest.raises(RefusedError):
        unpacked(made(*((f"{number}.yaml", b"") for number in range(3001))), Path())


@pytest.mark.parametrize("cut", [10, 40, -30])
def test_a_broken_zip_is_named_so(made: Callable[..., Path], cut: int, tmp_path: Path) -> None:
    archive = made(("campaign.yaml", b"year: 2023\n" * 10))
    archive.write_bytes(archive.read_bytes()[:cut])
    with pytest.raises(RefusedError, match="损坏"):
        unpacked(archive, tmp_path)


def test_a_zip_for_download_names_its_files_in_utf8_and_keeps_their_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "05-证书").mkdir(parents=True)
    (folder / "05-证书/䶮.pdf").write_bytes(b"%PDF-1.7 content")
    write_zip(tmp_path / "all.zip", folder, ["05-证书/䶮.pdf"], datetime(2023, 7, 20, tzinfo=UTC))
    with zipfile.ZipFile(tmp_path / "all.zip") as package:
        (entry,) = package.infolist()
        assert entry.filename == "05-证书/䶮.pdf"
        assert entry.flag_bits & 0x800, "Windows takes names without this flag for GBK"
        assert not entry.flag_bits & 0x8, "sizes stand before the content, as old programs need them"
        assert package.read(entry) == b"%PDF-1.7 content"
