"""The commands that a campaign goes through: build, check, blank, workbook, progress.

Renderers are imported inside them, so that `--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.campaign.errors import DataError, MachineError, Problem, UsageError, errors_of
from generator.campaign.kinds import FORMATS
from generator.interfaces.answers import told_build, told_check, told_refusal
from generator.interfaces.arguments import (
    BuildArguments,
    CampaignArgument,
    FinalOption,
    FormatOption,
    JsonOption,
    OptionalCampaign,
    ProtectOption,
    QuietOption,
    ReplaceOption,
    campaign_folder,
    campaign_or_starter,
    listed,
    output_folder,
    require_xlsx,
    taking,
)
from generator.interfaces.problem_tables import show_problems
from generator.interfaces.saying import say, say_json

if TYPE_CHECKING:
    from generator.campaign.records import Counts
    from generator.pipeline import Report


@taking(BuildArguments)
def build(written: BuildArguments) -> None:
    """生成活动的全部文书。"""
    from generator.interfaces.progress import shown_progress
    from generator.pipeline import build as run_build

    options = written.options()
    if options.numbers and options.kinds != {"certificate"}:
        raise UsageError("--number 只用于补打证书，请同时写 --only certificate。")
    try:
        with shown_progress(quiet=written.quiet) as progress:
            report = run_build(options, progress)
    except DataError as refused:
        if not written.as_json:
            raise
        say_json(told_refusal(refused, options.out))
        raise typer.Exit(refused.exit_code) from None
    _summarise(report, as_json=written.as_json, quiet=written.quiet, protect=written.protect)
    raise typer.Exit(DataError.exit_code if report.left_out else 0)


def check(
    campaign: CampaignArgument,
    as_json: JsonOption = False,
    final: FinalOption = False,
    report: Annotated[
        Path | None, typer.Option(help="另存为 Excel 问题清单，可发回申报单位修改", metavar="文件.xlsx")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """检查活动的数据，列出全部问题，不生成文件。"""
    from generator.checks.campaign import check_campaign

    _, counts, problems = check_campaign(campaign_folder(campaign), final=final)
    if report is not None:
        _write_report(report, problems, quiet=quiet)
    if as_json:
        say_json(told_check(problems, counts))
    else:
        show_problems(problems, err=False)
        wrong = len(errors_of(problems))
        if not quiet:
            say(_counts_line(counts), f"错误{wrong}处，提醒{len(problems) - wrong}处。")
    raise typer.Exit(DataError.exit_code if errors_of(problems) else 0)


def _write_report(path: Path, problems: Sequence[Problem], *, quiet: bool) -> None:
    from generator.rendering.excel.problem_sheet import problem_sheet
    from generator.running.publishing import write_file

    require_xlsx(path, "--report")
    write_file(path, problem_sheet(problems))
    if not quiet:
        say(f"问题清单已生成：{path}", err=True)


def blank(
    out: Annotated[Path, typer.Option(help="输出文件夹", metavar="文件夹")],
    campaign: OptionalCampaign = None,
    format: FormatOption = "",
    protect: ProtectOption = False,
    replace_changed: ReplaceOption = False,
    quiet: QuietOption = False,
) -> None:
    """生成空白的申报表和汇总表，供下发。"""
    from generator.handing_out import hand_out
    from generator.interfaces.progress import shown_progress
    from generator.running.options import Options

    options = Options(
        campaign_or_starter(campaign),
        output_folder(out),
        frozenset({"blank"}),
        listed(format, FORMATS, "--format"),
        protect=protect,
        replace_changed=replace_changed,
    )
    with shown_progress(quiet=quiet) as progress:
        report = hand_out(options, progress)
    _summarise(report, as_json=False, quiet=quiet, protect=protect)


def workbook(
    out: Annotated[Path, typer.Option(help="要写的 .xlsx 文件", metavar="文件.xlsx")],
    campaign: OptionalCampaign = None,
    quiet: QuietOption = False,
) -> None:
    """生成填报用的 Excel 工作簿，带下拉选项和字数限制。"""
    from generator.handing_out import entry_workbook
    from generator.running.publishing import write_file

    require_xlsx(out, "--out")
    write_file(out, entry_workbook(campaign_or_starter(campaign)))
    if not quiet:
        say(f"填报表已生成：{out}")


def progress(
    campaign: CampaignArgument,
    out: Annotated[
        Path | None, typer.Option(help="把申报进度.pdf 和申报进度.xlsx 写到这个文件夹", metavar="文件夹")
    ] = None,
    today: Annotated[str, typer.Option(help="统计日期，写成 2023-08-10；不写则为今天", metavar="日期")] = "",
    as_json: JsonOption = False,
) -> None:
    """查看申报进度：各申报单位已申报的数量、非公占比和问题。"""
    from generator.handing_out import receiving, receiving_files
    from generator.interfaces.tables import show_receiving
    from generator.running.publishing import write_file

    folder, day = campaign_folder(campaign), _day(today)
    state = receiving(folder, day)
    if as_json:
        say_json(state)
    else:
        show_receiving(state)
    if out is not None:
        for name, content in receiving_files(folder, state, day).items():
            write_file(out / name, content)
        say(f"申报进度已生成：{out}", err=True)


def _day(text: str) -> date:
    """The day written as 2023-08-10; today where nothing was written."""
    try:
        return date.fromisoformat(text) if text else datetime.now().astimezone().date()
    except ValueError:
        raise UsageError(f"--today 应写成 2023-08-10，而不是“{text}”。") from None


def _counts_line(counts: Counts) -> str:
    return f"读入{counts.read}行：接受{counts.accepted}，退回{counts.rejected}，空行{counts.blank}。"


def _summarise(report: Report, *, as_json: bool, quiet: bool, protect: bool) -> None:
    """Say what was made. Raises MachineError where it cannot be said, as on a full disk; the files are there."""
    try:
        if as_json:
            say_json(told_build(report))
            return
        show_problems(report.problems, err=True)
        if not quiet:
            say(*_what_was_made(report))
            if protect:
                say("申报表已加锁，只能改填写处；汇总表要加行，没有加锁。")
    except MachineError as unsaid:
        raise MachineError(f"文件已全部生成，位置：{report.out}。但{unsaid}") from unsaid


def _what_was_made(report: Report) -> Iterator[str]:
    if report.counts.read:
        yield _counts_line(report.counts)
    if report.taken_over:
        yield f"其中{report.taken_over}个文件是上次中断前已经做好的。"
    yield from _what_was_left_out(report)
    reminders = len(report.problems) - len(errors_of(report.problems))
    yield f"生成{report.files}个文件，PDF共{report.pages}页，提醒{reminders}处。"
    yield f"位置：{report.out}"


def _what_was_left_out(report: Report) -> Iterator[str]:
    for one in report.left_out:
        owner = f"（{one.recommender}）" if one.recommender not in ("", one.name) else ""
        yield f"未生成：{one.name}{owner}的{one.papers}，原因见上面的错误。"
    if report.elsewhere:
        yield f"另有{report.elsewhere}处错误与这次要生成的文件无关，用 wuxiao check 查看。"
