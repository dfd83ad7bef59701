"""The proof sheet beside the data, and the check that no certificate leaves that says otherwise than its row."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from certificates.award_campaigns import award_campaign, checked
from support.texts import bare

from generator.campaign.errors import DataError
from generator.campaign.records import Campaign
from generator.composing.certificates import proof, winners_file
from generator.interfaces.cli import run
from generator.rendering import formats
from generator.rendering.pdf.press import Press
from generator.rendering.proofreading import proof as sheets
from generator.rendering.proofreading import proofread

TEMPLATE = proofread.TEMPLATE


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return checked(award_campaign(tmp_path_factory.mktemp("awards") / "campaign"))


@pytest.fixture(scope="module")
def printed(campaign: Campaign) -> tuple[dict[str, Any], bytes]:
    context = winners_file(campaign)
    return context, Press().render(TEMPLATE, context)


# ---- a hundred certificates


def test_a_hundred_winners_have_a_hundred_pages_in_order_each_saying_what_its_row_says(
    campaign: Campaign, printed: tuple[dict[str, Any], bytes]
) -> None:
    with pdfplumber.open(io.BytesIO(printed[1])) as made:
        texts = [bare(page.extract_text()) for page in made.pages]
    assert len(texts) == 100
    for serial, (text, winner) in enumerate(zip(texts, campaign.winners, strict=True), start=1):
        number = bare(f"赣工五小证字〔2023〕第{serial:03d}号")
        assert [number in other for other in texts].count(True) == 1
        assert winner.award
        for said in (number, f"《{winner.name}》", winner.award.tier, "、".join(winner.people) + "同志："):
            assert bare(said) in text, serial
    lengths = [len(winner.name) for winner in campaign.winners]
    assert (min(lengths), max(lengths)) == (4, 60)


def test_the_printed_file_is_let_out(printed: tuple[dict[str, Any], bytes]) -> None:
    proofread.require_equal(printed[1], printed[0])


# ---- a spoilt one is found


def spoilt_numbers(content: bytes, context: dict[str, Any]) -> list[str]:
    with pytest.raises(DataError) as refused:
        proofread.require_equal(content, context)
    assert {problem.code for problem in refused.value.problems} == {"certificate-text"}
    return [problem.place.file for problem in refused.value.problems]


def edited(content: bytes, spoil: Any) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as made:
        spoil(made)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def test_two_pages_that_changed_places_are_found(printed: tuple[dict[str, Any], bytes]) -> None:
    context, content = printed

    def swap(made: pikepdf.Pdf) -> None:
        first = made.pages[16].obj.Contents
        made.pages[16].obj.Contents = made.pages[41].obj.Contents
        made.pages[41].obj.Contents = first

    numbers = [context["certificates"][place]["number"] for place in (16, 41)]
    assert spoilt_numbers(edited(content, swap), context) == numbers


def test_a_wrong_name_and_a_doubled_line_are_found(printed: tuple[dict[str, Any], bytes]) -> None:
    context, content = printed
    other = [dict(one) for one in context["certificates"]]
    other[7]["recipients"] = other[7]["recipients"].replace("欧阳建国", "欧阳建业")
    assert spoilt_numbers(content, {"certificates": other}) == [other[7]["number"]]

    def double(made: pikepdf.Pdf) -> None:
        made.pages[2].obj.Contents.append(made.pages[2].obj.Contents[-1])

    assert spoilt_numbers(edited(content, double), context) == [context["certificates"][2]["number"]]


def test_a_page_too_few_is_found(printed: tuple[dict[str, Any], bytes]) -> None:
    context, content = printed

    def drop(made: pikepdf.Pdf) -> None:
        del made.pages[50]

    assert spoilt_numbers(edited(content, drop), context) == ["证书"]


def test_a_template_that_loses_words_stops_the_build_and_nothing_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = award_campaign(tmp_path / "campaign")
    own = folder / "templates/certificate/certificate.html"
    own.parent.mkdir(parents=True)
    text = Path("templates/certificate/certificate.html").read_text(encoding="utf-8")
    own.write_text(text.replace("{{ one.number }}", "第001号"), encoding="utf-8")
    arguments = ["build", str(folder), "--out", str(tmp_path / "out"), "--only", "certificate", "--format", "pdf"]
    assert run([*arguments, "--number", "17", "--jobs", "1"]) == 3
    assert "第017号" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# ---- the proof sheet


def test_the_proof_shows_twelve_to_a_page_beside_number_tier_name_people_and_unit(campaign: Campaign) -> None:
    context = proof(campaign)
    (content,) = formats.render(sheets.TEMPLATE, [context], folders=(), modified=campaign.settings.issued_on)
    with pdfplumber.open(io.BytesIO(content)) as made:
        assert len(made.pages) == 9  # 100 winners and an organisation award
        for number, page in enumerate(made.pages):
            assert (round(page.width), round(page.height)) == (595, 842)
            rows = context["rows"][number * 12 : number * 12 + 12]
            for place, row in enumerate(rows):
                left, top = sheets._corner_mm(place)
                beside = (left + sheets.WIDTH_MM, top - 0.5, left + sheets.ACROSS_MM, top + sheets.HEIGHT_MM + 0.5)
                inside = (left, top, left + sheets.WIDTH_MM, top + sheets.HEIGHT_MM)
                said = bare(page.crop([edge * 72 / 25.4 for edge in beside]).extract_text())
                assert said == bare("".join(row[key] for key in ("number", "tier", "name", "people", "unit")))
                picture = bare(page.crop([edge * 72 / 25.4 for edge in inside]).extract_text())
                assert bare(row["number"]) in picture
                assert bare(row["name"] or row["unit"]) in picture
            assert "校对人（签字）" in bare(page.extract_text())


def test_the_pictures_share_the_border(campaign: Campaign) -> None:
    (content,) = formats.render(sheets.TEMPLATE, [proof(campaign)], folders=(), modified=campaign.settings.issued_on)
    with pikepdf.open(io.BytesIO(content)) as made:
        forms = {form.objgen for page in made.pages for form in page.resources.XObject.values()}
    assert 101 < len(forms) <= 104  # a text for each, and a border for each kind


def test_the_proof_and_the_register_come_with_all_certificates_but_not_with_a_reprint(tmp_path: Path) -> None:
    folder = award_campaign(tmp_path / "campaign", {"证书套打": "是"})
    arguments = ["build", str(folder), "--only", "certificate", "--format", "pdf,xlsx", "--jobs", "1", "--out"]
    assert run([*arguments, str(tmp_path / "all")]) == 0
    assert run([*arguments, str(tmp_path / "some"), "--number", "17、42,组1"]) == 0
    listed = {
        name: sorted(file["path"].removeprefix("05-证书/") for file in json.loads(path.read_text())["files"])
        for name in ("all", "some")
        for path in [tmp_path / name / "manifest.json"]
    }
    assert {"证书校样.pdf", "发证登记表.xlsx", "套打校准页.pdf", "荣誉证书（全部）.pdf"} < set(listed["all"])
    assert len(listed["all"]) == 105
    assert [name[:4] for name in listed["some"]] == ["单张/0", "单张/0", "套打校准", "组织奖证", "荣誉证书"]


def test_reprinted_certificates_are_those_of_the_whole_file(tmp_path: Path) -> None:
    campaign = checked(award_campaign(tmp_path / "campaign"))
    some = winners_file(campaign, frozenset({"17", "42"}))["certificates"]
    assert some == [winners_file(campaign)["certificates"][place] for place in (16, 41)]


def test_a_reprint_needs_its_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = award_campaign(tmp_path / "campaign")
    assert run(["build", str(folder), "--out", str(tmp_path / "out"), "--number", "17"]) == 2
    assert "--only certificate" in capsys.readouterr().err
