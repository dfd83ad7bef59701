"""The command line speaks Chinese: help at every width, and every mistake in a command line says what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import EXAMPLE, MINIMAL
from support.terminals import on_a_terminal, plain

from generator.campaign.kinds import FORMATS, KINDS
from generator.interfaces.cli import app, run
from generator.interfaces.wrapping import columns_of, wrapped

GROUP: Any = typer.main.get_command(app)
WITHIN = GROUP.make_context("wuxiao", ["build", "--help"], resilient_parsing=True)
COMMANDS: dict[str, Any] = GROUP.commands
GROUPS = {name: one.commands for name, one in COMMANDS.items() if hasattr(one, "commands")}
WITHIN_GROUPS = {f"{name} {inner}": one for name, commands in GROUPS.items() for inner, one in commands.items()}
WIDTHS = (40, 60, 80, 100, 200)
# Formats, file endings, names of things that go by no other name.
KNOWN = {
    *COMMANDS, *(one for commands in GROUPS.values() for one in commands), "admin", "office", "recommender",
    *KINDS, *FORMATS, "wuxiao", "campaign", "yaml", "xlsx", "docx", "pdf", "pem", "json", "html",
    "JSON", "PDF", "Excel", "Word", "WPS", "WeasyPrint", "Dask", "TLS", "PEM", "Tab", "PNG", "JPG", "lint", "templates",
    "fields", "form", "ab", "x", "nowhere", "zzz", "bild",
}  # fmt: skip


def options_of(command: Any) -> Iterator[Any]:
    return (one for one in command.get_params(WITHIN) if one.param_type_name == "option")


def arguments_of(command: Any) -> list[Any]:
    return [one for one in command.get_params(WITHIN) if one.param_type_name == "argument"]


def needed(name: str, without: str = "") -> list[str]:
    """A command line with all that the command must have, but for one option or argument."""
    command = COMMANDS[name]
    arguments = [str(MINIMAL) for one in arguments_of(command) if one.required and one.name != without]
    options = [(one.opts[0], "x.xlsx") for one in options_of(command) if one.required and one.name != without]
    return [name, *arguments, *(word for pair in options for word in pair)]


def english_in(text: str) -> set[str]:
    """Runs of Latin letters that are neither options nor names that stand for themselves."""
    text = text.replace(str(MINIMAL), "").replace(str(EXAMPLE), "")
    return set(re.findall(r"[A-Za-z][A-Za-z0-9]+", re.sub(r"(?<![\w-])(?:-{1,2}|——)[a-z][a-z-]*", "", text))) - KNOWN


def mistakes() -> Iterator[tuple[str, list[str], str]]:
    """Every command and option with each mistake that can be made: the line, and what the message must name."""
    yield "no command", ["--debug-x"], "--debug-x"
    yield "unknown command", ["zzz"], "zzz"
    yield "nearly a command", ["bild"], "是不是要写“build”"
    for name, command in COMMANDS.items():
        yield f"{name}: unknown option", [*needed(name), "--zzz"], "--zzz"
        if name in GROUPS:
            yield f"{name}: unknown command", [name, "zzz"], "zzz"
        elif not any(one.nargs == -1 for one in arguments_of(command)):
            extra = [str(MINIMAL) for one in arguments_of(command) if not one.required]
            yield f"{name}: too much", [*needed(name), *extra, "a b"], "多出了“a b”"
        last = [one for one in arguments_of(command) if one.required][-1:]  # a word less is always the last one less
        for one in last:
            yield f"{name}: without {one.name}", needed(name, one.name), f"缺少{one.metavar}"
        for one in options_of(command):
            yield from option_mistakes(name, one)


def option_mistakes(name: str, one: Any) -> Iterator[tuple[str, list[str], str]]:
    option = max(one.opts, key=len)
    near = f"{option[:-1]}qq"
    if len(option) > 5:
        yield f"{name}: nearly {option}", [*needed(name, one.name), near], f"“{option}”"
        yield f"{name}: —— for {option}", [*needed(name), f"——{option[2:]}"], option
    if one.required:
        yield f"{name}: without {option}", needed(name, one.name), f"缺少 {option}"
    if one.is_flag:
        yield f"{name}: {option} with a value", [*needed(name), f"{option}=x"], f"{option} 后面不带值"
        return
    yield f"{name}: {option} without its value", [*needed(name, one.name), option], f"{option} 后面缺少"
    yield f"{name}: {option} before an option", [*needed(name, one.name), option, "--help"], f"{option} 后面缺少"
    if one.min is not None:
        yield f"{name}: {option} is no number", [*needed(name), option, "x"], f"{option} 应为"
        yield f"{name}: {option} is too small", [*needed(name), option, "-5"], "而不是“-5”"
    if one.max is not None and one.max:
        yield f"{name}: {option} is too great", [*needed(name), option, "99999999"], "而不是“99999999”"


MISTAKES = {name: (line, named) for name, line, named in mistakes()}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_command_line_is_told_in_chinese_and_by_name(
    mistake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line, named = MISTAKES[mistake]
    assert run(line) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert named in shown.err
    assert english_in(shown.err) == set()


def test_every_command_is_tried_with_every_kind_of_mistake() -> None:
    assert len(COMMANDS) >= 11
    assert len(MISTAKES) > 150
    for kind in ("unknown option", "too much", "nearly --", "without --", "with a value", "without its value",
                 "before an option", "is no number", "is too small", "is too great", "—— for"):  # fmt: skip
        assert any(kind in name for name in MISTAKES), kind


def test_english_is_noticed() -> None:
    assert english_in("Error: No such option: --zzz") == {"Error", "No", "such", "option"}
    assert english_in("没有选项“--zzz”。用 wuxiao build --help") == set()


def test_a_number_that_is_none_is_told_as_in_a_book(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(MINIMAL), "--out", "o", "--jobs", "x"]) == 2
    assert "--jobs 应为不小于0的整数，而不是“x”。" in capsys.readouterr().err
    assert run(["serve", "--port", "70000"]) == 2
    assert "--port 应为1至65535的整数，而不是“70000”。" in capsys.readouterr().err


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("command", ["", *COMMANDS, *WITHIN_GROUPS])
def test_help_is_chinese_and_whole_at_every_width(
    command: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run([*command.split(), "--help"]) == 0
    page = capsys.readouterr().out
    assert english_in(page) == set()
    assert "…" not in page
    assert max(map(columns_of, page.splitlines())) <= width
    bare = "".join(page.split())
    shown = (COMMANDS | WITHIN_GROUPS)[command] if command else GROUP
    for one in shown.get_params(WITHIN):
        assert "".join((one.help or "").split()) in bare
        assert all(name in bare for name in one.opts if name.startswith("-"))
    if not command:
        assert all("".join((one.help or "").split()) in bare for one in COMMANDS.values())


@pytest.mark.parametrize("width", WIDTHS)
def test_help_follows_the_window(width: int) -> None:
    code, page = on_a_terminal(["build", "--help"], width)
    assert code == 0
    widest = max(map(columns_of, plain(page).splitlines()))
    assert min(width, 100) * 0.7 < widest <= width


def test_text_is_broken_without_loss_and_by_the_rules_of_line_ends() -> None:
    text = "只生成这些种类，用逗号分隔：notice,blank,form1；活动文件夹里有“证书密钥.pem”时不必写。"
    for width in range(8, 90):
        lines = wrapped(text, width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert max(map(columns_of, lines)) <= width
        if width > 20:
            assert not [line for line in lines if line[:1] in "，。、；：”"]
            assert not [line for line in lines[:-1] if line[-1] == "“"]


@pytest.mark.parametrize("words", [["account", "list", "--data", "HERE"], ["service", "restore", "HERE"]])
def test_what_may_not_be_read_is_told_as_such(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.access", lambda *_, **__: False)  # an administrator may read everything
    assert run([f"{tmp_path}" if one == "HERE" else one for one in words]) == 2
    told = capsys.readouterr().err.partition("用法")[0]
    assert "没有权限" in told
    assert english_in(told.replace(f"{tmp_path}", "")) <= {"root"}


def test_a_command_that_a_group_has_not_is_looked_up_in_its_own_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words, page in ((["zzz"], "wuxiao --help"), (["account", "zzz"], "wuxiao account --help")):
        assert run(words) == 2
        assert page in capsys.readouterr().err
