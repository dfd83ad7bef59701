"""The whole of what the suite samples: `pytest -m long --whole` goes on where it stopped, and writes down its figures.

A pytest plugin. Each passed test is kept at once in a file of .pytest_cache that belongs to the present content of the
repository, so that a run which was killed loses nothing: the next one leaves out what passed, and counts it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.measured import Measured
from support.repository import git

FIGURES = "docs/measured.md"
HEAD = """# Measured

Figures that tests marked `long` measured last, each with its day and commit; see CONTRIBUTING.md.

| figure | value | unit | day | commit |
|---|---:|---|---|---|
"""
KEY = pytest.StashKey["WholeRun"]()


@dataclass
class WholeRun:
    """What passed in this and earlier runs of one content: test → figures; and how many tests each function has."""

    folder: Path
    kept: Path
    before: dict[str, list[list[Any]]]
    passed: dict[str, list[list[Any]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def keep(self, test: str, figures: list[list[Any]]) -> None:
        """Note that a test passed, on the disk at once."""
        self.passed[test] = figures
        with self.kept.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([test, figures], ensure_ascii=False) + "\n")

    def figures(self) -> dict[str, tuple[float, str]]:
        """The figures of the functions all of whose tests passed; those of one name added up."""
        every = self.before | self.passed
        done = Counter(_function(test) for test in every)
        found: dict[str, tuple[float, str]] = {}
        for test, figures in every.items():
            if done[_function(test)] == self.counts[_function(test)]:
                for name, value, unit in figures:
                    found[name] = (found.get(name, (0, unit))[0] + value, unit)
        return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole", action="store_true", help="go on with the tests marked long, and write docs/measured.md"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("whole"):
        config.stash[KEY] = _begun(config)


def _begun(config: pytest.Config) -> WholeRun:
    """The state of this content of the repository; a worker is told by its controller what passed."""
    kept = config.rootpath / ".pytest_cache" / f"whole-{_content(config.rootpath)}.jsonl"
    kept.parent.mkdir(exist_ok=True)
    told = getattr(config, "workerinput", {}).get("whole")
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() and told is None else ()
    return WholeRun(config.rootpath, kept, {test: [] for test in told or ()} | dict(_entries(lines)))


def _entries(lines: Iterable[str]) -> Iterable[tuple[str, list[list[Any]]]]:
    """The tests that passed; the last line may be torn."""
    for line in lines:
        try:
            test, figures = json.loads(line)
        except ValueError:
            continue
        yield test, figures


def _content(folder: Path) -> str:
    """A name for what the repository holds now, the figures left out: commit, changes and new files."""
    shown = [
        git(folder, *words).encode()
        for words in (
            ("rev-parse", "HEAD"),
            ("diff", "HEAD", "--", ".", f":!{FIGURES}"),
            ("ls-files", "--others", "--exclude-standard", "--", ".", f":!{FIGURES}"),
        )
    ]
    return hashlib.sha256(b"\0".join(shown)).hexdigest()[:16]


def _function(test: str) -> str:
    return test.partition("[")[0]


def _own_name(reported: str) -> str:
    """The test's name without the group that pytest-xdist hangs behind it when it hands out groups."""
    name, _, group = reported.rpartition("@")
    return name if name and not {"]", ":"} & set(group) else reported


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A worker leaves out what its controller does, also one that starts late."""
    if run := node.config.stash.get(KEY, None):
        node.workerinput["whole"] = sorted(run.before)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    run = config.stash.get(KEY, None)
    if run is None:
        return
    run.counts = Counter(_function(item.nodeid) for item in items if item.get_closest_marker("long"))
    if hasattr(config, "workeroutput"):
        config.workeroutput["whole"] = dict(run.counts)
    passed = [item for item in items if item.nodeid in run.before]
    config.hook.pytest_deselected(items=passed)
    items[:] = [item for item in items if item.nodeid not in run.before]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    run = node.config.stash.get(KEY, None)
    if run is not None and getattr(node, "workeroutput", None):
        run.counts |= Counter(node.workeroutput.get("whole", {}))


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    """Notes a figure: name, value, unit. Of several tests with the same name the values are added up."""

    def note(name: str, value: float, unit: str) -> None:
        request.node.user_properties.append(("measured", [name, value, unit]))

    return note


class _Controller:
    """What only the process does that the run began with."""

    def __init__(self, run: WholeRun) -> None:
        self.run = run

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed and "long" in report.keywords:
            self.run.keep(
                _own_name(report.nodeid), [value for name, value in report.user_properties if name == "measured"]
            )

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.run.before:
            session.exitstatus = pytest.ExitCode.OK
        if figures := self.run.figures():
            write_figures(self.run.folder, figures)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.write_line(f"{len(self.run.before)} passed before, {len(self.run.passed)} in this run")


def pytest_sessionstart(session: pytest.Session) -> None:
    run = session.config.stash.get(KEY, None)
    if run is not None and not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(_Controller(run))


def write_figures(folder: Path, figures: dict[str, tuple[float, str]]) -> None:
    """Write these figures into docs/measured.md with day and commit; the others stay as they were."""
    path = folder / FIGURES
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith("| ") and "| figure |" not in line}
    commit = git(folder, "rev-parse", "--short", "HEAD").strip()
    for name, (value, unit) in figures.items():
        rows[name] = f"| {name} | {value:,.10g} | {unit} | {datetime.now(UTC):%Y-%m-%d} | {commit} |"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + "".join(f"{rows[name]}\n" for name in sorted(rows)), encoding="utf-8")
