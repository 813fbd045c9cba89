"""Where the parts meet: from the settings to an agent over the current published run, for the page and the command."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from agent.answer import Agent
from agent.model import SemanticModel, load_model
from agent.planner import Caller
from agent.reply import Answer
from agent.watch import about
from doors.audit import Audit, Entry
from doors.decided import recorded
from doors.judging import Judging
from doors.own_data import over_own_data
from doors.told import told_by
from doors.tracing.tracer import tracer_of
from pipeline.errors import PublishError
from pipeline.feedback import Judged
from pipeline.ledger import LEDGER
from pipeline.live import brought_up
from pipeline.runs import RUNS, Run, history
from pipeline.serving import served
from pipeline.settings import Settings
from pipeline.talks import Said, Talks, now

_PLAYBACK_ROLE = "care_ops"


@dataclass
class Current:
    """The agent over one published run (none over data of one's own), and how many are asking it just now."""

    agent: Agent
    run: Run | None
    database: Path
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
        model: A folder with a semantic model; None for the settings' one.
        data: A database of one's own to ask instead of the published run; None for the settings' one.
        door: Whose questions these are, for the audit: page, command, briefing, server, mcp, or a program's name.
    """

    def __init__(
        self, settings: Settings, model: Path | None = None, data: Path | None = None, door: str = "python"
    ) -> None:
        self.settings = settings
        self.talks = Talks(settings)
        self._model = model or settings.model
        self._data = data or settings.data
        self._audit = Audit(settings, door, kept=settings.home.is_dir() or self._data is not None)
        self._tracer = tracer_of(settings)
        self._judging = Judging(settings, told_by(settings, self._tracer))
        self._door = door
        self._lock = threading.Lock()
        self._current: Current | None = None
        self._seen: str | None = None

    @property
    def model(self) -> SemanticModel:
        """What people call the model's names and values, as it fits the data that are asked."""
        try:
            with self.current() as lent:
                return lent.agent.knowledge.model
        except PublishError:
            return load_model(self._model)

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

    def ask(
        self,
        question: str,
        earlier: Sequence[str] = (),
        caller: Caller | None = None,
        conversation: str | None = None,
    ) -> Answer:
        """Answer a question from the latest published run; see `Agent.ask`.

        Args:
            question: In any of the agent's languages.
            earlier: The earlier questions of a talk that is not kept.
            caller: Who asks; None for the settings' user.
            conversation: The kept conversation that the question goes on with, or begins: its earlier questions come
                after ``earlier``, and the question is added to it.

        Raises:
            PublishError: Nothing has been published yet.
            TalkError: The conversation is another user's.
        """
        asker = caller or self.caller
        with self._audit.record(question, asker, conversation=conversation) as entry:
            if conversation is None:
                return recorded(self.settings, self._ask(entry, earlier), asker, None)
            turn, before = self.talks.begin(conversation, asker.user, question)
            try:
                answer = self._ask(entry, (*earlier, *before))
                if answer.proposal and answer.proposal.confirmed:
                    answer = recorded(self.settings, answer, asker, self._last_said(conversation, asker, turn))
            except BaseException:
                self.talks.drop(conversation, turn)
                raise
            self.talks.keep(_said(conversation, turn, entry.asked_at, question, answer, asker))
            return answer

    def ask_over(self, lent: Current, question: str, caller: Caller, door: str | None = None) -> Answer:
        """Answer a question from a run that is lent already, for what asks several that must agree.

        Args:
            lent: The agent over that run.
            question: In any of the agent's languages.
            caller: Who asks.
            door: Another door than this context's own.
        """
        with self._audit.record(question, caller, door) as entry:
            return _answered(entry, lent, ())

    def explain(self, question: str, caller: Caller | None = None, conversation: str | None = None) -> Answer:
        """Say how a question would be read and answered; it is not added to the conversation that it goes on with.

        Raises:
            PublishError: Nothing has been published yet.
            TalkError: The conversation is another user's.
        """
        asker = caller or self.caller
        with self._audit.record(question, asker, act="explain", conversation=conversation) as entry:
            before = self.talks.earlier(conversation, asker.user) if conversation is not None else ()
            with self.current() as lent:
                return _answered(entry, lent, before)

    def keep(self, question: str, answer: Answer, conversation: str, caller: Caller | None = None) -> None:
        """Add a question that has been answered already to a conversation."""
        asker = caller or self.caller
        turn, _ = self.talks.begin(conversation, asker.user, question)
        self.talks.keep(_said(conversation, turn, now(), question, answer, asker))

    def judge(
        self,
        trace_id: str,
        verdict: str,
        caller: Caller | None = None,
        reason: str | None = None,
        comment: str | None = None,
    ) -> Judged:
        """Keep what somebody says of an answer that they got; see `Judging.take`.

        Raises:
            FeedbackError: There is no such answer of theirs, or what they say is none of the words for it.
        """
        return self._judging.take(trace_id, verdict, caller or self.caller, self._door, reason, comment)

    def _ask(self, entry: Entry, earlier: Sequence[str]) -> Answer:
        with self.current() as lent:
            answer = _answered(entry, lent, earlier)
        self._judging.remember(entry.question, answer, entry.caller)
        return answer

    def _last_said(self, conversation: str, asker: Caller, turn: int) -> Said | None:
        """What became of the question before one, in a kept conversation."""
        said = [one for one in self.talks.read(conversation, asker.user) if one.turn == turn - 1]
        return said[0] if said else None

    def last_run(self) -> Run | None:
        """Return what was recorded last, published or not; None before the first run."""
        recorded = history(self.settings)
        return recorded[-1] if recorded else None

    def close(self) -> None:
        """End the agent's processes, and write what was asked: the conversations, the audit and the judgements."""
        with self._lock:
            if self._current:
                self._current.replaced = True
                self._current.close_when_idle()
                self._current = None
        self.talks.close()
        self._audit.close()
        self._judging.close()
        if self._tracer:
            self._tracer.close()

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
        if self._data is not None:
            agent, self._seen = over_own_data(self.settings, self._model, self._data, self._tracer), newest
            return self._replace(now, agent, None, self._data)
        files = served(self.settings)
        database = brought_up(self.settings, files)
        self._seen = newest
        if now and now.run and now.run.run_id == files.run.run_id and now.database == database:
            return now
        playback = files.restricted.get(_PLAYBACK_ROLE)
        agent = Agent.load(self._model, database, playback, self.settings, self._tracer)
        return self._replace(now, agent, files.run, database)

    def _replace(self, now: Current | None, agent: Agent, run: Run | None, database: Path) -> Current:
        if now:
            now.replaced = True
            now.close_when_idle()
        self._current = Current(agent, run, database)
        return self._current

    def _newest_record(self) -> str:
        """Name the newest commits to the tables of runs and decisions: far cheaper than reading them every time."""
        if self._data is not None:
            return str(self._data)
        logs = (self.settings.tables.joinpath(*table.split("."), "_delta_log") for table in (RUNS, LEDGER))
        return " ".join(max((entry.name for entry in log.glob("*.json")), default="") for log in logs)


@contextmanager
def open_agent(settings: Settings, model: Path | None = None, data: Path | None = None) -> Iterator[Agent]:
    """Open an agent for a few questions: over the latest published run, or over a database of one's own.

    Raises:
        PublishError: Nothing has been published yet, and no database was named.
    """
    with Context(settings, model, data) as context, context.current() as lent:
        yield lent.agent


def _answered(entry: Entry, lent: Current, earlier: Sequence[str]) -> Answer:
    """Ask a lent agent what an entry of the audit is about, and note there what it was answered from."""
    agent = lent.agent
    entry.run_id, entry.model = lent.run.run_id if lent.run else None, agent.model_version
    take = agent.ask if entry.act == "ask" else agent.explain
    with about(conversation=entry.conversation, door=entry.door, run=entry.run_id, semantic_files=entry.model):
        entry.answer = take(entry.question, conversation=earlier, caller=entry.caller)
    return entry.answer


def _said(conversation: str, turn: int, asked_at: datetime, question: str, answer: Answer, asker: Caller) -> Said:
    return Said(
        conversation_id=conversation,
        user=asker.user,
        role=asker.role,
        turn=turn,
        asked_at=asked_at,
        question=question,
        language=answer.language,
        status=answer.status,
        label=answer.label,
        reading=answer.plan.said if answer.plan else None,
        trace_id=answer.trace_id,
    )
