"""Names as somebody may type them who means ill, or only uses another machine."""

from __future__ import annotations

# Sound as a value: nothing of them may be lost, and none may become a path, a formula, an option or markup.
TYPED = (
    "../../外", "..", "..\\..\\外", "/etc/passwd", "C:\\外", "C:外", "\\\\server\\share\\外", "//server/share", "~/外",
    "甲/乙", "甲\\乙", "甲:乙", "甲：乙", "a*b?", "<甲|乙>", '"甲"', "'甲'", "%TEMP%", "$HOME", "`id`", "$(id)",
    ";id", "&calc",
    "CON", "con", "NUL.txt", "aux.pdf", "COM1", "COM¹", "LPT9.x", "CONIN$", "CON .txt", "PRN:",
    "尾点.", "尾点..", "尾空格 .", "...", ".隐藏", ". .", "~$报告", "-rf", "--out=外", "@文件", "#甲",
    "=cmd|' /C calc'!A0", "=1+1", "+86", "-5", "@SUM(A1)", "_x0041_",
    "{{ 7*7 }}", "{% for x in y %}", "{#甲#}", "<script>alert(1)</script>", "</w:t>", "]]>", "&amp;", "&#65;",
    "Abc", "ABC", "ＡＢＣ", "caf\u00e9", "甲（2）", "甲_乙", "汉" * 40,
)  # fmt: skip

# No sound value: each is refused, with a Problem.
UNTYPABLE = (
    "甲\x00乙", "甲\x07乙", "甲\x1b[31m乙", "甲\x7f乙", "甲\x85乙", "甲\u00ad乙", "甲\u200b乙", "甲\u202e乙",
    "甲\u2066乙",
    "甲\u2028乙", "甲\ufeff乙", "甲\ufffe乙", "甲\U000e0041乙", "甲\ue000乙", "甲\ud800乙", "甲\n乙", "甲😀乙",
    "汉" * 90, "",
)  # fmt: skip

HOSTILE = TYPED + UNTYPABLE
