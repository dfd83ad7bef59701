"""The figures of every layout: GB/T 9704-2012 pages, and what all forms have in common.

Millimetres unless the name says pt. "Clause" is a clause of GB/T 9704-2012; "ours" marks our own decisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MM_PER_PT = 25.4 / 72
FORM_FILE = "form.yaml"


@dataclass(frozen=True)
class OfficialPage:
    """A4 page of an official document (clauses 5.1, 5.2): 22 lines of 28 characters."""

    width_mm: float = 210
    height_mm: float = 297
    top_mm: float = 37
    bottom_mm: float = 35
    binding_mm: float = 28
    outer_mm: float = 26
    text_width_mm: float = 156
    text_height_mm: float = 225
    lines: int = 22
    characters: int = 28
    body_pt: float = 16  # 3号
    body_tracking_pt: float = -0.25  # ours: 28 × 16 pt would be 158 mm
    line_pitch_pt: float = 28.95  # ours: 579 twips, 580 no longer fits 22 lines
    title_pt: float = 22  # 2号
    title_pitch_pt: float = 36  # ours
    number_pt: float = 14  # 4号, page number and imprint
    number_below_text_mm: float = 7  # clause 7.5
    letterhead_below_top_mm: float = 35  # clause 7.2.4
    red_rule_below_number_mm: float = 4  # clause 7.2.7
    red: str = "#e60012"


@dataclass(frozen=True)
class FormPage:
    """Type areas and rules of the forms (ours)."""

    cell_pt: float = 12  # 小四
    cell_padding_mm: float = 1
    check_indent_mm: float = 1  # before the boxes of a list
    check_sizes_pt: tuple[float, ...] = (10.5, 9, 8)  # of boxes and their words, as they find room
    check_line_height: float = 1.5
    check_gap_pt: float = 7.5  # between two boxes of a line
    above_mm: float = 0.8  # above and below the text of a row that grows
    hint_pitch_pt: float = 15.75  # of the lines of a hint
    rule_pt: float = 0.5
    outer_rule_pt: float = 1
    intro_pt: float = 12  # 项目简介 keeps its size and goes on over pages
    intro_pitch_pt: float = 21  # so that a page ends well between two lines, in every program
    title_mm: float = 17  # over the table of a form without a cover
    slack_mm: float = 4  # Word's pages: a table as high as the type area needs more for its rules and what follows it
    wide_mm: float = 100  # values in cells this wide stand left, in narrower ones in the middle
    list_text_width_mm: float = 225
    list_text_height_mm: float = 156  # in the notice
    list_sheet_height_mm: float = 163  # as a file of its own
    list_head_mm: float = 29.05  # mark, title, unit and date
    list_header_mm: float = 24  # the labels of the columns, at least
    list_row_mm: float = 11  # at least
    list_note_mm: float = 7  # the note below the last row
    list_label_pt: float = 9
    list_label_padding_mm: float = 0.3
    list_line_height: float = 1.3


@dataclass(frozen=True)
class PacketPage:
    """The contents sheet of a packet and the captions below attachments (ours)."""

    width_mm: float = 156
    name_mm: float = 84
    figures_mm: tuple[float, ...] = (12, 15, 15, 15, 15)
    text_pt: float = 12
    owner_mm: float = 10.21  # one line of the page
    owner_sizes_pt: tuple[float, ...] = (16, 14, 12, 10.5, 9, 7.5)
    owner_line_height: float = 1.2
    row_mm: float = 7.2
    rows_below_head: int = 24  # on the first page
    rows: int = 29
    caption_bottom_mm: float = 5
    caption_height_mm: float = 4
    caption_width_mm: float = 186
    caption_pt: float = 9


@dataclass(frozen=True)
class WinnerColumn:
    """A column of the tables of winners: its key, its header where the campaign has no word of its own, its width."""

    key: str
    label: str
    width_mm: float
    align: str = "center"


@dataclass(frozen=True)
class WinnerTable:
    """The tables of winners in the bulletin (ours): as wide as the text."""

    columns: tuple[WinnerColumn, ...] = (
        WinnerColumn("number", "序号", 11),
        WinnerColumn("name", "项目名称", 50, "left"),
        WinnerColumn("people", "完成人", 33),
        WinnerColumn("unit", "所在单位", 36),
        WinnerColumn("recommender", "推荐单位", 26),
    )
    own_headers: tuple[str, ...] = ("name", "unit")  # of the columns that the campaign has words for
    text_pt: float = 10.5
    line_height: float = 1.3
    row_mm: float = 10  # at least
    above_mm: float = 1.2  # above and below the text
    cell_padding_mm: float = 1


OFFICIAL = OfficialPage()
FORM = FormPage()
PACKET = PacketPage()
WINNERS = WinnerTable()

# The room for the rows of a form's table: in Word its rules need room, and a line of 1 pt stands above it and below a
# text that goes on over pages.
SLIVER_MM = 1 * MM_PER_PT
TABLE_RULES_MM = (FORM.outer_rule_pt + FORM.rule_pt) / 2 * MM_PER_PT
TABLE_MM = OFFICIAL.text_height_mm + FORM.slack_mm - 2 * TABLE_RULES_MM


def package_templates() -> Path:
    """The folder of the templates that come with the program: in the wheel, or beside the package."""
    inside = Path(__file__).parents[1] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def starter_folder() -> Path:
    """The folder of the campaign that comes with the program: the settings used where none are given."""
    inside = Path(__file__).parents[1] / "starter"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "data_examples" / "starter"


def template_folders(campaign: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for, in order: the campaign's own folder, then the program's."""
    own = [campaign / "templates"] if campaign and (campaign / "templates").is_dir() else []
    return (*own, package_templates())


def further_forms(campaign: Path) -> tuple[str, ...]:
    """The names of the forms that a campaign has besides the program's: folders of its templates with a form.yaml."""
    own = {path.parent.name for path in (campaign / "templates").glob(f"*/{FORM_FILE}")}
    return tuple(sorted(own - {path.parent.name for path in package_templates().glob(f"*/{FORM_FILE}")}))


def found_in(folders: Sequence[Path], name: str) -> Path | None:
    """The file of that name in the first of the folders that has it."""
    return next((path for folder in folders if (path := folder / name).is_file()), None)


def template_file(name: str, campaign: Path | None) -> Path:
    """The template of that name, such as `form1/form1.docx`: the campaign's own where it has one."""
    return found_in(template_folders(campaign), name) or package_templates() / name
