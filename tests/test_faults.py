import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from support import faults


def test_a_killed_build_a_full_and_a_broken_disk_leave_the_old_output_or_the_new_one() -> None:
    """Every eighth fault of the sweep; `tests/support/faults.py` alone tries them all."""
    if not faults.is_permitted():
        pytest.skip("this machine does not permit strace")
    command = [sys.executable, faults.__file__, "--every", "8", "--only", "form2", "--format", "xlsx"]
    searched = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=searched)
    assert done.returncode == 0, done.stdout + done.stderr
    tried = re.search(r"(\d+) faults injected, 0 promises broken", done.stdout)
    assert tried
    assert int(tried[1]) >= 12
