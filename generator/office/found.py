"""What was found in a package that is not in the lists, and in which words it is told."""

from __future__ import annotations

from dataclasses import dataclass

from generator.campaign.errors import Place, Problem, error, warning
from generator.reading.prescan import Trouble

MOST_TOLD = 40
LONGEST_QUOTE = 60

_TO_ANOTHER_FILE = "请把内容复制到新建的文件或自带的模板里再保存。"
UNKNOWN = Trouble("template-part", "有模板里不能有的部件。", _TO_ANOTHER_FILE)
UNKNOWN_TARGET = Trouble("template-part", "", _TO_ANOTHER_FILE)
_FONTS = Trouble("template-object", "嵌有字体。", "请在“文件—选项—保存”中取消“将字体嵌入文件”后保存。")
_MACRO = Trouble("template-macro", "模板带有宏。", "请另存为不带宏的文件。")
_PICTURE = Trouble("template-part", "图片只能是 PNG 或 JPEG。", "请把图片另存为 PNG 后重新插入。")
_DRAWN = Trouble("template-object", "表格模板里不能有图片、图形和图表。", "请删去它们后重新保存。")
_OBJECT = Trouble("template-object", "模板里嵌有其他文件、对象或控件。", "请删去嵌入的对象后重新保存。")
_ELSEWHERE = Trouble("template-link", "引用了别的工作簿。", "请在“数据—编辑链接”中断开链接后保存。")
# What a part or a relationship outside the lists most likely is, by what its name or type holds.
_LIKELY = (
    *((sign, _MACRO) for sign in ("vba", "macro", "customui")),
    *((sign, _FONTS) for sign in ("obfuscatedfont", "/fonts/")),
    *((sign, _DRAWN) for sign in ("xl/media/", "xl/drawings/", "xl/charts/")),
    ("media/", _PICTURE),
    *((sign, _OBJECT) for sign in ("embeddings/", "activex", "ole", "chunk", "control", "package")),
    ("externallink", _ELSEWHERE),
)


@dataclass(frozen=True)
class Found:
    """Something outside the lists: the problem's code, the part, what it is, and what to do about it."""

    code: str
    part: str
    message: str
    fix: str
    is_error: bool = True


def mark_found(part: str, what: str, where: str) -> Found:
    """That there is a mark where nothing is filled in, and where marks may stand."""
    message = f"{what}里有 {{{{ }}}} 或 {{% %}}，程序不填写那里。"
    return Found("template-mark", part, message, f"请把标记移到{where}里，或删去。")


def words_for(text: str, otherwise: Trouble) -> Trouble:
    """How a thing with that name or type is told."""
    folded = text.casefold()
    return next((words for sign, words in _LIKELY if sign in folded), otherwise)


def quoted(text: str) -> str:
    """The text in quotation marks, shortened."""
    return f"“{text[:LONGEST_QUOTE]}{'…' if len(text) > LONGEST_QUOTE else ''}”"


def told(found: list[Found], name: str) -> list[Problem]:
    """The problems of the template called `name`: each once, errors first, and no more than anybody reads."""
    kinds = sorted(dict.fromkeys(found), key=lambda one: not one.is_error)
    if left := kinds[MOST_TOLD:]:
        message = f"另有{len(left)}处模板里不能有的内容。"
        is_error = any(one.is_error for one in left)
        rest = Found("template-part", "", message, "请先改正上面的各处，再检查一次。", is_error)
        kinds = [*kinds[:MOST_TOLD], rest]
    make = {True: error, False: warning}
    return [make[one.is_error](one.code, Place(name, cell=one.part), "", one.message, one.fix) for one in kinds]
