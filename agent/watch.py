"""What happened to a question on its way, for whoever wants to see it; it costs a look at the clock for each step."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from agent.reply import Answer
    from agent.turn import Step, Tools, Turn


@dataclass(frozen=True)
class Passed:
    """A step that a question took; moments in nanoseconds since 1970.

    Attributes:
        turn: The question as the step left it; None when it ended there.
        stopped: Why it ended there: the reason of a refusal, or the kind of error.
    """

    name: str
    start_ns: int
    end_ns: int
    turn: "Turn | None"
    stopped: str | None = None


@dataclass(frozen=True)
class Called:
    """A request to a chat model: which model, what it cost, and how it failed where it did."""

    model: str
    start_ns: int
    end_ns: int
    tokens_in: int | None = None
    tokens_out: int | None = None
    stopped: str | None = None


@dataclass(frozen=True)
class Watched:
    """All that happened to a question.

    Attributes:
        about: What the asker's side knows of it: the conversation, the door, the run.
    """

    turn: "Turn"
    answer: "Answer"
    start_ns: int
    end_ns: int
    passed: tuple[Passed, ...]
    called: tuple[Called, ...]
    about: Mapping[str, str]


class Observer(Protocol):
    """Wants to know what happened to questions."""

    def seen(self, watched: Watched) -> None:
        """Take it up; this is on the answer's way, so it has to be quick, and must not fail."""
        ...


@dataclass
class Watch:
    """Notes what happens to one question."""

    start_ns: int = field(default_factory=time.time_ns)
    _zero: int = field(default_factory=time.perf_counter_ns)
    passed: list[Passed] = field(default_factory=list)
    called: list[Called] = field(default_factory=list)

    @property
    def now(self) -> int:
        """The moment, by a clock that nobody sets meanwhile."""
        return self.start_ns + time.perf_counter_ns() - self._zero

    def take(self, step: "Step", turn: "Turn", tools: "Tools") -> "Turn":
        """Take a question one step further, and note how it went."""
        begin = self.now
        try:
            after = step(turn, tools)
        except Exception as stopped:
            why = str(getattr(stopped, "reason", None) or type(stopped).__name__)
            self.passed.append(Passed(step.__name__, begin, self.now, None, why))
            raise
        self.passed.append(Passed(step.__name__, begin, self.now, after))
        return after

    @property
    def timings_ms(self) -> dict[str, float]:
        """How long each step took that came through."""
        return {one.name: round((one.end_ns - one.start_ns) / 1e6, 3) for one in self.passed if one.turn}

    def seen(self, turn: "Turn", answer: "Answer") -> Watched:
        """All that has happened."""
        ways = tuple(self.passed), tuple(self.called)
        return Watched(turn, answer, self.start_ns, self.now, *ways, _about.get())


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)
_about: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 - nobody changes it


@contextmanager
def watching() -> Iterator[Watch]:
    """Note what happens to the question that is asked meanwhile, in this thread."""
    watch = Watch()
    before = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(before)


@contextmanager
def about(**known: str | None) -> Iterator[None]:
    """Say what the asker's side knows of the questions that are asked meanwhile."""
    before = _about.set({name: value for name, value in known.items() if value is not None})
    try:
        yield
    finally:
        _about.reset(before)


@contextmanager
def calling(model: str) -> Iterator[dict[str, Any]]:
    """Note a request to a chat model; what it used is put into what is given out."""
    watch, used, stopped = _watch.get() or Watch(), dict[str, Any](), None
    begin = watch.now
    try:
        yield used
    except Exception as failed:
        stopped = str(getattr(failed, "kind", None) or type(failed).__name__)
        raise
    finally:
        spent = used.get("input_tokens"), used.get("output_tokens")
        watch.called.append(Called(model, begin, watch.now, *spent, stopped))
