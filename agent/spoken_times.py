"""Which windows a question names: the one that it asks about, and the one that it compares with."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from agent.declined import Declined
from agent.knowledge import Clock
from agent.language import fold, languages
from agent.lexicon import Match, Meaning
from agent.plan import Comparison, Window
from agent.read import Reading, Span
from agent.times import RELATIVE, window_of
from agent.times_ahead import is_ahead, may_be_ahead, named_ahead
from agent.windows import last_days

_WEEK = 7
BEFORE = {
    "this_week": "last_week",
    "this_month": "last_month",
    "this_quarter": "last_quarter",
    "this_year": "last_year",
}
"""The whole period before one that is still running."""


@dataclass(frozen=True)
class SpokenTimes:
    """The window that was named, and the one to compare it with; None where none was.

    ``so_far``: for a period that is still running, such as "this week", the whole one before it.
    """

    window: Window | None = None
    comparison: Comparison | None = None
    so_far: Window | None = None


def looks_ahead(reading: Reading) -> bool:
    """Whether a question is about days to come, by its words for a time."""
    return any(is_ahead(span.matches[0]) for span in reading.of("time"))


def may_look_ahead(reading: Reading) -> bool:
    """Whether a question names nothing but days of the week, which may be those to come."""
    times = reading.of("time")
    return bool(times) and all(may_be_ahead(span.matches[0]) for span in times)


def times_ahead(reading: Reading, clock: Clock) -> SpokenTimes:
    """The window of a question about days to come.

    Raises:
        Declined: There is no such day.
    """
    times = _different(reading.of("time"))
    return SpokenTimes(named_ahead([span.matches for span in times], [span.text for span in times], clock))


def spoken_times(reading: Reading, clock: Clock, base: Window | None, changes: Container[str] = ()) -> SpokenTimes:
    """Find the windows that a question names.

    Args:
        reading: The question.
        clock: The data's clock.
        base: The window of the talk so far, which "the week before" is before.
        changes: The intents that ask what changed.

    Raises:
        Declined: There is no such day, or it lies in the future.
    """
    times = _different(reading.of("time"))
    asks = any(span.meaning.name in changes for span in reading.of("intent"))
    moved = (asks or bool(reading.of("change"))) and not reading.of("grain")
    if moved and len(times) == 1 and times[0].matches[0].inner:
        return _moved(times[0], clock, base)
    against = [span for span in times if _after_cue(span, reading)]
    if against and len(times) == 1:
        return SpokenTimes(None, _with(_resolve(against[0], clock, base)))
    if against and against[-1] is times[0]:
        window = _resolve(times[0], clock, base)
        return _ordered(window, _resolve(times[1], clock, window))
    if against:
        plain = [span for span in times if span is not against[-1]]
        window = _resolve(plain[0], clock, base)
        return _ordered(window, _resolve(against[-1], clock, window))
    windows = _windows(times, clock, base)
    if len(windows) > 1:
        return _several(windows)
    return _named_comparison(reading, windows[0] if windows else None, clock)


def _windows(times: list[Span], clock: Clock, base: Window | None) -> list[Window]:
    """The windows of some times; what lies before or after another one is told from that one."""
    named = [span for span in times if span.meaning.name not in RELATIVE]
    anchor = _resolve(named[0], clock, base) if named else base
    return [_resolve(span, clock, anchor if span.meaning.name in RELATIVE else base) for span in times]


def _different(times: list[Span]) -> list[Span]:
    """The times, each once."""
    said = [(span.meaning.name, dict(span.matches[0].slots), span.matches[0].inner) for span in times]
    return [span for place, span in enumerate(times) if said[place] not in said[:place]]


def _moved(span: Span, clock: Clock, base: Window | None) -> SpokenTimes:
    """Windows of questions such as "how did it change from last week to this week", "what changed since Monday"."""
    match = span.matches[0]
    inner: list[Window] = []
    for one in match.inner:
        inner.append(_window(one, span, clock, inner[-1] if inner and one.meaning.name in RELATIVE else base))
    if len(inner) > 1:
        return _ordered(inner[1], inner[0])
    if match.meaning.name == "since":
        return SpokenTimes(None, _with(inner[0]))
    return SpokenTimes(_window(match, span, clock, base))


def _several(windows: Sequence[Window]) -> SpokenTimes:
    """Two windows side by side: the narrower one where one lies in the other, else a comparison."""
    first, second = windows[0], windows[1]
    narrow, wide = sorted((first, second), key=lambda one: one.days)
    if wide.start <= narrow.start and narrow.end <= wide.end:
        return SpokenTimes(narrow)
    return _ordered(first, second)


def _ordered(one: Window, other: Window) -> SpokenTimes:
    """The later of two windows, compared with the earlier."""
    earlier, later = sorted((one, other), key=lambda window: (window.start, window.end))
    return SpokenTimes(later, _with(earlier))


def _with(window: Window) -> Comparison:
    return Comparison(kind="window", window=window)


def _named_comparison(reading: Reading, window: Window | None, clock: Clock) -> SpokenTimes:
    """Comparisons that have a name of their own: "week over week", "the same weekday"."""
    name = next((span.meaning.name for span in reading.of("compare")), None)
    if name is None:
        running = next((span.meaning.name for span in reading.of("time") if span.meaning.name in BEFORE), None)
        so_far = window_of(Match(0, Meaning("time", BEFORE[running])), clock) if running else None
        return SpokenTimes(window, so_far=so_far)
    if name == "week_over_week":
        return SpokenTimes(window or last_days(_WEEK, clock), Comparison(kind="previous"))
    if name == "month_over_month":
        this_month = Window(start=clock.today.replace(day=1), end=clock.today, complete=clock.today == clock.complete)
        first = this_month.before().end.replace(day=1)
        return SpokenTimes(window or this_month, _with(Window(start=first, end=this_month.before().end)))
    return SpokenTimes(window, Comparison(kind="same_weekday" if name == "same_weekday" else "previous"))


def _after_cue(span: Span, reading: Reading) -> bool:
    """Whether words like "compared with" stand just before a time; "que" only next to it: "más que ayer"."""
    place = reading.spans.index(span)
    for at in range(place - 1, -1, -1):
        before = reading.spans[at]
        if before.meaning.kind not in ("filler", "topic", "carry", "pronoun"):
            far = at < place - 1 and fold(before.text) in languages()[reading.language].than.split()
            return before.meaning.kind == "compare_with" and not far
    return False


def _resolve(span: Span, clock: Clock, base: Window | None) -> Window:
    """The first of a span's readings that there is such a day for: "May 2026" is no 2026th of May."""
    for match in span.matches:
        window = window_of(match, clock, base) if match.meaning.kind == "time" else None
        if window is not None:
            return window
    raise Declined("declined_words", words=(span.text,))


def _window(match: Match, span: Span, clock: Clock, base: Window | None) -> Window:
    window = window_of(match, clock, base)
    if window is None:
        raise Declined("declined_words", words=(span.text,))
    return window
