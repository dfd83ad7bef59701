"""Makes the folders beside this script: the minimal campaign, each with one thing wrong.

    .venv/bin/python data_examples/broken/make_broken.py

What `wuxiao check` must say of each stands in its expected.json, which
`.venv/bin/pytest tests/test_broken.py --update-golden` writes.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from PIL import Image

from generator.campaign.layout import package_templates
from generator.checks.campaign import check_campaign
from generator.composing.forms import filled, filled_of_recommender
from generator.rendering.excel import workbook as excel
from generator.rendering.excel.entry_workbook import entry_workbook
from generator.rendering.word import word_file

HERE = Path(__file__).parent
MINIMAL = HERE.parent / "minimal"
APPLICATION, SETTINGS, NOTICE = "applications/NC-001.yaml", "campaign.yaml", "notice.yaml"
WORKBOOK, CERTIFICATE = "applications.xlsx", "templates/certificate/certificate.yaml"
TABLE, FORM1 = "templates/fields.yaml", "templates/form1/form.yaml"
FIRST_LINE = "  - 段落: 现将"
UNIT = "江西昌北恒岳精密机械有限公司"
SECOND_COMPLETER = f"  - {{姓名: 熊玉兰, 性别: 女, 岗位职务: 工艺员, 职称: 助理工程师, 工作单位: {UNIT}}}\n"

Files = dict[str, bytes]
Change = Callable[[Files], None]


def replaced(file: str, old: str, new: str) -> Change:
    """A change of text in one file."""

    def change(files: Files) -> None:
        text = files[file].decode()
        assert old in text, (file, old)
        files[file] = text.replace(old, new).encode()

    return change


def application(old: str, new: str) -> Change:
    return replaced(APPLICATION, old, new)


def settings(old: str, new: str) -> Change:
    return replaced(SETTINGS, old, new)


def certificate(old: str, new: str) -> Change:
    """The certificates' wording, which is the program's with a change."""

    def change(files: Files) -> None:
        files[CERTIFICATE] = (package_templates() / "certificate/certificate.yaml").read_bytes()
        replaced(CERTIFICATE, old, new)(files)

    return change


def own_table(*fields: str) -> Change:
    """The campaign's own table of fields: the program's with these below 所属行业."""

    def change(files: Files) -> None:
        files[TABLE] = (package_templates() / "fields.yaml").read_bytes()
        at = next(line for line in files[TABLE].decode().splitlines() if "key: industry," in line)
        replaced(TABLE, at, "\n".join([at, *(f"  - {{{field}}}" for field in fields)]))(files)

    return change


def low_rows(change_too: Change) -> Change:
    """The campaign's own Form 1: the program's with lower rows for the other completers; and a further change."""

    def change(files: Files) -> None:
        files[FORM1] = (package_templates() / "form1/form.yaml").read_bytes()
        replaced(FORM1, "height_mm: 11, earlier_mm: [10], repeat:", "height_mm: 9, repeat:")(files)
        change_too(files)

    return change


def added(lines: str) -> Change:
    """More lines at the end of campaign.yaml."""

    def change(files: Files) -> None:
        files[SETTINGS] += lines.encode()

    return change


def content(file: str, make: Callable[[Files], bytes]) -> Change:
    """A file with other content."""

    def change(files: Files) -> None:
        files[file] = make(files)

    return change


def attached(name: str, make: Callable[[], bytes]) -> Change:
    """An attachment, and the application that names it."""

    def change(files: Files) -> None:
        application("申报时间:", f"附件: {name}\n申报时间:")(files)
        files[f"attachments/{name}"] = make()

    return change


def second(*changes: tuple[str, str]) -> Change:
    """A second application, the first one's with changes."""

    def change(files: Files) -> None:
        text = files[APPLICATION].decode()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        files["applications/NC-002.yaml"] = text.encode()

    return change


def workbook(edit: Callable[[Any], None] = lambda book: None, raw: Callable[[bytes], bytes] = lambda b: b) -> Change:
    """The same application in Excel, edited."""

    def change(files: Files) -> None:
        del files[APPLICATION]
        book = load_workbook(io.BytesIO(plain_workbook()))
        edit(book)
        out = io.BytesIO()
        book.save(out)
        files[WORKBOOK] = raw(out.getvalue())

    return change


def plain_workbook() -> bytes:
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    (one,) = campaign.applications
    own = {key: written(value) for key, value in one if key not in ("completers", "award")}
    completers = [dict(completer) | {"number": one.number} for completer in one.completers]
    rows = {"申报项目": [own], "其他完成人": completers, "评选结果": []}
    return entry_workbook(campaign.settings, rows, modified=date(2023, 7, 20))


def written(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else value


def cell(sheet: str, header: str, value: object, form: str = "@") -> Callable[[Any], None]:
    """Set the value below a header in the first row of data."""

    def edit(book: Any) -> None:
        table = book[sheet]
        column = next(c.column for c in table[1] if str(c.value).strip("*\n ") == header)
        target = table.cell(first_row(table), column)
        target.value, target.number_format = value, form

    return edit


def first_row(table: Any) -> int:
    return 3 if str(table.cell(2, 1).value or "").startswith("示例") else 2


def header(sheet: str, old: str, new: str | None) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        next(c for c in book[sheet][1] if str(c.value).strip("*\n ") == old).value = new

    return edit


def hide_row(book: Any) -> None:
    book["申报项目"].row_dimensions[first_row(book["申报项目"])].hidden = True


def hide_column(book: Any) -> None:
    book["申报项目"].column_dimensions["C"].hidden = True


def merge(book: Any) -> None:
    row = first_row(book["其他完成人"])
    book["其他完成人"].merge_cells(start_row=row, end_row=row + 1, start_column=6, end_column=6)


def rename_sheet(book: Any) -> None:
    book["其他完成人"].title = "其它完成人"


def add_sheet(title: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book.create_sheet(title)["A1"] = "NC-009"

    return edit


def column_without_header(book: Any) -> None:
    table = book["其他完成人"]
    table.cell(first_row(table), 9).value = "工龄十年"


def over_the_example(book: Any) -> None:
    for table in (book["其他完成人"],):
        for column in range(2, table.max_column + 1):
            table.cell(2, column).value = table.cell(3, column).value


def in_part(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replaces bytes in one part of the package."""

    def change(package: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.namelist():
                data = source.read(part)
                if part == name:
                    assert old in data, old
                    data = data.replace(old, new, 1)
                target.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), data)
        return out.getvalue()

    return change


def with_part(name: str) -> Callable[[bytes], bytes]:
    def add(package: bytes) -> bytes:
        out = io.BytesIO(package)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), b"x")
        return out.getvalue()

    return add


def flipped(file: str, part: str) -> Change:
    """Bits flipped where the file holds that part of its package."""

    def change(files: Files) -> None:
        data = bytearray(files[file])
        with zipfile.ZipFile(io.BytesIO(files[file])) as package:
            start = package.getinfo(part).header_offset + 30 + len(part) + 40
        for place in range(start, start + 8):
            data[place] ^= 0xFF
        files[file] = bytes(data)

    return change


def docx_without_controls() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        body = (
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
        )
        package.writestr(zipfile.ZipInfo("word/document.xml", (1980, 1, 1, 0, 0, 0)), body)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b", R=4), static_id=True)
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 40)).save(out, "GIF")
    return out.getvalue()


def half_a_picture() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((600, 600)).save(out, "JPEG")
    return out.getvalue()[:3000]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 40), 200).save(out, "JPEG")
    return out.getvalue()


def one_page(*marks: pikepdf.Dictionary, root: Mapping[str, Any] | None = None, **more: Any) -> bytes:
    """A PDF of a page with these marks; `more` stands in the page."""
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Annots = pikepdf.Array(pdf.make_indirect(mark) for mark in marks)
    for key, value in more.items():
        page.obj[f"/{key}"] = pdf.make_stream(*value) if isinstance(value, tuple) else value
    for key, value in (root or {}).items():
        pdf.Root[f"/{key}"] = value(page.obj.Annots)
    pdf.save(out, static_id=True)
    return out.getvalue()


def mark(subtype: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{subtype}"), Rect=[72, 700, 400, 724], **more
    )


def filled_form() -> bytes:
    """A form whose value has no appearance, as many programs fill in forms."""
    unit = mark("Widget", F=4, FT=pikepdf.Name.Tx, T="单位", V="南昌计量院 ABC-123", DA="/Helv 12 Tf 0 g")
    return one_page(unit, root={"AcroForm": lambda fields: pikepdf.Dictionary(Fields=fields, NeedAppearances=True)})


def marked_pdf() -> bytes:
    """A page with a pen line and a box that each viewer draws in its own way, and a stamp that is not printed."""
    pen = mark("Ink", F=4, C=[0, 0, 1], InkList=[[80, 705, 390, 720]])
    return one_page(pen, mark("Square", F=4, C=[0, 0.5, 0]), mark("Stamp", F=0))


def packed_tight() -> bytes:
    """A page whose content is 120 MB of comment, packed twice."""
    packed = zlib.compress(zlib.compress(b"%" * 120_000_000, 9), 9)
    return one_page(Contents=(packed, pikepdf.Dictionary(Filter=[pikepdf.Name.FlateDecode] * 2)))


STRANGER = {
    "name": "另一个项目",
    "lead_name": "邹建平",
    "lead_id_number": "360102198705120034",
    "lead_phone": "13800001234",
}


def returned(kind: str, ending: str, *edits: tuple[str, str], **changes: Any) -> Change:
    """A form handed in, filled with the application's values but for `changes`, its document edited in Word."""

    def change(files: Files) -> None:
        campaign, _, _ = check_campaign(MINIMAL)
        assert campaign is not None
        one = campaign.applications[0].model_copy(update=changes)
        settings = campaign.settings
        context = (
            filled(settings, "form1", one)
            if kind == "form1"
            else filled_of_recommender(settings, "form2", (one,), one.recommender)
        )
        template = (HERE.parent.parent / f"templates/{kind}/{kind}.{ending}").read_bytes()
        render = word_file.render if ending == "docx" else excel.render
        made = render(template, context, modified=date(2023, 8, 1))
        for old, new in edits:
            made = in_part("word/document.xml", old.encode(), new.encode())(made)
        files[f"returned/{kind}.{ending}"] = made

    return change


def form2(edit: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Change:
    """A Form 2 in Excel of all the applications, its rows edited."""

    def change(files: Files) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), files)
            campaign, _, problems = check_campaign(Path(folder))
        assert campaign is not None, problems
        recommender = campaign.applications[0].recommender
        context = filled_of_recommender(campaign.settings, "form2", campaign.of(recommender), recommender)
        context["rows"] = edit(context["rows"])
        template = (HERE.parent.parent / "templates/form2/form2.xlsx").read_bytes()
        files["returned/form2.xlsx"] = excel.render(template, context, modified=date(2023, 8, 1))

    return change


def saved_by_libreoffice(file: str) -> Change:
    """The file as LibreOffice writes it: version 7 drops the tags of content controls."""

    def change(files: Files) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "a.docx").write_bytes(files[file])
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                "docx",
                "--outdir",
                name + "/out",
                name + "/a.docx",
            ]
            subprocess.run(command, check=True, capture_output=True)
            files[file] = (folder / "out/a.docx").read_bytes()

    return change


def both(*changes: Change) -> Change:
    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


def awarded(*rows: tuple[str, str, int]) -> Change:
    """The application in Excel, with these rows on the sheet of awards."""

    def edit(book: Any) -> None:
        for row, values in enumerate(rows, start=3):
            for column, value in enumerate(values, start=1):
                book["评选结果"].cell(row, column).value = value

    return workbook(edit)


def award(tier: str, serial: str) -> Change:
    return application("其他完成人:", f"评选结果: {{等次: {tier}, 证书序号: {serial}}}\n其他完成人:")


ONE_WINNER = both(
    award("一等优秀成果", "1"),
    settings("{名称: 一等优秀成果, 数量: 10}", "{名称: 一等优秀成果, 数量: 1}"),
    settings("  - {名称: 二等优秀成果, 数量: 30}\n  - {名称: 三等优秀成果, 数量: 60}\n", ""),
)
OWN = "  - {名称: 南昌市总工会, 简称: 南昌, 类型: 设区市总工会, 最低数量: 1}\n"
ID, PHONE, BRIEF = "360102198705120018", '"13900001234"', "项目简介（100字以内）: 针对"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def note_below(text: str) -> Callable[[Any], None]:
    """A remark under the table of projects, two rows below the last one."""

    def edit(book: Any) -> None:
        table = book["申报项目"]
        table.cell(first_row(table) + 3, 1).value = text

    return edit


def only_some(**values: str) -> Callable[[Any], None]:
    """A second row of projects with little more than its number."""

    def edit(book: Any) -> None:
        table = book["申报项目"]
        for column, value in zip("AB", values.values(), strict=False):
            table[f"{column}{first_row(table) + 1}"].value = value

    return edit


def header_again(*, turned: bool) -> Callable[[Any], None]:
    """The header of the completers once more between two of them."""

    def edit(book: Any) -> None:
        table = book["其他完成人"]
        row = first_row(table) + 1
        table.insert_rows(row)
        texts = [cell.value for cell in table[1]]
        for column, text in enumerate(reversed(texts) if turned else texts, start=1):
            table.cell(row, column).value = text

    return edit


def runs(header: str, *texts: tuple[str, str]) -> Callable[[Any], None]:
    """Rich text below a header: runs, each with its font, `""`, superscript, subscript or strike."""

    def edit(book: Any) -> None:
        fonts = {
            "": InlineFont(),
            "strike": InlineFont(strike=True),
            "superscript": InlineFont(vertAlign="superscript"),
            "subscript": InlineFont(vertAlign="subscript"),
        }
        cell("申报项目", header, CellRichText(*(TextBlock(fonts[font], text) for text, font in texts)))(book)

    return edit


def struck_out(*headers: str) -> Callable[[Any], None]:
    """Whole cells struck out by their font; of all columns where none is named."""

    def edit(book: Any) -> None:
        table = book["申报项目"]
        for head in table[1]:
            if not headers or str(head.value).strip("*\n ") in headers:
                table.cell(first_row(table), head.column).font = Font(strike=True)

    return edit


def renamed(old: str, new: str) -> Change:
    def change(files: Files) -> None:
        files[new] = files.pop(old)

    return change


def copied(old: str, new: str) -> Change:
    def change(files: Files) -> None:
        files[new] = files[old]

    return change


CASES: dict[str, Change] = {
    # ---- the YAML file itself
    "yaml-duplicate-key": application("所属行业:", "项目类别: 小设计\n所属行业:"),
    "yaml-anchor": application("所属行业: 机械制造", "所属行业: &行业 机械制造"),
    "yaml-tag": application("所属行业: 机械制造", "所属行业: !!str 机械制造"),
    "yaml-second-document": application("所属行业:", "---\n所属行业:"),
    "yaml-full-width-colon": application("所属行业: 机械制造", "所属行业：机械制造"),
    "yaml-tab": application("所属行业: 机械制造", "\t所属行业: 机械制造"),
    "yaml-gbk": content(APPLICATION, lambda files: files[APPLICATION].decode().encode("gbk", "replace")),
    "yaml-utf-16": content(APPLICATION, lambda files: files[APPLICATION].decode().encode("utf-16")),
    "yaml-comment-sign": application("项目名称: 立式铣床", "项目名称: 立式 #2铣床"),
    "yaml-comment": application("所属行业: 机械制造", "所属行业: 机械制造 # 机床"),
    "yaml-no-mapping": content(APPLICATION, lambda files: "只有一句话\n".encode()),
    "yaml-empty": content(APPLICATION, lambda files: b""),
    "yaml-misspelt-key": application("实施方式:", "实施方法:"),
    "yaml-both-names": application("所属行业:", "industry: 机械\n所属行业:"),
    "yaml-list-for-text": application("所属行业: 机械制造", "所属行业: {名称: 机械制造}"),
    "yaml-straight-quotes": application("项目名称: 立式铣床主轴快速对中夹具", '项目名称: "五小"活动管理法'),
    "yaml-bracket": application("项目名称: 立式", "项目名称: [新型]立式"),
    "yaml-list-in-brackets": application("项目名称: 立式铣床主轴快速对中夹具", "项目名称: [新型夹具]"),
    "yaml-colon": application("项目名称: 立式铣床", "项目名称: 夹具: 立式铣床"),
    "yaml-colon-in-address": application("通讯地址: 江西省", "通讯地址: 收件: 江西省"),
    "yaml-notice-braces": replaced(
        NOTICE,
        '- 段落: "{{ 申报开始|年月日 }}至{{ 申报截止|年月日 }}。"',
        "- 段落: {{ 申报开始|年月日 }}至{{ 申报截止|年月日 }}。",
    ),
    "yaml-open-quote": application("所属行业: 机械制造", '所属行业: "机械制造'),
    "yaml-open-quote-of-a-phone": application(PHONE, '"13900001234'),
    "yaml-full-width-quote": application("所属行业: 机械制造", '所属行业: "机械制造”'),
    "yaml-block-sign": application("所属行业: 机械制造", "所属行业: >5"),
    "yaml-folded": application("所属行业: 机械制造", "所属行业: 机械\n  制造"),
    "yaml-glued-colon": application("所属行业: 机械制造", "所属行业:机械制造"),
    "yaml-all-colons-full-width": lambda files: files.update(
        {APPLICATION: "项目编号：NC-001\n项目名称：夹具\n".encode()}
    ),
    "yaml-full-width-in-braces": application("{姓名: 邹建平, 性别: 男", "{姓名: 邹建平，性别: 男"),
    "yaml-full-width-colon-in-braces": application("{姓名: 邹建平", "{姓名：邹建平"),
    "yaml-sign-at-the-start": application("项目名称: 立式", "项目名称: @立式"),
    # ---- names of files and folders
    "file-name-capital": renamed(NOTICE, "Notice.yaml"),
    "file-name-txt": renamed(NOTICE, "notice.yaml.txt"),
    "file-name-yml": renamed(NOTICE, "notice.yml"),
    "file-name-chinese": renamed(NOTICE, "通知.yaml"),
    "file-name-copy": copied(SETTINGS, "campaign(1).yaml"),
    "file-name-of-an-application": copied(APPLICATION, "NC-002.yaml"),
    "file-name-workbook": both(workbook(), renamed(WORKBOOK, "applications (2).xlsx")),
    "file-name-workbook-besides": both(workbook(), copied(WORKBOOK, "applications - 副本.xlsx")),
    "file-name-workbook-xls": both(workbook(), renamed(WORKBOOK, "applications.xls")),
    "folder-name-capital": renamed(APPLICATION, "Applications/NC-001.yaml"),
    "folder-name-chinese": content("附件/照片.jpg", lambda files: b""),
    "summary-in-word": content("summaries/南昌.docx", lambda files: b"PK"),
    # ---- what stands for nothing
    "placeholder-of-programs": both(
        application("第一完成人职称: 技师", "第一完成人职称: None"),
        settings("抄送:", "抄送: nan"),
        settings("印发机关:", "印发机关: null"),
    ),
    "placeholder-required": application("联系人: 陶玥", "联系人: 无"),
    "placeholder-null": application("联系人: 陶玥", "联系人: ~"),
    "placeholder-ditto": application("工作单位: 江西昌北恒岳精密机械有限公司}", "工作单位: 同上}"),
    # ---- people
    "name-of-two-people": application("姓名: 邹建平", "姓名: 邹建平、熊玉兰"),
    "name-of-two-people-with-a-blank": application("第一完成人: 龚晓堃", "第一完成人: 龚晓堃 邹建平"),
    "name-of-two-contacts": application("联系人: 陶玥", "联系人: 陶玥/龚晓堃"),
    "completer-twice-with-a-blank": application("姓名: 邹建平", "姓名: 熊　玉兰"),
    "completer-twice-with-another-dot": both(
        application("第一完成人: 龚晓堃", "第一完成人: 买买提·吐尔逊"),
        application("姓名: 邹建平", "姓名: 买买提•吐尔逊"),
    ),
    "project-twice-in-other-width": second(
        ("NC-001", "NC-002"), ("立式铣床主轴", "立式 铣床主轴"), (ID, "360102198705120034")
    ),
    # ---- fields of the campaign's own
    "fields-wrong": own_table(
        "key: education, label: 学历, kind: 选一项, choises: [大专, 本科]",
        "key: born_on, label: 出生日期, kind: 日起",
        "key: unit, label: 单位性质",
        "key: profit, label: 经济效益, kind: 金额, limit: 10",
    ),
    "fields-money-in-words": both(
        own_table("key: profit, label: 经济效益, kind: 金额, unit: 万元"),
        application("所属行业: 机械制造", "所属行业: 机械制造\n经济效益: 约一百二十万元"),
    ),
    "fields-choice-and-empty": both(
        own_table(
            "key: education, label: 学历, kind: 选一项, choices: [大专, 本科, 研究生]",
            "key: politics, label: 政治面貌, limit: 12",
        ),
        application("所属行业: 机械制造", "所属行业: 机械制造\n学历: 大学本科"),
    ),
    # ---- signs in numbers
    "phone-long-dash": application("0791-88001234", "0791—88001234"),
    "phone-letter": application(PHONE, '"1390000l234"'),
    "phone-area-in-brackets": application("0791-88001234", "（0791）88001234"),
    "id-letter": application(ID, "36O102198705120018"),
    "patent-letter": application("ZL202220123456.7", "ZL2O2220123456.7"),
    # ---- values
    "required": application("所属行业: 机械制造", "所属行业:"),
    "several-at-once": lambda files: (
        [
            change(files)
            for change in (
                application("项目类别: 小发明", "项目类别: 大发明"),
                application(PHONE, '"139"'),
                application("申报时间: 2023年8月1日", "申报时间: 昨天"),
            )
        ]
        and None
    ),
    "several-kinds-at-once": lambda files: (
        [
            change(files)
            for change in (
                application("项目类别: 小发明", "项目类别: 大发明"),
                application(BRIEF, "项目简介（100字以内）: " + "针对" * 40),
                application("第一完成人性别: 男", "第一完成人性别: 女"),
                application("申报时间: 2023年8月1日", "附件: 没有.pdf\n申报时间: 2023年8月16日"),
                application("姓名: 邹建平", "姓名: 邹\U00013000"),
            )
        ]
        and None
    ),
    "phone-as-sex": application("第一完成人性别: 男", '第一完成人性别: "13900001234"'),
    "id-as-date": application("申报时间: 2023年8月1日", f'申报时间: "{ID}"'),
    "id-as-number": second(("NC-001", ID), ("立式铣床主轴", "卧式铣床主轴"), (ID, "360102198705120034")),
    "key-with-phone": application("所属行业: 机械制造", "龚晓堃13900001234: 机械制造"),
    "phone-dashes": application(PHONE, '"139-0000-1234"'),
    "phone-without-zero": application("0791-88001234", "791-88001234"),
    "address-of-two-lines": application("通讯地址: 江西省", "通讯地址: |-\n  创业路18号\n  江西省"),
    "category": application("项目类别: 小发明", "项目类别: 小发名"),
    "recommender": application("申报单位: 南昌市总工会", "申报单位: 南昌总工会"),
    "non-public-word": application("是否非公: 是", "是否非公: 民营"),
    "date-form": application("申报时间: 2023年8月1日", "申报时间: 2023年8月"),
    "date-impossible": application("申报时间: 2023年8月1日", "申报时间: 2023-02-30"),
    "date-too-late": application("申报时间: 2023年8月1日", "申报时间: 2023年8月16日"),
    "date-too-early": application("申报时间: 2023年8月1日", "申报时间: 2023年7月1日"),
    "not-recent": application("完成时间: 2022-06-20", "完成时间: 2019-06-20"),
    "phone-short": application(PHONE, '"1390000123"'),
    "phone-two": application(PHONE, '"13900001234 13800001234"'),
    "phone-no-area": application("0791-88001234", "88001234"),
    "phone-full-width": application(PHONE, '"１３９０００01234"'),
    "id-15-digits": application(ID, "360102870512001"),
    "id-check-digit": application(ID, "360102198705120017"),
    "id-date": application(ID, "360102198702300018"),
    "id-region": application(ID, "990102198705120018"),
    "id-cyrillic-x": application(ID, "36010219870512001х"),
    "id-spaces": application(ID, "360102 19870512 0018"),
    "id-seventeen": application(ID, "36010219870512001"),
    "id-foreign-digits": application(ID, "36010219870512001٨"),
    "tab": application("所属行业: 机械制造", '所属行业: "机械\\t制造"'),
    "old-private-use": application("姓名: 邹建平", "姓名: 邹\ue863"),
    "phone-country-code": application(PHONE, '"+8613900001234"'),
    "id-sex": application("第一完成人性别: 男", "第一完成人性别: 女"),
    "patent-form": application("专利形式: [实用新型专利]", "专利形式: [实用新型]"),
    "patent-granted-without-number": application("专利号: ZL202220123456.7", "专利号:"),
    "patent-none-with-number": application("专利状况: 已授权", "专利状况: 未申请"),
    "patent-granted-without-date": application("批准时间:", "# 批准时间:"),
    "patent-status": application("专利状况: 已授权", "专利状况: 已受权"),
    "patent-check-digit": application("ZL202220123456.7", "ZL202220123456.8"),
    "patent-number": application("ZL202220123456.7", "专利证书第12号"),
    "brief-too-long": application(BRIEF, "项目简介（100字以内）: " + "针对" * 40),
    "name-too-long": application("立式铣床主轴快速对中夹具", "立式铣床主轴快速对中夹具" * 6),
    "name-of-two-lines": application("项目名称: 立式铣床主轴快速对中夹具", '项目名称: "立式铣床\\n对中夹具"'),
    "control-character": application("所属行业: 机械制造", '所属行业: "机械\\a制造"'),
    "zero-width": application("所属行业: 机械制造", "所属行业: 机械\u200b制造"),
    "right-to-left": application("所属行业: 机械制造", "所属行业: 机械\u202e制造"),
    "private-use": application("姓名: 邹建平", "姓名: 邹\ue900"),
    "accent-alone": application("姓名: 邹建平", '姓名: "\\u0301邹建平"'),
    "newer-character": application("姓名: 邹建平", "姓名: 邹\U0002ebf0"),
    "no-glyph": application("姓名: 邹建平", "姓名: 邹\U00013000"),
    "does-not-fit": low_rows(application("姓名: 邹建平", "姓名: 邹" + "建平" * 9)),
    "only-fits-smallest": application("岗位职务: 铣工,", "岗位职务: 数控铣床铣工兼班组安全员质量员,"),
    "excluded-unit": application(f"所在单位: {UNIT}\n", "所在单位: 江西某某学院\n"),
    "excluded-post": application("职务: 铣工班班长", "职务: 副总经理"),
    # ---- people and projects
    "completers-six": application(
        SECOND_COMPLETER, "".join(SECOND_COMPLETER.replace("玉兰", f"玉{n}") for n in "一二三四五")
    ),
    "completer-twice": application("姓名: 邹建平", "姓名: 龚晓堃"),
    "completer-key": application("岗位职务: 铣工,", "岗位: 铣工,"),
    "number-twice": second(("立式铣床主轴", "卧式铣床主轴"), (ID, "360102198705120034")),
    "project-twice": second(("NC-001", "NC-002"), (ID, "360102198705120034")),
    "lead-twice": second(("NC-001", "NC-002"), ("立式铣床主轴", "卧式铣床主轴")),
    # ---- attachments and summaries
    "attachment-missing": application("申报时间:", "附件: 没有.pdf\n申报时间:"),
    "attachment-encrypted": attached("检测报告.pdf", encrypted_pdf),
    "attachment-broken": attached("检测报告.pdf", lambda: b"%PDF-1.7 nothing"),
    "attachment-gif-as-jpg": attached("照片.jpg", gif),
    "attachment-half-a-picture": attached("照片.jpg", half_a_picture),
    "attachment-docx": attached("材料.docx", lambda: b"PK"),
    "attachment-form-value-without-appearance": attached("检测报告.pdf", filled_form),
    "attachment-annotation-no-appearance": attached("检测报告.pdf", marked_pdf),
    "attachment-unit-zero": attached("检测报告.pdf", lambda: one_page(UserUnit=0)),
    "attachment-fills-memory": attached("检测报告.pdf", packed_tight),
    "attachment-name-near-miss": both(
        application("申报时间:", '附件: ["ok.jpg", "证书Ａ.jpg", "a.jpg、b.jpg"]\n申报时间:'),
        content("attachments/ok.JPG", lambda _: picture()),
        content("attachments/证书A.jpg", lambda _: picture()),
        content("attachments/a.jpg", lambda _: picture()),
        content("attachments/b.jpg", lambda _: picture()),
    ),
    "attachment-unused": content("attachments/忘记填的照片.jpg", lambda _: picture()),
    "summary-too-long": content(
        "summaries/南昌.yaml", lambda files: f"申报单位: 南昌市总工会\n工作总结: {'总结' * 1001}\n".encode()
    ),
    "summary-recommender": content("summaries/南昌.yaml", lambda files: "申报单位: 南昌\n工作总结: 总结。\n".encode()),
    # ---- forms handed in
    "form1-other-phone": returned("form1", "docx", lead_phone="13900001235"),
    "form1-other-completer": returned("form1", "docx", completers=()),
    "form1-other-patent": returned("form1", "docx", patent_forms=("发明专利",)),
    "form1-other-intro": returned("form1", "docx", novelty="与原有做法相同。"),
    "form2-other-industry": returned("form2", "docx", industry="冶金"),
    "form2-excel-other-category": returned("form2", "xlsx", category="小建议", non_public=False),
    "form1-other-address": returned("form1", "docx", lead_address="江西省南昌市另一条路8号"),
    "form1-blank": returned("form1", "docx", name=""),
    "form1-saved-by-libreoffice": both(
        returned("form1", "docx", lead_title="高级技师"), saved_by_libreoffice("returned/form1.docx")
    ),
    "form2-row-twice": form2(lambda rows: [*rows, rows[0] | {"row_number": "2"}]),
    "form2-lacks-a-project": both(
        second(("NC-001", "NC-002"), ("立式铣床主轴", "卧式铣床主轴"), (ID, "360102198705120034")),
        form2(lambda rows: rows[:1]),
    ),
    "form2-another-s-project": both(
        settings(OWN, OWN + OWN.replace("南昌", "九江").replace("最低数量: 1", "最低数量: 0")),
        form2(lambda rows: rows),
        application("申报单位: 南昌市总工会", "申报单位: 九江市总工会"),
    ),
    "form1-form2-disagree": both(
        returned("form1", "docx", **STRANGER), returned("form2", "xlsx", **STRANGER, industry="冶金")
    ),
    "form1-without-slots": returned("form1", "docx", ('<w:tag w:val="lead_title"/>', ""), (">职称<", ">等级<")),
    "form-unknown": content("returned/a.docx", lambda files: docx_without_controls()),
    "form-broken": content("returned/a.docx", lambda files: b"PK nothing"),
    "form-flipped-bits": both(returned("form1", "docx"), flipped("returned/form1.docx", "word/document.xml")),
    "form2-excel-contradicts-itself": both(
        returned("form2", "xlsx"),
        content(
            "returned/form2.xlsx",
            lambda files: in_part("xl/worksheets/sheet1.xml", b"<v>1</v>", b"<v>%s</v>" % (b"9" * 30))(
                files["returned/form2.xlsx"]
            ),
        ),
    ),
    "form-scanned": content("returned/a.pdf", lambda files: b"%PDF-1.7"),
    # ---- awards
    "award-tier": award("一等奖", "1"),
    "award-serial": award("一等优秀成果", "第一"),
    "award-twice": awarded(("NC-001", "一等优秀成果", 1), ("NC-001", "二等优秀成果", 2)),
    "award-number-twice": both(
        award("一等优秀成果", "1"),
        second(("NC-001", "NC-002"), ("立式铣床主轴", "卧式铣床主轴"), (ID, "360102198705120034")),
    ),
    "award-of-nobody": awarded(("NC-009", "一等优秀成果", 1)),
    "award-counts": award("一等优秀成果", "1"),
    "award-serial-zero": award("一等优秀成果", "0"),
    "excel-award-serial-negative": awarded(("NC-001", "一等优秀成果", -1)),
    # ---- the campaign
    "quota": settings("最低数量: 1", "最低数量: 25"),
    "non-public-share": application("是否非公: 是", "是否非公: 否"),
    "settings-percent": settings("非公比例: 20%", "非公比例: 两成"),
    "settings-integer": settings("成果年限: 3", "成果年限: 三"),
    "settings-dates": settings("申报截止: 2023年8月15日", "申报截止: 2023年7月15日"),
    "settings-pattern": settings("证书编号: 赣工五小证字〔{年度}〕第{序号}号", "证书编号: 赣工五小证字〔{年度}〕号"),
    "settings-unknown-key": settings("成果年限:", "成果年限制:"),
    "settings-recommender-twice": settings(OWN, OWN * 2),
    "settings-award-to-nobody": settings("组织奖:", "组织奖: [南昌市工会]"),
    "settings-award-twice": settings("组织奖:", "组织奖: [南昌市总工会, 南昌市 总工会]"),
    "settings-completer-limit": settings("其他完成人人数: 5", "其他完成人人数: 8"),
    "settings-share-over-100": settings("非公比例: 20%", "非公比例: 120%"),
    "settings-one-patent-state": settings("专利状况: [未申请, 正在申请, 已授权]", "专利状况: [已授权]"),
    "settings-patent-words": settings(
        "软件著作权]", "软件著作权, 集成电路布图设计专有权, 植物新品种权, 农产品地理标志登记, 中药保护品种证书]"
    ),
    "settings-categories": settings(
        "小创造, 小革新, 小设计, 小建议]",
        "小型技术创新与工具改良, 生产工艺流程优化再造成果, 设备设施节能降耗改造项目, 安全生产隐患排查治理办法, "
        "管理制度革新合理化建议, 信息化数字化应用创新成果, 班组现场作业标准改进方案, 绿色低碳资源循环利用技术, "
        "质量检验检测方法创新成果, 职业健康劳动保护用品设计, 服务流程改进与便民新举措]",
    ),
    "settings-patent-separator": settings("外观设计专利, 软件著作权]", "外观设计专利, 软件著作权、商标权]"),
    "settings-state-order": settings("[未申请, 正在申请, 已授权]", "[已授权, 正在申请, 未申请]"),
    "settings-copies": added("申报材料:\n  - {材料: 申报表, 份数: 0}\n  - {材料: 附件, 份数: 21}\n"),
    "settings-imprint": settings("抄送:", "抄送: 省委办公厅"),
    "settings-printed-without-day": settings("印发机关:", "印发机关: 江西省总工会办公室"),
    "settings-same-number": settings("赣工五小组字〔{年度}〕第{序号}号", "赣工五小证字〔{年度}〕第{序号}号"),
    "settings-another-year": both(
        settings("赣工办〔2023〕", "赣工办〔2022〕"),
        settings("发布月份: 2023年", "发布月份: 2022年"),
        settings("通报成文日期: 2023年", "通报成文日期: 2022年"),
        settings("年度: 2023", "年度: 2024"),
    ),
    "settings-offset-of-nothing": added("套打右移毫米: 2\n"),
    "settings-offset-too-far": added("证书套打: 是\n套打下移毫米: -16\n"),
    "settings-glyph": settings("省份: 江西省", "省份: 江西省\U00013000"),
    "notice-copies": replaced(NOTICE, "（附件2）一份", "（附件2）一式三份"),
    "notice-unknown-name": replaced(NOTICE, "{{ 年度 }}年{{ 省份 }}“五小”活动\n", "{{ 年份 }}年“五小”活动\n"),
    "notice-unknown-level": replaced(NOTICE, "- 一级: 申报时间", "- 标题一: 申报时间"),
    "notice-number": replaced(NOTICE, "- 一级: 申报材料", "- 一级: 申报材料\n    序号: 五、"),
    "notice-attachment-name": replaced(NOTICE, "项目申报表》（附件1）", "项目报名表》（附件1）"),
    "notice-full-width-braces": replaced(NOTICE, "{{ 年度 }}", "｛｛ 年度 ｝｝"),
    "notice-single-braces": replaced(NOTICE, "{{ 申报开始|年月日 }}", "{申报开始}"),
    "notice-quota-left-out": both(
        settings(OWN, OWN + OWN.replace("南昌", "赣州").replace("最低数量: 1", "最低数量: 2")),
        replaced(NOTICE, FIRST_LINE, f"{FIRST_LINE}南昌不少于{{{{ 申报数量[0].数量 }}}}项，"),
    ),
    "notice-quota-missing": replaced(NOTICE, FIRST_LINE, f"{FIRST_LINE}{{{{ 申报数量[1].单位|顿号 }}}}，"),
    "notice-too-deep": replaced(NOTICE, FIRST_LINE, f"{FIRST_LINE}{{{{ 年度{'|int' * 300} }}}}，"),
    "notice-reads-oddly": both(
        settings("非公比例: 20%", "非公比例: 0%"),
        replaced(NOTICE, FIRST_LINE, f"{FIRST_LINE}非公企业成果不少于{{{{ 非公比例 }}}}%。"),
    ),
    "certificate-full-width-braces": certificate("{{ 项目名称 }}", "｛｛ 项目名称 ｝｝"),
    "certificate-without-project": certificate("完成的《{{ 项目名称 }}》项目", "完成的项目"),
    "certificate-for-several": certificate("{{ 完成人|顿号 }}", "{{ 完成人[0] }}、{{ 完成人[1] }}"),
    "settings-no-glyph": settings("主办单位: 江西省总工会", "主办单位: 江西省\U00013000总工会"),
    "notice-no-glyph": replaced(NOTICE, "- 一级: 申报时间", "- 一级: 申报\U00013000时间"),
    "notice-right-to-left": replaced(NOTICE, "- 一级: 申报时间", '- 一级: "申报\\u202e时间"'),
    # ---- certificates
    "certificate-without-tier": both(ONE_WINNER, certificate("被评为{{ 等次 }}", "获奖")),
    "certificate-long-lines": both(
        ONE_WINNER,
        certificate("标题: 荣誉证书", "标题: 职工“五小”活动优秀成果{{ 年度 }}年度荣誉证书"),
        settings("证书编号: 赣工五小证字", f"证书编号: {'赣工五小证字' * 8}"),
    ),
    "no-applications": lambda files: files.pop(APPLICATION) and None,
    # ---- the workbook
    "excel-id-as-number": workbook(cell("申报项目", "身份证号码", 360102198705120018)),
    "excel-phone-as-number": workbook(cell("申报项目", "第一完成人联系电话", 13900001234.0)),
    "excel-name-as-number": workbook(cell("申报项目", "项目名称", 20230801)),
    "excel-date-as-number": workbook(cell("申报项目", "申报时间", 45139, "General")),
    "excel-error-cell": workbook(cell("申报项目", "所属行业", "#REF!")),
    "excel-formula-without-value": workbook(cell("申报项目", "所属行业", "=A1")),
    "excel-wps-picture": workbook(cell("申报项目", "所属行业", '=DISPIMG("ID_1",1)')),
    "excel-choice": workbook(cell("申报项目", "项目类别", "发明")),
    "excel-header-misspelt": workbook(header("申报项目", "所属行业", "行业")),
    "excel-header-missing": workbook(header("申报项目", "所属行业", None)),
    "excel-header-twice": workbook(header("申报项目", "所属行业", "项目名称")),
    "excel-sheet-renamed": workbook(rename_sheet),
    "excel-hidden-row": workbook(hide_row),
    "excel-hidden-column": workbook(hide_column),
    "excel-merged": workbook(merge),
    "excel-unknown-project": workbook(cell("其他完成人", "项目编号", "NC-007")),
    "excel-sheet-twice": workbook(add_sheet("申报项目 ")),
    "excel-other-sheet": workbook(add_sheet("补报项目")),
    "excel-column-without-header": workbook(column_without_header),
    "excel-over-the-example": workbook(over_the_example),
    "excel-date-of-1900": workbook(cell("申报项目", "批准时间", 60, "yyyy-mm-dd")),
    "excel-cell-twice": workbook(
        raw=in_part("xl/worksheets/sheet3.xml", b"<sheetData>", b'<sheetData><row r="9"><c r="B2"/></row>')
    ),
    "excel-strict": workbook(
        raw=in_part(
            "xl/workbook.xml",
            b"http://schemas.openxmlformats.org/spreadsheetml/",
            b"http://purl.oclc.org/ooxml/spreadsheetml/",
        )
    ),
    "excel-ods": workbook(raw=with_part("mimetype")),
    "excel-xlsb": workbook(raw=with_part("xl/workbook.bin")),
    "excel-flipped-bits": both(workbook(), flipped(WORKBOOK, "xl/worksheets/sheet2.xml")),
    "excel-contradicts-itself": workbook(raw=in_part("xl/worksheets/sheet3.xml", b"</row>", b"</raw>")),
    "excel-note-below": workbook(note_below("注：身份证号码请用文本格式填写。")),
    "excel-total-below": workbook(note_below("合计")),
    "excel-row-unfinished": workbook(only_some(number="NC-002", recommender="南昌市总工会")),
    "excel-header-again": workbook(header_again(turned=False)),
    "excel-header-again-turned": workbook(header_again(turned=True)),
    "excel-struck-out": workbook(struck_out("专利号")),
    "excel-struck-out-row": workbook(struck_out()),
    "excel-struck-out-part": workbook(runs("成果背景", ("每年节约", ""), ("100万元", "strike"), ("80万元。", ""))),
    "excel-struck-out-address": workbook(runs("通讯地址", ("创业路18号", "strike"), ("江西省南昌市", ""))),
    "excel-script": workbook(runs("成果背景", ("温度升到90", ""), ("o", "superscript"), ("C。", ""))),
    "excel-formats-unreadable": workbook(raw=in_part("xl/styles.xml", b"</styleSheet>", b"</stylesheet>")),
    "excel-truncated": workbook(raw=lambda package: package[:3000]),
    "excel-macro": workbook(raw=with_part("xl/vbaProject.bin")),
    "excel-external-link": workbook(raw=with_part("xl/externalLinks/externalLink1.xml")),
    "excel-csv": workbook(raw=lambda package: "项目编号,项目名称\nNC-001,夹具\n".encode("gbk")),
    "excel-old-xls": workbook(raw=lambda package: OLE),
    "excel-password": workbook(raw=lambda package: OLE + "EncryptedPackage".encode("utf-16-le")),
    "excel-empty": workbook(raw=lambda package: b""),
}


def main(wanted: list[str]) -> None:
    """Write the folders anew, all or those named; expected.json stays."""
    for name, change in CASES.items():
        if wanted and name not in wanted:
            continue
        files = {p.relative_to(MINIMAL).as_posix(): p.read_bytes() for p in sorted(MINIMAL.rglob("*")) if p.is_file()}
        change(files)
        folder = HERE / name
        expected = folder / "expected.json"
        kept = expected.read_bytes() if expected.exists() else None
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, files)
        if kept is not None:
            expected.write_bytes(kept)


def write(folder: Path, files: Files) -> None:
    for file, data in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
