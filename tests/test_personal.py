"""Fifty ID numbers and a hundred phones: they stand in the documents that need them, and nowhere else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.personal import HOW_MANY, canaries, canary_campaign, found, id_number, phone
from support.services import Running, running

CANARIES = canaries()
WUXIAO = [sys.executable, "-c", "from generator.interfaces.cli import main; main()"]


@dataclass(frozen=True)
class Ran:
    """What a run left: its words, its code, and the folder that it had for temporary files."""

    code: int
    said: bytes
    temporary: Path


def ran(arguments: Sequence[str | Path], temporary: Path, *, umask: int = 0) -> Ran:
    temporary.mkdir(exist_ok=True)
    ended = subprocess.run(
        [*WUXIAO, *map(str, arguments)],
        capture_output=True,
        check=False,
        umask=umask,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    return Ran(ended.returncode, ended.stdout + ended.stderr, temporary)


def left_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return canary_campaign(tmp_path_factory.mktemp("personal") / "campaign")


@pytest.fixture(scope="module")
def built(campaign: Path) -> tuple[Path, Ran]:
    out = campaign.parent / "out"
    kinds = "form1,form2,certificate,bulletin"
    return out, ran(["build", campaign, "--out", out, "--only", kinds, "--jobs", "1"], campaign.parent / "tmp")


def test_the_canaries_are_in_the_campaign_and_would_be_found(campaign: Path) -> None:
    assert len(set(CANARIES)) == 3 * HOW_MANY
    held = (campaign / "applications.xlsx").read_bytes()
    assert found(held, CANARIES) == CANARIES


def test_a_build_says_and_leaves_nothing_personal(built: tuple[Path, Ran]) -> None:
    out, run = built
    assert run.code == 0, run.said.decode()
    assert found(run.said, CANARIES) == []
    assert left_in(run.temporary) == []
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []
    assert found((out / "manifest.json").read_bytes(), CANARIES) == []


def test_what_is_published_or_handed_out_holds_nothing_personal(built: tuple[Path, Ran]) -> None:
    out, _ = built
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    public = [path for path in files if "申报汇总表" not in path.name and "NC-" not in path.name]
    assert {path.suffix for path in public} == {".docx", ".pdf", ".xlsx", ".json"}
    assert len(public) > 2 * HOW_MANY
    for path in public:
        assert found(path.read_bytes(), CANARIES, path.name) == [], path.name
        assert found(path.as_posix().encode(), CANARIES) == []


def test_the_forms_hold_what_they_must(built: tuple[Path, Ran]) -> None:
    """Form 1 what its own project has; Form 2 the leads' phones, and neither ID numbers nor the contacts' phones."""
    out, _ = built
    for place in (0, 17, HOW_MANY - 1):
        own = [path for path in out.rglob(f"NC-{place + 1:03d}-*") if path.is_file()]
        assert {path.suffix for path in own} == {".docx", ".pdf"}
        for path in own:
            held = found(path.read_bytes(), CANARIES, path.name)
            assert set(held) == {id_number(place), phone(place), phone(place, "186")}, path.name
    of_form2 = [path for path in out.rglob("*申报汇总表*") if path.is_file()]
    assert {path.suffix for path in of_form2} == {".docx", ".pdf", ".xlsx"}
    for path in of_form2:
        held = found(path.read_bytes(), CANARIES, path.name)
        assert set(held) == {phone(place) for place in range(HOW_MANY)}, path.name


def test_whatever_the_umask_the_output_is_for_its_owner_alone(built: tuple[Path, Ran]) -> None:
    out, _ = built
    modes = {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (out, *out.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_a_check_of_wrong_values_tells_none_of_them(campaign: Path, tmp_path: Path) -> None:
    """Wrong digits, values in each other's columns, twice, and numbers where names belong."""
    book = load_workbook(campaign / "applications.xlsx")
    sheet = book["申报项目"]
    columns = {
        str(cell.value).split("\n")[0].strip("*"): cell.column
        for row in sheet.iter_rows(max_row=4)
        for cell in row
        if cell.value
    }
    rows = [
        row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, columns["项目编号"]).value).startswith("NC-")
    ]
    assert len(rows) == HOW_MANY
    places = (
        "身份证号码",
        "第一完成人联系电话",
        "联系人电话",
        "第一完成人性别",
        "项目名称",
        "项目类别",
        "申报时间",
        "是否非公",
        "专利号",
        "附件",
    )
    for number, row in enumerate(rows):
        one, other = places[number % len(places)], places[(number // 5) % len(places)]
        for place in (one, other):
            sheet.cell(row, columns[place]).value = (id_number(number), phone(number), f"{phone(number)}9")[number % 3]
    hurt = tmp_path / "campaign"
    hurt.mkdir()
    for name in ("campaign.yaml", "notice.yaml"):
        (hurt / name).write_bytes((campaign / name).read_bytes())
    book.save(hurt / "applications.xlsx")
    for arguments in (
        ["check", hurt],
        ["check", hurt, "--json", "--report", tmp_path / "问题清单.xlsx"],
        ["--debug", "build", hurt, "--out", tmp_path / "out"],
        ["progress", hurt, "--json", "--today", "2023-08-10"],
    ):
        run = ran(arguments, tmp_path / "tmp")
        assert run.code in (0, 1), run.said.decode()
        assert len(run.said) > 500
        assert found(run.said, CANARIES) == [], arguments
        assert left_in(run.temporary) == []
    assert found((tmp_path / "问题清单.xlsx").read_bytes(), CANARIES) == []


def test_the_service_tells_nothing_personal_but_in_the_documents(campaign: Path, tmp_path: Path) -> None:
    with running(tmp_path) as service:
        files = {name: (campaign / name).read_bytes() for name in ("campaign.yaml", "notice.yaml", "applications.xlsx")}
        answer = service.upload(files)
        campaign_id = answer.json["id"]
        bodies = [answer.body, *_asked(service, campaign_id)]
        log = service.log.read_bytes()
    assert all(found(body, CANARIES) == [] for body in bodies)
    assert found(log, CANARIES) == []
    assert left_in(service.folder / "tmp") == []
    names = [path for path in service.folder.rglob("*") if found(path.as_posix().encode(), CANARIES)]
    assert names == []
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in service.folder.rglob("*")}
    assert modes == {0}


def _asked(service: Running, campaign: str) -> Iterator[bytes]:
    """What the pages and the interface say of the campaign."""
    for path in (
        "/", f"/campaigns/{campaign}", f"/campaigns/{campaign}/check", "/api/v1/campaigns",
        f"/api/v1/campaigns/{campaign}", f"/api/v1/campaigns/{campaign}/check",
        f"/api/v1/campaigns/{campaign}/progress", "/nothing", "/openapi.json",
    ):  # fmt: skip
        yield service.ask("GET", path).body
