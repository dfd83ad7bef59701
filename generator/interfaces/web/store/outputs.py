"""The files of a finished build, as its manifest lists them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.store import file_id
from generator.running.earlier_output import MANIFEST
from generator.running.manifest import Published

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Output(Published):
    """One file that a build made, as its manifest lists it, and its name in addresses."""

    id: str

    @property
    def name(self) -> str:
        """The file's name alone."""
        return PurePosixPath(self.path).name

    @property
    def title(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def group(self) -> str:
        """The folders below that of its kind, such as the recommender."""
        return "/".join(PurePosixPath(self.path).parts[1:-1])

    @property
    def kind_name(self) -> str:
        """What a clerk calls its kind: that of its folder, such as 征求意见表 of 10-征求意见表."""
        return PurePosixPath(self.path).parts[0].partition("-")[2]

    @property
    def stem(self) -> str:
        """The path without its ending: what a Word file and its PDF have in common."""
        return self.path.rsplit(".", 1)[0]


def outputs(folder: Path) -> tuple[Output, ...]:
    """The files of the manifest in order. Raises RefusedError("not-ready") where there is none."""
    manifest = folder / MANIFEST
    try:
        return _outputs(manifest, manifest.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError, LookupError):
        raise RefusedError("not-ready") from None


@lru_cache(maxsize=16)
def _outputs(manifest: Path, _changed: int) -> tuple[Output, ...]:
    files = json.loads(manifest.read_bytes())["files"]
    return tuple(Output(**one, id=file_id(one["path"])) for one in files)


def output_of(found: Sequence[Output], identity: str) -> Output:
    """The file of that id. Raises RefusedError("not-found")."""
    for one in found:
        if one.id == identity:
            return one
    raise RefusedError("not-found")
