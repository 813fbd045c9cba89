"""Where the parts meet: from the settings to an agent over the current published run, for the page and the command."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

from agent.answer import Agent
from agent.model import SemanticModel, load_model
from agent.planner import Caller
from agent.reply import Answer
from pipeline.errors import ExecuteError, SemanticError
from pipeline.runs import RUNS, Run, history
from pipeline.serving import Served, served
from pipeline.settings import Settings

_PLAYBACK_ROLE = "care_ops"


@dataclass
class Current:
    """The agent over one published run, and how many are asking it just now."""

    agent: Agent
    run: Run
    asking: int = 0
    replaced: bool = False

    def close_when_idle(self) -> None:
        """End its processes once a newer run has taken its place and the last question is answered."""
        if self.replaced and not self.asking:
            self.agent.close()


class Context:
    """Gives out the agent over the latest published run; a newer run is picked up at the next question.

    Safe to use from several threads: a question that is under way when a new run appears ends on the run that it
    began with, whose agent is closed after it.

    Args:
        settings: The home whose runs are served, and the caller when none is given.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._current: Current | None = None
        self._seen: str | None = None

    @cached_property
    def model(self) -> SemanticModel:
        """What people call the model's names and values."""
        return load_model()

    @property
    def caller(self) -> Caller:
        """Who asks when nobody else is named: the settings' user and role."""
        return Caller(self.settings.caller, self.settings.role)

    @contextmanager
    def current(self) -> Iterator[Current]:
        """Lend the agent over the latest published run; it stays open while it is lent.

        Raises:
            PublishError: Nothing has been published yet.
        """
        with self._lock:
            lent = self._latest()
            lent.asking += 1
        try:
            yield lent
        finally:
            with self._lock:
                lent.asking -= 1
                lent.close_when_idle()

    def warm_up(self) -> None:
        """Get ready, so that the first question need not wait.

        Raises:
            PublishError: Nothing has been published yet.
        """
        _ = self.model
        with self.current() as lent:
            lent.agent.warm_up()

    def ask(self, question: str, conversation: Sequence[str] = (), caller: Caller | None = None) -> Answer:
        """Answer a question from the latest published run; see `Agent.ask`.

        Raises:
            PublishError: Nothing has been published yet.
        """
        with self.current() as lent:
            return lent.agent.ask(question, conversation=conversation, caller=caller or self.caller)

    def last_run(self) -> Run | None:
        """Return what was recorded last, published or not; None before the first run."""
        recorded = history(self.settings)
        return recorded[-1] if recorded else None

    def close(self) -> None:
        """End the agent's processes."""
        with self._lock:
            if self._current:
                self._current.replaced = True
                self._current.close_when_idle()
                self._current = None

    def __enter__(self) -> "Context":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _latest(self) -> Current:
        newest, now = self._newest_record(), self._current
        if now and newest == self._seen:
            return now
        files = served(self.settings)
        self._seen = newest
        if now and now.run.run_id == files.run.run_id:
            return now
        return self._replace(now, files)

    def _replace(self, now: Current | None, files: Served) -> Current:
        agent = Agent.load(None, files.database, files.restricted.get(_PLAYBACK_ROLE), self.settings)
        if now:
            now.replaced = True
            now.close_when_idle()
        self._current = Current(agent, files.run)
        return self._current

    def _newest_record(self) -> str:
        """Name the newest commit to the table of runs: far cheaper than reading it for every question."""
        log = self.settings.tables.joinpath(*RUNS.split("."), "_delta_log")
        return max((entry.name for entry in log.glob("*.json")), default="")


@contextmanager
def open_agent(settings: Settings, model: Path | None = None, data: Path | None = None) -> Iterator[Agent]:
    """Open an agent for a few questions: over the latest published run, or over a database of one's own.

    Raises:
        PublishError: Nothing has been published yet, and no database was named.
    """
    agent = _load(settings, model, data)
    try:
        yield agent
    finally:
        agent.close()


def _load(settings: Settings, model: Path | None, data: Path | None) -> Agent:
    model, data = model or settings.model, data or settings.data
    if data is not None:
        return _over_own_data(settings, model, data)
    files = served(settings)
    return Agent.load(model, files.database, files.restricted.get(_PLAYBACK_ROLE), settings)


def _over_own_data(settings: Settings, model: Path | None, data: Path) -> Agent:
    refuse_other_files(data)
    try:
        return Agent.load(model, data, None, settings)
    except SemanticError as unfit:
        hint = unfit.hint if model else "--model names the folder of the semantic model that describes these data."
        raise SemanticError(f"{data}: {unfit.message}", hint) from None


_DUCKDB_MAGIC = (8, b"DUCK")
"""Where a DuckDB file says that it is one."""


def refuse_other_files(data: Path) -> None:
    """Check that a file is a DuckDB database.

    Raises:
        ExecuteError: It is something else, or can't be read.
    """
    place, magic = _DUCKDB_MAGIC
    try:
        with data.open("rb") as file:
            begin = file.read(place + len(magic))
    except OSError as refused:
        raise ExecuteError(f"the data {data} cannot be read: {refused.strerror}.", _WANTED) from None
    if begin[place:] != magic:
        raise ExecuteError(f"{data} is {'not a DuckDB file' if begin else 'empty'}.", _WANTED)


_WANTED = "--data (or LEAKAGE_DATA) names a database file made by DuckDB."
