"""One record says what a run was asked for, whoever asks: the command line and the web page have nothing beside it."""

from dataclasses import fields
from pathlib import Path

import pytest

from generator.interfaces.arguments import BuildArguments
from generator.interfaces.web.store.abouts import Choice
from generator.running.options import Options

# What the command line says about itself, not about the run.
OF_THE_TERMINAL = {"as_json", "quiet"}
# What only a program sets.
NOT_WRITTEN = {"limits"}


@pytest.fixture
def written(minimal: Path, tmp_path: Path) -> BuildArguments:
    """Every argument with a value that is not its default."""
    key = tmp_path / "key.pem"
    key.touch()
    return BuildArguments(
        campaign=minimal, out=tmp_path / "out", only="certificate", format="pdf", number="17,42", key=key,
        recommender=["南昌市总工会"], jobs=3, cluster="tcp://127.0.0.1:1", protect=True, reference=True, copies=4,
        record=["17"], sound_only=True, resume=True, replace_changed=True, as_json=True, quiet=True,
    )  # fmt: skip


def test_every_argument_of_build_reaches_the_run(written: BuildArguments) -> None:
    plain = BuildArguments(written.campaign, written.out).options()
    asked = written.options()
    changed = {one.name for one in fields(Options) if getattr(asked, one.name) != getattr(plain, one.name)}
    assert changed == {one.name for one in fields(Options)} - {"campaign", "out"} - NOT_WRITTEN
    assert len(fields(BuildArguments)) == len(changed) + len(OF_THE_TERMINAL) + 2


def test_without_arguments_everything_is_asked_for(minimal: Path, tmp_path: Path) -> None:
    plain = BuildArguments(minimal, tmp_path / "out").options()
    assert plain == Options(minimal.resolve(), tmp_path / "out", jobs=0)
    assert plain.narrowed == ()


def test_what_leaves_something_out_is_named_as_it_was_written(written: BuildArguments) -> None:
    assert written.options().narrowed == ("--only", "--format", "--recommender", "--record")


def test_everything_of_a_choice_reaches_the_run(tmp_path: Path) -> None:
    choice = Choice(
        kinds=["certificate"], formats=["pdf"], recommenders=["甲", "甲"], protect=True, numbers=["17"], records=["3"],
        copies=3, sound_only=True,
    )  # fmt: skip
    asked, plain = (one.options(tmp_path, tmp_path / "out", 2) for one in (choice, Choice()))
    assert plain == Options(tmp_path, tmp_path / "out", jobs=2)
    changed = {one.name for one in fields(Options) if getattr(asked, one.name) != getattr(plain, one.name)}
    assert changed == set(Choice.model_fields)
    assert asked.recommenders == {"甲"}
    assert asked.numbers == ("17",)


def test_a_choice_that_was_kept_is_the_same_again() -> None:
    choice = Choice(kinds=["form1", "form1", "blank"], recommenders=["甲"])
    assert choice.kinds == ["form1", "blank"]
    assert Choice.model_validate_json(choice.model_dump_json()) == choice


@pytest.mark.parametrize("wrong", [{"kinds": []}, {"kinds": ["../form1"]}, {"numbers": ["17"]}, {"path": "/"}])
def test_a_choice_of_nothing_or_of_what_there_is_not_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="1 validation error"):
        Choice.model_validate(wrong)
