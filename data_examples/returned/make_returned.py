"""Makes the returned forms and lists beside this script, and truth.json. Same input, same files.

    .venv/bin/python data_examples/returned/make_returned.py [--soffice]

What LibreOffice saved (forms, the .doc and the scan's page) differs from version to version: those files are kept as
they are, and made anew only with --soffice.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from hands import attachments, by_hand, lists, office, our_blank  # noqa: E402 - found through the line above
from hands.cases import Case, Project, projects  # noqa: E402
from hands.value_habits import VALUE_HABITS  # noqa: E402
from hands.word_package import word_file, zipped, zipped_in_gbk  # noqa: E402

Files = dict[str, bytes]
CITIES = {"NC": "南昌市总工会", "GZ": "赣州市总工会", "JJ": "九江市总工会", "DL": "江西省电力产业工会"}
FOLDERS = {"NC": "南昌", "GZ": "赣州市总工会.zip", "JJ": "九江报送材料.zip", "DL": "电力产业工会材料"}
LISTS = {
    "NC": "南昌市汇总表.xlsx",
    "GZ": "赣州-汇总表(盖章版).xlsx",
    "JJ": "九江/附件2 申报汇总表.docx",
    "DL": "电力工会“五小”成果汇总.xlsx",
}
SCANNED = "NC-019"
NOT_LISTED = "GZ-012"
BY_OFFICE = ("libreoffice", "old_doc")


def planned(known: Mapping[str, Project]) -> list[Case]:
    """The cases of plan.txt with their values said."""
    cases = []
    for one in (HERE / "hands/plan.txt").read_text(encoding="utf-8").splitlines():
        if one.startswith("#") or not one.strip():
            continue
        number, base, program, file, habits = (part.strip() for part in one.split("|"))
        case = Case(known[number], base, [*habits.split()], file=file, program=program)
        before = repr((case.said, case.people))
        for habit in case.habits:
            if habit in VALUE_HABITS:
                VALUE_HABITS[habit](case)
                assert repr((case.said, case.people)) != before, (number, habit, "changes nothing")
                before = repr((case.said, case.people))
        cases.append(case)
    return cases


def form_of(case: Case) -> bytes:
    picture = attachments.photo("PNG", len(case.project["项目名称"]))
    program = case.program
    case.program = "word" if program in BY_OFFICE else program
    made = (our_blank if case.base == "ours" else by_hand).form(case, picture)
    case.program = program
    case.habits += [f"saved_by_{program}"] if program != "word" else []
    return made


def path_of(case: Case) -> str:
    return f"{FOLDERS[case.project['项目编号'][:2]]}/{case.file}"


def everything(again: bool) -> tuple[Files, dict[str, Any]]:
    """Every file of the pile by its path, those in zips too, and the truth."""
    known = projects()
    cases = planned(known)
    files: Files = {}
    for case in cases:
        content = form_of(case)
        case.file = path_of(case)
        files[case.file] = _saved_by_office(case, content, again) if case.program in BY_OFFICE else content
    _two_in_one(cases, files)
    _the_lists(cases, known, files)
    others = _beside(cases, files) + _versions(cases, files, known)
    others.append(_scan(known[SCANNED], files, again))
    return files, _truth(cases, others)


def _saved_by_office(case: Case, content: bytes, again: bool) -> bytes:
    kept = HERE / case.file
    if kept.exists() and not again:
        return kept.read_bytes()
    return office.converted(content, Path(case.file).suffix)


def _two_in_one(cases: list[Case], files: Files) -> None:
    both = [case for case in cases if "two_forms_in_one_file" in case]
    files[both[0].file] = word_file("".join(by_hand.body(case) for case in both))


def _the_lists(cases: list[Case], known: Mapping[str, Project], files: Files) -> None:
    scanned = lists.line(Case(known[SCANNED], "hand", []), 0)
    for code, name in LISTS.items():
        listed = [case for case in cases if case.project["项目编号"].startswith(code)]
        absent = [case for case in listed if case.project["项目编号"] == NOT_LISTED]
        listed = [case for case in listed if case not in absent]
        for case in absent:
            lists.not_listed(case)
            case.habits.append("not_in_the_list")
        path, union = f"{FOLDERS[code]}/{name}", CITIES[code]
        if code == "NC":
            files[path] = lists.in_our_blank(listed, union, [scanned])
        else:
            make = {"GZ": lists.made_in_excel, "JJ": lists.in_word, "DL": lists.in_another_order}[code]
            files[path] = make(listed, union)


def _beside(cases: list[Case], files: Files) -> list[dict[str, Any]]:
    by_number = {case.project["项目编号"]: case.project["项目名称"] for case in cases}
    papers = {
        "南昌/南昌融岳/检测报告.pdf": "NC-003",
        "南昌/南昌融岳/现场照片1.jpg": "NC-003",
        "南昌/05-附件：专利证书.pdf": "NC-005",
        "南昌/南昌市第三医院/15-水质检测.pdf": "NC-015",
        "赣州市总工会.zip/01-赣州-白钨浮选/附件/节能测算.pdf": "GZ-001",
        "赣州市总工会.zip/02-赣州-APT结晶釜/照片.jpg": "GZ-002",
        "九江报送材料.zip/九江/04-专利证书.pdf": "JJ-004",
        "九江报送材料.zip/九江/03-九江-离心机-附件.pdf": "JJ-003",
        "电力产业工会材料/01-电力-电缆井盖/实物图.jpg": "DL-001",
    }
    found = []
    for place, (path, number) in enumerate(papers.items()):
        files[path] = (
            attachments.paper(Path(path).stem) if path.endswith("pdf") else attachments.photo("JPEG", place * 7)
        )
        found.append({"file": path, "kind": "attachment", "project": by_number[number]})
    files["赣州市总工会.zip/专利证书扫描件.pdf"] = attachments.paper("专利证书")
    found.append({"file": "赣州市总工会.zip/专利证书扫描件.pdf", "kind": "attachment", "project": None})
    left = {
        "南昌/~$-南昌-座椅滑轨防错夹具.docx": attachments.lock_of_word("Administrator"),
        "赣州市总工会.zip/__MACOSX/._03-赣州-钨条垂熔炉.docx": b"\0\x05\x16\x07\0\x02\0\0Mac OS X        ",
    }
    files |= left
    return found + [{"file": path, "kind": "left by a program", "project": None} for path in left]


def _versions(cases: list[Case], files: Files, known: Mapping[str, Project]) -> list[dict[str, Any]]:
    of = {case.project["项目编号"]: case for case in cases}
    same, older, rival = of["NC-007"], of["NC-005"], of["GZ-017"]
    copy = same.file.replace(".docx", "(1).docx")
    files[copy] = files[same.file]
    before = older.file.replace("（最终版）", "")
    files[before] = form_of(_with_other(known["NC-005"], older, "联系人电话", "15000002511"))
    one, two = (rival.file.replace(".docx", end) for end in ("最终版.docx", "最终版-改.docx"))
    files[one] = files.pop(rival.file)
    files[two] = form_of(_with_other(known["GZ-017"], rival, "通讯地址", "江西省赣州市新村路18号"))
    rival.file = one
    rival.ask("通讯地址", "two last versions differ")
    for case in (same, older, rival):
        case.habits.append("several_versions")
    kinds = ((copy, "the same again", same), (before, "older version", older), (two, "another last version", rival))
    return [{"file": path, "kind": kind, "project": case.project["项目名称"]} for path, kind, case in kinds]


def _with_other(project: Project, like: Case, label: str, value: str) -> Case:
    habits = [one for one in like.habits if not one.startswith("saved_by")]
    return Case(project | {label: value}, like.base, habits, program=like.program).take(VALUE_HABITS)


def _scan(project: Project, files: Files, again: bool) -> dict[str, Any]:
    path = "南昌/19-南昌-申报表扫描件.jpg"
    kept = HERE / path
    if kept.exists() and not again:
        files[path] = kept.read_bytes()
    else:
        files[path] = office.scanned(by_hand.form(Case(project, "hand", ["tick_before", "heads_dot"]), b""))
    return {"file": path, "kind": "scan", "project": project["项目名称"]}


def _truth(cases: list[Case], others: list[dict[str, Any]]) -> dict[str, Any]:
    listed = [
        {
            "file": f"{FOLDERS[code]}/{name}",
            "recommender": CITIES[code],
            "rows": [
                case.project["项目名称"]
                for case in cases
                if case.project["项目编号"][:2] == code and "not_in_the_list" not in case
            ],
        }
        for code, name in LISTS.items()
    ]
    scan = next(one for one in others if one["kind"] == "scan")
    listed[0]["rows"].append(scan["project"])
    return {"projects": [case.entry() for case in cases], "lists": listed, "others": others}


def piled(files: Files) -> Files:
    """The files as they are sent: what stands below a name of a zip goes into it."""
    sent: Files = {}
    inside: dict[str, Files] = {}
    for path, content in files.items():
        top, _, rest = path.partition("/")
        if top.endswith(".zip"):
            inside.setdefault(top, {})[rest] = content
        else:
            sent[path] = content
    for name, held in inside.items():
        sent[name] = zipped_in_gbk(held) if name == FOLDERS["JJ"] else zipped(held)
    return sent


def made(again: bool = False) -> Files:
    """Every file of this folder that the script makes, by its path below it."""
    files, truth = everything(again)
    return piled(files) | {"truth.json": (json.dumps(truth, ensure_ascii=False, indent=1) + "\n").encode()}


def main() -> None:
    """Write everything beside this script."""
    for path, content in made("--soffice" in sys.argv).items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(content)


if __name__ == "__main__":
    main()
