"""Over which window a view answers a draft, and with which it compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from agent.compile import stored_name
from agent.declined import Declined
from agent.knowledge import Clock
from agent.metric_view import MetricView
from agent.model import SemanticModel
from agent.plan import Comparison, Draft, Window
from agent.windows import all_days, current_like, last_complete_day, last_day, last_days, like, month_of


@dataclass(frozen=True)
class PlanWindows:
    """Chooses windows with one semantic model and one state of the data; ``days`` are those of each view."""

    model: SemanticModel
    clock: Clock
    days: Mapping[str, tuple[date, date]] = field(default_factory=dict)

    def stored(self, view: MetricView, window: Window | None) -> bool:
        """Whether a view has a window: any does, unless it only stores some."""
        stored = self.model.about_view(view.name).stored
        if stored is None:
            return True
        return window is not None and window.end == self.clock.complete and stored_name(stored, window) is not None

    def window(self, draft: Draft, view: MetricView) -> Window | None:
        """The window that a view answers a draft over; None where it knows no time."""
        notes = self.model.about_view(view.name)
        if notes.time is None:
            return None
        if notes.window == "last_complete_day":
            return last_complete_day(self.clock)
        if notes.window == "last_day":
            return last_day(self.clock)
        if draft.window and (notes.ahead or draft.window.start <= self.clock.today):
            return draft.window
        if draft.window:
            raise Declined("future")
        return self._usual_ahead(notes.usual) if notes.usual else self._usual_window(draft, view)

    def _usual_ahead(self, usual: int | Literal["month"]) -> Window:
        """What a question about days to come is about when it names none; negative: days that have been."""
        first = self.clock.complete + timedelta(1)
        if usual == "month":
            start, end = month_of(first.replace(day=1))
            return Window(start=start, end=end, complete=False)
        if usual < 0:
            return Window(start=first + timedelta(usual), end=self.clock.complete)
        return Window(start=first, end=first + timedelta(usual - 1), complete=False)

    def reached(self, view: MetricView, window: Window | None) -> None:
        """Check that a view of days to come reaches as far as is asked.

        Raises:
            Declined: It does not; or there is too little history to tell any day.
        """
        if not self.model.about_view(view.name).ahead or window is None:
            return
        if view.name not in self.days:
            raise Declined("future_unknown")
        if window.end > self.days[view.name][1]:
            raise Declined("future_far", last=self.days[view.name][1])

    def _usual_window(self, draft: Draft, view: MetricView) -> Window | None:
        """The window of a question that names none."""
        if self.model.notes.default_window == "all" and not draft.comparison:
            return self._every_day(view) if draft.mean else None
        told_apart = {*draft.dimensions, *(one.dimension for one in draft.filters)}
        if any(self.model.about_dimension(name).over_days for name in told_apart):
            return all_days(self.clock)
        notes = self.model.about_view(view.name)
        over_time = {notes.grains[one] for one in notes.grains if one != "hour"} & set(draft.dimensions)
        if over_time and (draft.superlative or draft.thresholds):
            return all_days(self.clock)
        course = next((one for one in notes.grains if notes.grains[one] in over_time), None)
        grain = draft.grain or draft.mean or course
        if grain:
            return self._course(grain)
        if draft.comparison and draft.comparison.window:
            return current_like(draft.comparison.window, self.clock)
        return last_complete_day(self.clock)

    def _every_day(self, view: MetricView) -> Window:
        """The days that a view has: those of other views may go further."""
        first, last = self.days.get(view.name, (self.clock.first, self.clock.today))
        return Window(start=first, end=last, complete=last <= self.clock.complete)

    def _course(self, grain: str) -> Window:
        """How far a course of time goes back, when no window is named: as far as is usual, and there are data."""
        days = min(self.model.notes.trend_days[grain], all_days(self.clock).days)
        return last_complete_day(self.clock) if days == 1 else last_days(days, self.clock)

    def hours(self, view: MetricView, window: Window | None) -> int | None:
        """Up to which hour windows are compared, where one ends with a day that is not over."""
        unfinished = window is not None and window.end == self.clock.today and not window.complete
        return self.clock.hours if unfinished and "hour" in self.model.about_view(view.name).grains else None

    def comparison(self, draft: Draft, view: MetricView, window: Window | None) -> Comparison | None:
        """The comparison that was asked for, with its window.

        Raises:
            Declined: The view holds one window only.
        """
        if draft.comparison is None:
            return None
        notes = self.model.about_view(view.name)
        if window is None or notes.stored or notes.window != "asked":
            raise Declined("no_comparison")
        if draft.comparison.kind == "same_weekday":
            other = window.shifted(7)
        elif draft.comparison.window:
            other = like(window, draft.comparison.window, self.clock)
        else:
            other = window.before()
        if other.end < self.clock.first:
            raise Declined("before_data", window=other)
        return draft.comparison.model_copy(update={"window": other})
