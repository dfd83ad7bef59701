"""One value of a filled Form 1 changed as people change it, and what a reader may then say of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from support.returned_habits import Paper, W, bare, run, unwrap, xml

FORMS = ("发明专利", "实用新型专利", "外观设计专利", "软件著作权")
STATES = ("未申请", "正在申请", "已授权")
# The sign before a word that is not chosen and one that is; behind the words where the third says so.
SIGNS = (
    ("□", "☑", False), ("□", "■", False), ("☐", "☒", False), ("○", "●", False), ("□", "√", False), ("⬜", "✔️", False),
    ("□", "☑", True), ("（ ）", "（√）", True), ("（ ）", "（√）", False), ("[ ]", "[√]", False), ("◇", "◆", False),
    ("", "√", False), ("", "√", True), ("□", "□√", False), ("□", "R", False), ("（否）", "（是）", True),
)  # fmt: skip
GAPS = ("  ", " ", "\u3000", "、", "\n", "；", "")
LINES = {
    "industry": "所属行业", "implementation": "实施方式", "lead_address": "通讯地址", "lead_title": "职称",
}  # fmt: skip
COLUMNS = {"name": 0, "sex": 1, "post": 2, "title": 3, "unit": 4}
NAMES, POSTS = ("阿依古丽", "欧阳春", "王䶮", "司马青", "甲一"), ("钳工", "焊工", "质检员", "调度")
TEXTS = {"name": NAMES, "sex": ("男", "女"), "post": POSTS, "title": ("技师", "工程师"), "unit": ("江西某厂", "某所")}


@dataclass(frozen=True)
class Changed:
    """What was changed: the field (`completer2_post` of a completer), what it says now; None where it must be asked.

    `people` are how many completers there are now.
    """

    field: str
    value: str | None
    people: int
    may_be_blank: bool = False


def changed(paper: Paper, seed: int) -> Changed:
    """Change one value of the form; the same seed gives the same. In every other form most controls are gone."""
    luck = random.Random(seed)
    if luck.random() < 0.5:
        for control in [one for one in paper.root.iter(f"{W}sdt") if luck.random() < 0.8]:
            if control.getparent() is not None:
                unwrap(control)
    return luck.choice(_KINDS)(paper, luck)


def people_rows(paper: Paper) -> list[list]:  # type: ignore[type-arg]
    """The cells of each row of the completers, without what stands to the left of them."""
    rows = [cells for _, cells in paper.rows()]
    header = next(at for at, cells in enumerate(rows) if any(bare(cell) == "岗位职务" for cell in cells))
    end = next(at for at, cells in enumerate(rows) if bare(cells[0]) == "项目简介")
    return [cells[-5:] for cells in rows[header + 1 : end]]


def _people(paper: Paper) -> int:
    return sum(bool(bare(cells[0])) for cells in people_rows(paper))


def _write(paper: Paper, cell, text: str) -> None:  # type: ignore[no-untyped-def]
    paper.write(cell, *(run(part) for part in text.split("\n")))


def _line(paper: Paper, luck: random.Random) -> Changed:
    field, label = luck.choice(list(LINES.items()))
    text = luck.choice(("铸造", "化工（精细）", "市级研发中心 3 号楼", "自主研制", "高级技师", "A-B 型，第2版", "一级"))
    _write(paper, paper.value(label), text)
    return Changed(field, text, _people(paper))


def _ticks(paper: Paper, luck: random.Random) -> Changed:
    field, label, words = luck.choice((("patent_forms", "专利形式", FORMS), ("patent_status", "专利状况", STATES)))
    chosen = luck.sample(words, luck.randint(0, len(words) if field == "patent_forms" else 2))
    empty, tick, is_behind = luck.choice(SIGNS)
    gap = luck.choice(GAPS)
    signs = [tick if word in chosen else empty for word in words]
    pairs = [f"{word}{sign}" if is_behind else f"{sign}{word}" for word, sign in zip(words, signs, strict=True)]
    _write(paper, paper.value(label), gap.join(pairs))
    is_asked = (not chosen or len(chosen) > 1) if field == "patent_status" else len(chosen) == len(words)
    told = "、".join(word for word in words if word in chosen)
    return Changed(field, None if is_asked else told, _people(paper), not chosen)


def _day(paper: Paper, luck: random.Random) -> Changed:
    day = date(2021, 1, 5) + timedelta(days=luck.randrange(600))
    text, is_whole = luck.choice((
        (f"{day.year}年{day.month}月{day.day}日", True), (f"{day:%Y.%m.%d}", True), (f"{day:%Y-%m-%d}", True),
        (f"{day.year}/{day.month}/{day.day}", True), (f"{day:%Y%m%d}", True), (f"{day.year}年{day.month}月", False),
        (f"{day.month}.{day.day}", False), (f"{day.year}", False), (f"{day:%y}.{day.month}.{day.day}", False),
    ))  # fmt: skip
    _write(paper, paper.value("批准时间"), text)
    return Changed("patent_date", day.isoformat() if is_whole else None, _people(paper))


def _phone(paper: Paper, luck: random.Random) -> Changed:
    number = f"1390000{luck.randrange(10_000):04d}"
    text = luck.choice((number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"))
    is_two = luck.random() < 0.3
    _write(paper, paper.value("联系电话"), f"{text}、13811112222" if is_two else text)
    return Changed("lead_phone", None if is_two else number, _people(paper))


def _person(paper: Paper, luck: random.Random) -> Changed:
    rows, count = people_rows(paper), _people(paper)
    at, column = luck.randrange(count), luck.choice(list(COLUMNS))
    texts = {
        "name": NAMES,
        "sex": ("男", "女"),
        "post": POSTS,
        "title": ("技师", "工程师"),
        "unit": ("江西某厂", "某所"),
    }
    text = luck.choice(texts[column])
    _write(paper, rows[at][COLUMNS[column]], text)
    return Changed(f"completer{at + 1}_{column}", text, count)


def _one_less(paper: Paper, luck: random.Random) -> Changed:
    rows, count = people_rows(paper), _people(paper)
    for cell in rows[count - 1]:
        _write(paper, cell, luck.choice(("", "", "/", "—")) if luck.random() < 0.5 else "")
    return Changed("", "", count - 1)


def _one_more(paper: Paper, luck: random.Random) -> Changed:
    rows, count = people_rows(paper), _people(paper)
    texts = (luck.choice(NAMES), "女", luck.choice(POSTS), "", "江西某厂")
    for cell, text in zip(rows[count], texts, strict=True):
        _write(paper, cell, text)
    return Changed(f"completer{count + 1}_name", texts[0], count + 1)


def _struck(paper: Paper, luck: random.Random) -> Changed:
    """The old value struck out, the new one behind it."""
    field, label = luck.choice(list(LINES.items()))
    cell = paper.value(label)
    old = "".join(one.text or "" for one in cell.iter(f"{W}t"))
    new = luck.choice(("铸造", "自主研制", "一级"))
    paper.write(cell, f"{run(old, '<w:strike/>')}{run(new)}")
    return Changed(field, new, _people(paper))


def _tracked(paper: Paper, luck: random.Random) -> Changed:
    """The old value deleted and the new one inserted with changes tracked."""
    field, label = luck.choice(list(LINES.items()))
    cell = paper.value(label)
    old, new = "".join(one.text or "" for one in cell.iter(f"{W}t")), luck.choice(("铸造", "自主研制", "一级"))
    gone = f'<w:del w:id="8"><w:r><w:delText>{old}</w:delText></w:r></w:del>'
    paper.write(cell, f'{gone}<w:ins w:id="9">{run(new)}</w:ins>')
    return Changed(field, new, _people(paper))


def _behind(paper: Paper, luck: random.Random) -> Changed:
    """A further text typed behind a value: beside its control it is asked, without one it is part of the value."""
    field, label = luck.choice(list(LINES.items()))
    cell = paper.value(label)
    cell.append(xml(f"<w:p>{run('改为另一个')}</w:p>")[0])
    return Changed(field, bare(cell), _people(paper))


_KINDS: Sequence[Callable[[Paper, random.Random], Changed]] = (
    _line, _ticks, _ticks, _ticks, _day, _day, _phone, _person, _person, _one_less, _one_more, _struck, _tracked,
    _behind,
)  # fmt: skip
