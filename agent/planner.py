"""Complete a draft into a plan: which view answers it, over which window, in which order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from agent.causes.after import after_event
from agent.causes.plan import CausePlans
from agent.declined import Declined
from agent.knowledge import Clock, Event, Knowledge
from agent.metric_view import MetricView
from agent.model import SemanticModel
from agent.model_file import Intent
from agent.plan import FREE, Draft, Filter, Order, Plan, Role, Threshold, Window
from agent.plan_sides import Sides, only, orders_of
from agent.plan_windows import PlanWindows
from agent.windows import all_days, last_days

_NO_INTENT = Intent(words={}, question={})


@dataclass(frozen=True)
class Caller:
    """Who asks: a user and a role."""

    user: str
    role: str


@dataclass(frozen=True)
class Planner:
    """Completes drafts with one semantic model and one state of the data."""

    model: SemanticModel
    clock: Clock
    days: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    listed: Mapping[tuple[str, str], frozenset[Decimal]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    weeks: int = 4
    """With how many earlier weeks a change without words for a comparison is compared."""

    @classmethod
    def over(cls, knowledge: Knowledge) -> "Planner":
        """The planner of what is known of the data."""
        known = knowledge
        return cls(known.model, known.clock, known.days, known.listed, known.events)

    @cached_property
    def _windows(self) -> PlanWindows:
        return PlanWindows(self.model, self.clock, self.days)

    def plan(self, draft: Draft, caller: Caller) -> Plan:
        """Complete a draft.

        Raises:
            Declined: No view has what is asked together, over that window, for that caller.
        """
        draft = self._of_its_time(draft)
        intent = self.model.intents[draft.intent] if draft.intent else _NO_INTENT
        draft = self._in_its_own_window(self._in_its_own_measures(draft, intent), intent)
        if intent.after:
            draft = after_event(draft, intent.after, self.events, self.clock)
        view, window = self._view(draft, intent, caller)
        self._windows.reached(view, window)
        measures = tuple(self._measures(draft, intent, view, window))
        dimensions = self._dimensions(draft, intent, view)
        share = draft.share and any(self.model.adds_up(name) for name in measures)
        share_of = self._share_of(draft, dimensions) if share else None
        if share_of and share_of not in dimensions:
            dimensions = (*dimensions, share_of)
        plan = Plan(
            intent=draft.intent or FREE,
            view=view.name,
            measures=measures,
            dimensions=dimensions,
            filters=(*draft.filters, *only(intent.only), *self._present(draft, dimensions)),
            thresholds=(*_thresholds(intent, view), *draft.thresholds),
            hide_zero=self._hides_zero(measures, dimensions, view),
            window=window,
            comparison=self._windows.comparison(draft, view, window),
            hours=self._windows.hours(view, window) if self._by_hour(draft, intent, window) else None,
            share=share,
            share_of=share_of,
            mean=draft.mean,
            order=tuple(self._order(draft, intent, view, measures, dimensions)),
            superlative=draft.superlative,
            limit=self._limit(draft, intent),
            claim=draft.claim,
            chart=draft.chart,
        )
        plan = plan.model_copy(update={"also": dict(Sides(self.model, self._windows).of(plan, intent))})
        return CausePlans(self.model, self._windows, self.weeks).of(plan, draft, intent) if intent.analysis else plan

    def _in_its_own_measures(self, draft: Draft, intent: Intent) -> Draft:
        """An intent's measures take the place of those that they stand for there: the savings of an action."""
        own = {other: name for name in intent.measures for other in self.model.about_measure(name).instead_of}
        amounts = (one.model_copy(update={"measure": own.get(one.measure, one.measure)}) for one in draft.thresholds)
        measures = tuple(own.get(name, name) for name in draft.measures)
        return draft.model_copy(update={"measures": measures, "thresholds": tuple(amounts)})

    def _of_its_time(self, draft: Draft) -> Draft:
        """A talk about days to come that goes back to days that have been asks about those: "and yesterday?"."""
        ahead = self.model.notes.ahead
        over = draft.window is not None and draft.window.end <= self.clock.complete
        return draft.model_copy(update={"intent": None}) if ahead and over and draft.intent == ahead.much else draft

    def _in_its_own_window(self, draft: Draft, intent: Intent) -> Draft:
        """An intent may look back further than other questions, where none says how far."""
        if intent.days is None or draft.window or draft.comparison:
            return draft
        return draft.model_copy(update={"window": last_days(min(intent.days, all_days(self.clock).days), self.clock)})

    def _limit(self, draft: Draft, intent: Intent) -> int | None:
        if draft.limit or not draft.superlative:
            return draft.limit or intent.limit
        return intent.limit or (None if draft.grain else self.model.notes.top_rows)

    def _view(self, draft: Draft, intent: Intent, caller: Caller) -> tuple[MetricView, Window | None]:
        """The first view, in the model's order, that has all that the question needs."""
        names = intent.views or tuple(
            one.name for one in self.model.ordered if self.model.about_view(one.name).database == "main"
        )
        needed = self._needed(draft, intent)
        if draft.window and draft.window.end < self.clock.first:
            raise Declined("outside", window=draft.window)
        unstored: MetricView | None = None
        coarse: tuple[MetricView, Window | None] | None = None
        for view in (self.model.view[name] for name in names):
            if not self._has(view, needed, draft):
                continue
            window = self._windows.window(draft, view)
            if not self._windows.stored(view, window):
                unstored = unstored or view
            elif all(self._pinned(one, draft, intent, view, window) for one in _required(draft, intent, self.model)):
                self._check_role(view, caller)
                if not (self._by_hour(draft, intent, window) and self._windows.hours(view, window) is None):
                    return view, window
                coarse = coarse or (view, window)
        if coarse:
            return coarse
        raise self._why_not(needed, unstored, intent)

    def _has(self, view: MetricView, needed: set[str], draft: Draft) -> bool:
        """Whether a view has the names, the grain and the amounts that a question needs."""
        named = needed <= {*view.measure, *view.dimension}
        return named and self._has_grain(view, draft.grain) and self._has_amounts(draft, view)

    def _by_hour(self, draft: Draft, intent: Intent, window: Window | None) -> bool:
        """Whether a window is compared that ends with a day of which only some hours are over."""
        compared = draft.comparison is not None or intent.analysis is not None
        return compared and window is not None and not window.complete and self.clock.hours is not None

    def _needed(self, draft: Draft, intent: Intent) -> set[str]:
        filtered = {one.dimension for one in draft.filters}
        measured = {one.measure for one in draft.thresholds}
        return {*_required(draft, intent, self.model), *self._asked(draft, intent), *filtered, *measured}

    def _has_amounts(self, draft: Draft, view: MetricView) -> bool:
        """Whether a view that lists the numbers of a dimension has those that are asked for."""
        asked = [(self.listed.get((view.name, one.dimension)), one) for one in draft.filters if one.low is not None]
        return all(few is None or {one.low, one.high} <= few for few, one in asked)

    def _has_grain(self, view: MetricView, grain: str | None) -> bool:
        notes = self.model.about_view(view.name)
        return grain is None or (grain in notes.grains and notes.span is None)

    def _pinned(self, measure: str, draft: Draft, intent: Intent, view: MetricView, window: Window | None) -> bool:
        """Whether each row of the result holds one stored value of a measure that can't be added up."""
        single = {one.dimension for one in draft.filters if one.single}
        if window and window.days == 1:
            single.add(self.model.about_view(view.name).time or "")
        if self.model.about_view(view.name).stored:
            return True
        per = {name for name in self.model.about_measure(measure).per if name in view.dimension}
        return per <= {*single, *self._dimensions(draft, intent, view)}

    def _check_role(self, view: MetricView, caller: Caller) -> None:
        roles = self.model.about_view(view.name).roles
        if roles and caller.role not in roles:
            raise Declined("role", role=roles[0], caller=caller.role)

    def _why_not(self, needed: set[str], unstored: MetricView | None, intent: Intent) -> Declined:
        if intent.ahead:
            return Declined("future")
        stored = self.model.about_view(unstored.name).stored if unstored else None
        if unstored and stored:
            measure = next(name for name in unstored.measure if name in needed)
            return Declined("stored", tuple(str(days) for days in stored.days), measure=measure)
        return Declined("no_view", tuple(sorted(needed)))

    def _measures(self, draft: Draft, intent: Intent, view: MetricView, window: Window | None) -> Iterator[str]:
        """What was asked for, then what helps to understand it as far as the view has it."""
        required = _required(draft, intent, self.model)
        derived = draft.comparison or draft.share or draft.mean
        welcome = intent.measures or self.model.about_measure(required[0]).along if required and not derived else ()
        for name in dict.fromkeys([*required, *welcome]):
            if name in required or (name in view.measure and self._pinned(name, draft, intent, view, window)):
                yield name

    def _dimensions(self, draft: Draft, intent: Intent, view: MetricView) -> tuple[str, ...]:
        grain = (self.model.about_view(view.name).grains[draft.grain],) if draft.grain else ()
        return tuple(dict.fromkeys([*grain, *self._asked(draft, intent)]))

    def _asked(self, draft: Draft, intent: Intent) -> tuple[str, ...]:
        """The dimensions that were named, else the intent's, else what a superlative of the measure is usually of."""
        always = [name for measure in draft.measures for name in self.model.about_measure(measure).by]
        if intent.analysis:
            return draft.dimensions
        if draft.dimensions or draft.grain or always:
            return tuple(dict.fromkeys([*draft.dimensions, *always]))
        if intent.dimensions or not draft.superlative or not draft.measures:
            return intent.dimensions
        return self.model.about_measure(draft.measures[0]).breakdown

    def _hides_zero(self, measures: tuple[str, ...], dimensions: tuple[str, ...], view: MetricView) -> bool:
        """Whether groups that have none of the first measure, or no such rate, say nothing; days alone always do."""
        times = set(self.model.about_view(view.name).grains.values())
        grouped = bool(set(dimensions) - times)
        if not (grouped and measures):
            return False
        first = self.model.about_measure(measures[0])
        return first.hide_zero or bool(first.ratio)

    def _share_of(self, draft: Draft, dimensions: tuple[str, ...]) -> str | None:
        """The dimension whose filter names the part, so that the whole is all of its values."""
        filtered = [one.dimension for one in draft.filters if one.values]
        grouped = next((name for name in dimensions if name in filtered), None)
        if grouped or (dimensions and not draft.grain):
            return grouped
        return draft.share_of if draft.share_of in filtered else filtered[-1] if filtered else None

    def _present(self, draft: Draft, dimensions: tuple[str, ...]) -> Iterator[Filter]:
        """A question for the values of a dimension leaves out the rows that have none, where the model says so."""
        for name in draft.dimensions:
            asked = name in dimensions and not any(
                one.dimension == name and (one.keep or not one.values) for one in draft.filters
            )
            if self.model.about_dimension(name).drop_missing and asked:
                yield Filter(dimension=name)

    def _order(
        self, draft: Draft, intent: Intent, view: MetricView, measures: tuple[str, ...], dimensions: tuple[str, ...]
    ) -> Iterator[Order]:
        if not dimensions:
            return
        over_time = set(dimensions) & set(self.model.about_view(view.name).grains.values())
        if draft.superlative and measures:
            by = draft.measures[0] if draft.measures else measures[0]
            role: Role = "change" if draft.by_change else _plain_role(draft)
            yield Order(by=by, descending=self._descending(by, draft.superlative), of=role)
        elif intent.order and not draft.dimensions:
            yield from (one for one in orders_of(intent.order) if one.by in {*measures, *dimensions})
        elif not over_time and measures:
            yield Order(by=measures[0], descending=True, of=_plain_role(draft))

    def _descending(self, measure: str, superlative: str) -> bool:
        bad_is_low = self.model.about_measure(measure).bad == "down"
        return superlative == "high" or superlative == ("best" if bad_is_low else "worst")


def _required(draft: Draft, intent: Intent, model: SemanticModel) -> tuple[str, ...]:
    """The measures that the answer can't do without: those named, else the intent's first, else the default."""
    if draft.intent and not intent.measures:
        return ()  # a listing, such as the steps of one journey
    if intent.analysis:
        held = {name for view in intent.views for name in model.view[view].measure}
        asked = (name for name in draft.measures if name in held or not held)
        return (*asked, *(intent.measures or model.notes.default_measures))[:1]
    if draft.intent:
        return tuple(dict.fromkeys([*intent.measures[:1], *draft.measures]))
    measured = tuple(one.measure for one in draft.thresholds)
    return tuple(dict.fromkeys([*draft.measures, *measured])) or model.notes.default_measures


def _plain_role(draft: Draft) -> Role:
    """In which role a measure stands by itself: as a mean, where one is asked and nothing is compared."""
    return "mean" if draft.mean and not draft.comparison else "value"


def _thresholds(intent: Intent, view: MetricView) -> Iterable[Threshold]:
    for name, conditions in intent.where.items():
        if name in view.measure:
            for op, value in conditions.items():
                yield Threshold.model_validate({"measure": name, "op": op, "value": value})
