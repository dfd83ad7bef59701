"""What a warm worker answers: documents and schemas, one question after the other, all it needs being loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from generator.interfaces.answers import told_problem
from generator.interfaces.web.documents import making, schemas
from generator.interfaces.web.documents.bases import ChangedError, base_for
from generator.interfaces.web.documents.orders import WrongOrderError, order_of
from generator.interfaces.web.limits import PROBLEMS_TOLD
from generator.interfaces.web.refusals import refused_for

Question = Mapping[str, Any]
Told = tuple[dict[str, Any], bytes]


def prepare() -> None:
    """Load what documents are made with: libraries, fonts, and the program's own settings."""
    from generator.running import warm

    assert warm
    base_for(None, None)


def answer(question: Question, content: bytes) -> Told:
    """The document that is asked for, or why there is none: problems, a refusal, or that another is to be asked."""
    try:
        return TASKS[question["task"]](question, content)
    except WrongOrderError as wrong:
        problems = [told_problem(one) for one in wrong.problems[:PROBLEMS_TOLD]]
        return {"problems": problems, "total": len(wrong.problems)}, b""
    except ChangedError:
        return {"again": True}, b""
    except MemoryError:
        raise
    except Exception as wrong:
        refused = refused_for(wrong)
        return {"refused": refused.code, "message": refused.message, "fix": refused.fix}, b""


def _render(question: Question, content: bytes) -> Told:
    campaign, signing = (Path(one) if one else None for one in (question["campaign"], question["signing"]))
    signs = making.Signing(signing, question["signs"])
    files = making.made(order_of(content), question["kind"], campaign, signs, question["seen"])
    if len(files) == 1:
        return {"name": files[0].name, "format": files[0].format}, files[0].content
    name = f"{files[0].name.rpartition('.')[0]}.zip"
    return {"name": name, "format": "zip"}, _zipped(files)


def _zipped(files: list[making.Made]) -> bytes:
    """The files in a zip, whose bytes follow from theirs; what they are is compressed already."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for one in files:
            archive.writestr(ZipInfo(one.name), one.content)
    return written.getvalue()


def _schema(question: Question, _content: bytes) -> Told:
    campaign = Path(question["campaign"]) if question["campaign"] else None
    return {"schema": schemas.schema_of(question["kind"], base_for(campaign, None))}, b""


TASKS: Mapping[str, Callable[[Question, bytes], Told]] = {"render": _render, "schema": _schema}
