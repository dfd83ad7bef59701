"""Files that said a form before form.yaml did: a campaign folder of an earlier year may still hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.layout import FORM_FILE
from generator.reading.form_files.forms_file import PROGRAMS

_ROWS = "grid.yaml"


def former_files(folders: Sequence[Path]) -> Iterator[Problem]:
    """A reminder for each such file of the campaign's own folders: what was changed in it is not printed any more."""
    for folder in folders[:-1]:
        for key in PROGRAMS:
            has_page = (folder / key / f"{key}.html").is_file()  # of the campaign's own, which may take them in
            for name in (_ROWS,) if has_page else (_ROWS, "body.html", f"{key}.css"):
                if (folder / key / name).is_file():
                    message = f"程序不再用这个文件，表格现在写在 {FORM_FILE} 里。"
                    copied = (
                        f"请从程序的 templates 里复制 {key}/{FORM_FILE}，把改动写进去，再运行 wuxiao draft 活动文件夹"
                    )
                    fix = f"在这里改过的，{copied}；这个文件请删去。"
                    yield warning("template-file", Place(f"templates/{key}/{name}"), "", message, fix)
