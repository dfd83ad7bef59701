"""Files and folders of a campaign under a name that is nearly right: named for what they are, never passed over."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

from generator.campaign.errors import (
    AWARDS,
    CAMPAIGN,
    PROJECT,
    RECOMMENDER,
    Place,
    Problem,
    Severity,
    Touch,
    error,
    warning,
)
from generator.campaign.layout import FORM_FILE, package_templates
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    ATTACHMENTS_FOLDER,
    FOLDERS,
    NOTICE_FILE,
    SETTINGS_FILE,
    SUMMARIES_FOLDER,
    TEMPLATES_FOLDER,
    WORKBOOK_FILE,
)
from generator.reading.yaml_files.file import unreadable

# What clerks call them, by the first part of the name.
CHINESE = {
    "campaign": ("活动", "活动设置", "设置", "参数"),
    "notice": ("通知", "通知文字"),
    "applications": ("申报", "申报项目", "申报数据", "填报表", "申报表", "项目"),
    "attachments": ("附件", "附件材料"),
    "summaries": ("工作总结", "总结"),
    "returned": ("交回", "退回", "交回的表格", "回收"),
    "templates": ("模板",),
}
YAML_ENDINGS = (".yaml", ".yml")
XLSX_ENDINGS = (".xlsx", ".xls", ".xlsm", ".et")
# What is doubtful where one of them is missing; of the others it is everything.
OF_APPLICATIONS = (Touch(PROJECT), Touch(RECOMMENDER), Touch(AWARDS), Touch(CAMPAIGN, "bulletin"))
TOUCHED = {
    NOTICE_FILE: (Touch(CAMPAIGN, "notice"),),
    WORKBOOK_FILE: OF_APPLICATIONS,
    APPLICATIONS_FOLDER: OF_APPLICATIONS,
    ATTACHMENTS_FOLDER: (Touch(PROJECT), Touch(RECOMMENDER)),
    SUMMARIES_FOLDER: (Touch(RECOMMENDER),),
}
# What copying, downloading and saving put behind a name.
COPY = re.compile(
    r"(?:\s*[(\[]\d+[)\]]|\s*-?\s*(?:副本|copy|final|最终版?|终稿|修改版?|新|new|v?\d{1,2})\s*(?:\(\d+\))?)$"
)
TEXT_ENDING = ".txt"
OF_TEMPLATES = ("fields.yaml", "words.yaml", "form.yaml")  # what stands among the templates
NEAR_ENOUGH = 0.85  # of difflib, from 0 to 1


def name_problems(folder: Path, wanted: str, lacking: Severity = Severity.ERROR) -> list[Problem]:
    """A problem for each entry that is probably meant as the wanted file or folder, but is called otherwise.

    `lacking` says how grave it is where the wanted one itself is not there.
    """
    severity = Severity.WARNING if (folder / wanted).exists() else lacking
    return [_misnamed(entry, wanted, severity) for entry in near_names(folder, wanted)]


def near_names(folder: Path, wanted: str) -> list[Path]:
    """The entries whose names are nearly the wanted one. A name without ending is a folder's."""
    return [
        entry
        for entry in sorted(folder.iterdir())
        if not entry.name.startswith((".", "~$")) and entry.is_dir() == ("." not in wanted)
        if entry.name != wanted and _is_meant(entry.name, wanted) and not _is_the_same(entry, folder / wanted)
    ]


def unread_problems(folder: Path) -> list[Problem]:
    """A reminder for each further YAML file beside campaign.yaml, and each folder that belongs among the templates."""
    known = {SETTINGS_FILE, NOTICE_FILE}
    near = {path for name in known for path in near_names(folder, name)}
    fix = f"如是申报项目，请移到 {APPLICATIONS_FOLDER} 文件夹；否则请移走。"
    among = f"请移到 {TEMPLATES_FOLDER} 文件夹。"
    astray = [
        warning(
            "file-ignored",
            Place(path.name),
            "",
            "这个文件夹里的模板没有读入。",
            f"请移到 {TEMPLATES_FOLDER} 文件夹里。",
        )
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name not in FOLDERS and _holds_templates(path)
    ]
    return astray + [
        warning("file-ignored", Place(path.name), "", "这个文件没有读入。", among if path.name in OF_TEMPLATES else fix)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.lower() in YAML_ENDINGS and path.name not in known and path not in near
    ]


def _holds_templates(folder: Path) -> bool:
    """Whether it is called and filled like a folder of templates, or holds a form."""
    if folder.name.startswith("."):
        return False
    names = {path.name for path in folder.iterdir() if path.is_file()}
    programs = package_templates() / folder.name
    return FORM_FILE in names or (programs.is_dir() and any(path.name in names for path in programs.iterdir()))


def missing_file(folder: Path, wanted: str) -> list[Problem]:
    """What is told where the file is not there: what is there instead."""
    if found := name_problems(folder, wanted):
        return found
    below = [one.parent.name for one in sorted(folder.glob(f"*/{wanted}")) if one.is_file()]
    if below:
        message = f"这里没有这个文件，它在下一层文件夹“{below[0]}”里。"
        return [error("file-name", Place(wanted), "", message, f"请改用文件夹“{below[0]}”，或把里面的内容移上来。")]
    return [unreadable(wanted)]


def _misnamed(entry: Path, wanted: str, severity: Severity) -> Problem:
    place = Place(entry.name)
    if (entry.parent / wanted).exists():
        fix = f"请核对哪一个是对的，另一个移走；要用的应叫 {wanted}。"
        message = f"没有读入，用的是 {wanted}。"
        return Problem(severity, "file-name", place, "", message, fix, touches=TOUCHED.get(wanted, ()))
    kind = "文件夹名" if entry.is_dir() else "文件名"
    message = f"{kind}应为 {wanted}，现为 {entry.name}，没有读入。"
    fix = _remedy(entry, wanted)
    return Problem(severity, "file-name", place, "", message, fix, touches=TOUCHED.get(wanted, ()))


def _remedy(entry: Path, wanted: str) -> str:
    if entry.is_dir() or entry.suffix.lower() in (*YAML_ENDINGS, ".xlsx"):
        return "请改名。"
    return "请改名（先让资源管理器显示扩展名）。" if entry.suffix.lower() == TEXT_ENDING else f"请另存为 {wanted}。"


def _is_the_same(entry: Path, wanted: Path) -> bool:
    """Whether both names lead to one file, as on a disk that takes capital and small letters for the same."""
    return wanted.exists() and wanted.samefile(entry)


def _is_meant(name: str, wanted: str) -> bool:
    """Whether a file or folder of that name is probably the wanted one."""
    stem = wanted.partition(".")[0]
    bare = unicodedata.normalize("NFKC", name).strip().lower()
    if stem != wanted:
        endings = XLSX_ENDINGS if wanted == WORKBOOK_FILE else (*YAML_ENDINGS, TEXT_ENDING)
        if not bare.endswith(endings):
            return False
        while bare.endswith(endings):
            bare = bare.rpartition(".")[0]
    while (shorter := COPY.sub("", bare).strip(" -_")) not in (bare, ""):
        bare = shorter
    # A table with a Chinese name may be anything: what to do about it is told where tables are looked for.
    is_chinese = bare in CHINESE[stem] and wanted != WORKBOOK_FILE
    return is_chinese or SequenceMatcher(None, bare, stem).ratio() >= NEAR_ENOUGH
