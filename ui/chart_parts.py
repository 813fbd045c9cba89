"""Parts of a whole, and two windows side by side, as geometry: in percent of the room they get."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ui.charts import WHOLE, scale_of


@dataclass(frozen=True)
class Share:
    """One part to draw.

    Attributes:
        name: What people call it.
        value: How much.
        text: The value as people read it.
        share: Its share of the whole, when the answer says it; the whole may be more than all the parts given.
        share_text: The share as people read it.
    """

    name: str
    value: float
    text: str
    share: float | None = None
    share_text: str = ""


@dataclass(frozen=True)
class Slice:
    """A stretch of the bar that stands for the whole."""

    label: str
    text: str
    share_text: str
    start: float
    width: float


@dataclass(frozen=True)
class PartsChart:
    """One bar that is the whole, cut into parts; what no part covers is left empty. ``left_out`` parts are small."""

    kind: ClassVar[str] = "parts"
    title: str
    slices: tuple[Slice, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Pair:
    """A value in two windows; ``before`` is None where there was none.

    Attributes:
        name: What people call the group.
        now: The value in the window asked about.
        before: The value in the window that it is compared with.
        change_text: The change as people read it.
    """

    name: str
    now: float
    now_text: str
    before: float | None
    before_text: str
    change_text: str = ""


@dataclass(frozen=True)
class PairBars:
    """The two bars of a group: where each starts and how far it reaches, in percent of the width."""

    label: str
    now: tuple[float, float]
    now_text: str
    before: tuple[float, float]
    before_text: str
    change_text: str


@dataclass(frozen=True)
class ComparedChart:
    """Each group's bar in two windows, one above the other, from a common zero."""

    kind: ClassVar[str] = "compared"
    title: str
    now: str
    before: str
    groups: tuple[PairBars, ...]
    left_out: int = 0


def parts_chart(title: str, shares: Sequence[Share], most: int) -> PartsChart | None:
    """Cut a whole into its parts, in the order given; None when they are not parts of anything.

    Args:
        title: What is shown.
        shares: The parts.
        most: How many are drawn; the rest is counted in ``left_out``.
    """
    total = sum(one.value for one in shares)
    if total <= 0 or any(one.value < 0 for one in shares):
        return None
    drawn = [one for one in shares if one.value][:most]
    slices, start = [], 0.0
    for one in drawn:
        width = WHOLE * (one.value / total if one.share is None else one.share)
        slices.append(Slice(one.name, one.text, one.share_text, round(start, 2), round(width, 2)))
        start += width
    return PartsChart(title, tuple(slices), len(shares) - len(drawn))


def compared_chart(title: str, windows: tuple[str, str], pairs: Sequence[Pair], most: int) -> ComparedChart:
    """Lay out each group's value in two windows.

    Args:
        title: What is shown.
        windows: What people call the window and the one that it is compared with.
        pairs: The groups.
        most: How many are drawn; the rest is counted in ``left_out``.
    """
    drawn = pairs[:most]
    scale = scale_of([value for pair in drawn for value in (pair.now, pair.before) if value is not None])
    groups = tuple(
        PairBars(
            pair.name,
            scale.stretch(pair.now),
            pair.now_text,
            scale.stretch(pair.before or 0),
            pair.before_text,
            pair.change_text,
        )
        for pair in drawn
    )
    return ComparedChart(title, *windows, groups, len(pairs) - len(drawn))
