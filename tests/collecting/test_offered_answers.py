"""What a question offers to pick is something that would do as an answer."""

from __future__ import annotations

import pytest

from generator.campaign.fields import Field, Kind
from generator.collecting.found import State, Value
from generator.collecting.values.agreeing import agreed
from generator.collecting.values.understanding import understood

KINDS = {
    "同上": Kind.PERSON, "软著登字第1234567号": Kind.PATENT_NUMBER, "申请号：CN202110300001.2": Kind.PATENT_NUMBER,
    "1391447O541": Kind.PHONE,
}  # fmt: skip


def of(text: str, kind: Kind = Kind.PERSON) -> Value:
    """What is understood of the text, which stands there."""
    found = understood(text, Field("contact_name", "联系人", kind))
    return Value(found.text, found.state, raw=text, how=found.how, guess=found.guess)


@pytest.mark.parametrize("text", KINDS)
def test_what_the_checks_refuse_is_not_offered(text: str) -> None:
    found = of(text, KINDS[text])
    assert (found.state, found.guess) == (State.ASK, ())


@pytest.mark.parametrize("beside", ["祁雨桐（主创）", "祁雨桐*", "祁雨桐师傅"])
def test_two_places_of_which_one_says_more_beside_it_say_the_same(beside: str) -> None:
    for one, other in ((of("祁雨桐"), of(beside)), (of(beside), of("祁雨桐"))):
        assert agreed(one, other).text == "祁雨桐"


def test_two_places_that_say_the_same_doubtful_thing_do_not_differ() -> None:
    both = agreed(of("祁雨桐*"), of("祁雨桐*"))
    assert (both.state, both.guess) == (State.ASK, ("祁雨桐",))
    assert "不一样" not in both.how
    other = agreed(of("祁雨桐"), of("耿晓兰*"))
    assert (other.state, other.guess) == (State.ASK, ("祁雨桐", "耿晓兰"))
