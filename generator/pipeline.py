"""The whole run, from a campaign folder to its documents. The command line calls these functions.

What plans and renders is imported when a run begins, and in the processes that need it: a command that only
shows its help loads none of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.campaign.errors import (
    DataError,
    MachineError,
    Place,
    Problem,
    TemplateError,
    UsageError,
    error,
    warning,
)
from generator.campaign.kinds import ROWS
from generator.ground import keeping
from generator.ground.bounds import noted
from generator.ground.steps import MAKING, MARKS, PLANNING, PLANNING_STEPS, Progress, Watch, mark, watching
from generator.running.executing import Crew, WorkerDiedError, crew, in_own_process, results
from generator.running.manifest import Published
from generator.running.options import Options
from generator.running.publishing import Staging, put, staging
from generator.running.work import Order, PieceOfWork, Plan, make, warm_up

if TYPE_CHECKING:
    from generator.campaign.records import Counts
    from generator.campaign.scope import LeftOut

# Up to so many bytes of applications (about ten of them) the work takes less than starting processes for it.
SMALL_BYTES = 24_000
# The name of the process that reads, checks and plans.
PLANNER = "wuxiao-plan"
LEFT_OUT_NAME = "未生成清单.xlsx"


@dataclass(frozen=True)
class Report:
    """What a build did: how many files it made, and the pages of all PDF files.

    `problems` are those of what was made or left out, `elsewhere` the number of errors that touch neither.
    `taken_over` are the files that an interrupted build had made, `units` the units of the projects by their numbers,
    `recommenders` their names in files, in the campaign's order.
    """

    out: Path
    counts: Counts
    files: int
    pages: int
    problems: tuple[Problem, ...] = ()
    taken_over: int = 0
    left_out: tuple[LeftOut, ...] = ()
    elsewhere: int = 0
    units: Mapping[str, str] = field(default_factory=dict)
    recommenders: tuple[str, ...] = ()


def quiet(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""


def build(options: Options, progress: Progress = quiet) -> Report:
    """The documents of a campaign, published. Raises DataError where the data has errors."""
    require_apart(options.campaign, options.out)
    stages = staging(options.out, resume=options.resume, replace_changed=options.replace_changed)
    workers_of = crew(_jobs(options), options.cluster, apart=_has_templates(options))
    with stages as stage, workers_of as workers, watching(stage.marks, progress) as watch:
        watch.begin(PLANNING, PLANNING_STEPS)
        plan = _planned(options, stage, workers)
        _require_something(plan, options)
        made = stage.take_over({piece.key for piece in plan.pieces}) if options.resume else {}
        for files in made.values():
            stage.files.add(*files)
        taken_over = len(stage.files)
        _do(stage, workers, plan.pieces, made, watch)
        if plan.left_out:
            stage.files.add(_list_of_left_out(stage, plan))
        stage.write_manifest(plan.about)
        report = Report(
            options.out, plan.counts, len(stage.files), stage.files.pages,
            (*plan.problems, *_of_the_cache()), taken_over, plan.left_out, plan.elsewhere,
            plan.units, plan.recommenders,
        )  # fmt: skip
    return report


def _of_the_cache() -> list[Problem]:
    """A reminder where the cache folder is not the user's alone and so of no use."""
    why = keeping.refused()
    fix = "不影响结果，只是慢一些；请删去这个文件夹，或把它改成只有自己能进入。"
    return [warning("cache-folder", Place("缓存文件夹"), "", f"{why}。", fix)] if why else []


# What takes less time than processes to start; a form of the campaign's own is as slow as the program's.
QUICK = frozenset(row.key for row in ROWS if not row.is_slow)


def require_apart(campaign: Path | None, out: Path) -> None:
    """Raises UsageError where the output would replace the campaign, or be read as a part of it."""
    from generator.reading.entries import READ

    if campaign is None:
        return
    source, target = (Path(os.path.realpath(path)) for path in (campaign, out))  # also of links in a circle
    if source.is_relative_to(target):
        raise UsageError(f"活动文件夹在输出位置 {out} 之内，生成会把它整个换掉。请另选输出位置。")
    if target.is_relative_to(source) and target.relative_to(source).parts[0] in READ:
        raise UsageError(f"输出位置 {out} 在活动的数据之中，下次会当作数据读入。请另选输出位置。")


def _jobs(options: Options) -> int:
    """How many processes: as asked for, else one for every processor where that pays."""
    if options.jobs:
        return options.jobs
    workbook = options.campaign / "applications.xlsx"
    files = [workbook] if workbook.is_file() else list((options.campaign / "applications").glob("*"))
    few = sum(path.stat().st_size for path in files) < SMALL_BYTES
    is_slow = bool(options.kinds - QUICK)
    return len(os.sched_getaffinity(0)) if is_slow and not few else 1


def _has_templates(options: Options) -> bool:
    """Whether the campaign has templates of its own: what one of them does may end the process that fills it in."""
    from generator.campaign.layout import template_folders

    return len(template_folders(options.campaign)) > 1


def make_plan(order: Order) -> Plan:
    """What a run has to make. Raises DataError where the data has errors, UsageError for what is not there."""
    mark(order.pieces.with_name(MARKS))
    from generator.running.planning import planned  # in the process that plans, not in this one

    return planned(order)


def _planned(options: Options, stage: Staging, workers: Crew) -> Plan:
    """The plan, made in a process of its own while the workers load what they need."""
    order = Order(options, stage.folder, stage.pieces, flush=workers.shared)
    if workers.inline:
        return make_plan(order)
    warming = list[Future[None]]()
    try:
        return in_own_process(
            make_plan,
            order,
            PLANNER,
            meanwhile=lambda: warming.extend(workers.submit(warm_up, number) for number in range(workers.workers)),
        )
    except WorkerDiedError as death:
        raise MachineError("读取和检查数据时程序异常退出，多半是内存不足。请关闭其他程序后重试。") from death
    finally:
        for future in warming:
            future.cancel()


def _require_something(plan: Plan, options: Options) -> None:
    """Raises UsageError where nothing is to be made: an empty folder would take the place of an earlier output."""
    if plan.pieces or plan.left_out:
        return
    given = "、".join(options.narrowed)
    because = "申报项目、评选结果或工作总结还没有，或者不属于这个申报单位、这个项目、这种格式。"
    raise UsageError(f"按 {given} 没有要生成的文件：{because}输出文件夹没有改动。")


def _do(
    stage: Staging,
    workers: Crew,
    pieces: Sequence[PieceOfWork],
    made: Mapping[str, Sequence[Published]],
    watch: Watch,
) -> None:
    """Have the pieces done that are not `made`, note their files, tell the progress."""
    total = sum(piece.files for piece in pieces)
    missing = [piece for piece in pieces if piece.key not in made]
    watch.begin(MAKING, total, total - sum(piece.files for piece in missing))
    try:
        for key, files in results(workers, make, missing):
            stage.enter(key, files)
            stage.files.add(*files)
    except WorkerDiedError as death:
        records = death.piece.load().records
        if template := noted(records):
            raise TemplateError(template) from death
        raise DataError([_given_up(records)]) from death
    watch.finish()


def _list_of_left_out(stage: Staging, plan: Plan) -> Published:
    """The list of what is not made and why, written beside the documents."""
    from generator.rendering.excel.problem_sheet import left_out_sheet

    rows = [(one.papers, one.recommender, one.name, why) for one in plan.left_out for why in one.reasons]
    content = left_out_sheet(rows)
    return put(stage.folder, LEFT_OUT_NAME, content, document="left_out", record="", pages=None)


def _given_up(records: Sequence[str]) -> Problem:
    """The problem of a piece of these records, which ended its worker twice."""
    message = f"处理 {'、'.join(records)} 时程序两次异常退出，没有生成任何文件。"
    fix = "请检查这些项目的附件（如特别大的图片）和机器的内存，然后重试；仍不行请发给维护人员。"
    return error("worker-died", Place("applications.xlsx"), "", message, fix)
