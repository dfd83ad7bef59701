"""The first sheet of the entry workbook: how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.examples import EXAMPLE_MARK
from generator.campaign.fields import Kind
from generator.campaign.layout import MM_PER_PT
from generator.campaign.settings import Settings
from generator.composing.receiving import non_public_rule
from generator.composing.wording.chinese import full_date
from generator.composing.wording.titles import title
from generator.rendering.excel.columns import width_characters
from generator.rendering.excel.row_heights import cell_slot, fitted, row_height_pt
from generator.rendering.excel.sheet_page import set_page

NAME = "填表说明"
_WIDTH_MM = 165
_TITLE, _HEADING, _TEXT = ("方正小标宋简体", 20), ("黑体", 12), ("宋体", 12)


def write_guide(sheet: Worksheet, settings: Settings) -> None:
    """Write the instructions: one column, one paragraph a row."""
    sheet.title = NAME
    sheet.column_dimensions["A"].width = width_characters(_WIDTH_MM)
    lines = [(title(settings, "填报表"), _TITLE, "center", 18.0), ("填表说明", _HEADING, "center", 10.0)]
    for heading, texts in _instructions(settings):
        lines.append((heading, _HEADING, "left", 9.5))
        lines += [(text, _TEXT, "left", 8.0) for text in texts]
    for row, (text, (family, size), align, height_mm) in enumerate(lines, start=1):
        cell = sheet.cell(row, 1, text)
        cell.font = Font(name=family, size=size)
        cell.alignment = Alignment(align, "center", wrap_text=True)
        _, needed_pt = fitted(text, cell_slot(_WIDTH_MM, 0, family, size))
        sheet.row_dimensions[row].height = row_height_pt(max(needed_pt, height_mm / MM_PER_PT))
        if "底色" in text:
            cell.fill = PatternFill("solid", "FFF2CC")
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    set_page(sheet, "portrait")


def _instructions(settings: Settings) -> list[tuple[str, tuple[str, ...]]]:
    """Heading and paragraphs of each part."""
    several = _of_kind(Kind.CHOICES, settings, "可填几项，用“、”分隔。")
    return [
        (
            "一、怎样填写",
            (
                "1. 本工作簿有三张表：“申报项目”一行一个项目；“其他完成人”一行一人；"
                "“评选结果”由评选办公室在评选后填写。",
                f"2. {_number(settings)}",
                "3. 从第3行起填写。第2行是示例，读取时自动略过，不必删除。",
                "4. 表头淡黄底色、带*号的各项必须填写；灰色表头的，没有可不填。",
                f"5. 带下拉箭头的单元格从列表中选择。{several}",
            ),
        ),
        (
            "二、注意事项",
            (
                *_numbered(
                    f"{_brief(settings)}{_completers(settings)}",
                    "电话、身份证号码按文本填写，单元格已设好格式，请勿改动；从别处复制时，请选“只粘贴数值”。",
                    f"日期写成 {settings.applications_from.isoformat()}。长文字需要分段时，按 Alt+Enter 换行。",
                    "请勿合并单元格，不要增删或改动表头。表头以下可以自由填写、粘贴、排序，也可以插入、删除整行。",
                    _attachments(settings),
                    _of_kind(Kind.PICTURE, settings, "用 JPG 或 PNG，也放在 attachments 文件夹里，填写文件名。"),
                ),
            ),
        ),
        (
            "三、报送",
            (
                *_numbered(
                    f"申报时间为{full_date(settings.applications_from)}至{full_date(settings.applications_until)}。",
                    non_public_rule("各{0}的申报成果中，非公企业成果不少于{1}%。", settings),
                    "本表含个人信息，只用于本次活动，请妥善保管，不要转发给无关人员。",
                ),
            ),
        ),
    ]


def _number(settings: Settings) -> str:
    """What joins the tables, and who gives it."""
    fields = settings.schema.fields
    example = next(field.example for field in fields.application if field.key == "number").removeprefix(EXAMPLE_MARK)
    like = f"，如 {example.lstrip('：')}" if example else ""
    return f"三张表用“{fields.label('number')}”相互对应。编号由{fields.label('recommender')}自编，不能重复{like}。"


def _of_kind(kind: Kind, settings: Settings, told: str) -> str:
    """What is told of the fields of that kind, behind their names; nothing where there are none."""
    names = [field.label for field in settings.schema.fields.application if field.kind is kind]
    return f"{'、'.join(names)}{told}" if names else ""


def _brief(settings: Settings) -> str:
    label = settings.schema.fields.label("brief")
    return f"{label}不超过{settings.brief_limit}字；" if label else ""


def _attachments(settings: Settings) -> str:
    label = settings.schema.fields.label("attachments")
    if not label:
        return ""
    return (
        "附件（检测报告、用户证明、专利证书、照片等）用 PDF、JPG 或 PNG，放在 attachments 文件夹里，"
        f"在“{label}”一栏写文件名，几个文件用“；”分隔。"
    )


def _completers(settings: Settings) -> str:
    if not settings.completer_limit:
        return "本次活动只填第一完成人，“其他完成人”一表不填。"
    return f"其他完成人不超过{settings.completer_limit}人，按贡献大小排列，第一完成人不重复填写。"


def _numbered(*texts: str) -> Iterator[str]:
    """The texts that are not empty, counted from 1."""
    return (f"{place}. {text}" for place, text in enumerate(filter(None, texts), start=1))
