"""Form 1 and certificates by Typst, compiled within this process; fonts are read before the clock starts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typst

from benchmarks.measuring import ROOT
from benchmarks.peers.job import each, job, told, told_file


def compiler(fonts: Sequence[str]) -> Callable[[str, Sequence[Any]], bytes]:
    """What makes a PDF of some records; without tags, since ours has none either."""
    ready = typst.Compiler(root=str(ROOT), font_paths=list(fonts))

    def make(source: str, records: Sequence[Any]) -> bytes:
        inputs = {"records": json.dumps(records, ensure_ascii=False)}
        path = str(ROOT / "benchmarks" / "typst" / source)
        made: bytes = ready.compile(input=path, format="pdf", sys_inputs=inputs, pdf_tags=False)
        return made

    return make


def main() -> None:
    """Do the job: every record a file, all records one file, or both as a whole command does."""
    about = job()
    records = json.loads(Path(about["records"]).read_text(encoding="utf-8"))
    make, source, count = compiler(about["fonts"]), about["source"], about["count"]
    if about["way"] == "each":
        told(**each(lambda record: make(source, [record]), records, count, Path(about["sample"])))
        return
    if about["way"] == "in one":
        make(source, records[-2:])
    started = time.perf_counter()
    content = make(source, records[:count])
    for record in records[:count] if about["way"] == "both" else ():
        make(source, [record])
    told_file(content, time.perf_counter() - started, about)


if __name__ == "__main__":
    main()
