"""The generated campaigns are the same for a seed, and unlike each other."""

from __future__ import annotations

from pathlib import Path

from support.generated_campaigns import generated, made

SEEDS = range(300)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_seed_always_gives_the_same_folder(tmp_path: Path) -> None:
    for seed in (3, 7):
        first, second = (_files(generated(seed, tmp_path / f"{seed}{which}")) for which in "ab")
        assert first == second
        assert {"campaign.yaml", "notice.yaml"} < set(first)


def test_the_campaigns_span_what_settings_may_be() -> None:
    campaigns = [made(seed) for seed in SEEDS]
    settings = [one.settings for one in campaigns]
    assert {one["year"] for one in settings} == set(range(2024, 2032))
    assert {len(one["recommenders"]) for one in settings} >= {1, 2, 40}
    assert {len({body["最低数量"] for body in one["recommenders"]} - {0}) for one in settings} >= set(range(6))
    assert {len(one["tiers"]) for one in settings} >= {1, 2, 3, 5}
    assert {tier["数量"] for one in settings for tier in one["tiers"]} >= {0, 1, 2, 60}
    assert {min(len(one["organisation_awards"]), 3) for one in settings} == {0, 1, 2, 3}
    assert {one["completer_limit"] for one in settings} == set(range(6))
    assert {one["applications_until"].year - one["issued_on"].year for one in settings} == {0, 1}
    assert {len(one.applications) for one in campaigns} >= {1, 25, 60}
    assert {any("award" in one for one in campaign.applications) for campaign in campaigns} == {True, False}


def test_the_campaigns_span_what_applications_may_be() -> None:
    applications = [one for seed in SEEDS for one in made(seed).applications]
    people = {name for one in applications for name in (one["lead_name"], *(c["name"] for c in one["completers"]))}
    names = {one["name"] for one in applications}
    units = "".join(one["unit"] for one in applications)
    endings = {name.rpartition(".")[2] for one in applications for name in one["attachments"]}
    assert set("堃玥喆䶮㛃𬭎") <= set("".join(people))
    assert any("·" in name for name in people)
    assert any(name.isascii() for name in people)
    assert set("&<>[]（）3-'#") <= set(units)
    assert any("《" in name for name in names)
    assert set("−‑¯×") <= set("".join(names))
    assert (min(map(len, names)), max(map(len, names))) == (1, 60)
    assert endings == {"pdf", "PDF", "jpg", "JPEG", "png"}
