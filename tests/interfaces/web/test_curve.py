"""The curve of arrivals: it begins where the first project came in, and ends with what is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from generator.interfaces.web.pages.collecting.curve import Arrived, arrivals_of, curve
from generator.interfaces.web.store.history import Version

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2025, 8, 10, 12, tzinfo=ZONE)


def version(day: int, projects: int | None) -> Version:
    made = datetime(2025, 8, day, 9, tzinfo=ZONE)
    return Version(number=day, made=made, told="", changes=(), projects=projects)


def test_it_tells_the_day_of_the_first_arrival_not_that_of_the_axis() -> None:
    points = arrivals_of([version(1, None), version(8, 27), version(9, 40)], NOW, 41)
    found = curve(Arrived(points, 41), NOW)
    assert found is not None
    assert found.told == f"从{points[0][0].month}月{points[0][0].day}日到今天共收到41个项目。"
    assert points[0][0].day in (7, 8)  # in this machine's zone
    assert found.across[0].text != f"8月{points[0][0].day}日", "at least a week is shown"


def test_the_axis_begins_when_collecting_opens() -> None:
    points = arrivals_of([version(8, 27)], NOW, 27)
    found = curve(Arrived(points, 27, opens=date(2025, 7, 20), deadline=date(2025, 8, 15)), NOW)
    assert found is not None
    assert found.across[0].text == "7月20日"
    assert found.deadline is not None


def test_what_a_campaign_brought_in_had_with_it_came_that_day() -> None:
    points = arrivals_of([version(1, None)], datetime(2025, 8, 3, tzinfo=ZONE), 303)
    assert [count for _, count in points] == [303]
    assert curve(Arrived(points, 303), NOW) is not None


def test_without_projects_there_is_none() -> None:
    assert curve(Arrived(arrivals_of([version(1, 0)], NOW, 0), 0), NOW) is None
    assert curve(Arrived(arrivals_of([], NOW, 0), 0), NOW) is None
