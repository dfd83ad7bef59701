"""What a shell offers when the user presses Tab: kinds, formats, recommenders and projects of the campaign on the line.

Quick, and silent whatever the campaign looks like: a campaign that cannot be read offers nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer

from generator.campaign.errors import UsageError
from generator.campaign.kinds import FORMATS, KINDS
from generator.campaign.layout import further_forms
from generator.campaign.showing import visible
from generator.ground.inputs import read_file
from generator.interfaces.saying import say

Found = TypeVar("Found")

SHELLS = ("bash", "zsh", "fish")
ASKED = "_WUXIAO_COMPLETE"  # set by the shell's script
MOST_BYTES = 1 << 20  # of applications: more would keep whoever pressed Tab waiting
# zsh evaluates what it is offered: nothing but letters, digits and a few signs that mean nothing to it.
_HARMLESS = re.compile(r"[\w（）·][\w（）·.-]*")
_LIST = re.compile(r"(.*[,，、])?(.*)", re.DOTALL)


def kinds(ctx: typer.Context, incomplete: str) -> list[str]:
    """The comma list with each kind, also of the campaign's own forms, that its last word may become."""
    return _continued(incomplete, (*KINDS, *filter(_is_harmless, _of_campaign(ctx, further_forms))))


def _of_campaign(ctx: typer.Context, read: Callable[[Path], Sequence[Found]]) -> Sequence[Found]:
    """What is read of the campaign on the line; while the option has no value yet, the words before it are unread."""
    try:
        return read(Path(ctx.params.get("campaign") or ctx.args[0]))
    except Exception:  # no campaign yet, or one that cannot be read
        return ()


def formats(incomplete: str) -> list[str]:
    """The comma list with each format that its last word may become."""
    return _continued(incomplete, FORMATS)


def _continued(incomplete: str, known: tuple[str, ...]) -> list[str]:
    found = _LIST.fullmatch(incomplete)
    before, last = (found[1] or "", found[2]) if found else ("", incomplete)
    used = set(re.split("[,，、]", before))
    return [f"{before}{word}" for word in known if word.startswith(last) and word not in used]


def recommenders(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of the campaign's recommenders, and the short ones once their beginning is typed."""
    pairs = _of_campaign(ctx, _recommenders)
    full = [name for name, _ in pairs]
    short = [name for _, name in pairs if incomplete and not any(one.startswith(incomplete) for one in full)]
    return [name for name in (*full, *short) if name.startswith(incomplete) and _is_harmless(name)]


def records(ctx: typer.Context, incomplete: str) -> list[str]:
    """The comma list with each number of the campaign's projects that its last word may become."""
    return _continued(incomplete, tuple(filter(_is_harmless, _of_campaign(ctx, _numbers))))


def _is_harmless(name: str) -> bool:
    return _HARMLESS.fullmatch(name) is not None and visible(name) == name


def _recommenders(folder: Path) -> list[tuple[str, str]]:
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = read_file(folder / "campaign.yaml").decode("utf-8-sig")
    return [(one["名称"], one.get("简称", "")) for one in yaml.load(text, loader)["申报单位"]]


def _numbers(folder: Path) -> list[str]:
    """The numbers of the applications, in their files' order; none where the files are large."""
    from generator.campaign.fields import APPLICATION_SHEET
    from generator.reading.application_files import read_applications
    from generator.reading.raw_campaign import APPLICATIONS_FOLDER, WORKBOOK_FILE, RawCampaign, read_schema

    files = [folder / WORKBOOK_FILE, *(folder / APPLICATIONS_FOLDER).rglob("*")]
    if sum(path.stat().st_size for path in files if path.is_file()) > MOST_BYTES:
        return []
    raw = RawCampaign(folder.resolve())
    read_schema(raw)
    read_applications(raw)
    return [one.text("number") for one in raw.tables[APPLICATION_SHEET].records]


# ---- setting it up


def prepare() -> None:
    """Let Typer answer the shell, without loading what colours its texts."""
    from typer import _completion_classes

    shells: Any = _completion_classes
    shells._sanitize_help_text = str
    shells.completion_init()


def install(wanted: bool) -> None:
    """Write the script for the user's shell to where the shell looks for it. Raises UsageError for other shells."""
    if wanted:
        from typer._completion_shared import install as put

        shell, path = put(shell=_shell(), prog_name="wuxiao", complete_var=ASKED)
        say(f"已为 {shell} 装好命令补全：{path}。重新打开终端后，按 Tab 键补全。")
        raise typer.Exit


def show(wanted: bool) -> None:
    """Write the script for the user's shell to standard output. Raises UsageError for other shells."""
    if wanted:
        from typer._completion_shared import get_completion_script

        script = get_completion_script(prog_name="wuxiao", complete_var=ASKED, shell=_shell())
        say(*script.split("\n"))
        raise typer.Exit


def _shell() -> str:
    """The shell that called us, else the user's own. Raises UsageError where it is none of those we know."""
    from typer._completion_shared import _get_shell_name

    name = _get_shell_name() or Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise UsageError(f"没有认出能补全命令的终端程序（{'、'.join(SHELLS)}）。请在其中之一里运行。")
    return name
