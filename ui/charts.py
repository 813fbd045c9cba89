"""Charts as geometry: where bars and lines lie, in percent of the room they get. Pure; the templates draw them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import ClassVar

WHOLE = 100.0


@dataclass(frozen=True)
class Mark:
    """One value to draw.

    Attributes:
        x: What it stands at: a group, or a moment.
        name: What people call ``x``.
        series: The second slice, as people call it; empty when there is none.
        value: How much.
        text: The value as people read it.
    """

    x: str | int | float
    name: str
    series: str
    value: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar: where it starts and how far it reaches, in percent of the width."""

    label: str
    text: str
    start: float
    width: float
    negative: bool


@dataclass(frozen=True)
class BarGroup:
    """Bars under one heading; a group without a heading is a plain ranking."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars from a common zero."""

    kind: ClassVar[str] = "bars"
    title: str
    groups: tuple[BarGroup, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Dot:
    """A point of a line, in percent from the left and from the top."""

    x: float
    y: float
    name: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line: its name, its points, and its last value."""

    name: str
    dots: tuple[Dot, ...]

    @property
    def path(self) -> str:
        """The points as an SVG polyline in a box of 100 by 100."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


@dataclass(frozen=True)
class LineChart:
    """Lines over time from a common zero; ``zero`` is its height in percent from the top.

    ``left_out`` counts the lines that are not drawn.
    """

    kind: ClassVar[str] = "lines"
    title: str
    lines: tuple[Line, ...]
    zero: float
    top: str
    first: str
    last: str
    left_out: int = 0


@dataclass(frozen=True)
class Scale:
    """The values between which everything is drawn, zero among them."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a value lies, in percent from the lowest."""
        return round(WHOLE * (value - self.low) / ((self.high - self.low) or 1), 2)

    def stretch(self, value: float) -> tuple[float, float]:
        """Where a bar from zero to a value starts, and how far it reaches."""
        start, end = sorted((self.share(0), self.share(value)))
        return start, round(end - start, 2)


def bar_chart(title: str, marks: Sequence[Mark], most: int) -> BarChart:
    """Lay out bars in the order given.

    Args:
        title: What is shown.
        marks: The values.
        most: How many bars are drawn; the rest is counted in ``left_out``.
    """
    drawn = marks[:most]
    scale = scale_of([mark.value for mark in drawn])
    grouped = _stand_together(drawn)
    groups = groupby(drawn, key=lambda mark: mark.name if grouped else "")
    laid_out = tuple(
        BarGroup(heading, tuple(_bar(mark, scale, grouped) for mark in group)) for heading, group in groups
    )
    return BarChart(title, laid_out, len(marks) - len(drawn))


def _stand_together(marks: Sequence[Mark]) -> bool:
    """Whether the bars of each group follow each other, and there is more than one in some group."""
    runs = [len(list(group)) for _, group in groupby(marks, key=lambda mark: mark.name)]
    return len(runs) == len({mark.name for mark in marks}) and max(runs, default=0) > 1


def _bar(mark: Mark, scale: Scale, grouped: bool) -> Bar:
    label = mark.series if grouped else " · ".join(part for part in (mark.name, mark.series) if part)
    return Bar(label, mark.text, *scale.stretch(mark.value), mark.value < 0)


def line_chart(title: str, marks: Sequence[Mark], most: int) -> LineChart:
    """Lay out one line for each series; moments that are dates lie as far apart as they are.

    Args:
        title: What is shown.
        marks: The values.
        most: How many lines are drawn: the highest, without those that stay at zero; the rest is counted.
    """
    names = list(dict.fromkeys(mark.series for mark in marks))
    drawn = _highest(marks, names, most)
    shown = [mark for mark in marks if mark.series in drawn]
    scale, places = scale_of([mark.value for mark in shown]), _places(shown)
    ordered = sorted(shown, key=lambda mark: places[mark.x])
    return LineChart(
        title,
        tuple(Line(name, tuple(_dots(name, shown, scale, places))) for name in names if name in drawn),
        zero=round(WHOLE - scale.share(0), 2),
        top=max(shown, key=lambda mark: mark.value).text,
        first=ordered[0].name,
        last=ordered[-1].name,
        left_out=len(names) - len(drawn),
    )


def _highest(marks: Sequence[Mark], names: Sequence[str], most: int) -> set[str]:
    reach = {name: max(abs(mark.value) for mark in marks if mark.series == name) for name in names}
    ranked = sorted(names, key=lambda name: -reach[name])[:most]
    return {name for name in ranked if reach[name]} or set(ranked)


def _dots(series: str, marks: Iterable[Mark], scale: Scale, places: dict[str | int | float, float]) -> Iterable[Dot]:
    own = (mark for mark in marks if mark.series == series)
    for mark in sorted(own, key=lambda mark: places[mark.x]):
        yield Dot(places[mark.x], round(WHOLE - scale.share(mark.value), 2), mark.name, mark.text)


def _places(marks: Iterable[Mark]) -> dict[str | int | float, float]:
    """Where each moment lies, in percent from the left."""
    moments = list(dict.fromkeys(mark.x for mark in marks))
    days = [_seconds(moment) for moment in moments]
    known = [day for day in days if day is not None]
    steps = known if len(known) == len(moments) else [float(place) for place, _ in enumerate(moments)]
    scale = Scale(min(steps), max(steps))
    return {moment: scale.share(step) for moment, step in zip(moments, steps, strict=True)}


def _seconds(moment: str | int | float) -> float | None:
    try:
        return datetime.fromisoformat(str(moment)).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def scale_of(values: Sequence[float]) -> Scale:
    """The scale on which some values are drawn."""
    return Scale(min(0, *values), max(0, *values)) if values else Scale(0, 1)
