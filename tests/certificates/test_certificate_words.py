"""What the wording of certificates must say, told before anything is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from certificates.award_campaigns import award_campaign

from generator.campaign.errors import Severity
from generator.checks.campaign import check_campaign
from generator.composing.certificates import bare

TEMPLATE = Path("templates/certificate/certificate.yaml")
PROJECT, PEOPLE, TIER = "{{ 项目名称 }}", "{{ 完成人|顿号 }}{{ '等' if 从略 }}", "{{ 等次 }}"
UNIT = '称呼: "{{ 单位 }}："'


def told(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, int]]:
    """Severity, field and line of what is told of the wording with these changes."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    own = folder / TEMPLATE
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text, encoding="utf-8")
    problems = [one for one in check_campaign(folder)[2] if one.place.file == TEMPLATE.as_posix()]
    assert {one.code for one in problems} <= {"certificate-words", "wording"}
    return [(one.severity.value, one.field, one.place.line) for one in problems]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return award_campaign(tmp_path_factory.mktemp("awards") / "campaign")


def test_the_programs_wording_says_all(folder: Path) -> None:
    assert told(folder) == []


ERROR, REMINDER = Severity.ERROR.value, Severity.WARNING.value


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        # what no certificate would say is told before there are any, of its line
        ((PROJECT, "项目"), (ERROR, "正文", 4)),
        ((PROJECT, "{{ 项目名称 if 人数 == 1 else '有关' }}"), (ERROR, "正文", 4)),
        ((PROJECT, "{{ 项目名称|first }}"), (ERROR, "正文", 4)),
        ((PEOPLE, "有关"), (ERROR, "称呼", 3)),
        ((PEOPLE, "{{ 完成人|last }}等"), (ERROR, "称呼", 3)),
        ((UNIT, '称呼: "有关单位："'), (ERROR, "称呼", 6)),
        # what some certificates would not say is told of them
        ((PROJECT, "{{ '有关' if 等次 == '二等优秀成果' else 项目名称 }}"), (ERROR, "项目名称", 4)),
        ((PEOPLE, "{{ '有关' if 等次 == '二等优秀成果' else 完成人|顿号 }}"), (ERROR, "完成人", 4)),
        ((PEOPLE, "{{ 完成人|first }}"), (REMINDER, "其他完成人", 4)),
        ((TIER, "先进"), (REMINDER, "等次", 4)),
    ],
)
def test_what_the_wording_leaves_out_is_told_once(
    folder: Path, change: tuple[str, str], problem: tuple[str, str, int]
) -> None:
    severity, field, line = problem
    (found,) = told(folder, change)
    assert found[:2] == (severity, field)
    assert found[2] >= line


@pytest.mark.parametrize(
    "change",
    [
        (PEOPLE, "{{ 完成人|first }}等"),  # the others are left out on purpose, and the words say so
        (f"《{PROJECT}》", f"“{PROJECT}”"),
        ("被评为{{ 等次 }}", "获{{ 等次 }}称号"),
    ],
)
def test_other_words_for_the_same_are_the_campaigns_affair(folder: Path, change: tuple[str, str]) -> None:
    assert told(folder, change) == []


def test_marks_inside_marks_are_the_same_name() -> None:
    assert bare("《《安全操作规程》读本》") == bare("《〈安全操作规程〉读本》") != bare("《安全操作规程读本》")
    assert bare("“甲“乙”丙”") == bare("“甲‘乙’丙”") != bare("“甲乙丙”")
