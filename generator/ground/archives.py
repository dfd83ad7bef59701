"""The entries of a zip file: their names as whoever packed them saw them, and whether they are plain files."""

from __future__ import annotations

import stat
import zipfile

NAMES_IN_UTF8 = 0x800


def entry_name(entry: zipfile.ZipInfo) -> str | None:
    """The entry's name; where it is not said to be UTF-8, as Chinese Windows programs write it (GBK). None: neither."""
    if entry.flag_bits & NAMES_IN_UTF8:
        return entry.orig_filename
    written = entry.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether the entry is a file or folder: zips made on Unix may hold links and devices."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG, stat.S_IFDIR)
