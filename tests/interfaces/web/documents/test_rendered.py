"""What a program gets for its records are the bytes that a build of the same data makes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import MINIMAL
from support.sent_records import Values, files_in, record_in, rendered
from support.services import Running, files_of
from support.small_campaign import write_small_campaign

from generator.campaign.layout import starter_folder
from generator.composing.codes import new_keys
from generator.interfaces.web.documents import making
from generator.interfaces.web.documents.orders import RenderOrder
from generator.pipeline import build
from generator.running.options import Options

SUMMARY = {"申报单位": "南昌市总工会", "工作总结": "今年组织职工开展了技术革新。\n已推广到六个车间。"}
FORMATS = {
    "form1": ("docx", "pdf"),
    "intro": ("docx", "pdf"),
    "form2": ("docx", "pdf", "xlsx"),
    "certificate": ("docx", "pdf"),
    "summary": ("docx", "pdf"),
    "notice": ("docx", "pdf"),
    "bulletin": ("docx", "pdf", "xlsx"),
}
NAMES = {  # of the file in the output, by what begins its path
    "form1": "03-申报表/南昌市总工会/NC-001-*",
    "intro": "08-介绍材料/南昌市总工会/NC-001-*",
    "form2": "04-汇总表/南昌市总工会-*",
    "certificate": "05-证书/单张/001-*",
    "summary": "09-工作总结/南昌市总工会-*",
    "notice": "01-通知/*",
    "bulletin": "06-通报/*",
}


@pytest.fixture(scope="module")
def awarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign with winners and a work summary."""
    folder = write_small_campaign(tmp_path_factory.mktemp("awarded") / "small", 3)
    (folder / "summaries").mkdir()
    lines = "".join(f"  {line}\n" for line in SUMMARY["工作总结"].split("\n"))
    (folder / "summaries" / "南昌.yaml").write_text(f"申报单位: 南昌市总工会\n工作总结: |\n{lines}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(awarded: Path) -> Path:
    """What the command line makes of it."""
    out = awarded.with_name("out")
    build(Options(awarded, out, frozenset(FORMATS)))
    return out


@pytest.fixture(scope="module")
def uploaded(service: Running, awarded: Path) -> str:
    """The campaign in the service, without anything that the records say."""
    files = {name: content for name, content in files_of(awarded).items() if "/applications/" not in name}
    return str(service.upload(files).json["id"])


@pytest.fixture(scope="module")
def records(awarded: Path) -> list[Values]:
    return [record_in(file) for file in sorted((awarded / "applications").iterdir())]


def _order(kind: str, records: list[Values]) -> Values:
    if kind == "summary":
        return {"record": SUMMARY, "records": records[:1]}
    return {
        "form2": {"records": records[:1]},
        "bulletin": {"records": records},
        "notice": {},
    }.get(kind, {"record": records[0]})


@pytest.mark.parametrize("kind", FORMATS)
def test_each_document_has_the_bytes_of_a_build(
    kind: str, service: Running, uploaded: str, built: Path, records: list[Values]
) -> None:
    expected = {path.suffix[1:]: path for path in built.glob(f"{NAMES[kind]}.*")}
    if kind == "bulletin":
        expected["xlsx"] = next((built / "06-通报").glob("*获奖名单.xlsx"))
        assert len(list((built / "06-通报").iterdir())) == 3
    assert set(expected) == set(FORMATS[kind])
    for output in FORMATS[kind]:
        answer = rendered(service, kind, campaign=uploaded, format=output, **_order(kind, records))
        assert answer.status == 200, answer
        assert answer.body == expected[output].read_bytes(), output
        assert unquote(answer.headers["content-disposition"]).endswith(f"''{expected[output].name}")


def test_several_formats_come_in_one_archive(
    service: Running, uploaded: str, built: Path, records: list[Values]
) -> None:
    answer = rendered(service, "form1", campaign=uploaded, record=records[0], format=["docx", "pdf", "docx"])
    assert answer.headers["content-type"] == "application/zip"
    expected = {path.name: path.read_bytes() for path in built.glob(f"{NAMES['form1']}.*")}
    assert files_in(answer.body) == expected
    again = rendered(service, "form1", campaign=uploaded, record=records[0], format=["docx", "pdf"])
    assert again.body == answer.body


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of the program's own settings, but for one of them, with one application."""
    folder = tmp_path_factory.mktemp("started") / "own"
    (folder / "applications").mkdir(parents=True)
    for name in ("campaign.yaml", "notice.yaml"):
        (folder / name).write_bytes((starter_folder() / name).read_bytes())
    (folder / "applications" / "NC-001.yaml").write_bytes((MINIMAL / "applications" / "NC-001.yaml").read_bytes())
    return folder


def test_without_a_campaign_the_programs_own_settings_hold(service: Running, started: Path, tmp_path: Path) -> None:
    build(Options(started, tmp_path / "out", frozenset({"form1"})))
    record = record_in(started / "applications" / "NC-001.yaml")
    for path in tmp_path.glob("out/03-申报表/*/*"):
        answer = rendered(service, "form1", record=record, format=path.suffix[1:])
        assert answer.body == path.read_bytes()


def test_single_settings_can_be_others(service: Running, started: Path, tmp_path: Path) -> None:
    text = (started / "campaign.yaml").read_text(encoding="utf-8")
    folder = started.with_name("changed")
    (folder / "applications").mkdir(parents=True)
    (folder / "notice.yaml").write_bytes((started / "notice.yaml").read_bytes())
    first = (started / "applications" / "NC-001.yaml").read_text(encoding="utf-8")
    (folder / "applications" / "NC-001.yaml").write_text(first, encoding="utf-8")
    (folder / "campaign.yaml").write_text(text.replace("成文日期: 2023年7月20日", "成文日期: 2023-07-21"), "utf-8")
    build(Options(folder, tmp_path / "out", frozenset({"form1"}), frozenset({"docx"})))
    (made,) = tmp_path.glob("out/03-申报表/*/*")
    record = record_in(folder / "applications" / "NC-001.yaml")
    usual = rendered(service, "form1", record=record, format="docx")
    other = rendered(service, "form1", record=record, format="docx", settings={"成文日期": "2023-07-21"})
    by_key = rendered(service, "form1", record=record, format="docx", settings={"issued_on": "2023-07-21"})
    assert usual.body != made.read_bytes() == other.body == by_key.body


def test_json_types_say_what_a_clerk_would_write(service: Running, started: Path) -> None:
    texts = record_in(started / "applications" / "NC-001.yaml")
    typed = {
        **texts,
        "是否非公": texts["是否非公"] == "是",
        "专利形式": ["实用新型专利"],
        "附件": [],
        "介绍材料": None,
        "其他完成人": [{**one} for one in texts["其他完成人"]],
        "评选结果": {"等次": "一等优秀成果", "证书序号": 1},
    }
    as_text = {**texts, "评选结果": {"等次": "一等优秀成果", "证书序号": "1"}}
    for kind in ("form1", "certificate"):
        made = rendered(service, kind, record=typed, format="docx")
        assert made.status == 200, made
        assert made.body == rendered(service, kind, record=as_text, format="docx").body


def test_files_that_a_record_names_are_not_looked_for(service: Running, started: Path) -> None:
    record = record_in(started / "applications" / "NC-001.yaml")
    named = {**record, "附件": ["没有这个文件.pdf"], "介绍材料": "也没有.pdf"}
    for kind in ("form1", "intro"):
        made = rendered(service, kind, record=named, format="docx")
        assert made.status == 200, made
        assert made.body == rendered(service, kind, record=record, format="docx").body


@pytest.mark.parametrize("is_allowed", [True, False])
def test_certificates_are_signed_for_the_office_alone(is_allowed: bool, awarded: Path, tmp_path: Path) -> None:
    key, _ = new_keys(tmp_path)
    signed = Options(awarded, tmp_path / "out", frozenset({"certificate"}), key=key if is_allowed else None)
    build(signed)
    record = record_in(awarded / "applications" / "NC-001.yaml")
    for path in (tmp_path / "out").glob(f"{NAMES['certificate']}.*"):
        order = RenderOrder(record=record, format=path.suffix[1:])  # type: ignore[arg-type]
        (made,) = making.made(order, "certificate", awarded, making.Signing(key, is_allowed))
        assert made.content == path.read_bytes()


def test_a_changed_campaign_changes_what_is_made(service: Running, started: Path) -> None:
    files = files_of(started)
    campaign = str(service.upload(files).json["id"])
    record = record_in(started / "applications" / "NC-001.yaml")
    before = rendered(service, "form1", campaign=campaign, record=record, format="docx")
    name = next(one for one in files if one.endswith("campaign.yaml"))
    changed = files[name].replace("成文日期: 2023年7月20日".encode(), "成文日期: 2023年7月22日".encode())
    assert service.upload({name: changed}, f"/api/v1/campaigns/{campaign}/files").status in (200, 201)
    after = rendered(service, "form1", campaign=campaign, record=record, format="docx")
    assert before.status == after.status == 200
    assert before.body != after.body
