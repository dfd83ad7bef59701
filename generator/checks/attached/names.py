"""Names of attachments that no file has: which file was meant; and files that no application names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from generator.campaign.masking import quoted

_BETWEEN_NAMES = re.compile(r"[、,，;；|\n]")
_NEAR_ENOUGH = 0.75  # of difflib, from 0 to 1
_MOST_OTHER_CHARACTERS = 4
_MOST_SHOWN = 5


def missing_fix(name: str, files: Iterable[str]) -> str:
    """What to do where no file has this name: the file that was probably meant, or how several are written."""
    found = meant(name, files)
    if len(_parts(name)) > 1 and found:
        return "几个文件用“；”分隔。"
    return f"是否应为{quoted(found[0])}？" if found else "请放入该文件或改正文件名。"


def meant(name: str, files: Iterable[str]) -> list[str]:
    """The files that a name, or several in one, probably mean."""
    known = sorted(files)
    return [found for part in _parts(name) if (found := _nearest(part, known))]


def _parts(name: str) -> list[str]:
    return [part.strip() for part in _BETWEEN_NAMES.split(name) if part.strip()]


def _nearest(name: str, known: Sequence[str]) -> str:
    """The file whose name differs in case, width, blanks, ending, folder or little else; empty where none does."""
    for fold in (_folded, _without_ending, _alone):
        folded = {fold(one): one for one in reversed(known)}
        if found := folded.get(fold(name)):
            return found
    own = _folded(name)
    # Comparing in full takes long; most names differ in more characters than this.
    some = {other: one for one in known if len({*(other := _folded(one))} ^ {*own}) <= _MOST_OTHER_CHARACTERS}
    near = get_close_matches(own, some, n=1, cutoff=_NEAR_ENOUGH)
    return some[near[0]] if near else ""


def unused_message(unused: Sequence[str]) -> str:
    """That files are named nowhere, all in one sentence."""
    shown = "、".join(quoted(name) for name in unused[:_MOST_SHOWN])
    return f"有{len(unused)}个文件没有项目用到：{shown}{'等' if len(unused) > _MOST_SHOWN else ''}。"


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().replace("\\", "/")
    return re.sub(r"\.jpeg$", ".jpg", "".join(text.split()))


def _without_ending(name: str) -> str:
    folded = _folded(name)
    return re.sub(r"\.(?:pdf|jpg|png|docx?|xlsx?)$", "", folded)


def _alone(name: str) -> str:
    return PurePosixPath(_without_ending(name)).name
