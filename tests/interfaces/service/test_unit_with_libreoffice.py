"""LibreOffice, which saves old files anew for the service, lives within the unit as well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import offices  # brings the program
from support.faults import is_permitted, noted, tracing_all_but
from support.systemd import let_through

from generator.interfaces.service.unit import SYSTEM_CALLS

CONVERTING = """
import sys
from pathlib import Path
from generator.collecting.files.converting import converted
from generator.collecting.files.incoming import Incoming
(made,) = converted([Incoming("a.rtf", Path(sys.argv[1]))], Path(sys.argv[2]), lambda *told: None)
sys.exit(made.wrong or 0)
"""


@pytest.mark.skipif(not is_permitted(), reason="the system lets no process be traced")
def test_it_asks_for_nothing_that_the_unit_refuses(tmp_path: Path) -> None:
    file, folder, trace = tmp_path / "a.rtf", tmp_path / "made", tmp_path / "trace"
    folder.mkdir()
    file.write_text(r"{\rtf1 invented}", encoding="ascii")
    command = [*tracing_all_but(let_through(SYSTEM_CALLS), trace), sys.executable, "-c", CONVERTING, file, folder]
    subprocess.run(command, check=True, timeout=offices.PATIENCE_S)
    assert list(folder.rglob("*.docx"))
    assert not noted(trace)
