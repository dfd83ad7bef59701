"""Draw the set: `python make_blind2.py BLANK.docx OUT` writes the files and truth.json (needs LibreOffice)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import forms
import invented as data
from docx.enum.section import WD_ORIENT
from drawing import new
from openpyxl import Workbook
from openpyxl.styles import Alignment

Row = dict[str, Any]
# project -> (form, folder, name, format)
PLACES = {
    1: ("新余市", "{n}申报表.docx", "docx"),
    2: ("新余市", "{lead}-五小申报表.docx", "lo-docx"),
    3: ("新余市/企业", "附件1 {unit}.docx", "docx"),
    4: ("新余市/企业", "{n}.docx", "docx"),
    5: ("新余市", "公交公司 申报表（定稿）.docx", "docx"),
    6: ("新余市", "医院申报表.docx", "docx"),
    7: ("新余市", "供电公司——{lead}.docx", "docx"),
    8: ("新余市/企业", "烧结厂申报表.pdf", "pdf"),
    9: ("新余市/企业", "果业申报表.docx", "docx"),
    10: ("新余市", "物业{lead}.docx", "docx"),
    11: ("新余市/企业", "铸造厂.doc", "doc"),
    12: ("新余市", "龚翠英申报表最终版.docx", "docx"),
    13: ("鹰潭", "1-{n}.docx", "docx"),
    14: ("鹰潭", "2-{n}.docx", "docx"),
    15: ("鹰潭", "3-{n}.docx", "docx"),
    16: ("鹰潭", "4-{n}.pdf", "pdf"),
    17: ("鹰潭", "5-{n}.docx", "docx"),
    18: ("鹰潭", "木雕、微电机两项.docx", "docx"),
    19: ("鹰潭", "", ""),
    20: ("鹰潭", "环卫.rtf", "rtf"),
    21: ("鹰潭", "铜业申报表.wps", "doc"),
    22: ("鹰潭", "索道.docx", "docx"),
    23: ("省直", "昌江纸品.docx", "docx"),
    24: ("省直", "申报表-章江建材.docx", "docx"),
    25: ("省直", "抚河客运申报表.pdf", "pdf"),
    26: ("省直", "药湖饮片.doc", "doc"),
    27: ("省直", "庐峰高速.docx", "docx"),
    28: ("省直", "高岭陶瓷.docx", "docx"),
}
FROM_LIST = ("申报单位", "项目类别", "是否非公", "项目简介")
OFFICE = {
    "lo-docx": "docx:MS Word 2007 XML",
    "pdf": "pdf:writer_pdf_Export",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
}


class GbkInfo(zipfile.ZipInfo):
    """A member named in GBK, as Windows' own packer does, without the mark for UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name in zipfile
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def convert(source: Path, kind: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as out:
        run = [
            "soffice",
            f"-env:UserInstallation=file://{tempfile.gettempdir()}/lo-blind2",
            "--headless",
            "--convert-to",
            OFFICE[kind],
            "--outdir",
            out,
            str(source),
        ]
        subprocess.run(run, check=True, capture_output=True, timeout=180)
        shutil.move(next(Path(out).iterdir()), target)


def _slim(doc: Any) -> None:
    """Leave out the picture and the styles of python-docx that no form needs."""
    for rels in (doc.part.package.rels, doc.part.rels):
        for key in [
            key
            for key, rel in rels.items()
            if rel.reltype.endswith(("thumbnail", "stylesWithEffects", "customXml", "theme"))
        ]:
            del rels[key]
    if len(doc.tables) > 0 and "Table Grid" in [style.name for style in doc.styles]:
        styles = doc.styles.element
        for style in list(styles.style_lst):
            if style.name_val and style.name_val.startswith(
                ("Light", "Medium", "Dark", "Colorful", "List ", "heading", "toc")
            ):
                styles.remove(style)


def save(doc: Any, kind: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _slim(doc)
    if kind == "docx":
        doc.save(str(target))
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "form.docx"
        doc.save(str(source))
        convert(source, kind, target)


def xinyu_list(rows: list[Row], target: Path) -> None:
    """A sheet in two header rows, columns in an order of its own, phones as numbers, a total and a sample sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "新余"
    sheet["A1"] = "新余市2023年职工“五小”活动优秀成果申报汇总表"
    sheet.merge_cells("A1:J1")
    sheet["A2"] = "申报单位（盖章）：新余市总工会"
    sheet["H2"] = "2023年8月14日"
    heads = (
        "序号",
        "所在县区",
        "单位及职务",
        "项目名称",
        "第一完成人",
        "",
        "所属行业",
        "项目类别",
        "是否非公企业",
        "项目简介\n（100字以内）",
    )
    for c, word in enumerate(heads, 1):
        sheet.cell(3, c, word or None).alignment = Alignment(wrap_text=True)
        if c not in (5, 6):
            sheet.merge_cells(start_row=3, end_row=4, start_column=c, end_column=c)
    sheet.merge_cells("E3:F3")
    sheet["E4"], sheet["F4"] = "姓名", "联系电话"
    for i, p in enumerate(rows, 1):
        values = (
            i,
            "渝水区" if i % 2 else "分宜县",
            p["所在单位"] + p["第一完成人职务"],
            p["项目名称"],
            p["第一完成人"],
            int(p["第一完成人联系电话"]),
            p["所属行业"],
            f"{'①②③④⑤'[('小发明', '小创造', '小革新', '小设计', '小建议').index(p['项目类别'])]}{p['项目类别']}"
            if i % 3 == 0
            else p["项目类别"],
            {"是": "是（民营）" if i % 4 == 0 else "是", "否": "否"}[p["是否非公"]],
            p["项目简介"],
        )
        for c, value in enumerate(values, 1):
            sheet.cell(4 + i, c, value)
    end = 5 + len(rows)
    sheet.cell(end, 1, "合计")
    sheet.cell(end, 4, f"{len(rows)}项，其中非公{sum(p['是否非公'] == '是' for p in rows)}项")
    sheet.cell(end + 1, 1, "填表人：胡科员    审核人：李部长    联系电话：0790-6440000")
    sample = book.create_sheet("填写说明")
    sample["A1"] = "填写说明：项目类别从五类中选一类；是否非公填是或否。"
    book.save(target)


def yingtan_list(rows: list[Row], target: Path) -> None:
    """In Word, lying; the category ticked among the five, 非公 in words, lead and phone in one cell."""
    doc = new(None)
    section = doc.sections[0]
    section.orientation, section.page_width, section.page_height = (
        WD_ORIENT.LANDSCAPE,
        section.page_height,
        section.page_width,
    )
    doc.add_paragraph("附件2")
    doc.add_paragraph("2023年江西省职工“五小”活动优秀成果申报汇总表")
    doc.add_paragraph("申报单位：（盖章）鹰潭市总工会                      申报时间：2023年8月13日")
    kinds = ("小发明", "小创造", "小革新", "小设计", "小建议")
    body = [
        [
            str(i),
            p["项目名称"],
            p["第一完成人"],
            p["第一完成人联系电话"],
            f"{p['所在单位']}\n{p['第一完成人职务']}",
            p["所属行业"],
            p["项目简介"],
            p["项目类别"] if i % 2 else " ".join(("☑" if k == p["项目类别"] else "□") + k for k in kinds),
            {"是": "非公", "否": "公有" if i % 2 else "否"}[p["是否非公"]],
        ]
        for i, p in enumerate(rows, 1)
    ]
    heads = [
        "序号",
        "“五小”活动项目名称",
        "第一完成人\n（牵头人）",
        "联系电话",
        "所在单位及职务",
        "所属行业",
        "项目简介（100字以内）",
        "项目类别（小发明、小创造、小革新、小设计、小建议）",
        "备注\n（是否非公）",
    ]
    forms.grid(doc, 9, [heads, *body, ["…", *[""] * 8]])
    doc.add_paragraph("本表由各设区市总工会填写，填写内容一定要与项目申报表保持一致，一式一份。")
    doc.save(str(target))


def truth_of(p: Row, edits: dict[str, Any], listed: bool) -> Row:
    """Each field's value, in the way of the other sets' truth: `ask` must be asked, `or ask` may be."""
    known, may, values = edits.get("truth", p), edits.get("may", []), {}
    for label, value in known.items():
        if label in ("completers", "附件"):
            continue
        value = edits.get("ask_or", {}).get(label, [value])[0]
        if value is None or (label in FROM_LIST and not listed):
            values[label] = {"ask": "it cannot be told from what was handed in"}
        else:
            values[label] = {"value": value or ([] if label == "专利形式" else None)}
            if value and (may == "all" or label in may or label in edits.get("ask_or", {})):
                values[label]["or ask"] = "written in an odd way"
    people = [{k: {"value": v or None} for k, v in one.items()} for one in known["completers"]]
    return {"values": values, "completers": people}


def main(blank: Path, out: Path) -> None:
    projects = data.projects()
    truth: list[Row] = []
    docs: dict[int, Any] = {}
    root = out
    for i, p in enumerate(projects, 1):
        draw = getattr(forms, f"f{i:02d}", None) or forms.f18
        docs[i], edits = draw(p, blank)
        folder, name, kind = PLACES[i if i != 19 else 18]
        name = name.format(n=p["项目名称"], lead=p["第一完成人"], unit=p["所在单位"])
        path = root / folder / name
        place = f"新余市.zip/{folder}/{name}" if folder.startswith("新余") else str(path.relative_to(root))
        truth.append({"file": place, "form": draw.__name__, **truth_of(p, edits, i <= 22)})
        if i not in (18, 19):
            save(docs[i], kind, path)
    save(forms.two_in_one(docs[18], docs[19]), "docx", root / "鹰潭" / PLACES[18][1])
    save(forms.f12_old(projects[11], blank)[0], "docx", root / "新余市/龚翠英申报表.docx")
    shutil.copy(root / "省直/高岭陶瓷.docx", root / "省直/高岭陶瓷 - 副本.docx")
    xinyu_list(projects[:12], root / "新余市/附件2汇总表.xlsx")
    yingtan_list(projects[12:22], root / "鹰潭/汇总表.docx")
    with zipfile.ZipFile(root / "新余市.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        for file in sorted((root / "新余市").rglob("*")):
            if file.is_file():
                info = GbkInfo(str(file.relative_to(root)), (2023, 8, 14, 9, 30, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                pack.writestr(info, file.read_bytes())
    shutil.rmtree(root / "新余市")
    (out / "truth.json").write_text(
        json.dumps({"projects": truth}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
