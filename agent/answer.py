"""A question becomes an answer: the steps in their order, and the agent that takes questions through them."""

import traceback
import uuid
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from agent import steps
from agent.certified import certified_plans
from agent.chat.wire import ChatTools, chat_tools
from agent.clarify import explain_unclear
from agent.declined import Declined
from agent.engine import DuckDBEngine, Engine
from agent.explain import explain_plan
from agent.explain_declined import explain_declined
from agent.knowledge import Knowledge, learn
from agent.language import language_of
from agent.limits import limits
from agent.model import SemanticModel, load_model
from agent.phrases import own_words_of
from agent.planner import Caller
from agent.reader import BuiltIn, Reader, Unclear
from agent.reply import Answer
from agent.stop import go_on
from agent.turn import Step, Tools, Turn
from agent.watch import Observer, Watch, watching
from pipeline.errors import LeakageError

if TYPE_CHECKING:
    from agent.model_file import Certified
    from pipeline.settings import Settings

STEPS: tuple[Step, ...] = (
    steps.read,  #     what it says: which words mean what
    steps.plan,  #     a typed plan, in the semantic model's words
    steps.compile,  #  SQL trees
    steps.validate,  # the allowlist; SQL in the engine's dialect
    steps.execute,  #  results
    steps.explain,  #  facts, a sentence made from them, a table
)
UNTIL_VALIDATED = STEPS[:4]


class Agent:
    """Answers questions over one database with one semantic model.

    Args:
        model: The semantic model.
        engines: Where queries run: ``main``, and ``playback`` where single journeys may be replayed.
        chat: What a chat model helps with; None for no such help.
        observer: Who wants to know what happened to each question; None for nobody.
    """

    def __init__(
        self,
        model: SemanticModel,
        engines: dict[str, Engine],
        chat: ChatTools | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._observer = observer
        self._model = model
        self._engines = engines
        self._chat = chat
        self._knowledge: Knowledge | None = None
        self._certified: dict[str, Certified] = {}

    @classmethod
    def load(
        cls,
        model: Path | None,
        database: Path,
        playback: Path | None = None,
        settings: "Settings | None" = None,
        observer: Observer | None = None,
    ) -> "Agent":
        """Open a database for questions.

        Args:
            model: A folder with a semantic model; None for the one that comes with the package.
            database: A DuckDB file that holds the tables that questions may read, and nothing else.
            playback: A DuckDB file that holds the table of single journeys alone.
            settings: The settings, for the number of threads and a chat model; None for the executor's own, and none.
            observer: Who wants to know what happened to each question.

        Raises:
            SettingsError: The settings name a chat model that can't be used.
            SemanticError: The model is wrong, or does not fit the data.
            ExecuteError: There is no such database.
        """
        most = limits().execute
        if settings and settings.threads:
            most = most.model_copy(update={"threads": settings.threads})
        files = {"main": database} | ({"playback": playback} if playback else {})
        engines = {name: DuckDBEngine(path, most) for name, path in files.items()}
        chat = chat_tools(settings, BuiltIn(), engines["main"].dialect)
        engines["main"].start()
        agent = cls(load_model(model), dict(engines), chat, observer)
        agent._tools()
        return agent

    def ask(self, question: str, *, conversation: Sequence[str] = (), caller: Caller) -> Answer:
        """Answer a question.

        Args:
            question: In any of the languages in ``words``.
            conversation: The earlier questions of the same talk, oldest first.
            caller: Who asks.
        """
        return self._take(question, conversation, caller, STEPS)

    def explain(self, question: str, *, conversation: Sequence[str] = (), caller: Caller) -> Answer:
        """Say how a question is read, planned and compiled, by the same steps, without running it."""
        return self._take(question, conversation, caller, UNTIL_VALIDATED)

    def warm_up(self) -> None:
        """Get what a chat model needs ready in the background, where one is named."""
        if self._chat:
            self._chat.warm_up()

    def close(self) -> None:
        """End the processes that run queries."""
        for engine in self._engines.values():
            engine.close()

    @property
    def model_version(self) -> str:
        """A fingerprint of the semantic model's files, as they were read."""
        return self._model.fingerprint

    @property
    def knowledge(self) -> Knowledge:
        """What the agent knows of the data as they are now."""
        return self._tools().knowledge

    def _take(self, question: str, conversation: Sequence[str], caller: Caller, through: Iterable[Step]) -> Answer:
        language = language_of(question, conversation, self._own_words)
        turn = Turn(question, tuple(conversation), caller, language, uuid.uuid4().hex)
        with watching() as watch:
            answer = self._answered(turn, through, watch).model_copy(update={"timings_ms": watch.timings_ms})
        if self._observer is not None:
            self._observer.seen(watch.seen(turn, answer))
        return answer

    def _answered(self, turn: Turn, through: Iterable[Step], watch: Watch) -> Answer:
        try:
            return self._walk(turn, through, watch)
        except LeakageError as error:
            return _failed(str(error), turn, getattr(error, "code", error.phase))
        except Exception as error:
            _log_failure(turn)
            return _failed(f"Something went wrong inside ({type(error).__name__}); see trace {turn.trace_id}.", turn)

    @cached_property
    def _own_words(self) -> dict[str, frozenset[str]]:
        return own_words_of(self._model)

    def _walk(self, turn: Turn, through: Iterable[Step], watch: Watch) -> Answer:
        tools = self._tools()
        try:
            for step in through:
                go_on()
                turn = watch.take(step, turn, tools)
                if turn.answer:
                    break
            answer = turn.answer or explain_plan(turn, tools)
        except Declined as declined:
            answer = explain_declined(declined, turn, tools)
        except Unclear as unclear:
            answer = explain_unclear(unclear, turn, tools)
        return _remarked(answer, turn)

    def _tools(self) -> Tools:
        engine = self._engines["main"]
        if self._knowledge is None or self._knowledge.version != engine.version():
            self._knowledge = learn(self._model, engine, limits().learn)
            self._certified = certified_plans(self._knowledge)
        reader: Reader = self._chat.reader if self._chat else BuiltIn()
        rewording = self._chat.rewording if self._chat else None
        return Tools(
            self._knowledge.model, self._knowledge, self._engines, limits(), reader, rewording, self._certified
        )


def _remarked(answer: Answer, turn: Turn) -> Answer:
    """An answer, with what it has to say about how its question was read."""
    remarks = turn.outcome.remarks if turn.outcome else ()
    return answer.model_copy(update={"answer": " ".join([answer.answer, *remarks])}) if remarks else answer


def _failed(text: str, turn: Turn, code: str = "internal") -> Answer:
    return Answer(status="failed", answer=text, code=code, language=turn.language, trace_id=turn.trace_id)


def _log_failure(turn: Turn) -> None:
    import structlog  # costs a sixth of a second, and is hardly ever needed

    structlog.get_logger(__name__).error("question_failed", trace_id=turn.trace_id, traceback=traceback.format_exc())
