"""docs/commands.md names every option of every command, below its command."""

from __future__ import annotations

import re
from typing import Any

import typer
from conftest import ROOT

from generator.interfaces.cli import app

GROUP: Any = typer.main.get_command(app)
WITHIN = GROUP.make_context("wuxiao", ["build", "--help"], resilient_parsing=True)
PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
BLOCKS = {
    found[1]: found[0]
    for found in re.finditer(r"^wuxiao ([a-z-]+(?: [a-z][a-z-]*)?).*\n(?:(?!wuxiao |```).*\n)*", PAGE, re.MULTILINE)
}


def commands(group: Any, before: str = "") -> dict[str, Any]:
    """Every command by its name, those of a group after the group's."""
    found: dict[str, Any] = {}
    for name, one in group.commands.items():
        found |= commands(one, f"{before}{name} ") if hasattr(one, "commands") else {f"{before}{name}": one}
    return found


def options_of(command: Any) -> set[str]:
    return {
        max(one.opts, key=len)
        for one in command.get_params(WITHIN)
        if one.param_type_name == "option" and "--help" not in one.opts
    }


def test_every_command_has_its_options_below_it_and_no_others() -> None:
    assert list(BLOCKS) == list(commands(GROUP))
    for name, command in commands(GROUP).items():
        named = {*re.findall(r"(?<![\w-])--[a-z0-9-]+", BLOCKS[name])}
        assert named == options_of(command), name


def test_the_options_of_the_program_itself_are_named() -> None:
    assert [one for one in options_of(GROUP) if f"`{one}`" not in PAGE] == []
