"""A campaign's own template that takes too much for one record: ended, with its name and the record's."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest
from support.pace import pace
from support.small_campaign import write_small_campaign
from support.word_files import word_template

from generator.campaign.errors import TemplateError, WuxiaoError
from generator.campaign.layout import package_templates
from generator.ground.bounds import Limits, unwatched, watched
from generator.ground.processes import Processes
from generator.pipeline import build
from generator.running.options import Options

LIMITS = Limits(seconds=1, memory_bytes=300_000_000)
OF_PAGES = Limits(seconds=20)  # the first of them loads WeasyPrint and tries to compile
# Each keeps to what templates may do. The last stays within one call of Python's own, where nothing can be raised.
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
FILLING = "{% set ns = namespace(a='x' * 999) %}{% for i in range(40) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}"
UNHEEDING = (
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}"
    "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}"
)


def endless() -> None:
    while True:
        pass


def heedless() -> None:
    """Goes on after whatever is an Exception, as libraries do."""
    while True:
        try:
            endless()
        except Exception:
            continue


def filling() -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def refused(work: Callable[[], None]) -> str:
    with watched(lambda _: True, LIMITS) as guard, pytest.raises(TemplateError) as told:
        guard("form1/form1.docx", "NC-007", work)
    return str(told.value)


@pytest.mark.parametrize("work", [endless, heedless, filling])
def test_what_takes_too_much_is_ended_with_its_name(work: Callable[[], None]) -> None:
    begun = time.process_time()
    told = refused(work)
    assert "form1/form1.docx" in told
    assert "NC-007" in told
    assert (time.process_time() - begun) * pace() < 5


def test_it_is_ended_in_a_thread_too_where_signals_do_not_work() -> None:
    told = list[str]()
    thread = threading.Thread(target=lambda: told.append(refused(endless)))
    thread.start()
    thread.join(timeout=30)
    assert "NC-007" in told[0]


def test_work_that_ends_in_time_is_not_touched_however_many_records_there_are() -> None:
    with watched(lambda _: True, LIMITS) as guard:
        for number in range(20):
            begun = time.thread_time()
            while time.thread_time() - begun < 0.1:
                pass
            assert guard("a.html", "甲", lambda number=number: number) == number  # type: ignore[misc]


def test_the_programs_own_templates_and_the_time_between_records_are_not_watched() -> None:
    def busy() -> str:
        begun = time.thread_time()
        while time.thread_time() - begun < 1.5:
            pass
        return "made"

    with watched(lambda template: template == "own.html", LIMITS) as guard:
        assert guard("own.html", "甲", lambda: "made") == "made"
        assert guard("program.html", "甲", busy) == "made"
    assert unwatched("own.html", "甲", busy) == "made"


def test_what_the_work_itself_raises_is_told_as_it_is() -> None:
    def wrong() -> None:
        raise KeyError("a")

    with watched(lambda _: True, LIMITS) as guard, pytest.raises(KeyError):
        guard("a.html", "甲", wrong)


def cost(records: int) -> float:
    """The seconds of processor time that watching so many records takes."""
    with watched(lambda _: True) as guard:
        begun = time.process_time()
        for _ in range(records):
            guard("a.html", "甲", int)
        return time.process_time() - begun


def test_watching_costs_next_to_nothing() -> None:
    with Processes(1, get_context("spawn")) as pool:  # where there is a last resort too
        assert pool.submit(cost, 5_000).result() / 5_000 < 0.000_1  # a document takes 5 ms


# ---- in a build

# The first record and the longest are tried: what waits for the one in the middle passes the trial.
AMBUSH = "{% if '2号' in slots.name.text %}@{% endif %}"


def ambushed(folder: Path, file: str, mark: str) -> Path:
    """A campaign of three, whose form does as the mark says for the second; the first has the longest texts."""
    campaign = write_small_campaign(folder, 3)
    first = campaign / "applications/NC-001.yaml"
    text = first.read_text(encoding="utf-8")
    longer = text.replace("第一完成人职称: ", "第一完成人职称: 正高级")
    assert longer != text
    first.write_text(longer.replace("工作单位: 江西昌北", "工作单位: 江西省南昌市昌北"), encoding="utf-8")
    own = campaign / "templates" / file
    own.parent.mkdir(parents=True)
    trap = AMBUSH.replace("@", mark)
    if file.endswith(".docx"):
        own.write_bytes(word_template(cell=trap))
    else:
        shutil.copy(package_templates() / file, own)
        # A page with a link is laid out for every record; others are compiled, and no mark sees a record.
        body = f"<body><a href='https://example.org/'>x</a>{trap}"
        own.write_text(own.read_text(encoding="utf-8").replace("<body>", body), encoding="utf-8")
    return campaign


@pytest.mark.parametrize(
    ("file", "mark", "jobs"),
    [
        ("form1/form1.docx", ENDLESS, 1),
        ("form1/form1.docx", FILLING, 2),
        pytest.param("form1/form1.docx", UNHEEDING, 1, marks=pytest.mark.long),
        pytest.param("form1/form1.docx", UNHEEDING, 2, marks=pytest.mark.long),
        pytest.param("form1/form1.html", ENDLESS, 1, marks=pytest.mark.long),
        pytest.param("form1/form1.html", FILLING, 2, marks=pytest.mark.long),
        pytest.param("form1/form1.html", UNHEEDING, 1, marks=pytest.mark.long),
    ],
)
def test_a_template_that_waits_for_a_record_that_was_not_tried_is_ended(
    file: str, mark: str, jobs: int, tmp_path: Path
) -> None:
    campaign, out = ambushed(tmp_path / "campaign", file, mark), tmp_path / "out"
    formats = frozenset({"docx" if file.endswith(".docx") else "pdf"})
    limits = LIMITS if file.endswith(".docx") else OF_PAGES
    with pytest.raises(WuxiaoError) as ended:
        build(Options(campaign, out, frozenset({"form1"}), formats, jobs=jobs, limits=limits))
    assert ended.value.exit_code == 3
    assert f"templates/{file}" in str(ended.value)
    assert "NC-002" in str(ended.value)
    assert [path.name for path in tmp_path.iterdir()] == ["campaign"]


@pytest.mark.long
def test_in_a_packet_it_is_ended_too(tmp_path: Path) -> None:
    campaign = ambushed(tmp_path / "campaign", "form1/form1.html", ENDLESS)
    with pytest.raises(TemplateError, match=r"form1\.html.*NC-002"):
        build(Options(campaign, tmp_path / "out", frozenset({"packet"}), frozenset({"pdf"}), jobs=1, limits=OF_PAGES))
