"""What was meant as a mark and would be printed as typed: ｛｛ 年度 ｝｝, { 年度 }, ${ 年度 }, 【【年度】】."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from generator.composing.wording.language import fixed_text, parsed
from generator.ground.environment import FAULTS, TOO_DEEP

LONGEST_SHOWN = 20
# No official paper has braces; one that is wanted is written {{ '{' }}.
_BRACES = re.compile(r"[$＄#＃]?[{｛][{｛%％]?[^{}｛｝]*[}｝]{0,2}|[}｝]+")
_DOLLAR = re.compile(r"[$＄]\{\{.*?\}\}", re.DOTALL)
_OPENING = frozenset("{}｛｝[<%（(【〔")
_UNEXPECTED = re.compile(r"unexpected char '(.)'")
_QUOTES = "“”‘’「」"
_UNPAIRED = "请核对花括号：左右各两个半角花括号，如 {{ 年度 }}。"
_USUAL = "请写成 {{ 名称 }}（两个半角花括号），如 {{ 年度 }}。"


@lru_cache(maxsize=256)
def near_mark(text: str, names: frozenset[str]) -> str:
    """The first thing in the text that looks like a mark and is none, shortened; empty where there is nothing.

    `names` are those of the values there are.
    """
    if _OPENING.isdisjoint(text):
        return ""
    try:
        stretches, tree = fixed_text(text), parsed(text)
    except FAULTS:  # told where the text is filled in
        return ""
    for stretch in stretches:
        if found := _BRACES.search(stretch) or _in_brackets(names).search(stretch):
            return found[0][:LONGEST_SHOWN]
    if found := _DOLLAR.search(text):
        return found[0][:LONGEST_SHOWN]
    printed = (one for output in tree.find_all(nodes.Output) for one in output.nodes)
    quoted = [one.value for one in printed if isinstance(one, nodes.Const) and one.value in names]
    return f"{{{{ '{quoted[0]}' }}}}" if quoted else ""


def remedy(wrong: BaseException) -> str:
    """What to do about a mark that cannot be read."""
    if isinstance(wrong, TOO_DEEP):
        return "请写得短些、简单些。"
    if "'}'" in str(wrong):
        return _UNPAIRED
    found = _UNEXPECTED.search(str(wrong)) if isinstance(wrong, TemplateSyntaxError) else None
    if found and found[1] in _QUOTES:
        return f"标记里的“{found[1]}”请改用半角的单引号 '。"
    usual = unicodedata.normalize("NFKC", found[1]) if found else ""
    if found and usual != found[1]:
        return f"标记里的“{found[1]}”是全角符号，请改用半角的“{usual}”。"
    return "请对照 templates/README.md 改正。"


def fix_of(found: str) -> str:
    """What to do about a near mark."""
    if found.startswith("{{ '"):
        return "名称不要加引号。"
    if _DOLLAR.match(found):
        return "请删去“$”。"
    if found[0] in "}｝":
        return _UNPAIRED
    full_width = re.search(r"[｛｝％]", found)
    return f"“{full_width[0]}”是全角符号，程序不认识。{_USUAL}" if full_width else _USUAL


@lru_cache(maxsize=16)
def _in_brackets(names: frozenset[str]) -> re.Pattern[str]:
    """A known name in a pair of brackets that no text has around a word: two of a kind, or half-width ones."""
    name = rf"\s*(?:{'|'.join(map(re.escape, sorted(names)))})\s*"
    doubled = (("【【", "】】"), ("[[", "]]"), ("<<", ">>"), ("((", "))"), ("（（", "））"), ("〔〔", "〕〕"))
    single = (("[", "]"), ("<", ">"), ("%", "%"))
    pairs = (f"{re.escape(opened)}{name}{re.escape(closed)}" for opened, closed in (*doubled, *single))
    return re.compile("|".join(pairs))
