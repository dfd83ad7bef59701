import re
import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = Path(__file__).parent / "support/faults.py"


def test_a_killed_build_a_full_and_a_broken_disk_leave_the_old_output_or_the_new_one() -> None:
    """Every eighth fault of the sweep; `python tests/support/faults.py` tries them all."""
    if subprocess.run(["strace", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine does not permit strace")
    command = [sys.executable, FAULTS, "--every", "8", "--only", "form2", "--format", "xlsx"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    tried = re.search(r"(\d+) faults injected, 0 promises broken", done.stdout)
    assert tried
    assert int(tried[1]) >= 12
