"""Files spoilt at random, the same ones for the same seed: what happens to files on their way between offices.

`python tests/support/mutations.py 10000` tries so many, from seed 0 on or from the seed given second, and prints
what went wrong.
"""

from __future__ import annotations

import html
import io
import random
import re
import shutil
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from generator.campaign.records import Application
from generator.checks.campaign import check_campaign
from generator.composing.forms import filled, filled_of_recommender
from generator.rendering.excel import workbook as excel
from generator.rendering.word import word_file

SLOWEST_SECONDS = 10.0  # of the processor: other work of the machine is no fault of ours
LONGEST_MESSAGE = 300
PRIVATE = ("360102198705120018", "13900001234", "0791-88001234", "创业路")
SIGNS = "：\t\x00\x07\u200b\u202e\ufeff\ue863\ue900\U00020000&*!@%`{}[]|>'\"#=+-０１９xХ䶮\r\n"
YAML_LINES = (
    "---",
    "<<: *a",
    "a: &a 1",
    "- - -",
    "? 甲",
    "{",
    "]",
    "\t乙: 1",
    "项目编号: NC-001",
    "年度: 2023",
    "...",
    "甲：乙",
)
ROOT = Path(__file__).parent.parent.parent
APPLICATION, SETTINGS, NOTICE, WORKBOOK = (
    "applications/NC-001.yaml",
    "campaign.yaml",
    "notice.yaml",
    "applications.xlsx",
)
SERIAL_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001 - a date cell has no zone
CELL_VALUES: tuple[Any, ...] = (
    None, "", " ", 0, -1, 1e300, 360102198705120018, 3.601e17, True, date(2023, 8, 1), SERIAL_ZERO, 60,
    "=1/0", "=NOW()", "#REF!", "是", "NC-001", "１２３", "甲" * 40_000, "\u202e甲", "2023.8.1", "_x000D_", "<&>",
    "{{ 7*7 }}",
)  # fmt: skip


@dataclass(frozen=True)
class Sources:
    """What is spoilt: a campaign in YAML, the same application as a workbook, and forms returned of it by path."""

    campaign: Path
    workbook: bytes
    packages: Mapping[str, bytes]


def the_sources() -> Sources:
    """The minimal campaign, and forms that agree with it."""
    minimal = ROOT / "data_examples/minimal"
    campaign, _, _ = check_campaign(minimal)
    assert campaign is not None
    (one,) = campaign.applications
    contexts = {
        "form1": filled(campaign.settings, "form1", one),
        "form2": filled_of_recommender(campaign.settings, "form2", campaign.of(one.recommender), one.recommender),
    }
    forms = {
        f"returned/{kind}.{ending}": render(
            (ROOT / f"templates/{kind}/{kind}.{ending}").read_bytes(), contexts[kind], modified=one.applied_on
        )
        for kind, ending, render in (
            ("form1", "docx", word_file.render),
            ("form2", "docx", word_file.render),
            ("form2", "xlsx", excel.render),
        )
    }
    return Sources(minimal, (ROOT / "data_examples/broken/excel-hidden-row" / WORKBOOK).read_bytes(), forms)


def mutated_text(luck: random.Random, text: str) -> bytes:
    """The text with one to three accidents, in one of the encodings that editors save."""
    for _ in range(luck.randint(1, 3)):
        lines = text.split("\n")
        place = luck.randrange(len(lines))
        lines[place : place + 1] = luck.choice(_accidents(luck, lines[place]))
        text = "\n".join(lines)
    encoding = luck.choice(("utf-8",) * 8 + ("gbk", "utf-16", "utf-8-sig"))
    content = text.encode(encoding, "replace")
    return content[: luck.randrange(len(content))] if luck.random() < 0.05 else content


def _accidents(luck: random.Random, line: str) -> list[list[str]]:
    """What the line may become: other lines in its place."""
    at = luck.randrange(len(line) + 1)
    return [
        [line[:at] + luck.choice(SIGNS) + line[at:]],
        [line[:at] + line[at + 1 :]],
        [line[: at // 2]],
        [line, line],
        [],
        [line.replace(": ", luck.choice(("：", ":", " : ", ":  ")), 1)],
        [luck.choice(YAML_LINES), line],
        [" " * luck.randrange(9) + line.strip()],
        [re.sub(r"\d+", luck.choice(("", "0", "9" * 40)), line)],
    ]


def mutated_package(luck: random.Random, package: bytes, *, cells: bool) -> bytes:
    """The package with other values in some cells, or with damage to its parts or bytes."""
    choice = luck.random()
    if cells and choice < 0.6:
        return _other_cells(luck, package)
    if choice < 0.85:
        return _damaged_part(luck, package)
    content = bytearray(package)
    for _ in range(luck.randint(1, 4)):
        content[luck.randrange(len(content))] = luck.randrange(256)
    return bytes(content[: luck.randrange(len(content))] if luck.random() < 0.2 else content)


def _other_cells(luck: random.Random, package: bytes) -> bytes:
    book = load_workbook(io.BytesIO(package))
    for _ in range(luck.randint(1, 4)):
        sheet = book[luck.choice(book.sheetnames)]
        row, column = luck.randint(1, max(5, sheet.max_row)), luck.randint(1, sheet.max_column)
        accident = luck.random()
        if accident < 0.7 and not isinstance(sheet.cell(row, column), MergedCell):
            sheet.cell(row, column).value = luck.choice(CELL_VALUES)
        elif accident < 0.8:
            sheet.insert_rows(row)
        elif accident < 0.9:
            sheet.delete_cols(column)
        else:
            sheet.title = luck.choice(("申报项目 ", "Sheet1", "其它完成人", sheet.title))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _damaged_part(luck: random.Random, package: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        victim = luck.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            if name == victim:
                at = luck.randrange(len(content) + 1)
                content = luck.choice(
                    (
                        content[:at],
                        content[:at] + b"<x/>" + content[at:],
                        b"",
                        content.replace(b"<", b"&lt;", 1),
                        *_other_texts(luck, content),
                    )
                )
            target.writestr(name, content)
    return out.getvalue()


def _other_texts(luck: random.Random, content: bytes) -> tuple[bytes, ...]:
    """The part with another tag, number or text somewhere: what an editor's own saving may do."""
    found = list(re.finditer(rb'(?<=w:val=")[^"]*|(?<=>)[^<>]+(?=<)|<w:sdt>.*?</w:sdt>', content))
    if not found:
        return ()
    one = luck.choice(found)
    other = luck.choice(("", "甲", "9" * 30, one[0].decode("utf-8", "replace") * 2)).encode()
    return (content[: one.start()] + other + content[one.end() :],) * 4


def outcome(folder: Path, file: str) -> str:
    """What is wrong with how the campaign is checked; empty where every promise is kept.

    `file` holds the application's values; PRIVATE are some of its own that no message may show.
    """
    begun = time.process_time()
    campaign, counts, problems = check_campaign(folder)
    if time.process_time() - begun > SLOWEST_SECONDS:
        return "it took too long"
    if counts.read != counts.accepted + counts.rejected + counts.blank:
        return f"the rows do not add up: {counts}"
    said = "".join(f"{problem.field}{problem.message}{problem.fix}" for problem in problems)
    if shown := [value for value in PRIVATE if value in said]:
        return f"a personal value is shown: {shown}"
    if longest := [problem.message for problem in problems if len(problem.message) > LONGEST_MESSAGE]:
        return f"a message nobody reads: {longest[0]}"
    if campaign is None or not campaign.applications:
        return "" if any(problem.severity == "error" for problem in problems) else "refused without a problem"
    held = _bare(_held(folder / file))
    lines = [line for one in campaign.applications for text in _texts(one) for line in text.split("\n")]
    invented = [line for line in lines if _bare(line) not in held]
    return f"a value that stands nowhere in the file: {invented[:2]}" if invented else ""


def _texts(one: Application) -> list[str]:
    own = [value for value in dict(one).values() if isinstance(value, str) and value]
    return own + [value for completer in one.completers for value in dict(completer).values() if value]


def _held(file: Path) -> str:
    """Everything that was typed in the file; of a workbook the text of its parts, since we read more than openpyxl."""
    if file.suffix != ".xlsx":
        return file.read_bytes().decode("utf-8-sig")
    with zipfile.ZipFile(file) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/")]
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", part.decode("utf-8", "replace"))) for part in parts)


def _bare(text: str) -> str:
    """The text but for spaces and the width of its characters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.replace("\ue863", "䶮"))).upper()


def tried(seed: int, sources: Sources, folder: Path) -> str:
    """The outcome of one accident to one of the files, by turns."""
    luck = random.Random(seed)
    campaign = folder / str(seed)
    shutil.copytree(sources.campaign, campaign)
    file = (APPLICATION, SETTINGS, NOTICE, WORKBOOK, *sources.packages)[seed % (4 + len(sources.packages))]
    path = campaign / file
    path.parent.mkdir(exist_ok=True)
    if file == WORKBOOK:
        (campaign / APPLICATION).unlink()
        path.write_bytes(mutated_package(luck, sources.workbook, cells=True))
    elif file in sources.packages:
        path.write_bytes(mutated_package(luck, sources.packages[file], cells=file.endswith(".xlsx")))
    else:
        path.write_bytes(mutated_text(luck, path.read_text(encoding="utf-8")))
    try:
        return outcome(campaign, WORKBOOK if file == WORKBOOK else APPLICATION)
    except Exception as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    finally:
        shutil.rmtree(campaign)


def main(first: int, count: int) -> None:
    """Try so many accidents, and print the seed and outcome of every one that breaks a promise."""
    sources = the_sources()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = {seed: tried(seed, sources, Path(folder)) for seed in range(first, first + count)}
    wrong = {seed: told for seed, told in outcomes.items() if told}
    sys.stdout.write("".join(f"{seed}: {told}\n" for seed, told in wrong.items()))
    sys.stdout.write(f"{count} accidents, {len(wrong)} promises broken\n")


if __name__ == "__main__":
    main(int(sys.argv[2]) if len(sys.argv) > 2 else 0, int(sys.argv[1]))
