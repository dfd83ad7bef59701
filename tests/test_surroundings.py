"""No input and nothing around a command is an internal error: words, the code of docs/commands.md, and whole JSON."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, MINIMAL, ROOT
from support.surroundings import (
    AROUND,
    CLOSED,
    CODES,
    DEAF,
    DEVICES,
    LEADING_OUT,
    NAMES,
    THINGS,
    Ended,
    cleared,
    in_a_child,
    in_bash,
    wrong_with,
)

from generator.interfaces.cli import run

Measured = Callable[[str, float, str], None]
IS_ROOT = os.getuid() == 0
BROKEN = ROOT / "data_examples/broken/several-at-once"
SEED, FEW_THINGS, FEW_NAMES, FEW_AROUND = 20260801, 24, 12, 14
SLOT = "<thing>"
QUICK = ("--only", "form2", "--format", "xlsx", "--jobs", "1")
GUARDED = ("--host", "192.0.2.1", "--port", "65531")  # an address of nobody (RFC 5737): it never serves
# Each place of a command that a path may be written in.
WITH_A_PATH: dict[str, tuple[str, ...]] = {
    "build": ("build", SLOT, "--out", "o", *QUICK),
    "build --json": ("build", SLOT, "--out", "o", *QUICK, "--json"),
    "build --out": ("build", "campaign", "--out", SLOT, *QUICK),
    "build --out below": ("build", "campaign", "--out", f"{SLOT}/o", *QUICK),
    "build --key": ("build", "campaign", "--out", "o", *QUICK, "--key", SLOT),
    "check": ("check", SLOT),
    "check --json": ("check", SLOT, "--json"),
    "check --report": ("check", "campaign", "--report", f"{SLOT}.xlsx"),
    "blank": ("blank", "--out", "o", SLOT),
    "blank --out": ("blank", "--out", SLOT),
    "workbook": ("workbook", "--out", "w.xlsx", SLOT),
    "workbook --out": ("workbook", "--out", f"{SLOT}.xlsx"),
    "workbook --out below": ("workbook", "--out", f"{SLOT}/w.xlsx"),
    "progress": ("progress", SLOT),
    "progress --json": ("progress", SLOT, "--json"),
    "progress --out": ("progress", "campaign", "--out", SLOT),
    "verify": ("verify", SLOT, "1"),
    "verify a code": ("verify", "campaign", SLOT),
    "verify --public-key": ("verify", "campaign", "17", "--public-key", SLOT),
    "keygen": ("keygen", SLOT),
    "inspect": ("inspect", SLOT),
    "inspect Word": ("inspect", f"{SLOT}.docx"),
    "inspect PDF": ("inspect", f"{SLOT}.pdf", "--json"),
    "inspect Excel": ("inspect", f"{SLOT}.xlsx"),
    "inspect with a campaign": ("inspect", "given.xlsx", SLOT),
    "lint-templates": ("lint-templates", SLOT),
    "lint-templates --json": ("lint-templates", SLOT, "--json"),
    "purge": ("purge", SLOT, "--data", "d", "--dry-run"),
    "purge --data": ("purge", ".", "--data", SLOT, "--dry-run"),
    "serve --data": ("serve", "--data", SLOT, "--password-file", "password", *GUARDED),
    "serve --password-file": ("serve", "--data", "d", "--password-file", SLOT, *GUARDED),
    "serve --tls": ("serve", "--data", "d", "--tls-certificate", SLOT, "--tls-key", SLOT, *GUARDED),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "help": ("build", "--help"),
    "wrong": ("bild",),
    "build": ("build", "campaign", "--out", "o", *QUICK),
    "build with processes": ("build", "campaign", "--out", "o", "--only", "notice,form2", "--jobs", "2", "--json"),
    "build packets": ("build", "campaign", "--out", "o", "--only", "packet", "--jobs", "1"),
    "check": ("check", str(BROKEN)),
    "check --json": ("check", str(BROKEN), "--json"),
    "check --report": ("check", str(BROKEN), "--report", "r.xlsx"),
    "blank": ("blank", "--out", "o"),
    "progress --out": ("progress", "campaign", "--out", "p"),
    "verify": ("verify", str(EXAMPLE), "17", "--json"),
    "inspect": ("inspect", "given.xlsx", "--json"),
    "lint-templates": ("lint-templates", "campaign", "--json"),
    "purge": ("purge", ".", "--data", "d"),
    "completion": ("--show-completion",),
}


def sampled(cases: list[tuple[str, str]], few: int) -> list[object]:
    """The cases as parameters, all but a few of them for the long run."""
    chosen = set(random.Random(SEED).sample(cases, few))
    return [pytest.param(*one, marks=() if one in chosen else pytest.mark.long) for one in cases]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that anybody may write in, with a campaign, a workbook and a password."""
    folder = tmp_path_factory.mktemp("place")
    for one in (folder, folder.parent, folder.parent.parent):
        one.chmod(0o777)
    shutil.copytree(MINIMAL, folder / "campaign")
    (folder / "campaign/templates/form2").mkdir(parents=True)
    shutil.copy(ROOT / "templates/form2/form2.html", folder / "campaign/templates/form2")
    (folder / "password").write_text("not a secret at all\n", encoding="utf-8")
    (folder / "password").chmod(0o600)
    assert run(["workbook", "--out", str(folder / "given.xlsx"), "--quiet"]) == 0
    return folder


@pytest.fixture
def clean(place: Path) -> Path:
    """The folder without what an earlier command left."""
    for name in ("o", "p", "d", "w.xlsx", "r.xlsx", "there"):
        cleared(place / name)
    return place


@pytest.mark.parametrize(
    ("command", "thing"), sampled([(command, thing) for command in WITH_A_PATH for thing in THINGS], FEW_THINGS)
)
def test_a_thing_in_the_place_of_a_file_or_folder(command: str, thing: str, clean: Path, measured: Measured) -> None:
    if not IS_ROOT and thing in DEVICES:
        pytest.skip("only root makes devices")
    (clean / "there").mkdir()
    (clean / "there").chmod(0o777)
    endings = [word.removeprefix(SLOT) for word in WITH_A_PATH[command] if word.startswith(f"{SLOT}.")]
    THINGS[thing](clean / "there" / f"thing{''.join(endings)}")
    arguments = [word.replace(SLOT, str(clean / "there/thing")) for word in WITH_A_PATH[command]]
    ended = in_a_child(arguments, clean, nobody=IS_ROOT and thing in CLOSED)
    assert wrong_with(ended, as_json="--json" in arguments) == [], ended
    measured("commands asked about things in place of files and folders", 1, "")


@pytest.mark.parametrize(
    ("command", "name"), sampled([(command, name) for command in WITH_A_PATH for name in NAMES], FEW_NAMES), ids=ascii
)
def test_a_name_that_nobody_expects(command: str, name: str, clean: Path, measured: Measured) -> None:
    if not IS_ROOT and name in LEADING_OUT:
        pytest.skip("only who can become nobody may try what leads out of the folder")
    (clean / "there").mkdir()
    arguments = [word.replace(SLOT, name) for word in WITH_A_PATH[command]]
    arguments = [f"../{word}" if word in ("campaign", "given.xlsx", "password") else word for word in arguments]
    ended = in_a_child(arguments, clean / "there", nobody=name in LEADING_OUT)
    assert wrong_with(ended, as_json="--json" in arguments) == [], ended
    measured("commands asked about names that nobody expects", 1, "")


@pytest.mark.parametrize(
    ("around", "command"), sampled([(around, command) for around in AROUND for command in COMMANDS], FEW_AROUND)
)
def test_descriptors_limits_and_environments(around: str, command: str, clean: Path, measured: Measured) -> None:
    if not IS_ROOT and "nobody" in around:
        pytest.skip("only root can become nobody")
    ended = in_bash(AROUND[around], list(COMMANDS[command]), clean)
    is_whole = not around.startswith("|") and "2>&1" not in around and "full" not in around
    assert wrong_with(ended, as_json="--json" in COMMANDS[command] and is_whole, heard=around not in DEAF) == [], ended
    measured("commands among descriptors, limits and environments", 1, "")


def test_what_is_wrong_with_an_answer_would_be_noticed() -> None:
    assert wrong_with(Ended(0, "{}", ""), as_json=True) == []
    assert wrong_with(Ended(4, "", "磁盘已满"), as_json=True) == []
    assert wrong_with(Ended(5, "", "程序内部错误"), as_json=False) == ["code 5", "内部错误"]
    assert wrong_with(Ended(-11, "", ""), as_json=False) == ["code -11"]
    assert wrong_with(Ended(None, "", ""), as_json=False) == ["code None"]
    assert wrong_with(Ended(2, "", "no"), as_json=False) == ["no words"]
    assert wrong_with(Ended(1, '{"a": ', "Traceback"), as_json=True) == ["Traceback", "no JSON"]
    assert 5 not in CODES


# ---- inputs that change while they are read

CHANGES = (
    lambda path, content, chance: path.unlink(),
    lambda path, content, chance: path.write_bytes(b""),
    lambda path, content, chance: path.write_bytes(content[: chance.randrange(1, 2000)]),
    lambda path, content, chance: path.write_bytes(chance.randbytes(500)),
    lambda path, content, chance: path.rename(path.with_name(f"x{path.name}")),
    lambda path, content, chance: (path.unlink(), path.mkdir()),
    lambda path, content, chance: (path.unlink(), path.symlink_to("nowhere")),
)
CHANGED = {
    "check": ("check", "campaign", "--json"),
    "build": (
        "build",
        "campaign",
        "--out",
        "o",
        "--only",
        "form1,form2,packet",
        "--jobs",
        "1",
        "--sound-only",
        "--json",
    ),
    "progress": ("progress", "campaign", "--json"),
    "lint-templates": ("lint-templates", "campaign", "--json"),
    "verify": ("verify", "campaign", "17", "--json"),
    "blank": ("blank", "--out", "o", "campaign"),
    "workbook": ("workbook", "--out", "w.xlsx", "campaign"),
}


def changing_campaign(folder: Path) -> dict[str, bytes]:
    """A campaign with every kind of input: its files as they should be."""
    shutil.copytree(EXAMPLE, folder)
    for name in ("form1", "form2", "notice"):
        shutil.copytree(ROOT / "templates" / name, folder / "templates" / name)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change_for_ever(folder: Path, files: dict[str, bytes], seed: int) -> None:
    """Spoil one file after the other for a moment, and now and then a folder."""
    chance = random.Random(seed)
    while True:
        name = chance.choice(sorted(files))
        path = folder / name
        try:
            chance.choice(CHANGES)(path, files[name], chance)
            time.sleep(chance.random() * 0.01)
            cleared(path).write_bytes(files[name])
            path.with_name(f"x{path.name}").unlink(missing_ok=True)
            if chance.random() < 0.1:
                path.parent.rename(folder / "away")
                time.sleep(chance.random() * 0.01)
                (folder / "away").rename(path.parent)
        except OSError:
            continue


@pytest.mark.parametrize(
    ("command", "seed"), sampled([(command, str(seed)) for command in CHANGED for seed in range(8)], 2)
)
def test_inputs_that_change_while_they_are_read(command: str, seed: str, tmp_path: Path, measured: Measured) -> None:
    files = changing_campaign(tmp_path / "campaign")
    child = os.fork()
    if child == 0:
        change_for_ever(tmp_path / "campaign", files, int(seed))
    try:
        ended = in_a_child(list(CHANGED[command]), tmp_path)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert wrong_with(ended, as_json="--json" in CHANGED[command]) == [], ended
    measured("commands whose inputs changed while they were read", 1, "")
