"""File names from data, and where every document of a campaign with such names comes to lie."""

import unicodedata
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest
from conftest import MINIMAL
from support.hostile import HOSTILE

from generator.campaign.kinds import KINDS
from generator.campaign.records import Award, Campaign, Summary
from generator.campaign.settings import Recommender
from generator.checks.campaign import check_campaign
from generator.composing.document_table import documents
from generator.composing.documents import Asked
from generator.composing.names import LONGEST_NAME_BYTES, distinct_names, file_name
from generator.composing.packing import packet_plans
from generator.running.publishing import put

RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "CONIN$",
    "CONOUT$",
    *(f"{p}{n}" for p in ("COM", "LPT") for n in "0123456789¹²³"),
}


def opens_on_windows(name: str) -> bool:
    """Whether Windows can store and open a file of this name, as its rules on naming files say."""
    stem = name.split(".")[0].rstrip(" ").upper()
    forbidden = set('<>:"/\\|?*') | {char for char in name if unicodedata.category(char) in ("Cc", "Cf", "Cs")}
    return bool(name) and not set(name) & forbidden and name[-1] not in " ." and stem not in RESERVED


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_becomes_a_safe_one(hostile: str) -> None:
    name = file_name(hostile)
    assert opens_on_windows(name)
    assert not name.startswith((" ", ".", "-", "=", "+", "@", "~"))
    assert len(name.encode()) <= LONGEST_NAME_BYTES


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert file_name("NC-001-立式铣床主轴快速对中夹具（Φ50）") == "NC-001-立式铣床主轴快速对中夹具（Φ50）"


def test_two_spellings_of_one_letter_become_one() -> None:
    assert file_name("caf\u0065\u0301") == file_name("caf\u00e9")


def test_names_that_some_system_takes_for_one_are_told_apart() -> None:
    typed = ["甲", "甲.", "甲（2）", "Abc", "ABC", "ＡＢＣ", "caf\u00e9", "cafe\u0301", "甲", "汉" * 60, "汉" * 61]
    assert distinct_names(typed) == (
        "甲", "甲（2）", "甲（2）（2）", "Abc", "ABC（2）", "ＡＢＣ（3）", "caf\u00e9", "caf\u00e9（2）", "甲（3）",
        "汉" * 50, f"{'汉' * 50}（2）",
    )  # fmt: skip


def hostile_campaign() -> Campaign:
    """A campaign where every hostile name is a recommender, and number, project, unit and person of an application."""
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    (first,) = campaign.applications
    about = {"short_name": "简称", "kind": "设区市总工会", "quota": 0}
    applications = [
        first.model_copy(
            update={key: name for key in ("number", "recommender", "name", "unit", "lead_name")}
            | {"award": Award(tier="一等优秀成果", serial=place)}
        )
        for place, name in enumerate(HOSTILE, start=1)
    ]
    return campaign.model_copy(
        update={
            "settings": campaign.settings.model_copy(
                update={"recommenders": tuple(Recommender.model_construct(name=name, **about) for name in HOSTILE)}
            ),
            "applications": tuple(applications),
            "summaries": tuple(Summary.model_construct(recommender=name, paragraphs=("甲",)) for name in HOSTILE),
        }
    )


def paths_of(campaign: Campaign, *recommenders: str) -> list[str]:
    paths = [document.path for document in documents(Asked(campaign, recommenders), KINDS)]
    names = recommenders or campaign.settings.recommender_names
    return paths + [f"{plan.path}.pdf" for name in names for plan in packet_plans(Asked(campaign), name)]


def test_no_two_documents_of_hostile_names_share_a_file_and_none_leaves_the_output(tmp_path: Path) -> None:
    paths = paths_of(hostile_campaign())
    assert len(HOSTILE) >= 60
    assert len(paths) >= 13 * len(HOSTILE)  # Form 1, intro, summary, certificate, packets: 2 each; Form 2: 3
    alike = Counter(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold()) for path in paths)
    assert [path for path, number in alike.items() if number > 1] == []
    (tmp_path / "out").mkdir()
    for path in paths:
        assert all(opens_on_windows(part) and len(part.encode()) <= 200 for part in PurePosixPath(path).parts)
        put(tmp_path / "out", path, b"", document="", record="", pages=None)
    written = [path.relative_to(tmp_path / "out").as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(written) == sorted(paths)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_document_has_the_same_name_whether_one_recommender_or_all_are_asked_for() -> None:
    campaign = hostile_campaign()
    everything = set(paths_of(campaign))
    for name in ("ABC", "ＡＢＣ", "尾点.", "尾点.."):
        assert set(paths_of(campaign, name)) <= everything
