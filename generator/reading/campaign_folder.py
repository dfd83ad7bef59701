"""A campaign folder → everything in it as raw values."""

from __future__ import annotations

from pathlib import Path

from generator.campaign.errors import Place, Severity, reminder, warning
from generator.campaign.fields import SUMMARY_FIELDS
from generator.campaign.layout import template_file, template_folders
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, fields_of
from generator.ground.steps import Step, nothing
from generator.reading.application_files import read_applications
from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.file_names import YAML_ENDINGS, missing_file, name_problems, unread_problems
from generator.reading.raw import field_called
from generator.reading.raw_campaign import (
    ATTACHMENTS_FOLDER,
    COLLECTED_FILE,
    FOLDERS,
    NOTICE_FILE,
    RETURNED_FOLDER,
    SETTINGS_FILE,
    SINGLE_FILES,
    SUMMARIES_FOLDER,
    TEMPLATES_FOLDER,
    RawCampaign,
    files_below,
    mapping_of,
    name_of,
    read_schema,
    record_in,
    records_in,
    yaml_of,
)
from generator.reading.returned.forms import read_forms, unreadable_form
from generator.reading.returned.marks import marks_of
from generator.reading.yaml_files.file import Map, read_yaml

FORM_ENDINGS = frozenset({".docx", ".xlsx"})


def read_campaign(folder: Path, *, with_returned: bool = True, step: Step = nothing) -> RawCampaign:
    """Everything in the folder: settings, wording, applications, summaries, returned forms, attachments.

    `step` is called READING_STEPS times.
    """
    raw = RawCampaign(folder)
    read_settings(raw)
    read_wording(raw)
    step()
    if raw.has_schema:
        read_applications(raw, step)
    _read_summaries(raw)
    if with_returned and raw.has_schema:
        _read_returned(raw)
    step()
    raw.attachments = attachments_of(folder)
    for name in (ATTACHMENTS_FOLDER, SUMMARIES_FOLDER, TEMPLATES_FOLDER):
        raw.problems += name_problems(folder, name)
    raw.problems += name_problems(folder, RETURNED_FOLDER, Severity.WARNING)
    raw.problems += unread_problems(folder)
    return raw


def input_files(folder: Path) -> list[Path]:
    """The files that a build reads, in order of their names; the manifest lists their hashes. Links are never read."""
    single = [folder / name for name in SINGLE_FILES]
    below = [
        path
        for name in FOLDERS
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    return [path for path in single if path.is_file()] + below


def read_settings(raw: RawCampaign, changes: Map | None = None) -> None:
    """Read the campaign's fields and forms, and campaign.yaml, into `raw`; `changes` take the place of what it says."""
    read_schema(raw)
    path = raw.folder / SETTINGS_FILE
    root = mapping_of(raw, path) if _is_there(raw, SETTINGS_FILE) else None
    if root is None:
        return
    if changes is not None:
        root = _changed(root, changes)
    plain = {name: node for name, node in root.nodes.items() if name not in CAMPAIGN_LISTS}
    raw.settings = record_in(raw, Map(plain, root.lines, root.line), CAMPAIGN_FIELDS, path)
    for label, (key, kind) in CAMPAIGN_LISTS.items():
        raw.lists[key] = records_in(raw, root, label, fields_of(kind), path)


def _changed(root: Map, changes: Map) -> Map:
    """The mapping with other values; a setting is the same whichever of its names is used."""
    own = {_setting(name) for name in changes.nodes}
    nodes = {name: node for name, node in root.nodes.items() if _setting(name) not in own}
    return Map({**nodes, **changes.nodes}, {**root.lines, **changes.lines}, root.line)


def _setting(name: str) -> str:
    field = field_called(name, CAMPAIGN_FIELDS)
    return field.key if field else name


def _is_there(raw: RawCampaign, name: str) -> bool:
    """Whether the campaign has the file; what is there instead, or besides, is told."""
    if (raw.folder / name).exists():
        raw.problems += name_problems(raw.folder, name)
        return True
    raw.problems += missing_file(raw.folder, name)
    return False


def read_wording(raw: RawCampaign) -> None:
    """Read the notice's wording of this campaign; the others' wording from its templates or the program's."""
    is_there = _is_there(raw, NOTICE_FILE)
    raw.wording["notice"] = (NOTICE_FILE, yaml_of(raw, raw.folder / NOTICE_FILE) if is_there else None)
    for name in ("bulletin", "certificate"):
        file = f"{name}/{name}.yaml"
        node, problems = read_yaml(template_file(file, raw.folder), f"templates/{file}", link=True)
        raw.wording[name] = (f"templates/{file}", node)
        raw.problems.extend(problems)


def _read_summaries(raw: RawCampaign) -> None:
    for path in files_below(raw, SUMMARIES_FOLDER):
        if path.suffix.lower() not in YAML_ENDINGS:
            message, fix = "只读取 .yaml 文件，这个文件没有读入。", "请照示例写成 .yaml 文件；无关的文件请移走。"
            raw.problems.append(warning("file-ignored", Place(name_of(raw, path)), "", message, fix))
        elif (root := mapping_of(raw, path)) is not None:
            raw.summaries.append(record_in(raw, root, SUMMARY_FIELDS, path))


def _read_returned(raw: RawCampaign) -> None:
    """The forms that were handed in as files, for comparing them with the data and each other.

    Whatever is wrong with them is a reminder: no document is made of them.
    """
    files = files_below(raw, RETURNED_FOLDER)
    readable = [(path, name_of(raw, path)) for path in files if path.suffix.lower() in FORM_ENDINGS]
    synonyms, wrong = synonyms_of(template_folders(raw.folder))
    raw.problems += map(reminder, wrong)
    read = read_forms(readable, marks_of(raw.schema.forms.values(), synonyms))
    for path in files:
        if path.suffix.lower() in FORM_ENDINGS:
            forms, problems = next(read)
            raw.returned += forms
            raw.problems += map(reminder, problems)
        elif not (raw.folder / COLLECTED_FILE).exists():
            raw.problems.append(unreadable_form(name_of(raw, path)))


def attachments_of(campaign: Path) -> dict[str, Path]:
    """The attachment files by their names as data calls them; links out of the folder are left out."""
    folder = campaign / ATTACHMENTS_FOLDER
    if not folder.is_dir():
        return {}
    root = folder.resolve()
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {p.relative_to(folder).as_posix(): p for p in found if p.resolve().is_relative_to(root)}
