"""Notice and bulletin of campaigns with none, one and many of everything, read as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT
from support.chinese_reading import slips, span, unended

from generator.campaign.layout import starter_folder
from generator.campaign.records import Application, Award, Campaign, OfficialText
from generator.campaign.settings import Recommender, Settings, Tier
from generator.checks.campaign import check_papers_of, check_settings_of
from generator.composing.official import bulletin, winner_list
from generator.composing.wording import official_text, values
from generator.reading.yaml_files.file import read_yaml

NOTICES = (starter_folder() / "notice.yaml", EXAMPLE / "notice.yaml")
BULLETIN = ROOT / "templates" / "bulletin" / "bulletin.yaml"
CITIES = ("南昌", "赣州", "九江", "上饶", "宜春", "吉安", "抚州", "萍乡", "新余", "鹰潭", "景德镇", "赣江新区") * 2
TIERS = [counts for size in range(1, 5) for counts in product((0, 1, 2), repeat=size)]
DAYS = (
    (date(2023, 7, 24), date(2023, 8, 15), date(2023, 8, 31)),
    (date(2023, 8, 1), date(2023, 8, 15), date(2023, 9, 10)),
    (date(2023, 8, 1), date(2023, 8, 15), date(2024, 8, 20)),
    (date(2023, 12, 20), date(2024, 1, 10), date(2024, 1, 31)),
    (date(2023, 8, 15), date(2023, 8, 15), date(2023, 8, 15)),
)
# Slips of the 2023 notice, which the example prints as they were published.
OF_2023 = {"a half-width sign"}
STOPS_IN_2023 = "对获奖成果要加大宣传力度，鼓励企业、职工加大成果转化应用力度，"


@cache
def example() -> Settings:
    found, problems = check_settings_of(EXAMPLE)
    assert found is not None, problems
    return found


def recommenders(groups: int, members: int) -> tuple[Recommender, ...]:
    """So many groups with a quota of their own, of so many members each, and one body without any."""
    bound = [
        Recommender(
            name=f"{CITIES[(group * members + one) % len(CITIES)]}{group}市总工会",
            short_name=CITIES[(group * members + one) % len(CITIES)],
            kind="设区市总工会" if group < 4 else "赣江新区工会",
            quota=30 - group,
        )
        for group in range(groups)
        for one in range(members)
    ]
    return (*bound, Recommender(name="江西省冶金产业工会", short_name="冶金", kind="省产业工会", quota=0))


def tiers(counts: Sequence[int]) -> tuple[Tier, ...]:
    return tuple(Tier(name=f"{name}等优秀成果", count=count) for name, count in zip("一二三四", counts, strict=False))


def winners(of: Sequence[Tier], bodies: int, non_public: bool) -> tuple[Application, ...]:
    """As many applications as there are awards, the first of each tier with book marks of its own in its name."""
    names = iter(range(1, 100))
    return tuple(
        Application.model_construct(
            number=f"{serial}",
            name=f"《安全操作规程》{serial}号编制法" if place == 0 else f"{serial}号夹具",
            unit="某厂",
            lead_name="张三",
            completers=(),
            recommender=f"单位{serial % bodies}",
            non_public=non_public or serial % 3 == 0,
            award=Award(tier=tier.name, serial=serial),
        )
        for tier in of
        for place in range(tier.count)
        for serial in (next(names),)
    )


def text_of(path: Path, settings: Settings, applications: Sequence[Application] = ()) -> OfficialText:
    node, _ = read_yaml(path, path.name)
    assert node is not None
    text, problems = official_text(node, path.name, values(settings, applications), final=True)
    assert text is not None, problems
    assert [one for one in problems if one.code == "wording-odd"] == []
    return text


def paragraphs(text: OfficialText) -> Iterator[str]:
    yield from ("".join(text.title), text.addressee, *text.attachments)
    yield from (block.number + block.lead + block.text for block in text.blocks)


def wrong_in(text: OfficialText, known: frozenset[str] | set[str] = frozenset()) -> list[tuple[str, list[str]]]:
    found = [(one, [slip for slip in slips(one) if slip not in known]) for one in paragraphs(text)]
    stops = [
        (block.text, ["stops"])
        for block in text.blocks
        if block.text and unended(block.text) and not block.text.endswith(STOPS_IN_2023)
        if not block.text.startswith(("申报材料邮寄地址", "联系", "邮箱"))
    ]
    return [(one, these) for one, these in found if these] + stops


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.parent.name)
def test_every_notice_reads_as_sentences(path: Path) -> None:
    known = OF_2023 if path.parent == EXAMPLE else frozenset[str]()
    read = 0
    for groups, members, share, days in product(range(7), range(1, 5), (0, 20), DAYS):
        counts = TIERS[read % len(TIERS)]
        changes = {
            "recommenders": recommenders(groups, members),
            "non_public_share": share,
            "tiers": tiers(counts),
            "recent_years": read % 4,
            **dict(zip(("applications_from", "applications_until", "review_until"), days, strict=True)),
        }
        text = text_of(path, example().model_copy(update=changes))
        assert wrong_in(text, known) == [], changes
        _holds_every_group(text, changes)
        whole = "".join(paragraphs(text))
        assert span(whole, "为申报期") == tuple((day.year, day.month, day.day) for day in days[:2])
        assert span(whole, "为专家评选期") == tuple((day.year, day.month, day.day) for day in days[1:])
        assert ("非公企业成果" in whole) == bool(share)
        read += 1
    assert read == 7 * 4 * 2 * len(DAYS)


def _holds_every_group(text: OfficialText, changes: dict[str, Any]) -> None:
    (section,) = [block.text for block in text.blocks if "积极申报" in block.text and "鼓励非公" in block.text]
    for one in changes["recommenders"]:
        if one.quota:
            assert f"不少于{one.quota}项" in section
            assert one.short_name in section


def test_every_bulletin_reads_as_sentences() -> None:
    read = 0
    for counts, awards, bodies in product(TIERS, (0, 1, 3), (1, 2)):
        settings = example().model_copy(
            update={"tiers": tiers(counts), "organisation_awards": example().recommender_names[:awards]}
        )
        won = winners(settings.tiers, bodies, non_public=bool(read % 2))
        if not won:
            continue  # no bulletin is made where nobody won
        text = text_of(BULLETIN, settings, won)
        assert wrong_in(text) == [], (counts, awards, bodies)
        _tells(text, settings, won)
        _lists(text, settings, won)
        read += 1
    assert read > 600


def _tells(text: OfficialText, settings: Settings, won: Sequence[Application]) -> None:
    """The text names every tier that is awarded and no other, and the awards' section only where there are any."""
    whole = "".join(paragraphs(text))
    for tier in settings.tiers:
        assert (f"“{tier.name}”称号" in whole) == (tier.count > 0)
    assert whole.count("《〈安全操作规程〉") == sum(tier.count > 0 for tier in settings.tiers)
    headings = [block.number + block.lead for block in text.blocks if block.kind == "h1"]
    awards = settings.organisation_awards
    assert headings == (["一、优秀成果", "二、组织奖", "三、有关要求"] if awards else ["一、优秀成果", "二、有关要求"])
    assert (len(awards) == 1) == (f"授予{'、'.join(awards)}组织奖。" in whole)
    assert ("3个单位组织奖。" in whole) == (len(awards) == 3)
    assert f"优秀成果{len(won)}项" in whole
    non_public = sum(one.non_public for one in won)
    assert (f"其中非公企业成果{non_public}项" in whole) == (0 < non_public < len(won))
    assert ("为非公企业成果" in whole) == (non_public == len(won))


def _lists(text: OfficialText, settings: Settings, won: Sequence[Application]) -> None:
    """The annex has a table of every tier that is awarded, none of another, and every winner once."""
    campaign = Campaign.model_construct(settings=settings, bulletin=text, applications=tuple(won))
    tables = bulletin(campaign)["tables"]
    assert [(table["tier"], len(table["rows"])) for table in tables] == [
        (tier.name, tier.count) for tier in settings.tiers if tier.count
    ]
    assert sorted(row["name"] for row in winner_list(campaign)["rows"]) == sorted(one.name for one in won)


def test_the_starter_has_nothing_wrong_and_none_of_the_slips_of_2023() -> None:
    campaign, problems = check_papers_of(starter_folder())
    assert problems == []
    assert campaign is not None
    assert wrong_in(campaign.notice) == []
    whole = "\n".join(paragraphs(campaign.notice))
    numbers = [block.number for block in campaign.notice.blocks if block.kind == "h1"]
    assert numbers == ["一、", "二、", "三、", "四、", "五、", "六、", "七、"]
    assert "切实把职工" in whole
    assert "创新成果项目申报表" not in whole
    assert "word" not in whole
    assert [line for line in whole.splitlines() if "五小" in line and "“五小”" not in line] == []
    for place, name in enumerate(campaign.notice.attachments, start=1):
        assert f"《{name}》（附件{place}）" in whole


def test_the_example_keeps_the_slips_that_the_starter_has_mended() -> None:
    text = text_of(EXAMPLE / "notice.yaml", example())
    assert {slip for _, found in wrong_in(text) for slip in found} == OF_2023
    assert any(block.text.endswith(STOPS_IN_2023) for block in text.blocks)
