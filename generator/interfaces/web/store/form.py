"""Which form what the service keeps has: a number in its folder, so that no version takes another's data for its own.

The number grows with a change that an earlier version could not read. Data from before there was one has form 1.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from generator.campaign.errors import UsageError
from generator.interfaces.web.store.placing import put_file

FORM = 1
FORM_FILE = "format"
LONGEST = 20  # bytes of the file
OF_A_STORE = ("lock", "campaigns", FORM_FILE)
# May be there before the service was ever started; a disk that was made for it has a lost+found.
BESIDE = frozenset({"people.sqlite", "tls", "lost+found"})


def is_store(root: Path) -> bool:
    """Whether the folder holds what a service keeps."""
    return any((root / name).exists() for name in OF_A_STORE)


def require_place(root: Path) -> None:
    """Raises UsageError where the folder holds something else, which would be closed to others and mixed with ours."""
    if not root.is_dir() or is_store(root):
        return
    if any(one.name not in BESIDE and not one.name.startswith((".", "people.sqlite-")) for one in root.iterdir()):
        raise UsageError(f"文件夹 {root} 里有别的文件，不能用来保存网页服务的内容。请用 --data 另选一个新的文件夹。")


def note_form(root: Path, temporary: Path) -> None:
    """Note the form that this version writes in the folder. Raises OSError."""
    if form_of(root) != FORM:
        put_file(root / FORM_FILE, f"{FORM}\n".encode(), temporary)


def require_form(form: int, what: str) -> None:
    """Raises UsageError where `what` has a form that this version does not know."""
    if form > FORM:
        raise UsageError(
            f"{what}里的内容是更新版本的 wuxiao 保存的，这个版本打不开，没有改动。请安装新版本，或换一个文件夹。"
        )


def form_of(root: Path) -> int:
    """The form of what lies in the folder, 0 where it says none."""
    with suppress(FileNotFoundError):
        with (root / FORM_FILE).open("rb") as file:
            said = file.read(LONGEST).strip()
        return int(said) if said.isdigit() else FORM + 1  # whatever it is, it is not ours
    return 0
