"""The judge of printed certificates: what is right is let out, whatever it is written with; what is spoilt is not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from certificates.award_campaigns import award_campaign, checked, winner
from certificates.spoiling import SPOILERS, spoilt
from support.own_fields import FIELDS

from generator.campaign.errors import DataError, Place, Problem
from generator.campaign.records import Campaign
from generator.checks.printing import missing_glyphs
from generator.checks.values.characters import WrongValueError, characters
from generator.composing.certificates import winners_file
from generator.reading.raw import Raw
from generator.rendering import formats
from generator.rendering.pdf.press import Press
from generator.rendering.proofreading import proofread
from generator.rendering.sheets.paragraphs import certificate_words

TEMPLATE = proofread.TEMPLATE
NAME = next(field for field in FIELDS.application if field.key == "name")
IN_A_NAME = 40
# Where readers of PDFs are known to err: signs, marks, forms of compatibility, radicals.
DIFFICULT = (*range(0x20, 0x3400), *range(0xA700, 0xA720), *range(0xF900, 0x10000), *range(0x2F800, 0x2FA20))


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return checked(award_campaign(tmp_path_factory.mktemp("awards") / "campaign"))


def certificates(campaign: Campaign, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Contexts of files of at most a hundred certificates for projects of these names."""
    all_names = list(names)
    for start in range(0, len(all_names), 100):
        named = [
            winner(campaign.applications[0], serial).model_copy(update={"name": name})
            for serial, name in enumerate(all_names[start : start + 100], start=1)
        ]
        yield winners_file(campaign.model_copy(update={"applications": tuple(named)}))


def refusals(campaign: Campaign, names: Iterable[str], reference: bool = False) -> list[Problem]:
    """What the judge says of certificates for projects of these names."""
    found: list[Problem] = []
    for context in certificates(campaign, names):
        press = Press(reference=reference)
        try:
            formats.render(TEMPLATE, [context], folders=(), modified=campaign.settings.issued_on, press=press)
        except DataError as refused:
            found += refused.problems
    return found


# ---- all characters that the checks accept


def accepted(codes: Iterable[int]) -> list[str]:
    """Texts of a character, or of a letter and a mark, that pass the checks of a project's name."""
    here, texts = Place("applications.xlsx"), []
    for char in map(chr, codes):
        text = f"国{char}" if unicodedata.category(char).startswith("M") else char
        try:
            if characters(Raw(text, here), NAME, []) != text:
                continue
        except WrongValueError:
            continue
        if not list(missing_glyphs(text, here, NAME.label)):
            texts.append(text)
    return sorted(texts, key=lambda text: (len(text), text))  # those that need a shaping engine in few files


def names_of(texts: list[str]) -> list[str]:
    return ["".join(texts[start : start + IN_A_NAME]) for start in range(0, len(texts), IN_A_NAME)]


def test_a_sample_of_the_accepted_characters_is_let_out(campaign: Campaign) -> None:
    chance = Random(14)
    difficult = accepted(chance.sample(DIFFICULT, 1500))
    others = accepted(chance.sample(range(0x3400, 0x33480), 1500))
    assert len(difficult) > 400
    assert len(others) > 300
    assert not refusals(campaign, names_of(difficult + others))


@pytest.mark.long
def test_all_accepted_characters_are_let_out(campaign: Campaign) -> None:
    texts = accepted(code for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000)
    assert len(texts) > 20_000
    assert not refusals(campaign, names_of(texts))


@pytest.mark.long
def test_all_accepted_characters_are_let_out_where_a_shaping_engine_sets_them(campaign: Campaign) -> None:
    texts = accepted(code for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000)
    assert not refusals(campaign, names_of(texts), reference=True)


def at_line_ends(context: dict[str, Any]) -> set[str]:
    groups = (group for one in context["certificates"] for group in certificate_words(one))
    return {line.text[-1] for group in groups for line in group.lines if line.text}


def ending_a_line(texts: list[str]) -> list[str]:
    """Names that bring each text to the end of a line, whether it is wide or narrow."""
    filler = "对中夹具研制与推广应用之一种新型装置快速"
    return [f"{filler[:count]}{text * 8}甲" for text in texts for count in (9, 10)]


def test_difficult_characters_are_let_out_at_the_ends_of_lines(campaign: Campaign) -> None:
    known = ("-", "‐", "‑", "−", "–", "—", "¯", "―", "▪", "∣", "⾼", "X-r", "n-l", "\u00b7", "é", "ﬁ")
    texts = [*known, *accepted(Random(7).sample(DIFFICULT, 200))]
    names = ending_a_line(texts)
    ends = {end for context in certificates(campaign, names) for end in at_line_ends(context)}
    assert len(ends & set(texts)) > len(texts) // 3
    assert not refusals(campaign, names)


@pytest.mark.long
def test_all_difficult_characters_are_let_out_at_the_ends_of_lines(campaign: Campaign) -> None:
    assert not refusals(campaign, ending_a_line(accepted(DIFFICULT)))


# ---- invented names

LATIN = ("PLC", "MES", "ERP", "X-ray", "CT", "high-speed", "in-line", "AGV", "e-mail", "5G", "Wi-Fi", "T型", "Ⅱ型")
WORDS = ("焊装", "检测", "夹具", "装置", "在线", "离线", "一体化", "低温", "启动", "机器人", "高压", "⾼速", "安全")
SIGNS = tuple("-−‑–—~～·•/+±×℃φΦ#、（）“”《》&<'¯∣▪")


def invented(chance: Random) -> str:
    pieces = []
    while len("".join(pieces)) < chance.randrange(6, 60):
        pieces.append(
            chance.choice(
                (chance.choice(WORDS), chance.choice(LATIN), chance.choice(SIGNS), str(chance.randrange(2000)))
            )
        )
    return "".join(pieces)[:60]


def test_a_thousand_invented_names_with_hyphens_signs_and_latin_words_are_let_out(campaign: Campaign) -> None:
    chance = Random(2023)
    names = [invented(chance) for _ in range(1000)]
    assert sum("-" in name for name in names) > 300
    assert not refusals(campaign, names)


# ---- one glyph of two characters, accents


def test_two_characters_of_one_glyph_in_one_file_are_both_let_out(campaign: Campaign) -> None:
    assert not refusals(campaign, ["高压夹具", "⾼速夹具", "•夹具·", "⋯夹具…", "樂樂樂"])


def test_accents_are_let_out_composed_or_not_in_whichever_order(campaign: Campaign) -> None:
    names = [
        "é夹具",
        "e\u0301夹具",
        "a\u0308\u0323夹具",
        "a\u0323\u0308夹具",
        "u\u0308\u0304夹具",
        "か\u3099夹具",
        "葛\U000e0100夹具",
    ]
    assert not refusals(campaign, names)


@pytest.mark.parametrize(
    ("said", "shown"), [("高压夹具", "⾼速夹具"), ("樂队夹具", "率队夹具"), ("e\u0301夹具", "e\u0300夹具")]
)
def test_characters_of_different_shape_are_not_taken_for_each_other(campaign: Campaign, said: str, shown: str) -> None:
    (context,) = certificates(campaign, [shown])
    (wanted,) = certificates(campaign, [said])
    with pytest.raises(DataError):
        proofread.require_equal(Press().render(TEMPLATE, context), wanted)


# ---- spoilt pages

SPOILT = [(name, seed) for name in SPOILERS for seed in range(-(-100 // len(SPOILERS)))][:100]


@pytest.fixture(scope="module")
def printed(campaign: Campaign) -> tuple[dict[str, Any], bytes]:
    context = winners_file(campaign)
    some = {**context, "certificates": context["certificates"][::9]}
    return some, Press().render(TEMPLATE, some)


def blamed(content: bytes, context: dict[str, Any]) -> list[str]:
    try:
        proofread.require_equal(content, context)
    except DataError as refused:
        return [problem.place.file for problem in refused.problems]
    return []


def test_there_are_a_hundred_ways_to_spoil_a_page() -> None:
    assert len(SPOILT) == 100


@pytest.mark.parametrize(("name", "seed"), SPOILT)
def test_a_spoilt_page_is_refused_and_no_other_is_blamed(
    printed: tuple[dict[str, Any], bytes], name: str, seed: int
) -> None:
    context, content = printed
    place = Random(seed).randrange(len(context["certificates"]))
    assert blamed(content, context) == []
    assert blamed(spoilt(content, name, place, seed), context) == [context["certificates"][place]["number"]]


@pytest.mark.parametrize("name", sorted(SPOILERS.keys() - {"the_number_of_another", "the_page_of_another"}))
def test_a_certificate_alone_in_its_file_is_judged_as_strictly(campaign: Campaign, name: str) -> None:
    (context,) = certificates(campaign, ["铣床主轴X-ray检测装置，−20℃低温启动夹具研制与推广"])
    assert blamed(spoilt(Press().render(TEMPLATE, context), name, 0, 1), context) == [
        context["certificates"][0]["number"]
    ]


def test_the_message_quotes_what_was_wanted_and_what_was_read(printed: tuple[dict[str, Any], bytes]) -> None:
    context, content = printed
    other = [dict(one) for one in context["certificates"]]
    other[1]["recipients"] = other[1]["recipients"].replace("欧阳建国", "欧阳建业")
    with pytest.raises(DataError) as refused:
        proofread.require_equal(content, {**context, "certificates": other})
    (problem,) = refused.value.problems
    assert problem.field == "称呼"
    assert "应为“欧阳建业" in problem.message
    assert "却是“欧阳建国" in problem.message
    assert "templates" not in problem.fix


def test_a_page_without_the_project_is_refused_even_if_the_wording_lost_it_too(campaign: Campaign) -> None:
    lost = campaign.model_copy(
        update={
            "certificate": campaign.certificate.model_copy(
                update={"body": "你们完成的《｛｛ 项目名称 ｝｝》项目获奖。"}
            )
        }
    )
    problems = refusals(lost, ["立式铣床夹具"])
    assert [problem.message for problem in problems] == ["印出的文字与数据不一致：没有印出“立式铣床夹具”。"]


def test_a_template_of_the_campaigns_own_is_named_only_where_it_differs_from_the_programs(
    campaign: Campaign, printed: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    context, content = printed
    own = tmp_path / "certificate/certificate.html"
    own.parent.mkdir()
    own.write_bytes(Path("templates", TEMPLATE).read_bytes())
    broken = spoilt(content, "a_character_dropped", 0, 0)
    for text, is_named in ((own.read_text(encoding="utf-8"), False), ("<p>其他</p>", True)):
        own.write_text(text, encoding="utf-8")
        proofread._changed_files.cache_clear()
        with pytest.raises(DataError) as refused:
            proofread.require_equal(broken, context, (tmp_path,))
        assert ["certificate.html" in problem.fix for problem in refused.value.problems] == [is_named]


def test_words_that_a_template_of_the_campaigns_own_adds_are_its_own_affair(
    campaign: Campaign, printed: tuple[dict[str, Any], bytes], tmp_path: Path
) -> None:
    context, _ = printed
    own = tmp_path / TEMPLATE
    own.parent.mkdir()
    text = Path("templates", TEMPLATE).read_text(encoding="utf-8")
    shown = "存根 {{ one.number }} {{ '一等' if '一等' in one.body else '其他' }}"
    added = f'<div style="position:absolute;top:20mm">{shown}</div>'
    own.write_text(text.replace("</section>", f"{added}</section>"), encoding="utf-8")
    content = Press((tmp_path,)).render(TEMPLATE, context)
    proofread.require_equal(content, context, (tmp_path,))
    assert blamed(content, context) == [one["number"] for one in context["certificates"]]
    first = context["certificates"][0]["number"]
    own.write_text(text.replace("</section>", f"<p>{first}</p></section>"), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        proofread.require_equal(Press((tmp_path,)).render(TEMPLATE, context), context, (tmp_path,))
    assert len(refused.value.problems) == len(context["certificates"]) - 1


def test_shapes_are_compared_anew_where_what_was_kept_is_damaged(
    printed: tuple[dict[str, Any], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.rendering.proofreading import installed_shapes

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    context, content = printed
    for _ in range(2):
        installed_shapes.installed_fonts.cache_clear()
        proofread.require_equal(content, context)
        files = list((tmp_path / "wuxiao/shapes").iterdir())
        assert files
        for file in files:
            file.write_bytes(file.read_bytes()[:-1])
    installed_shapes.installed_fonts.cache_clear()
    broken = spoilt(content, "two_shapes_exchanged", 0, 0)
    assert blamed(broken, context) == [context["certificates"][0]["number"]]
