"""The command collect: returned forms become the entry workbook, with questions where something can be two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.campaign.errors import DataError, UsageError
from generator.interfaces.arguments import (
    JsonOption,
    OptionalCampaign,
    QuietOption,
    campaign_or_starter,
    existing_folder,
    output_folder,
    taking,
)
from generator.interfaces.saying import say, say_json

if TYPE_CHECKING:
    from generator.collecting.collecting import Whose
    from generator.collecting.found import Collected

_MOST_NAMED = 20


@dataclass(frozen=True)
class CollectArguments:
    """What stands behind `wuxiao collect`, in the order of its help."""

    folder: Annotated[Path, typer.Argument(help="放交回材料的文件夹，可有子文件夹和压缩包", metavar="文件夹")]
    out: Annotated[
        Path,
        typer.Option(help="放结果的文件夹：填报表、待确认的问题、附件；再收一次写同一个", metavar="文件夹"),
    ]
    campaign: OptionalCampaign = None
    recommender: Annotated[
        str, typer.Option(help="汇总表上没有写、又都是这个申报单位的，写它的名称或简称", metavar="申报单位")
    ] = ""
    form2: Annotated[
        bool, typer.Option("--form2", help="另由申报表生成各申报单位的汇总表（Word、PDF、Excel），放进“汇总表”文件夹")
    ] = False
    as_json: JsonOption = False
    quiet: QuietOption = False


@taking(CollectArguments)
def collect(written: CollectArguments) -> None:
    """收材料：把交回的申报表、汇总表读成填报数据，看不准的列出来问。"""  # noqa: D415
    from generator.collecting.collecting import Whose
    from generator.handing_out import collect as collected
    from generator.handing_out import lists_of
    from generator.interfaces.progress import shown_progress
    from generator.reading.raw_campaign import RETURNED_FOLDER

    folder, out = existing_folder(written.folder), output_folder(written.out)
    campaign = campaign_or_starter(written.campaign)
    is_own = folder == out.resolve() / RETURNED_FOLDER
    if folder.is_relative_to(out.resolve()) and not is_own:
        raise UsageError("结果不能放在交回材料的文件夹或它的上级里，请另写一个文件夹。")
    whose = _whose_in(out) if is_own else Whose(written.recommender)
    with shown_progress(quiet=written.quiet or written.as_json) as progress:
        found, settings = collected(folder, out, campaign, whose, progress)
        made = lists_of(found, settings, campaign, out) if written.form2 else []
    if written.as_json:
        from generator.collecting.told import told

        say_json(told(found, settings), whole=True)
    elif not written.quiet:
        say(*_summary(found, out), *(f"已生成：{name}" for name in made))
    unread = [one for one in found.files if one.is_unread]
    if unread and not written.as_json:
        say(*(f"没有读出来：{one.file}：{one.message}" for one in unread), err=True)
    raise typer.Exit(DataError.exit_code if unread else 0)


def _whose_in(campaign: Path) -> Whose:
    """Whose the forms are that lie in a campaign folder itself, as the service takes them in. Raises DataError."""
    from generator.arriving.homes import whose_in
    from generator.arriving.rows import rows_of
    from generator.checks.campaign import check_settings_of

    settings, problems = check_settings_of(campaign)
    if settings is None:
        raise DataError(problems)
    return whose_in(campaign, rows_of(campaign, settings))


def _summary(found: Collected, out: Path) -> Iterator[str]:
    from generator.collecting.workbooks.question_book import kind_label, state_label

    kinds = Counter(kind_label(one) for one in found.files)
    yield f"文件{len(found.files)}个：{'，'.join(f'{kind}{count}' for kind, count in kinds.items())}。"
    values = [value for one in found.projects for row in (one.values, *one.completers) for value in row.values()]
    states = Counter(state_label(value) for value in values)
    counted = "，".join(f"{state}{states[state]}" for state in ("照录", "整理", "人工填写", "待确认") if states[state])
    yield f"项目{len(found.projects)}个，读出{counted or '0项'}。"
    for one in [one for one in found.files if one.message and one.kind in ("replaced", "scan")][:_MOST_NAMED]:
        yield f"{one.file}：{one.message}"
    if found.not_kept:
        more = f"等{len(found.not_kept)}处" if len(found.not_kept) > _MOST_NAMED else ""
        yield f"填报表里自己加的没有保留：{'；'.join(found.not_kept[:_MOST_NAMED])}{more}。请记在别的文件里。"
    if found.questions:
        yield f"待确认{len(found.questions)}处，请在“{out / '待确认.xlsx'}”里答复，再运行一次。"
    yield f"填报表：{out / 'applications.xlsx'}"
