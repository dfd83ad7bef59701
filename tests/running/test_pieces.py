"""What pieces of work are about, written and read as data; and that nothing else is ever read."""

import json
import os
import pickle
from functools import partial
from pathlib import Path

import pytest
from support.small_campaign import write_small_campaign

from generator.campaign.errors import MachineError
from generator.running import pieces, planning
from generator.running.making import Batch
from generator.running.options import Options
from generator.running.work import Order, PieceFile, Plan

GENERATOR = Path(pieces.__file__).parents[1]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, list[Batch]]:
    """A plan, and what its pieces were about before they were written."""
    place = tmp_path_factory.mktemp("pieces")
    campaign = write_small_campaign(place / "campaign", 6)
    order = Order(Options(campaign, place / "out"), place, place / "pieces")
    about: list[Batch] = []

    def noted(batch: Batch, *, anywhere: bool = False) -> bytes:
        if not anywhere:
            about.append(batch)
        return pieces.written(batch, anywhere=anywhere)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "written", noted)
        plan = planning.planned(order)
    return plan, about


def test_what_is_read_is_what_was_written(planned: tuple[Plan, list[Batch]]) -> None:
    plan, about = planned
    found = [piece.load() for piece in plan.pieces]
    assert len(found) == len(about) > 3
    for one, other in zip(found, about, strict=True):
        assert (one.place, one.attachments, one.backs) == (other.place, other.attachments, other.backs)
        assert [plan.path for plan in one.plans] == [plan.path for plan in other.plans]
        for read, written in zip(one.documents, other.documents, strict=True):
            assert (read.path, read.record, read.made_of) == (written.path, written.record, written.made_of)
            assert read.context() == written.context()


def test_what_formats_of_a_document_share_is_one_after_reading(planned: tuple[Plan, list[Batch]]) -> None:
    def shared(batch: Batch) -> list[int]:
        contexts = [id(document.context) for document in batch.documents]
        return [contexts.index(one) for one in contexts]

    plan, about = planned
    patterns = [shared(batch) for batch in about]
    assert [shared(piece.load()) for piece in plan.pieces] == patterns
    assert any(pattern != list(range(len(pattern))) for pattern in patterns)


@pytest.mark.parametrize("change", ["flipped", "cut", "another piece", "a pickle", "a link", "a pipe"])
def test_a_piece_that_is_not_what_the_planner_wrote_is_refused_in_words(change: str, tmp_path: Path) -> None:
    ran = tmp_path / "ran"

    class Payload:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(ran),)

    path = tmp_path / "pieces"
    file = PieceFile(path)
    piece = file.add(b'[["Batch",1]]', 1, "key")
    file.close()
    assert path.stat().st_mode & 0o777 == 0o600
    if change == "flipped":
        path.write_bytes(b'[["Batch",0]]')
    elif change == "cut":
        path.write_bytes(b"[[")
    elif change == "another piece":
        path.write_bytes(b'[["Touch",1]]')
    elif change == "a pickle":
        path.write_bytes(pickle.dumps(Payload()))
    else:
        path.rename(tmp_path / "moved")
        if change == "a link":
            path.symlink_to(tmp_path / "moved")
        else:
            os.mkfifo(path)
    with pytest.raises(MachineError, match="原有输出没有改动"):
        piece.load()
    assert not ran.exists()


@pytest.mark.parametrize(
    "content",
    [
        [["os.system", [1, "true"], [4]]],  # a function that is on no list
        [["generator.composing.forms.blank", [1], [4]]],  # on the list, but no batch
        [["PieceFile", "x"]],  # a class that is on no list
        [["Batch", [0, 7], [1], [1], [4], ""]],  # a record that is not there
        [],
    ],
)
def test_nothing_outside_the_lists_is_made(content: list[object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        pieces.read(json.dumps(content).encode())


def test_what_is_on_no_list_is_not_written() -> None:
    with pytest.raises((TypeError, KeyError)):
        pieces.written(Batch(partial(os.system, "true"), ()))  # type: ignore[arg-type]


def test_no_module_reads_pickles_from_the_disk() -> None:
    """The one that is left takes its order from its live parent, by a pipe."""
    readers = {"import pickle", "import shelve", "import marshal"}
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in GENERATOR.rglob("*.py")}
    found = {path.relative_to(GENERATOR).as_posix() for path in lines if readers & set(map(str.strip, lines[path]))}
    assert found == {"linting/child.py", "linting/trial.py"}
