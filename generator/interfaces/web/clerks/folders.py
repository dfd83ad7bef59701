"""What a clerk calls the places of a campaign folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from generator.arriving.sorting import ORIGINALS_FOLDER, UNSORTED_FOLDER
from generator.composing.names import file_name
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    ATTACHMENTS_FOLDER,
    COLLECTED_FILE,
    NOTICE_FILE,
    RETURNED_FOLDER,
    SETTINGS_FILE,
    SUMMARIES_FOLDER,
    TEMPLATES_FOLDER,
    WORKBOOK_FILE,
)

SINGLE = {
    SETTINGS_FILE: "活动设置",
    NOTICE_FILE: "通知的文字",
    WORKBOOK_FILE: "填报表（总表）",
    COLLECTED_FILE: "待确认的问题",
}
FOLDERS = {
    APPLICATIONS_FOLDER: "填报表",
    ATTACHMENTS_FOLDER: "附件",
    SUMMARIES_FOLDER: "工作总结",
    RETURNED_FOLDER: "交回的表格",
    TEMPLATES_FOLDER: "表格样式",
    UNSORTED_FOLDER: "未分类",
    ORIGINALS_FOLDER: "工作总结原件",
}


def place_label(path: str) -> str:
    """What a clerk calls the place of a file in the campaign folder: 填报表 · 南昌市总工会."""
    parts = PurePosixPath(path).parts
    if path in SINGLE:
        return SINGLE[path]
    if parts[0] in FOLDERS:
        inner = PurePosixPath(*parts[1:]) if len(parts) > 1 else PurePosixPath()
        of_data = parts[0] in (APPLICATIONS_FOLDER, SUMMARIES_FOLDER)
        return " · ".join((FOLDERS[parts[0]], *inner.parent.parts, inner.stem if of_data else inner.name))
    return path


def shown_name(path: str, name: str) -> str:
    """How a file is called on a page: as it was sent, what the program itself wrote by its place."""
    return place_label(path) if PurePosixPath(name).suffix == ".yaml" or path in SINGLE else name


def is_of(path: str, recommender: str, attachments: Iterable[str]) -> bool:
    """Whether the file is of that recommender; `attachments` are those that its projects name."""
    parts = PurePosixPath(path).parts
    own = file_name(recommender)
    if len(parts) > 2 and parts[1] in (recommender, own):
        return True
    if len(parts) == 2 and parts[0] in (APPLICATIONS_FOLDER, SUMMARIES_FOLDER):
        stem = PurePosixPath(path).stem
        return stem == own or stem.startswith(f"{own}（")
    return parts[0] == ATTACHMENTS_FOLDER and path.removeprefix(f"{ATTACHMENTS_FOLDER}/") in attachments
