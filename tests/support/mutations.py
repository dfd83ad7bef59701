"""Files spoilt at random, the same ones for the same seed: what happens to files on their way between offices.

`python tests/support/mutations.py 10000` tries so many, from seed 0 on, and prints what went wrong.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import sys
import tempfile
import time
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from generator.checks.campaign import check_campaign
from generator.records import Application

SLOWEST_SECONDS = 10.0
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
SERIAL_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001 - a date cell has no zone
CELL_VALUES: tuple[Any, ...] = (
    None, "", " ", 0, -1, 1e300, 360102198705120018, 3.601e17, True, date(2023, 8, 1), SERIAL_ZERO, 60,
    "=1/0", "=NOW()", "#REF!", "是", "NC-001", "１２３", "甲" * 40_000, "\u202e甲", "2023.8.1", "_x000D_", "<&>",
    "{{ 7*7 }}",
)  # fmt: skip


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


def mutated_package(luck: random.Random, package: bytes) -> bytes:
    """The workbook with other values in some cells, or with damage to its parts or bytes."""
    choice = luck.random()
    if choice < 0.6:
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
        row, column = luck.randint(1, 5), luck.randint(1, sheet.max_column)
        accident = luck.random()
        if accident < 0.7:
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
                    (content[:at], content[:at] + b"<x/>" + content[at:], b"", content.replace(b"<", b"&lt;", 1))
                )
            target.writestr(name, content)
    return out.getvalue()


def outcome(folder: Path, file: str) -> str:
    """What is wrong with how the campaign is checked; empty where every promise is kept."""
    begun = time.perf_counter()
    campaign, counts, problems = check_campaign(folder)
    if time.perf_counter() - begun > SLOWEST_SECONDS:
        return "it took too long"
    if counts.read != counts.accepted + counts.rejected + counts.blank:
        return f"the rows do not add up: {counts}"
    if campaign is None:
        return "" if any(problem.severity == "error" for problem in problems) else "refused without a problem"
    invented = [text for one in campaign.applications for text in _texts(one) if not _stands_in(text, folder / file)]
    return f"a value that stands nowhere in the file: {invented[:2]}" if invented else ""


def _texts(one: Application) -> list[str]:
    own = [value for value in dict(one).values() if isinstance(value, str) and value]
    return own + [value for completer in one.completers for value in dict(completer).values() if value]


def _stands_in(text: str, file: Path) -> bool:
    """Whether every line of the value was typed in the file, but for spaces and the width of digits."""
    if file.suffix == ".xlsx":
        book = load_workbook(file)
        held = "".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    else:
        held = file.read_bytes().decode("utf-8-sig")
    bare = _bare(held)
    return all(_bare(line) in bare for line in text.split("\n"))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.replace("\ue863", "䶮"))).upper()


def tried(seed: int, minimal: Path, package: bytes, folder: Path) -> str:
    """The outcome of one accident: by turns to the YAML application, the settings, the notice and the workbook."""
    luck = random.Random(seed)
    campaign = folder / str(seed)
    shutil.copytree(minimal, campaign)
    file = ("applications/NC-001.yaml", "campaign.yaml", "notice.yaml", "applications.xlsx")[seed % 4]
    if file.endswith(".xlsx"):
        (campaign / "applications/NC-001.yaml").unlink()
        (campaign / file).write_bytes(mutated_package(luck, package))
    else:
        path = campaign / file
        path.write_bytes(mutated_text(luck, path.read_text(encoding="utf-8")))
    source = file if file.startswith("applications") else "applications/NC-001.yaml"
    try:
        return outcome(campaign, source)
    except Exception as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    finally:
        shutil.rmtree(campaign)


def main(count: int) -> None:
    """Try so many accidents, and print the seed and outcome of every one that breaks a promise."""
    root = Path(__file__).parent.parent.parent
    package = (root / "data_examples/broken/excel-hidden-row/applications.xlsx").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = {seed: tried(seed, root / "data_examples/minimal", package, Path(folder)) for seed in range(count)}
    wrong = {seed: told for seed, told in outcomes.items() if told}
    sys.stdout.write("".join(f"{seed}: {told}\n" for seed, told in wrong.items()))
    sys.stdout.write(f"{count} accidents, {len(wrong)} promises broken\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
