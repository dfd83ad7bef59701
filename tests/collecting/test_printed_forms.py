"""Forms that come as PDF are read by their rules and characters; what a page does not tell for sure is asked."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import EXAMPLE, ROOT
from PIL import Image, ImageDraw
from support.measured import Measured
from support.offices import saved_anew
from support.pile import Pile, as_entered, campaign_in, form1, form2

from collecting.test_returned_sets import SETS, UNSEEN, compared
from generator.campaign.records import Campaign
from generator.collecting.files.incoming import incoming
from generator.collecting.files.opened import OPENED
from generator.collecting.files.opened_pdf import answered
from generator.collecting.found import SCAN, State
from generator.collecting.printed.glyphs import UNKNOWN, Glyph, _meaning
from generator.collecting.printed.lines import lines_of, paragraphs
from generator.collecting.values.papers import Paper, papers_in
from generator.interfaces.cli import run
from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.returned.marks import marks_of
from generator.reading.word_tables.texts import MAYBE_BLANK

# A field of the day of printing: the page says another day than the file.
PRINTED_OTHERWISE = {("赣州市总工会.zip/04-赣州-萃取槽.docx", "申报时间")}


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return campaign_in(ROOT / "data_examples/minimal")


@pytest.fixture(scope="module")
def printed(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The form of the minimal campaign, filled in by us and printed by LibreOffice."""
    folder = tmp_path_factory.mktemp("printed")
    (folder / "form.docx").write_bytes(form1(campaign, campaign.applications[0]))
    saved_anew("pdf", [folder / "form.docx"], folder, folder / "profile")
    return (folder / "form.pdf").read_bytes()


def read(content: bytes, campaign: Campaign) -> list[Paper]:
    known = marks_of(campaign.settings.schema.forms.values(), synonyms_of([ROOT / "templates"])[0])
    value, _ = answered({"known": [asdict(one) for one in known], "name": "a.pdf"}, content)
    return list(papers_in(OPENED.validate_python(value), "a.pdf", campaign.settings))


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_printed_form_says_what_was_entered(printed: bytes, campaign: Campaign) -> None:
    (paper,), (one,) = read(printed, campaign), campaign.applications
    fields = {of.key: of for of in campaign.settings.schema.fields.application}
    wrong = {
        key: value.text
        for key, value in paper.values.items()
        if "".join(value.text.split()) != "".join(as_entered(one.value(key), fields[key]).split())
    }
    assert wrong == {}
    assert [person["name"].text for person in paper.completers] == [other.name for other in one.completers]


def test_what_rests_on_the_places_of_characters_is_told(printed: bytes, campaign: Campaign) -> None:
    (paper,) = read(printed, campaign)
    assert paper.values["benefit"].state is State.NORMALISED
    assert paper.values["lead_name"].state is State.READ


def note_upon(pdf: pikepdf.Pdf) -> None:
    """A reader's note upon the project's name on the second page."""
    page = pdf.pages[1]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[190, 670, 250, 695], Contents="改为：另一个名称"
    )
    page.Annots = pdf.make_indirect([pdf.make_indirect(note)])


def test_a_value_with_a_note_upon_it_is_asked(printed: bytes, campaign: Campaign) -> None:
    (paper,) = read(changed(printed, note_upon), campaign)
    assert [key for key in ("name", "lead_name", "unit") if paper.values[key].state is State.ASK] == ["name"]


def invisible(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.contents_add(b"3 Tr", prepend=True)


def test_text_that_does_not_show_is_not_read(printed: bytes, campaign: Campaign) -> None:
    assert read(changed(printed, invisible), campaign) == []


def test_a_scan_is_named_with_the_remedy(tmp_path: Path, campaign: Campaign) -> None:
    (tmp_path / "pile").mkdir()
    pile = Pile(campaign, tmp_path / "pile", tmp_path / "out")
    pile.put("一.docx", form1(campaign, campaign.applications[0]))
    paper = Image.new("L", (620, 877), 255)
    ImageDraw.Draw(paper).rectangle((60, 60, 560, 800), outline=0)
    for name in ("申报表（盖章）.pdf", "丙/0001.pdf"):
        paper.save(pile.put(name, b""), "PDF", resolution=75)
    found = pile.collected()
    (note,) = (one for one in found.files if one.file == "申报表（盖章）.pdf")
    assert note.kind == SCAN
    assert "电子版" in note.message
    (question,) = (one for one in found.questions if one.field == "附件")
    assert "扫描" in question.understood


def test_of_a_form_in_word_and_as_pdf_word_counts(printed: bytes, tmp_path: Path, campaign: Campaign) -> None:
    (tmp_path / "pile").mkdir()
    pile = Pile(campaign, tmp_path / "pile", tmp_path / "out")
    one = campaign.applications[0]
    pile.put("表.pdf", printed)
    pile.put("表.docx", form1(campaign, one))
    pile.put("汇总表.xlsx", form2(campaign, one.recommender, "xlsx", [one]))
    found = pile.collected()
    assert found.questions == ()
    assert found.projects[0].values["benefit"].spot.file == "表.docx"


# ---- characters, lines, paragraphs


@pytest.mark.parametrize(
    ("text", "font", "meant"),
    [
        ("⼯", "AAAAAA+SimSun", "工"),
        ("⻓", "AAAAAA+SimSun", "长"),
        ("ﬁ", "Times", "fi"),
        ("\xfe", "BCDEEE+Wingdings-Regular", "☑"),
        ("R", "BCDEEE+Wingdings2", "☑"),
        ("\uf0a8", "BCDEEE+Wingdings", "□"),
        ("(cid:12)", "AAAAAA+SimSun", UNKNOWN),
        ("\ue123", "AAAAAA+SimSun", UNKNOWN),
        ("⺈", "AAAAAA+SimSun", UNKNOWN),
        ("R", "Times", "R"),
    ],
)
def test_a_character_is_what_it_means_or_unknown(text: str, font: str, meant: str) -> None:
    assert _meaning(text, font) == meant


def typed(*lines: str, at: float = 10.0) -> list[Glyph]:
    """Lines of characters of 10 pt, those of English half as wide."""
    made = []
    for row, line in enumerate(lines):
        left = at
        for char in line:
            width = 5.0 if char.isascii() else 10.0
            down = 20.0 + 15 * row
            made.append(Glyph(char, left, left + width, down - 9, down + 1, down, 10.0))
            left += width
    return made


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("某某机械制造有限公司第一", "车间"), "某某机械制造有限公司第一车间"),
        (("某某机械厂", "车间"), "某某机械厂\n车间"),
        (("某某机械制造有限公司SMT ", "placement"), "某某机械制造有限公司SMT placement"),
        (("某某机械制造有限公司SMT", "placement"), f"某某机械制造有限公司SMT{MAYBE_BLANK}placement"),
        (("某某机械制造有限公司第一", "2.技术原理"), "某某机械制造有限公司第一\n2.技术原理"),
        (("某某机械制造有限公司节约", "2.5万元"), "某某机械制造有限公司节约2.5万元"),
    ],
)
def test_lines_are_joined_where_the_first_had_no_room(lines: tuple[str, ...], text: str) -> None:
    found = paragraphs(lines_of(typed(*lines)), 4.6, 136)
    assert "\n".join(line.text for line in found) == text


def test_a_small_raised_character_is_one_of_unicode() -> None:
    raised = Glyph("2", 20.0, 23.0, 10, 16, 15.5, 6.0)
    assert lines_of([*typed("m"), raised])[0].text == "m²"


# ---- whole sets


def as_pdf(parts: tuple[str, ...], folder: Path, tmp_path: Path) -> Path:
    """The pile of a set, every Word file printed by LibreOffice."""
    pile, work = tmp_path / "pile", tmp_path / "work"
    for one in (tmp_path / "unpacked", work):
        one.mkdir()
    printed = dict[str, Path]()
    files = [one for part in parts for one in _files(folder, part, tmp_path / "unpacked")]
    for number, (file, content, ending) in enumerate(files):
        is_word = ending in (".docx", ".doc")
        target = work / f"{number}{ending}" if is_word else pile / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if is_word:
            printed[target.stem] = (pile / file).with_suffix(".pdf")
    saved_anew("pdf", sorted(work.iterdir()), tmp_path / "printed", tmp_path / "profile")
    for stem, target in printed.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "printed" / f"{stem}.pdf").replace(target)
    return pile


def _files(folder: Path, part: str, unpacked: Path) -> list[tuple[str, bytes, str]]:
    """Name, bytes and ending of the files of a part, those of zips too, whatever else lies beside it."""
    own = unpacked / part.replace(".", "-")
    own.mkdir()
    found = incoming(folder, own)
    return [(one.name, one.content(), one.ending) for one in found if one.name.split("/")[0] == part]


def verdicts(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """How many values of the set's printed forms are right but for blanks, and asked; none may be wrong."""
    folder, parts, _ = SETS[name]
    pile = as_pdf(parts, folder, tmp_path)
    run(["collect", str(pile), "--out", str(tmp_path / "out"), str(EXAMPLE), "--json"])
    answer = json.loads(capsys.readouterr().out)
    answer["projects"] = [one for one in answer["projects"] if any(of_pdf(value) for value in one["values"].values())]
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    found = list(compared(without_blanks(answer), without_blanks(truth)))
    assert {(file, label) for file, label, one in found if one == "wrong"} <= UNSEEN | PRINTED_OTHERWISE
    return Counter(one for _, _, one in found)


def of_pdf(value: Any) -> bool:
    return (value["file"] or "").endswith(".pdf")


def without_blanks(told: Any) -> Any:
    """The same without blanks in its texts but names of files: where a line ends in a PDF they cannot be told."""
    if isinstance(told, dict):
        return {key: one if key == "file" else without_blanks(one) for key, one in told.items()}
    if isinstance(told, list):
        return [without_blanks(one) for one in told]
    return "".join(told.split()) if isinstance(told, str) else told


def test_printed_forms_of_others_are_read_or_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = verdicts("blind", tmp_path, capsys)
    assert counts["right"] > 0.9 * counts.total() > 1_000


@pytest.mark.long
def test_printed_forms_of_the_examples_are_read_or_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], measured: Measured
) -> None:
    counts = verdicts("returned", tmp_path, capsys)
    assert counts["right"] > 0.85 * counts.total() > 1_000
    measured("values of forms printed as PDF by LibreOffice, right", counts["right"], "values")
    measured("values of forms printed as PDF by LibreOffice, asked", counts["asked"], "values")
