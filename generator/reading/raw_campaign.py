"""What a campaign folder holds, unchecked, and how its YAML files are taken into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.campaign.errors import Place, Problem, error, errors_of
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Field
from generator.campaign.layout import starter_folder, template_folders
from generator.campaign.schema import Schema
from generator.campaign.settings import CAMPAIGN_FIELDS, Words
from generator.reading.field_files.words_file import own_words, words
from generator.reading.raw import RawRecord, RawTable
from generator.reading.returned.form import ReturnedForm
from generator.reading.schema import own_schema, schema
from generator.reading.template_files import unread_files
from generator.reading.yaml_files.file import Items, Map, Node, Text, read_yaml
from generator.reading.yaml_files.records import record_from, reminders

SETTINGS_FILE = "campaign.yaml"
NOTICE_FILE = "notice.yaml"
WORKBOOK_FILE = "applications.xlsx"
COLLECTED_FILE = "待确认.xlsx"  # beside it where it was made of returned forms: says of every returned file what it is
APPLICATIONS_FOLDER = "applications"
ATTACHMENTS_FOLDER = "attachments"
SUMMARIES_FOLDER = "summaries"
RETURNED_FOLDER = "returned"
TEMPLATES_FOLDER = "templates"
# So messages call what a program sent instead of a file: the one record, and records/1 of several.
SENT_RECORD, SENT_RECORDS = "record", "records"
SINGLE_FILES = (SETTINGS_FILE, NOTICE_FILE, WORKBOOK_FILE)
FOLDERS = (APPLICATIONS_FOLDER, ATTACHMENTS_FOLDER, SUMMARIES_FOLDER, RETURNED_FOLDER, TEMPLATES_FOLDER)

LABELS = {field.key: field.label for field in CAMPAIGN_FIELDS}
SHEETS = (APPLICATION_SHEET, COMPLETER_SHEET, AWARD_SHEET)


@dataclass
class RawCampaign:
    """Everything that the folder holds, unchecked. Without a `schema` of its own nothing can be read by it.

    `words` are None where the campaign's own are wrong.
    """

    folder: Path
    schema: Schema = field(default_factory=own_schema)
    has_schema: bool = True
    words: Words | None = field(default_factory=own_words)
    settings: RawRecord = field(default_factory=lambda: RawRecord({}, Place(SETTINGS_FILE)))
    lists: dict[str, list[RawRecord]] = field(default_factory=dict)
    wording: dict[str, tuple[str, Node | None]] = field(default_factory=dict)  # name → (file, content)
    tables: dict[str, RawTable] = field(default_factory=lambda: {sheet: RawTable() for sheet in SHEETS})
    summaries: list[RawRecord] = field(default_factory=list)
    attachments: Mapping[str, Path] = field(default_factory=dict)
    returned: list[ReturnedForm] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_schema(raw: RawCampaign) -> None:
    """Read the campaign's fields, forms and words into `raw`."""
    folders = template_folders(raw.folder)
    raw.schema, problems = schema(folders)
    raw.has_schema = not errors_of(problems)
    raw.words, wrong_words = words(folders)
    raw.problems += [*problems, *wrong_words]
    if (own := raw.folder / TEMPLATES_FOLDER).is_dir():
        raw.problems += unread_files(own, raw.schema.forms.values() if raw.has_schema else None)


def setting_spot(raw: RawCampaign, key: str) -> tuple[Place, str]:
    """Where campaign.yaml gives the setting, or the file where it does not; and how the file calls it."""
    value = raw.settings.values.get(key)
    return value.place if value else raw.settings.place, LABELS.get(key, "")


def name_of(raw: RawCampaign, path: Path) -> str:
    """How messages call a file of the campaign."""
    return path.relative_to(raw.folder).as_posix()


def yaml_of(raw: RawCampaign, path: Path) -> Node | None:
    """The file's content, None with a problem noted where it cannot be read."""
    is_link = raw.folder == starter_folder()
    node, problems = read_yaml(path, name_of(raw, path), link=is_link, personal=raw.schema.fields.personal_names)
    raw.problems.extend(problems)
    return node


def mapping_of(raw: RawCampaign, path: Path) -> Map | None:
    """The file's mapping; a problem where the file holds something else."""
    node = yaml_of(raw, path)
    if isinstance(node, Map):
        return node
    if not any(problem.place.file == name_of(raw, path) for problem in raw.problems):
        place = Place(name_of(raw, path))
        is_glued = isinstance(node, Text) and ("：" in node.text or ":" in node.text)
        fix = "名称后面的冒号请用半角“:”并空一格。" if is_glued else "请按示例文件书写。"
        raw.problems.append(error("yaml-shape", place, "", "文件应由“名称: 内容”组成。", fix))
    return None


def record_in(raw: RawCampaign, node: Map, fields: tuple[Field, ...], path: Path) -> RawRecord:
    """The mapping's values by field; what is wrong with its names and shape is noted."""
    record, problems = record_from(node, fields, name_of(raw, path))
    raw.problems.extend(problems)
    # The settings explain themselves in comments.
    raw.problems.extend(reminders(node, name_of(raw, path), comments=path.name != SETTINGS_FILE))
    return record


def records_in(raw: RawCampaign, parent: Map, label: str, fields: tuple[Field, ...], path: Path) -> list[RawRecord]:
    """The records of a list inside a mapping; none where the key is absent."""
    node = parent.nodes.get(label)
    if node is None:
        return []
    if isinstance(node, Items) and all(isinstance(item, Map) for item in node.nodes):
        return [record_in(raw, item, fields, path) for item in node.nodes if isinstance(item, Map)]
    place = Place(name_of(raw, path), line=parent.lines[label])
    raw.problems.append(error("yaml-shape", place, label, "这里应是一组记录。", "每条以“- ”开头，按示例书写。"))
    return []


def is_of_applications(name: str) -> bool:
    """Whether messages call so what holds applications: applications.xlsx, a file in applications/, a sent record."""
    return name == WORKBOOK_FILE or name.startswith(f"{APPLICATIONS_FOLDER}/") or is_sent(name)


def is_sent(name: str) -> bool:
    """Whether messages call a record so that a program sent."""
    return name.partition("/")[0] in (SENT_RECORD, SENT_RECORDS)


def is_returned(name: str) -> bool:
    """Whether messages call a file so that was handed in on paper: it is compared, and no document is made of it."""
    return name.startswith(f"{RETURNED_FOLDER}/")


def is_own_file(path: Path) -> bool:
    """No folder, and none of the files that Office and editors keep beside an open one."""
    return path.is_file() and not path.name.startswith(("~$", "."))


def files_below(raw: RawCampaign, folder: str) -> list[Path]:
    """The files in that folder of the campaign and below it, in order."""
    return [path for path in sorted((raw.folder / folder).rglob("*")) if is_own_file(path)]
