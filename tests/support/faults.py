"""Faults at the system calls of a real build: killed, disk full, disk broken, at each call that touches the output.

    PYTHONPATH=.:tests python tests/support/faults.py [--every N] [BUILD OPTIONS]

strace lists the calls of one build of the minimal campaign that write, flush, rename, remove or make something in the
output's folder. For each call and each fault the build is run again over an earlier output, with that one call failing.
Afterwards the output must be the earlier one or the new one, whole, and what was said must be true; a plain run, and
after a kill a `--resume` too, must then come to the new output and leave nothing else behind. `--every N` takes every
Nth pair of call and fault.

The builds are forks of a process that has loaded the program and built once: they do what a build does after its start.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.trees import tree

from generator.interfaces.cli import run

MINIMAL = Path(__file__).parents[2] / "data_examples" / "minimal"
CALLS = (
    "openat", "write", "pwrite64", "ftruncate", "truncate", "fsync", "fdatasync",
    "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat",
)  # fmt: skip
FAULTS = {"SIGKILL": "signal=SIGKILL", "ENOSPC": "error=ENOSPC", "EIO": "error=EIO"}
PR_SET_PTRACER, PR_SET_PTRACER_ANY = 0x59616D61, -1  # linux/prctl.h

CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<arguments>.*)$")
OPEN_FILE = re.compile(r"^\d+<(/[^>]*)>")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Point:
    """The `nth` time (from 1) that one thread makes a system call on a path."""

    call: str
    path: str
    nth: int


@dataclass(frozen=True)
class Outcome:
    """How a build ended: its exit code, or minus the signal's number; what it said; what strace wrote."""

    status: int
    said: str
    trace: str


class Sweep:
    """Builds of one campaign into one folder, under faults."""

    def __init__(self, scratch: Path, options: Sequence[str]) -> None:
        """Work below `scratch`, an empty folder. Builds the earlier and the new output, and so loads the program."""
        self.place = scratch / "place"
        self.out = self.place / "out"
        self._scratch = scratch
        self._campaign = Path(shutil.copytree(MINIMAL, scratch / "campaign"))
        self._arguments = ["build", str(self._campaign), "--out", str(self.out), "--jobs", "1", *options]
        file = self._campaign / "applications/NC-001.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("立式铣床", "卧式铣床"), encoding="utf-8")
        assert run(self._arguments) == 0
        self.earlier = Path(shutil.copytree(self.out, scratch / "earlier"))
        file.write_text(text, encoding="utf-8")
        assert run(self._arguments) == 0
        self.old, self.new = tree(self.earlier), tree(self.out)
        assert self.old != self.new

    def points(self) -> list[Point]:
        """Every call of a build over an earlier output that touches the output's folder, in the order made."""
        self.prepare()
        outcome = self.build(["-e", f"trace={','.join(CALLS)}"])
        assert outcome.status == 0, outcome.said
        return list(self._points_in(outcome.trace))

    def _points_in(self, trace: str) -> Iterator[Point]:
        seen: Counter[tuple[str, str, str]] = Counter()
        for line in trace.splitlines():
            call = CALL.match(line)
            if not call:
                continue
            paths = _paths(call["arguments"])
            for path in paths:
                seen[call["pid"], call["name"], path] += 1
            if not paths or not Path(paths[0]).is_relative_to(self.place):
                continue
            if call["name"] != "openat" or "O_CREAT" in call["arguments"]:
                yield Point(call["name"], paths[0], seen[call["pid"], call["name"], paths[0]])

    def prepare(self) -> None:
        """Nothing but the earlier output in the place."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.earlier, self.out)

    def build(self, strace: Sequence[str] = (), *more: str) -> Outcome:
        """A build in a forked process, under strace where options for it are given."""
        said, trace = self._scratch / "said", self._scratch / "trace"
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _become_a_build([*self._arguments, *more], said, wait=bool(strace))
        tracer = None
        if strace:
            os.waitpid(child, os.WUNTRACED)
            command = ["strace", "-f", "-y", "-o", str(trace), *strace, "-p", str(child)]
            tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
            assert tracer.stderr is not None
            assert "attached" in (line := tracer.stderr.readline()), line
            os.kill(child, signal.SIGCONT)
        _, status = os.waitpid(child, 0)
        if tracer:
            tracer.communicate()
        told = trace.read_text(encoding="utf-8", errors="replace") if strace else ""
        return Outcome(os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8"), told)

    def wrong(self, point: Point, fault: str) -> list[str]:
        """What is not as promised after this fault; empty where all is."""
        self.prepare()
        injection = f"inject={point.call}:{FAULTS[fault]}:when={point.nth}"
        outcome = self.build(["-P", point.path, "-e", f"trace={point.call}", "-e", injection])
        left = tree(self.out)
        wrong = []
        if "INJECTED" not in outcome.trace and "killed by SIGKILL" not in outcome.trace:
            wrong.append("the fault was not injected")
        if left not in (self.old, self.new):
            wrong.append("the output is neither the earlier nor the new one")
        if "Traceback" in outcome.said or "程序内部错误" in outcome.said:
            wrong.append(f"an exception: {outcome.said}")
        if outcome.status == 0 and left != self.new:
            wrong.append("it said that it was done, but the output is not the new one")
        if outcome.status > 0 and ("原有输出没有改动" in outcome.said) != (left == self.old):
            wrong.append(f"what it said is not true: {outcome.said}")
        if fault == "SIGKILL":
            interrupted = Path(shutil.copytree(self.place, self._scratch / "interrupted", symlinks=True))
            wrong += self._wrong_afterwards("--resume")
            shutil.rmtree(self.place)
            interrupted.rename(self.place)
        return wrong + self._wrong_afterwards()

    def _wrong_afterwards(self, *options: str) -> list[str]:
        outcome = self.build([], *options)
        if outcome.status != 0:
            return [f"the next run {options} failed: {outcome.said}"]
        if tree(self.out) != self.new:
            return [f"the next run {options} made another output"]
        left = [path.name for path in self.place.iterdir() if path != self.out]
        return [f"left over after the next run {options}: {left}"] if left else []


def _paths(arguments: str) -> list[str]:
    """The absolute paths in a call's arguments: of open files and as text."""
    found = OPEN_FILE.findall(arguments) or STRING.findall(arguments)
    decoded = [text.encode().decode("unicode_escape").encode("latin-1").decode(errors="replace") for text in found]
    return [path for path in decoded if path.startswith("/")]


def _become_a_build(arguments: list[str], said: Path, *, wait: bool) -> None:
    """Turn this forked process into a build; with `wait` it stops first, so that a tracer can take hold of it."""
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    if wait:
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
    status = run(arguments)
    sys.stdout.flush()
    os._exit(status)


def is_permitted() -> bool:
    """Whether this machine lets a process be traced."""
    return subprocess.run(["strace", "true"], capture_output=True, check=False).returncode == 0


def tracing_all_but(calls: Iterable[str], trace: Path) -> list[str]:
    """The start of a command that notes every system call of what it runs, and of its children, besides these.

    It becomes what it runs, so that this can be ended as ever. Calls that are not noted cost nothing; names that this
    machine does not know are passed over.
    """
    asked = "trace=!" + ",".join(f"?{name}" for name in sorted(calls))
    return ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-e", asked, "-e", "signal=none"]


def noted(trace: Path) -> set[str]:
    """The names of the system calls that were noted there."""
    time.sleep(0.5)  # the tracer ends a little after what it traces
    return set(re.findall(r"(?m)^\d+ +(\w+)\(", trace.read_text(encoding="utf-8")))


def main() -> int:
    """Sweep, print what was wrong and how many points were tried; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    arguments, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as scratch:
        sweep = Sweep(Path(scratch), options)
        points = sweep.points()
        pairs = [(point, fault) for point in points for fault in FAULTS][:: arguments.every]
        wrong = [(point, fault, problem) for point, fault in pairs for problem in sweep.wrong(point, fault)]
    for point, fault, problem in wrong:
        print(f"{fault} at {point.call} {point.nth} of {point.path}: {problem}")
    calls = Counter(point.call for point in points)
    print(f"{len(points)} calls ({', '.join(f'{number} {call}' for call, number in calls.items())})")
    print(f"{len(pairs)} faults injected, {len(wrong)} promises broken")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
