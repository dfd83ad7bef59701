"""Work on every kind of executor: this process, a pool of processes, a Dask cluster in processes of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT
from support import pieces
from support.campaigns import as_yaml

from benchmarks.dask_cluster import Cluster, local_cluster
from generator.campaign.errors import DataError, MachineError, UsageError
from generator.checks.campaign import check_campaign
from generator.interfaces.cli import run
from generator.pipeline import build
from generator.running.executing import PIECES_PER_WORKER, WorkerDiedError, crew, results
from generator.running.options import Options

# One cluster serves the whole file.
pytestmark = pytest.mark.xdist_group("executing")

WORKERS = {"inline": 1, "pool": 2, "cluster": 2}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers that can import the pieces; a piece is given up by Dask when one worker has died over it."""
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    environment = {"PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with local_cluster(2, environment) as started:
        yield started


@pytest.fixture(params=["inline", "pool", "cluster"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest) -> str | None:
    """The cluster's address, where the cluster is to do the work."""
    return request.getfixturevalue("cluster").address if kind == "cluster" else None


def running(pid: int) -> bool:
    """Whether the process runs; one that has ended may wait for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_every_piece_is_done_once(kind: str, address: str | None) -> None:
    with crew(WORKERS[kind], address) as workers:
        assert workers.workers == WORKERS[kind]
        assert sorted(results(workers, pieces.doubled, range(40))) == list(range(0, 80, 2))
        assert list(results(workers, pieces.doubled, [])) == []


def test_few_pieces_are_in_flight(kind: str, address: str | None) -> None:
    taken = done = most = 0

    def coming() -> Iterator[int]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield number

    with crew(WORKERS[kind], address) as workers:
        for _ in results(workers, pieces.doubled, coming()):
            most = max(most, taken - done)
            done += 1
    assert done == taken == 60
    assert most <= WORKERS[kind] * PIECES_PER_WORKER


def test_what_a_piece_raises_ends_the_whole(kind: str, address: str | None) -> None:
    with crew(WORKERS[kind], address) as workers, pytest.raises(ValueError, match="3"):
        list(results(workers, pieces.fails_at_three, range(1000)))


def test_one_job_is_done_by_this_process_and_two_jobs_by_two_others() -> None:
    with crew(1) as workers:
        assert set(results(workers, pieces.process, range(3))) == {os.getpid()}
    with crew(2) as workers:
        found = set(results(workers, pieces.process, range(12)))
    assert len(found) == 2
    assert os.getpid() not in found
    assert not any(running(pid) for pid in found)


def test_workers_begin_with_everything_loaded_and_in_the_environment_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("one", "another"):
        monkeypatch.setenv("WUXIAO_TRIED", said)
        with crew(2) as workers:
            found = list(results(workers, pieces.loaded, ["generator.rendering.word.word_file"] * 6))
        assert found == [(True, said)] * 6


def test_workers_start_where_the_temporary_folder_has_a_long_name(tmp_path: Path) -> None:
    temporary = tmp_path / ("long" * 25)
    temporary.mkdir()
    code = (
        "from support import pieces\nfrom generator.running.executing import crew, results\n"
        "if __name__ == '__main__':\n"
        "    with crew(2) as workers:\n"
        "        print(sum(results(workers, pieces.doubled, range(5))))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests"), "TMPDIR": str(temporary)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (0, "20\n"), done.stderr


def test_workers_end_with_a_run_that_is_killed() -> None:
    code = (
        "import time\nfrom support import pieces\nfrom generator.running.executing import crew, results\n"
        "if __name__ == '__main__':\n"
        "    with crew(2) as workers:\n"
        "        print(*set(results(workers, pieces.process, range(12))), flush=True)\n"
        "        time.sleep(600)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as killed:
        assert killed.stdout is not None
        found = [int(pid) for pid in killed.stdout.readline().split()]
        killed.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(running(pid) for pid in found):
        time.sleep(0.1)
    assert len(found) == 2
    assert not any(running(pid) for pid in found)


@pytest.mark.parametrize("kind", ["pool", "cluster"], indirect=True)
def test_a_worker_that_dies_is_replaced_and_its_piece_done_again(
    kind: str, address: str | None, tmp_path: Path
) -> None:
    work = [(number, tmp_path / "died") for number in range(12)]
    with crew(2, address) as workers:
        assert sorted(results(workers, pieces.dies_once_at_three, work)) == list(range(12))
        assert (tmp_path / "died").exists()
        assert workers.present() >= 1


@pytest.mark.parametrize("kind", ["pool", "cluster"], indirect=True)
def test_a_piece_that_kills_twice_is_given_up_and_named(kind: str, address: str | None) -> None:
    done: list[int] = []
    with crew(2, address) as workers:
        with pytest.raises(WorkerDiedError) as death:
            done.extend(results(workers, pieces.dies_at_three, range(12)))
        assert death.value.piece == 3
        assert 3 not in done
        # The crew goes on with other work.
        assert sorted(results(workers, pieces.doubled, range(4))) == [0, 2, 4, 6]


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small cut of the example: projects of two recommenders with their attachments."""
    example, _, _ = check_campaign(EXAMPLE)
    assert example is not None
    folder = tmp_path_factory.mktemp("cut")
    for name in ("campaign.yaml", "notice.yaml"):
        shutil.copy(EXAMPLE / name, folder)
    chosen = [one.model_copy(update={"award": None}) for one in example.applications[::200]]
    as_yaml(folder, chosen)
    (folder / "attachments").mkdir()
    for name in {name for one in chosen for name in one.attachments}:
        shutil.copy(example.attachments[name], folder / "attachments")
    return folder


def test_the_same_bytes_come_from_any_executor(cluster: Cluster, cut: Path, tmp_path: Path) -> None:
    ways = {"inline": ("--jobs", "1"), "pool": ("--jobs", "2"), "cluster": ("--cluster", cluster.address)}
    for name, way in ways.items():
        kinds = ("--only", "form1,form2,packet")
        assert run(["build", str(cut), "--out", str(tmp_path / name), *kinds, *way]) == 0
    inline = contents(tmp_path / "inline")
    assert {Path(path).suffix for path in inline} == {".docx", ".pdf", ".xlsx", ".json"}
    assert len(inline) == 2 * (2 + 3 + 2) + 1
    assert contents(tmp_path / "pool") == inline
    assert contents(tmp_path / "cluster") == inline


@pytest.mark.parametrize("kind", ["pool", "cluster"], indirect=True)
def test_records_that_kill_twice_are_a_problem_and_the_earlier_output_stays(
    kind: str,
    address: str | None,
    minimal: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.pipeline.make", pieces.dies_over_forms)
    (tmp_path / "out").mkdir()
    earlier = '{"campaign": "", "version": "", "files": []}'
    (tmp_path / "out" / "manifest.json").write_text(earlier, encoding="utf-8")
    with pytest.raises(DataError) as wrong:
        build(Options(minimal, tmp_path / "out", frozenset({"form1", "form2"}), jobs=2, cluster=address))
    (problem,) = wrong.value.problems
    assert problem.code == "worker-died"
    assert "NC-001" in problem.message
    assert contents(tmp_path / "out") == {"manifest.json": earlier.encode()}
    assert not list(tmp_path.glob(".staging*"))


def test_a_plan_that_kills_its_process_is_told_as_want_of_memory(
    minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.pipeline.make_plan", pieces.plan_dies)
    with pytest.raises(MachineError, match="内存"):
        build(Options(minimal, tmp_path / "out", jobs=2))


def test_a_cluster_that_cannot_be_reached_or_has_no_workers_is_told(
    minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.running.executing.CLUSTER_TIMEOUT_S", 1)
    with pytest.raises(UsageError, match="连不上"):
        build(Options(minimal, tmp_path / "out", cluster="tcp://127.0.0.1:1"))


def test_a_cluster_that_goes_away_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.running.executing.SILENCE_S", 1)
    with local_cluster(1) as started, crew(0, started.address) as workers:
        coming = results(workers, time.sleep, [0.0, 60.0])
        next(coming)
        started.processes[1].send_signal(signal.SIGTERM)
        with pytest.raises(MachineError, match="集群"):
            next(coming)
