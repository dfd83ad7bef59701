"""What a machine must have for documents to be made, and the one wording that says what is missing.

A wheel brings neither: Pango lays out the pages of PDFs, and fonts decide where a line of any document ends.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable

from generator.campaign.errors import MachineError

# The Debian packages, each with the library that is loaded of it.
PANGO_PACKAGES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
FONTCONFIG_PACKAGE, NOTO_PACKAGE, FANDOL_PACKAGE = "fontconfig", "fonts-noto-cjk", "texlive-lang-chinese"
FONT_PACKAGES = (FONTCONFIG_PACKAGE, NOTO_PACKAGE, "fonts-babelstone-han", "fonts-dejavu-core")
WITHOUT_PAGES = ("docx", "xlsx")  # the formats that need no Pango
# The classes of fonts that no package brings by itself, as an office calls them, and the rest.
_FANDOL = {"fangsong": "仿宋", "kaiti": "楷体"}
_NOTO = {"xiaobiaosong": "小标宋", "heiti": "黑体", "songti": "宋体"}
_INSTALL = "请管理员（root）运行 apt-get install --no-install-recommends {}，装好后重试。"


def without_pango() -> MachineError:
    """What is said where a PDF was asked for and Pango is not there."""
    lacking = "这台电脑没有装 Pango，PDF 和带版记的公文生成不了，其余的 Word、Excel 文件照常。"
    instead = f"只要 Word 和 Excel 的，不选 PDF（命令行加上 --format {','.join(WITHOUT_PAGES)}）。"
    return MachineError(f"{lacking}{_INSTALL.format(' '.join(PANGO_PACKAGES))}{instead}")


def without_fonts(classes: Iterable[str]) -> MachineError:
    """What is said where nothing is there for these classes of fonts."""
    names = tuple(classes)
    lacking = "、".join((_NOTO | _FANDOL)[name] for name in names)
    said = f"这台电脑没有{lacking}字体，不能检查和生成：每一行都要先按字体量好，Word 文件也一样。"
    if any(name in _NOTO for name in names):
        said += _INSTALL.format(" ".join(FONT_PACKAGES))
    if any(name in _FANDOL for name in names):
        windows = "Windows 的 simfang.ttf、simkai.ttf、simhei.ttf、simsun.ttc"
        said += f"请把{windows}（或软件包 {FANDOL_PACKAGE} 里的 Fandol 字体）放进 {sys.prefix}/share/wuxiao/fonts。"
    return MachineError(said)


def without_fontconfig() -> MachineError:
    """What is said where fonts cannot even be looked for."""
    return MachineError(f"找不到命令 fc-list，无法查找字体。{_INSTALL.format(' '.join(FONT_PACKAGES))}")


def has_pango() -> bool:
    """Whether what lays out pages can be loaded; it is, then."""
    try:
        for library in PANGO_PACKAGES.values():
            ctypes.CDLL(library)
    except OSError:
        return False
    return True
