"""One business day of the made-up plan, from its plan to its rows and their truth."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.generate.business_day import BusinessDay
from pipeline.generate.callers import CallerDraw, CallMemory
from pipeline.generate.calls import CallDraw, Calls
from pipeline.generate.completed import completed_sessions
from pipeline.generate.crediting import Crediting, Failures
from pipeline.generate.failing import FailingDraw
from pipeline.generate.keys import key_numbers, keys, keys_of_numbers
from pipeline.generate.members import Members
from pipeline.generate.plan import DayPlan, Planner
from pipeline.generate.portions import Ints
from pipeline.generate.scope import Scope
from pipeline.generate.sessions import Events, Sessions, events_of, last_moments, together
from pipeline.generate.spelling import Spelling
from pipeline.generate.tables import TableMaker
from pipeline.generate.transcripts import Transcriber
from pipeline.generate.vocabulary import NONE, Vocabulary


@dataclass(frozen=True)
class Truth:
    """What lies behind the calls of one day.

    Attributes:
        leaked: Calls with the failure that caused them (``call_id``, ``event_id``, ``incident``, ``true_sentiment``).
        unrelated: Calls that nothing caused (``call_id``), and the failure that the rule credits them
            to by chance (``chance_event_id``).
    """

    leaked: pa.Table
    unrelated: pa.Table


@dataclass(frozen=True)
class DayData:
    """The rows of one day and their truth.

    Attributes:
        day: The day.
        events: Rows of ``digital_journeys``.
        calls: Rows of ``call_logs``.
        truth: What lies behind them.
    """

    day: BusinessDay
    events: pa.Table
    calls: pa.Table
    truth: Truth


@dataclass
class Simulation:
    """The made-up plan, lived through day by day.

    Attributes:
        planner: Says what each day will be like.
        members: Who may act.
        memory: Who called when.
    """

    planner: Planner
    members: Members
    memory: CallMemory
    _evening: Failures = field(default_factory=Failures.none)

    def __post_init__(self) -> None:
        self._vocabulary = Vocabulary(self._scope.world)
        transcriber = Transcriber(self._scope.world.languages, self._vocabulary.topics)
        self._tables = TableMaker(self.members, self._vocabulary, transcriber)

    @property
    def _scope(self) -> Scope:
        return self.planner.scope

    def live(self, day: BusinessDay) -> DayData:
        """Live through the next day and return what is on record of it."""
        plan = self.planner.plan(day)
        rng = self._scope.rng("day", day.date.toordinal())
        leaked, called, silent, completed = self._sessions(plan, rng)
        sessions = together([leaked, silent, completed])
        events = events_of(sessions, self._vocabulary)
        crediting = self._crediting(day, sessions, events)
        calls = self._calls(plan, leaked, called, silent, crediting, rng)
        self._remember(calls, crediting, day)
        return self._on_record(plan, sessions, events, calls, crediting, rng)

    def _sessions(self, plan: DayPlan, rng: np.random.Generator) -> tuple[Sessions, Ints, Sessions, Sessions]:
        """Draw the sessions that make members call, when these call, failures without a call, completed sessions."""
        callers = CallerDraw(plan, self.members, self.memory, rng).draw()
        draw = FailingDraw(plan, self.members, self._vocabulary, rng)
        leaked, called, silent = draw.leaked_and_silent(callers)
        return leaked, called, silent, completed_sessions(draw)

    def _crediting(self, day: BusinessDay, sessions: Sessions, events: Events) -> Crediting:
        rows = np.flatnonzero(self._vocabulary.is_failure(events.event_type))
        session = events.session[rows]
        today = Failures(
            sessions.member[session], sessions.journey[session], events.moment[rows], key_numbers(day.date, rows)
        )
        window = self._scope.world.definitions.window
        return Crediting(self._evening.then(today), day.start, window, len(self._scope.world.journeys))

    def _calls(
        self,
        plan: DayPlan,
        leaked: Sessions,
        called: Ints,
        silent: Sessions,
        crediting: Crediting,
        rng: np.random.Generator,
    ) -> Calls:
        """Draw the day's calls, in the order of time."""
        draw = CallDraw(plan, self.members, self._vocabulary, rng)
        caused = draw.leaked(leaked, called)
        calls = caused.then(draw.unrelated(leaked.member, silent.member, crediting))
        return calls.rows(np.lexsort((calls.member, calls.moment)))

    def _remember(self, calls: Calls, crediting: Crediting, day: BusinessDay) -> None:
        about = np.flatnonzero(calls.journey != NONE)
        self.memory.note(calls.member[about], calls.journey[about], calls.moment[about])
        np.add.at(self.memory.leaked, calls.member[calls.cause != NONE], 1)
        self._evening = crediting.failures.since(day.end - crediting.window)

    def _on_record(
        self,
        plan: DayPlan,
        sessions: Sessions,
        events: Events,
        calls: Calls,
        crediting: Crediting,
        rng: np.random.Generator,
    ) -> DayData:
        """Turn the day into rows, as far as the data reach."""
        day = plan.day
        kept_calls = int(np.searchsorted(calls.moment, self._scope.cutoff, side="right"))
        kept_events = int(np.searchsorted(events.moment, self._scope.cutoff, side="right"))
        spelling = self._spelling(day)
        leaked, unrelated = self._truth(plan, sessions, events, calls, crediting)
        return DayData(
            day=day,
            events=self._tables.events(day, sessions, events, spelling).slice(0, kept_events),
            calls=self._tables.calls(day, calls, spelling, rng).slice(0, kept_calls),
            truth=Truth(_first(leaked, kept_calls), _first(unrelated, kept_calls)),
        )

    def _spelling(self, day: BusinessDay) -> Spelling:
        world = self._scope.world
        share = world.history.variants.share if day.back else 0.0
        return Spelling(share, world.variants.languages, self._scope.rng("spelling", day.date.toordinal()))

    def _truth(
        self, plan: DayPlan, sessions: Sessions, events: Events, calls: Calls, crediting: Crediting
    ) -> tuple[pa.Table, pa.Table]:
        """Say which call was caused by which failure; ``row`` is the call's row of the day."""
        day = plan.day.date
        caused, others = np.flatnonzero(calls.cause != NONE), np.flatnonzero(calls.cause == NONE)
        session = calls.cause[caused]
        chance = np.where(calls.chance[others] == NONE, NONE, _at(crediting.failures.key, calls.chance[others]))
        leaked = {
            "call_id": keys("C", day, caused),
            "event_id": keys("E", day, _last_rows(sessions, events, self._vocabulary)[session]),
            "incident": pa.array(_incidents(plan), type=pa.string()).take(pa.array(session)),
            "true_sentiment": np.round(calls.feeling[caused], 4),
            "row": caused,
        }
        unrelated = {"call_id": keys("C", day, others), "chance_event_id": keys_of_numbers("E", chance), "row": others}
        return pa.table(leaked), pa.table(unrelated)


def _last_rows(sessions: Sessions, events: Events, vocabulary: Vocabulary) -> Ints:
    """Return the row of each session's last event."""
    rows = np.zeros(len(sessions), dtype=np.int64)
    ends = last_moments(sessions.moments, vocabulary.pattern_lengths[sessions.pattern])
    at_end = np.flatnonzero(events.moment == ends[events.session])
    rows[events.session[at_end]] = at_end
    return rows


def _incidents(plan: DayPlan) -> list[str | None]:
    """Return the incident behind each leaked session."""
    return [part.incident.name if part.incident else None for part in plan.parts for _ in range(part.calls)]


def _at(values: Ints, rows: Ints) -> Ints:
    return values[np.maximum(rows, 0)] if len(values) else np.full(len(rows), NONE)


def _first(truth: pa.Table, kept_calls: int) -> pa.Table:
    """Leave out calls that the data do not reach."""
    return truth.filter(pc.less(truth["row"], kept_calls)).drop_columns(["row"])
