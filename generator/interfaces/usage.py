"""Typer's commands speaking Chinese: their help, and what is wrong with a command line. All that Typer words is here.

Typer finds the mistakes; what it says of them is English and is not used. The message says which option or
argument is wrong, what was written, and what to write.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from generator.campaign.errors import UsageError
from generator.interfaces.failures import PassedOnError
from generator.interfaces.saying import say
from generator.interfaces.wrapping import listed, terminal_width, wrapped

HELP = "显示本说明后退出"
DASHES = "—–－―‐‑−"  # what Chinese input methods and Word make of --
NEAR_ENOUGH = 0.6


class _InChinese:
    """What a command and the program itself have in common."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Typer's reading of the arguments. Raises UsageError."""
        return _parsed(self, super().parse_args, ctx, args)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help."""
        option: Any = super().get_help_option(ctx)  # type: ignore[misc]
        option.help, option.callback = HELP, _show_help
        return option

    def get_help(self, ctx: Any) -> str:
        """The page that --help shows."""
        return "\n".join(help_lines(self, ctx))


class ChineseCommand(_InChinese, TyperCommand):
    """One command."""

    def invoke(self, ctx: Any) -> Any:
        """What the command comes to. Raises PassedOnError: Typer takes the end of a file or pipe for the user's."""
        try:
            return super().invoke(ctx)
        except (EOFError, OSError) as wrong:
            raise PassedOnError from wrong


class ChineseGroup(_InChinese, TyperGroup):
    """The program itself, or a group of its commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the arguments begin with. Raises UsageError where there is none of this name."""
        name = args[0]
        if not ctx.resilient_parsing and name not in self.commands:
            raise UsageError(_unknown(f"没有命令“{name}”。", name, list(self.commands), f"{ctx.command_path} --help"))
        return super().resolve_command(ctx, args)


def _show_help(ctx: Any, _option: Any, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        say(*ctx.get_help().split("\n"))
        raise typer.Exit


# ---- help


def help_lines(command: Any, ctx: Any) -> Iterator[str]:
    """The page of a command: usage, what it does, arguments, options, commands; no line wider than the terminal."""
    width = terminal_width()
    yield from wrapped(f"用法：{usage(command, ctx)}", width)
    yield ""
    yield from wrapped(command.help or "", width)
    shown = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [(_called(one), _meaning(one)) for one in shown if _is_argument(one)]
    options = [(_called(one), _meaning(one)) for one in shown if not _is_argument(one)]
    commands = [(name, one.help or "") for name, one in getattr(command, "commands", {}).items()]
    for heading, rows in (("参数：", arguments), ("选项：", options), ("命令：", commands)):
        if rows:
            yield from ("", heading, *listed(rows, width))


def usage(command: Any, ctx: Any) -> str:
    """How the command is written: its name, what it must have, what it may have."""
    if isinstance(command, TyperGroup):
        return f"{ctx.command_path} 命令 [参数和选项]"
    params = command.get_params(ctx)
    arguments = [_value(one) if one.required else f"[{_value(one).strip('[]')}]" for one in params if _is_argument(one)]
    needed = [_called(one) for one in params if not _is_argument(one) and one.required]
    return " ".join([ctx.command_path, *arguments, *needed, "[选项]"])


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _called(param: Any) -> str:
    """An argument's name, or an option's names and the name of its value."""
    if _is_argument(param):
        return _value(param)
    names = "、".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {_value(param)}"


def _value(param: Any) -> str:
    """What the value is called; more than one of them with three dots."""
    name = (param.metavar or "").strip("[].")
    return f"{name}..." if _is_argument(param) and param.nargs != 1 else name


def _meaning(param: Any) -> str:
    """What it is for, whether it must be given, which numbers it takes, and what holds where it is not given."""
    notes = ["必填"] if param.required else []
    if numbers := _numbers(param):
        notes.append(numbers)
    if isinstance(param.default, str | int) and not isinstance(param.default, bool) and param.default != "":
        notes.append(f"默认 {param.default}")
    return (param.help or "") + (f"（{'；'.join(notes)}）" if notes else "")


def _numbers(param: Any) -> str:
    """Which whole numbers it takes; empty for what is no number."""
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is None and most is None:
        return ""
    return f"{least}至{most}的整数" if most is not None else f"不小于{least}的整数"


# ---- mistakes


def _parsed(command: Any, parse: Any, ctx: Any, args: list[str]) -> list[str]:
    given = list(args)
    if ctx.resilient_parsing:  # a shell asks for completions
        return list(parse(ctx, args))
    _require_values(command, ctx, given)
    try:
        return list(parse(ctx, args))
    except TyperException as wrong:
        if type(wrong).__name__ == "NoArgsIsHelpError":
            say(*ctx.get_help().split("\n"), err=True)
            raise typer.Exit(UsageError.exit_code) from None
        raise UsageError(f"{_mistake(wrong, command, ctx, given)}用法：{usage(command, ctx)}") from wrong


def _require_values(command: Any, ctx: Any, given: Sequence[str]) -> None:
    """Raise UsageError where an option stands in the place of another's value: it would be taken for that value."""
    options = _options(command, ctx)
    before, own = "", isinstance(command, TyperCommand)
    for word in given:
        if not own and word[:1].isalnum():  # from here on it is the command's
            return
        if before and word in options:
            raise UsageError(
                f"{before} 后面缺少{_value(options[before])}，紧跟着写了 {word}。用法：{usage(command, ctx)}"
            )
        if not before and word and word[0] in DASHES:
            _refuse_dash(word, list(options))
        before = word if word in options and not options[word].is_flag else ""


def _refuse_dash(word: str, options: list[str]) -> None:
    """Raise UsageError where a Chinese dash stands before the name of an option; else it is a name like others."""
    for meant in get_close_matches(f"--{word.lstrip(DASHES).partition('=')[0]}", options, 1, NEAR_ENOUGH):
        raise UsageError(f"“{word}”前面的横线是中文标点，请换成两个英文减号：{meant}。")


def _options(command: Any, ctx: Any) -> dict[str, Any]:
    return {name: one for one in command.get_params(ctx) if not _is_argument(one) for name in one.opts}


def _mistake(wrong: Any, command: Any, ctx: Any, given: Sequence[str]) -> str:
    """What is wrong, and what to do, ending in a full stop."""
    kind, options = type(wrong).__name__, _options(command, ctx)
    if kind == "NoSuchOption":
        word = _as_typed(wrong.option_name, given)
        return _unknown(f"没有选项“{word}”。", f"--{word.lstrip('-')}", list(options), f"{ctx.command_path} --help")
    if kind == "BadOptionUsage":
        option = options[wrong.option_name]
        if option.is_flag:
            return f"{wrong.option_name} 后面不带值，请去掉等号和后面的内容。"
        return f"{wrong.option_name} 后面缺少{_value(option)}，请写成“{_called(option)}”。"
    if kind == "MissingParameter":
        what = _value(wrong.param) if _is_argument(wrong.param) else f" {_called(wrong.param)}"
        return f"缺少{what}（{wrong.param.help}）。"
    if kind == "BadParameter":
        written = _written(command, ctx, given, wrong.param)
        called = _value(wrong.param) if _is_argument(wrong.param) else f"{max(wrong.param.opts, key=len)} "
        if os.path.lexists(written) and not os.access(written, os.R_OK):
            return f"{called}“{written}”读不了：没有权限。请用有权限的用户（如管理员 root）运行。"
        numbers = _numbers(wrong.param) or f"正确的{_value(wrong.param)}"
        return f"{called}应为{numbers}，而不是“{written}”。"
    if getattr(wrong, "ctx", None) is not None and isinstance(command, TyperGroup):
        return "缺少命令。"
    return _too_many(command, ctx, given)


def _as_typed(option: str, given: Sequence[str]) -> str:
    """The word of the command line in which the option was found: of -out the parser names only -o."""
    return next((word.partition("=")[0] for word in given if word.startswith(option)), option)


def _written(command: Any, ctx: Any, given: Sequence[str], param: Any) -> str:
    """The value that was written for the option."""
    read, _, _ = command.make_parser(ctx).parse_args(list(given))
    return f"{read.get(param.name, '')}"


def _too_many(command: Any, ctx: Any, given: Sequence[str]) -> str:
    """The message for words that belong to nothing."""
    _, left, _ = command.make_parser(ctx).parse_args(list(given))
    return f"多出了“{' '.join(left)}”。名称里有空格的，请在两头加引号。" if left else "命令写得不对。"


def _unknown(what: str, word: str, known: list[str], where: str) -> str:
    """The message, with the name that was probably meant, or where all are listed."""
    close = get_close_matches(word, known, 2, NEAR_ENOUGH)
    meant = "或".join(f"“{one}”" for one in close)
    return f"{what}是不是要写{meant}？" if close else f"{what}可用的见 {where}。"
