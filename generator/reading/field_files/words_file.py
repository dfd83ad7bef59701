"""words.yaml → the words of an award: its name, kinds of recommenders, titles, names of files; wrong ones by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from generator.campaign.errors import Problem, TemplateError
from generator.campaign.layout import found_in, package_templates
from generator.campaign.masking import quoted
from generator.campaign.settings import RecommenderKind, Words
from generator.ground.inputs import read_file
from generator.reading.form_files.words import require_words
from generator.reading.yaml_files.entry import Entry, declared
from generator.reading.yaml_files.file import Map, unreadable

WORDS_FILE = "words.yaml"
ACTIVITY, KINDS, UNITS, POSTS, TITLES, NAMES = (
    "活动名称", "单位类型", "不予推荐单位", "不予推荐职务", "标题", "文件名",
)  # fmt: skip
TITLED = ("活动", "填报表", "申报进度", "介绍材料", "工作总结", "证书校样", "发证登记表")
NAMED = ("通知", "荣誉证书", "组织奖证书", "套打校准页", "发证登记表", "证书校样", "通报", "获奖名单", "申报进度")
FILES_KEPT = 64  # of as many contents
LONGEST, LONGEST_WORD, MOST_WORDS = 100, 20, 60


def words(folders: Sequence[Path]) -> tuple[Words | None, list[Problem]]:
    """The words that these template folders give, the first that has the file winning; None where it is wrong.

    Raises TemplateError where the program's own file is wrong.
    """
    path = found_in(folders, WORDS_FILE)
    if path is None:
        raise TemplateError(f"找不到模板 templates/{WORDS_FILE}。请从安装包恢复该文件。")
    try:
        content = read_file(path, link=True)
    except OSError:
        return None, [unreadable(f"templates/{WORDS_FILE}")]
    found, problems = read_words(content, f"templates/{WORDS_FILE}")
    if found is None and path.parent == folders[-1]:
        raise TemplateError(f"自带的 {WORDS_FILE} 有错：{problems[0]}")
    return found, problems


@cache
def own_words() -> Words:
    """The program's own words."""
    found, _ = words((package_templates(),))
    assert found is not None
    return found


@lru_cache(FILES_KEPT)
def read_words(content: bytes, name: str) -> tuple[Words | None, list[Problem]]:
    """The words, None where anything is wrong, with every problem. `name` is how messages call the file."""
    parts = (ACTIVITY, KINDS, UNITS, POSTS, TITLES, NAMES)
    top, problems = declared(content, name, parts, "请照程序自带的 words.yaml 书写。")
    if top is None:
        return None, problems
    found = Words(
        activity=_word(top, ACTIVITY),
        recommender_kinds=_kinds(top),
        excluded_units=_listed(top, UNITS),
        excluded_posts=_listed(top, POSTS),
        titles=_texts(top, TITLES, TITLED),
        file_names=_texts(top, NAMES, NAMED),
    )
    _require_names_apart(top, found.file_names)
    return (None if problems else found), problems


def _word(entry: Entry, key: str, *, longest: int = LONGEST_WORD) -> str:
    """The text behind the key, which has to be there."""
    text = entry.text(key)
    if not text and not entry.has(key):
        entry.wrong("required", key, f"没有填写{key}。", "请照程序自带的 words.yaml 补上。")
    if len(text) > longest:
        entry.wrong("too-long", key, f"{key}有{len(text)}个字，超过{longest}字。", "请缩短。")
    return text


def _listed(top: Entry, key: str) -> tuple[str, ...]:
    found = tuple(map(str.strip, top.texts(key)))
    if len(found) > MOST_WORDS:
        top.wrong("definition", key, f"有{len(found)}个词，最多{MOST_WORDS}个。", "请只留常见的。")
    if "" in found:
        top.wrong("definition", key, "有一个词是空的。", "请删去空着的一个。")
    return found


def _kinds(top: Entry) -> tuple[RecommenderKind, ...]:
    if not top.has(KINDS):
        top.wrong("required", KINDS, "没有填写单位类型。", "请照程序自带的 words.yaml 补上。")
        return ()
    entries = top.entries(KINDS)
    found: dict[str, RecommenderKind] = {}
    for entry in entries:
        entry.require_known(("名称", "非公比例", "统称"))
        name = _word(entry, "名称")
        together = entry.text("统称")
        if name in found:
            entry.wrong("duplicate", "名称", f"{quoted(name)}写了两次。", "请只保留一个。")
        found[name] = RecommenderKind(name=name, owes_share=entry.yes("非公比例"), together=together)
    if len(found) > MOST_WORDS or not found:
        top.wrong("definition", KINDS, f"单位类型有{len(found)}个，应为1至{MOST_WORDS}个。", "请增删。")
    return tuple(found.values())


def _texts(top: Entry, key: str, known: Sequence[str]) -> dict[str, str]:
    """The texts of this part by name, each of them there and with marks that have values."""
    node = top.node.nodes.get(key)
    if not isinstance(node, Map):
        top.wrong("required", key, f"{key}里应写{'、'.join(known)}。", "请照程序自带的 words.yaml 补上。")
        return {}
    entry = top.of(node)
    entry.require_known(known)
    return {name: require_words(entry, name, _word(entry, name, longest=LONGEST)) for name in known}


def _require_names_apart(top: Entry, names: Mapping[str, str]) -> None:
    """No two documents may come to lie in one file."""
    for place, (called, name) in enumerate(names.items()):
        if name and name in list(names.values())[:place]:
            top.wrong("duplicate", NAMES, f"{called}的文件名{quoted(name)}写了两次。", "请写成不同的文件名。")
