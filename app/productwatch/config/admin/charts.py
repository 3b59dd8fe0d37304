"""Charts as SVG, made here: a page's policy lets no library write into it, and none is needed for lines and bars."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

WIDTH, HEIGHT = 1000, 200
"""Of the drawing, which is stretched to whatever room there is."""

_STEPS = (1, 2, 3, 4, 5, 6, 8)


class Spot(NamedTuple):
    """A bucket: the strip in which the pointer finds it, and what is said there."""

    x: float
    width: float
    label: str
    now: int
    before: int | None


class Chart(NamedTuple):
    """`now` and `before` are points of lines, `area` is what lies below the first; `top` is the highest label."""

    now: str
    before: str
    area: str
    spots: list[Spot]
    top: int
    labels: list[str]


def chart(starts: Sequence[str], now: Sequence[int], before: Sequence[int], *, by_hour: bool) -> Chart:
    top = ceiling(max([*now, *before], default=0))
    step = WIDTH / max(len(now), 1)
    labels = [_label(start, by_hour=by_hour) for start in starts]
    spots = [
        Spot(round(step * number, 2), round(step, 2), label, count, before[number] if number < len(before) else None)
        for number, (label, count) in enumerate(zip(labels, now, strict=True))
    ]
    line = _points(now, step, top)
    area = f"{step / 2:.1f},{HEIGHT} {line} {step * (len(now) - 0.5):.1f},{HEIGHT}" if now else ""
    shown = [labels[0], labels[len(labels) // 2], labels[-1]] if len(labels) > 2 else labels
    return Chart(line, _points(before, step, top), area, spots, top, shown)


def ceiling(highest: int) -> int:
    """The next round number, which the top of a chart stands for."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= highest:
                return step * power
        power *= 10


def bars(rows: Sequence[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """With the length of each row's bar, in percent of the longest one."""
    longest = max((abs(row[column] or 0) for row in rows), default=0)
    return [row | {"percent": round(100 * abs(row[column] or 0) / longest) if longest else 0} for row in rows]


def _points(counts: Sequence[int], step: float, top: int) -> str:
    places = ((step * (number + 0.5), HEIGHT * (1 - count / top)) for number, count in enumerate(counts))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _label(start: str, *, by_hour: bool) -> str:
    moment = datetime.fromisoformat(start)
    return f"{moment:%H:%M}" if by_hour else f"{moment.day} {moment:%b}"
