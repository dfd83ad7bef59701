"""How many projects had come in on which day, as a line up to the deadline: places for a drawing without script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from generator.interfaces.web.store.history import Version

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 180, 44, 16, 16, 26
LEAST_DAYS, LONGEST_WAIT_DAYS = 7, 200
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


@dataclass(frozen=True)
class Mark:
    """A label on an axis, at its place in the drawing."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """The drawing: the line's path, marks on both axes, and where deadline and wanted number are, if in sight."""

    path: str
    area: str
    down: tuple[Mark, ...]
    across: tuple[Mark, ...]
    deadline: float | None
    wanted: float | None
    told: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Arrived:
    """How many projects had come in at which moments and are there, how many are wanted, and the days, if known."""

    points: Sequence[tuple[datetime, int]]
    there: int
    least: int = 0
    opens: date | None = None
    deadline: date | None = None


def arrivals_of(versions: Sequence[Version], begun: datetime, now_there: int) -> list[tuple[datetime, int]]:
    """The moments at which projects came in; those of a campaign brought in from elsewhere came with it, at `begun`."""
    counted = [(one.made.astimezone(), one.projects) for one in versions if one.projects is not None]
    points = counted or [(begun.astimezone(), now_there)]
    return points if any(count for _, count in points) else []


def curve(arrived: Arrived, now: datetime) -> Curve | None:
    """The curve, None where nothing has come in."""
    if not arrived.points:
        return None
    least, deadline, now_there = arrived.least, arrived.deadline, arrived.there
    points = [*arrived.points, (now, now_there)]
    begun = points[0][0].date()
    first = min(begun, now.date() - timedelta(days=LEAST_DAYS))
    if arrived.opens is not None and timedelta() < begun - arrived.opens <= timedelta(days=LONGEST_WAIT_DAYS):
        first = min(first, arrived.opens)
    near = deadline is not None and abs((deadline - now.date()).days) <= max(120, (now.date() - first).days)
    last = max(now.date(), deadline) if deadline is not None and near else now.date()
    days = (last - first).days + 1
    step = next((one for one in STEPS if max([least, *(count for _, count in points)]) <= 4 * one), STEPS[-1])
    most = step * 4

    def x(moment: datetime) -> float:
        passed = (moment.date() - first).days + (moment.hour * 60 + moment.minute) / 1440
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, passed / days), 1)

    def y(count: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(1.0, count / most), 1)

    base = y(0)
    path = f"M{x(points[0][0])} {base}" + "".join(f"H{x(moment)}V{y(count)}" for moment, count in points)
    start = datetime.combine(first, datetime.min.time(), now.tzinfo)
    across = [start + timedelta(days=days * part / 4) for part in range(5)]
    in_sight = deadline is not None and first <= deadline <= last
    end = datetime.combine(deadline, datetime.max.time(), now.tzinfo) if deadline is not None and in_sight else None
    return Curve(
        path,
        f"{path}V{base}Z",
        tuple(Mark(y(step * part), f"{step * part}") for part in range(5)),
        tuple(Mark(x(day), f"{day.month}月{day.day}日") for day in across[:-1]),
        x(end) if end else None,
        y(least) if least else None,
        f"从{begun.month}月{begun.day}日到今天共收到{now_there}个项目。",
    )
