"""One question on its way through the steps, and what the steps work with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlglot import exp

from agent.causes.find import Causes
from agent.deciding import Decision
from agent.engine import Engine, Result
from agent.knowledge import Knowledge
from agent.limits import Limits
from agent.model import SemanticModel
from agent.model_file import Certified
from agent.plan import Plan
from agent.planner import Caller
from agent.read import Reading
from agent.reader import Outcome, Reader
from agent.reply import Answer
from agent.validate import Checked

if TYPE_CHECKING:
    from agent.chat.wording import Rewording

Part = TypeVar("Part")


@dataclass(frozen=True)
class Turn:
    """A question, and what the steps so far have made of it."""

    question: str
    conversation: tuple[str, ...]
    caller: Caller
    language: str
    trace_id: str
    outcome: Outcome | None = None
    decision: Decision | None = None
    plan: Plan | None = None
    trees: Mapping[str, exp.Expr] = field(default_factory=dict)
    queries: Mapping[str, Checked] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    causes: Causes | None = None
    answer: Answer | None = None

    @property
    def heard(self) -> Outcome:
        """What became of reading the question, once it has been read."""
        return _there(self.outcome)

    @property
    def read(self) -> Reading:
        """Which words mean what; none where a chat model made the draft."""
        return self.heard.reading or Reading(self.question, self.language)

    @property
    def planned(self) -> Plan:
        """The plan, once there is one."""
        return _there(self.plan)


def _there(part: Part | None) -> Part:
    if part is None:
        raise RuntimeError("a step was left out")
    return part


@dataclass(frozen=True)
class Tools:
    """What the steps work with: the model, what is known of the data, the engines by database, the limits, the reader.

    ``rewording`` is None where no chat model may word answers; ``certified`` has the reviewed questions by their plans.
    """

    model: SemanticModel
    knowledge: Knowledge
    engines: Mapping[str, Engine]
    limits: Limits
    reader: Reader
    rewording: "Rewording | None" = None
    certified: Mapping[str, Certified] = field(default_factory=dict)


class Step(Protocol):
    """Takes a question one step further."""

    __name__: str

    def __call__(self, turn: Turn, tools: Tools, /) -> Turn:
        """Return the turn with this step's work added; raise Declined or a LeakageError to end it."""
        ...
