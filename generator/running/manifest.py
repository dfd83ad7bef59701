"""The files of a run as manifest.json lists them, kept on the disk: memory does not grow with their number."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from typing import Any

TABLE = """
CREATE TABLE file (
    path TEXT PRIMARY KEY, document TEXT, format TEXT, record TEXT, pages INTEGER, bytes INTEGER, sha256 TEXT, stem TEXT
) WITHOUT ROWID;
CREATE INDEX twins ON file (stem, format);
"""
# Only printing tells the pages of a Word or Excel file; its PDF twin has as many.
LISTED = """
SELECT path, document, format, record,
    coalesce(pages, (SELECT twin.pages FROM file AS twin WHERE twin.stem = file.stem AND twin.format = 'pdf')),
    bytes, sha256
FROM file ORDER BY path
"""
ADDED = "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
CACHE_KIB = 256


@dataclass(frozen=True, slots=True)
class Published:
    """One file of the output; `pages` is None where only printing tells."""

    path: str
    document: str
    format: str
    record: str
    pages: int | None
    bytes: int
    sha256: str


class FileList:
    """The files noted so far."""

    def __init__(self) -> None:
        """A list of none."""
        # Without a name it is a private file in the temporary folder, which goes with the connection.
        self._rows = sqlite3.connect("")
        self._rows.executescript(f"PRAGMA journal_mode = OFF; PRAGMA cache_size = -{CACHE_KIB}; {TABLE}")

    def add(self, *files: Published) -> None:
        """Note files. Raises ValueError for a path used twice."""
        for file in files:
            try:
                self._rows.execute(ADDED, (*astuple(file), file.path.rsplit(".", 1)[0]))
            except sqlite3.IntegrityError:
                raise ValueError(file.path) from None

    def __len__(self) -> int:
        """How many files there are."""
        return int(self._rows.execute("SELECT count(*) FROM file").fetchone()[0])

    def __iter__(self) -> Iterator[Published]:
        """The files in order of their path, Word and Excel files with the pages of their PDF twin."""
        for row in self._rows.execute(LISTED):
            yield Published(*row)

    @property
    def pages(self) -> int:
        """The pages of all PDF files."""
        return int(self._rows.execute("SELECT total(pages) FROM file WHERE format = 'pdf'").fetchone()[0])

    def close(self) -> None:
        """Forget them."""
        self._rows.close()


def manifest(about: dict[str, Any], files: Iterable[Published]) -> Iterator[bytes]:
    """The JSON of manifest.json piece by piece: what the run was about, then `files`."""
    yield json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}").encode()
    before = b',\n "files": [\n  '
    for file in files:
        entry = json.dumps(asdict(file), ensure_ascii=False, indent=1)
        yield before + entry.replace("\n", "\n  ").encode()
        before = b",\n  "
    yield b"\n ]\n}\n" if before == b",\n  " else b',\n "files": []\n}\n'
