"""Names of uploaded files: what is refused, and where in a campaign folder a file belongs."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from generator.arriving.sorting import ORIGINALS_FOLDER, UNSORTED_FOLDER
from generator.campaign.masking import without_persons
from generator.composing.codes import PUBLIC_NAME
from generator.composing.names import FORBIDDEN, RESERVED, UNSEEN
from generator.interfaces.web.refusals import RefusedError
from generator.reading.file_names import YAML_ENDINGS
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    ATTACHMENTS_FOLDER,
    FOLDERS,
    RETURNED_FOLDER,
    SETTINGS_FILE,
    SINGLE_FILES,
    SUMMARIES_FOLDER,
)

HOMES: Mapping[str, str] = {  # where a file goes that was sent without its folder
    **dict.fromkeys((".xlsx", *YAML_ENDINGS), APPLICATIONS_FOLDER),
    **dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png"), ATTACHMENTS_FOLDER),
    ".docx": RETURNED_FOLDER,
}
KEPT_FOLDERS = (*FOLDERS, UNSORTED_FOLDER, ORIGINALS_FOLDER)
LONGEST_PART_BYTES, DEEPEST = 200, 8
IDENTITY_CHARACTERS = 24
LITTER = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})


def new_identity() -> str:
    """What a campaign, a build or an upload is called in addresses.

    What is said of it anywhere must lead to it, so it is none in which somebody's number would be masked.
    """
    return unmasked(secrets.token_hex(32), IDENTITY_CHARACTERS)


def unmasked(digest: str, count: int) -> str:
    """So many neighbouring characters of a digest, the first in which nothing looks like somebody's number."""
    parts = (digest[start : start + count] for start in range(len(digest) - count + 1))
    return next((part for part in parts if without_persons(part) == part), digest[:count])


def safe_path(name: str) -> PurePosixPath:
    """The uploaded name as a relative path in NFC. Raises RefusedError for one that is unsafe to write."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = text.split("/")
    if not text or text.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise _unusable(name, "文件名的路径不对")
    if len(parts) > DEEPEST:
        raise _unusable(name, "文件夹层数太多")
    for part in parts:
        unseen = any(unicodedata.category(char) in UNSEEN for char in part)
        unsafe = unseen or FORBIDDEN.search(part) or RESERVED.fullmatch(part)
        if unsafe or part != part.strip(" ") or part.endswith("."):
            raise _unusable(name, "文件名里有系统不允许的字符或名称")
        if len(part.encode("utf-8", "replace")) > LONGEST_PART_BYTES:
            raise _unusable(name, "文件名太长")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _unusable(name, "文件名里有残缺的字符") from None
    return PurePosixPath(text)


def is_litter(path: PurePosixPath) -> bool:
    """Whether an operating system or an office program left the file there."""
    return any(part.lower() in LITTER or part.startswith(("~$", "._")) for part in path.parts)


def is_zip(path: PurePosixPath) -> bool:
    """Whether the file is taken for an archive to unpack."""
    return path.name.lower().endswith(".zip")


def root_of(paths: Iterable[PurePosixPath]) -> PurePosixPath:
    """The campaign folder among the uploaded paths: where campaign.yaml lies, else what all share."""
    known = sorted(paths, key=lambda path: (len(path.parts), path))
    for path in known:
        if path.name == SETTINGS_FILE:
            return path.parent
    tops = {path.parts[0] for path in known}
    if len(tops) == 1 and all(len(path.parts) > 1 for path in known) and not tops.intersection(KEPT_FOLDERS):
        return PurePosixPath(tops.pop())
    return PurePosixPath()


def place_of(path: PurePosixPath, present: Iterable[str]) -> str | None:
    """Where in the campaign folder the file goes, None where a build has no use for it; `present` is there already."""
    if path.as_posix() in (*SINGLE_FILES, PUBLIC_NAME):
        return path.as_posix()
    if len(path.parts) > 1:
        folder, is_yaml = path.parts[0], path.name.lower().endswith(YAML_ENDINGS)
        return path.as_posix() if folder in KEPT_FOLDERS and (is_yaml or folder != SUMMARIES_FOLDER) else None
    same = [one for one in present if PurePosixPath(one).name == path.name]
    if len(same) == 1:
        return same[0]
    home = HOMES.get(path.suffix.lower())
    return f"{home}/{path.name}" if home else None


def distinct(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """The paths, each that some file system would take for an earlier one with a number behind its name."""
    seen, made = set[str](), []
    for path in paths:
        own, number = path, 1
        while (key := own.as_posix().casefold()) in seen:
            number += 1
            own = path.with_name(f"{path.stem}（{number}）{path.suffix}")
        seen.add(key)
        made.append(own)
    return made


def beside(name: str, known: Collection[str]) -> str:
    """The name, with a number behind it where it is known."""
    number, own = 1, name
    while own in known:
        number += 1
        own = f"{name}（{number}）"
    return own


def require_distinct(paths: Iterable[str]) -> None:
    """Raises RefusedError where two names are one on a file system that knows no case, or that composes characters."""
    seen: dict[str, str] = {}
    for path in paths:
        key = unicodedata.normalize("NFC", path).casefold()
        if seen.setdefault(key, path) != path:
            raise _unusable(path, "有两个文件的名称相同，或只有大小写不同")


def _unusable(name: str, why: str) -> RefusedError:
    shown = "".join(c if c.isprintable() else "□" for c in name)[:80]
    return RefusedError("upload-unusable", f"“{shown}”：{why}。", "请改名后重新上传。")
