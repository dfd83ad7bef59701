"""What a part or a relationship outside the lists most likely is: only the words that it is told in depend on this."""

from __future__ import annotations

from generator.office.found import Words

_TO_ANOTHER_FILE = "请把内容复制到新建的文件或自带的模板里再保存。"
UNKNOWN = Words("template-part", "有模板里不能有的部件。", _TO_ANOTHER_FILE)
UNKNOWN_TARGET = Words("template-part", "", _TO_ANOTHER_FILE)
_FONTS = Words("template-object", "嵌有字体。", "请在“文件—选项—保存”中取消“将字体嵌入文件”后保存。")
_MACRO = Words("template-macro", "模板带有宏。", "请另存为不带宏的文件。")
_PICTURE = Words("template-part", "图片只能是 PNG 或 JPEG。", "请把图片另存为 PNG 后重新插入。")
_DRAWN = Words("template-object", "表格模板里不能有图片、图形和图表。", "请删去它们后重新保存。")
_OBJECT = Words("template-object", "模板里嵌有其他文件、对象或控件。", "请删去嵌入的对象后重新保存。")
_ELSEWHERE = Words("template-link", "引用了别的工作簿。", "请在“数据—编辑链接”中断开链接后保存。")
# By what its name or type holds.
_LIKELY = (
    *((sign, _MACRO) for sign in ("vba", "macro", "customui")),
    *((sign, _FONTS) for sign in ("obfuscatedfont", "/fonts/")),
    *((sign, _DRAWN) for sign in ("xl/media/", "xl/drawings/", "xl/charts/")),
    ("media/", _PICTURE),
    *((sign, _OBJECT) for sign in ("embeddings/", "activex", "ole", "chunk", "control", "package")),
    ("externallink", _ELSEWHERE),
)


def words_for(text: str, otherwise: Words) -> Words:
    """How a thing with that name or type is told."""
    folded = text.casefold()
    return next((words for sign, words in _LIKELY if sign in folded), otherwise)
