"""What the forms print of the settings besides their titles, for contexts that a test writes by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from support import own_forms

from generator.composing.fitting.slots import fitted_boxes

FORM1: dict[str, Any] = {
    "completer_limit": 5,
    "foot_note": "本表填写时切勿改变表格格式，使用A4纸双面打印，本表及附件均一式两份。",
    "union": "市级工会",
    "office": "省评选办公室",
    "words": own_forms.words("市级工会", "省评选办公室"),
    "form": own_forms.FORM1,
}
FORM2_NOTE = "本表由各设区市总工会填写，填写内容一定要与项目申报表保持一致，一式一份。"
PATENT_WORDS = {
    "patent_forms": ("发明专利", "实用新型专利", "外观设计专利", "软件著作权"),
    "patent_status": ("未申请", "正在申请", "已授权"),
}


# Another campaign's: more words than fit at the usual size, fewer completers, another province.
OTHER_PATENT_WORDS = {
    "patent_forms": (
        *("发明专利", "实用新型专利", "外观设计专利", "软件著作权"),
        *("集成电路布图", "植物新品种权", "地理标志证明", "商标专用权"),
    ),
    "patent_status": ("未申请", "正在申请", "已受理", "已公开", "已授权"),
}
OTHER_FORM1 = {
    "completer_limit": 3,
    "foot_note": "本表填写时切勿改变表格格式，使用A4纸双面打印，本表一式三份，附件一式一份。",
    "union": "区级工会",
    "office": "评选办公室",
    "words": own_forms.words("区级工会", "评选办公室"),
    "form": own_forms.FORM1,
}


def patent_boxes(
    ticked: Collection[str], words_of: Mapping[str, tuple[str, ...]] = PATENT_WORDS
) -> dict[str, list[dict[str, Any]]]:
    """Both lists of boxes, those named ticked."""
    fitted = {key: fitted_boxes(own_forms.FORM1, key, words) for key, words in words_of.items()}
    return {
        key: [
            {"label": word, "ticked": word in ticked, "size_pt": fitted[key].size_pt, "ends_line": ends}
            for word, ends in zip(words, fitted[key].ends_line, strict=True)
        ]
        for key, words in words_of.items()
    }
