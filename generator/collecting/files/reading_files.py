"""Files that came in, each opened in a child: what it holds, or why it could not be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkstemp

from generator.campaign.errors import Problem
from generator.collecting.files.incoming import Incoming
from generator.collecting.files.opened import OPENED, TASK, Opened
from generator.ground.apart.isolation import EndedError, Isolated, Limits, isolated
from generator.reading.prescan import PackageRefusedError, modest_content
from generator.reading.returned.form import broken, too_large
from generator.reading.returned.marks import FormMarks

LIMITS = Limits(seconds=12, memory_bytes=330_000_000)
CHILDREN = 2
FORM_ENDINGS = frozenset({".docx", ".xlsx"})
PDF_ENDING = ".pdf"
# Named here, so that what opens PDFs is loaded in the child alone.
PDF_TASK = "generator.collecting.files.opened_pdf:answered"


@dataclass(frozen=True)
class FileRead:
    """A file with what was found in it, and where its pictures were put, in their order."""

    file: Incoming
    opened: Opened
    pictures: tuple[Path, ...] = ()


def read_files(
    files: Sequence[Incoming], known: Sequence[FormMarks], beside: Path, told: Callable[[int], None]
) -> Iterator[FileRead]:
    """Each of the files, which are of FORM_ENDINGS or all PDFs, in order; `told` hears how many are done.

    Their pictures are put into the folder `beside`.
    """
    marks = [asdict(one) for one in known]
    task = PDF_TASK if files and files[0].ending == PDF_ENDING else TASK
    children: SimpleQueue[Isolated] = SimpleQueue()
    with ExitStack() as stack, ThreadPoolExecutor(CHILDREN) as threads:
        for _ in range(min(CHILDREN, len(files))):
            children.put(stack.enter_context(isolated(task, LIMITS)))

        def read(one: Incoming) -> FileRead:
            child = children.get()
            try:
                return _read(child, one, marks, beside)
            finally:
                children.put(child)

        for done, found in enumerate(threads.map(read, files), start=1):
            told(done)
            yield found


def _read(child: Isolated, one: Incoming, marks: Sequence[object], beside: Path) -> FileRead:
    name = one.name
    try:
        answer = child.ask({"ending": one.ending, "name": name, "known": marks}, modest_content(one.path))
    except (EndedError, PackageRefusedError):
        return FileRead(one, _without_forms(one, too_large(name)))
    except OSError:
        return FileRead(one, _without_forms(one, broken(name)))
    opened, at, pictures = OPENED.validate_python(answer.value), 0, list[Path]()
    for picture in opened.pictures:
        handle, path = mkstemp(dir=beside)
        with os.fdopen(handle, "wb") as file:
            file.write(answer.content[at : at + picture.size])
        pictures.append(Path(path))
        at += picture.size
    return FileRead(one, opened, tuple(pictures))


def _without_forms(one: Incoming, why: Problem) -> Opened:
    """That nothing was read; a PDF that is no form may be as large as it likes."""
    return Opened((), () if one.ending == PDF_ENDING else (why,), {})
