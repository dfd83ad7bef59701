"""synonyms.yaml → what the labels of returned forms are also called, wrong entries told by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from generator.campaign.errors import Place, Problem, error
from generator.ground.inputs import read_file
from generator.reading.yaml_files.entry import Entry
from generator.reading.yaml_files.file import Map, parsed, unreadable

SYNONYMS_FILE = "synonyms.yaml"
FILES_KEPT = 64  # of as many contents
MOST_LABELS, MOST_WORDINGS, LONGEST = 300, 60, 24
Synonyms = Mapping[str, tuple[str, ...]]


def synonyms_of(folders: Sequence[Path]) -> tuple[Synonyms, list[Problem]]:
    """The synonyms that these template folders give, the first that has the file winning; none where it is wrong."""
    path = next((folder / SYNONYMS_FILE for folder in folders if (folder / SYNONYMS_FILE).is_file()), None)
    if path is None:
        return {}, []
    try:
        content = read_file(path, link=True)
    except OSError:
        return {}, [unreadable(f"templates/{SYNONYMS_FILE}")]
    return read_synonyms(content, f"templates/{SYNONYMS_FILE}")


@lru_cache(FILES_KEPT)
def read_synonyms(content: bytes, name: str) -> tuple[Synonyms, list[Problem]]:
    """Further wordings by label. `name` is how messages call the file."""
    root, problems = parsed(content, name)
    if problems:
        return {}, problems
    if not isinstance(root, Map):
        fix = "请照程序自带的 synonyms.yaml 书写。"
        return {}, [error("yaml-shape", Place(name), "", "文件应由“栏目: [别的叫法]”组成。", fix)]
    entry = Entry(root, name, problems)
    found = {label: entry.texts(label) for label in root.nodes}
    for label, wordings in found.items():
        if len(wordings) > MOST_WORDINGS or len(found) > MOST_LABELS:
            entry.wrong("definition", label, "写得太多了。", "请只留常见的叫法。")
        for word in (label, *wordings):
            if not 0 < len(word.strip()) <= LONGEST:
                entry.wrong("definition", label, f"栏目的叫法应有1至{LONGEST}个字。", "请改正或删去。")
    return ({} if problems else found), problems
