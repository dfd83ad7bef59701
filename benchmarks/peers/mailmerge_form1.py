"""Filled Form 1 by docx-mailmerge2, the file opened for every record."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from job import each, job, told
from mailmerge import MailMerge


def main() -> None:
    """Do the job."""
    about = job()

    def make(values: dict[str, str]) -> bytes:
        out = BytesIO()
        with MailMerge(about["template"]) as document:
            document.merge(**values)
            document.write(out)
        return out.getvalue()

    records = json.loads(Path(about["values"]).read_text(encoding="utf-8"))
    told(**each(make, records, about["count"], Path(about["sample"])))


if __name__ == "__main__":
    main()
