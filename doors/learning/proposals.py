"""What would put right what went wrong: synonyms, golden questions, certified answers; each is tried first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from agent.answer import Agent
from agent.knowledge import Knowledge
from agent.planner import Caller
from agent.reply import Answer
from doors.learning.asked import Asked
from doors.learning.drafts import certified_sql, golden_sql, plan_of, slug
from doors.learning.rephrased import Rephrased, change_between, rephrased
from evals.suite import DataSet

if TYPE_CHECKING:
    from agent.plan import Plan

One = TypeVar("One")
_REVIEWER = Caller("reviewer", "viewer")
_WORDS = {"measure": "measures", "dimension": "dimensions"}
"""What in a model's small file holds the words for a kind of meaning."""


@dataclass(frozen=True)
class Synonym:
    """A word that people use for something that the model has under another one.

    Attributes:
        path: The keys of the list in the model's small file that it belongs to.
        wrong: The question that was not understood.
        instead: The question that says the same in the model's words.
    """

    word: str
    path: tuple[str, ...]
    language: str
    wrong: str
    instead: str


@dataclass(frozen=True)
class Golden:
    """A question whose right answer has become known."""

    question: str
    language: str
    sql: str

    @property
    def identity(self) -> str:
        """Its id among the golden questions."""
        return slug(self.question)


@dataclass(frozen=True)
class CertifiedDraft:
    """A question whose answer people accepted, with its SQL over any window."""

    question: str
    language: str
    sql: str
    author: str
    reviewed: date


@dataclass(frozen=True)
class Proposals:
    """All that is proposed."""

    synonyms: tuple[Synonym, ...]
    golden: tuple[Golden, ...]
    certified: tuple[CertifiedDraft, ...]

    def __bool__(self) -> bool:
        return bool(self.synonyms or self.golden or self.certified)


Trial = Callable[[Synonym], Agent | None]
"""An agent with one more synonym; None when the model does not take it."""


def propose(asked: Sequence[Asked], agent: Agent, trial: Trial, data: DataSet, today: date) -> Proposals:
    """Draw up what would put right what went wrong.

    Args:
        asked: What was asked, and what people said of it.
        agent: The agent as it is.
        trial: Makes an agent with one more synonym, to see whether that helps.
        data: The data set that golden questions are about.
        today: The day of the drafts.
    """
    knowledge = agent.knowledge
    synonyms = tuple(_each(_synonyms(rephrased(asked), agent, trial), key=lambda one: (one.word, one.path)))
    golden = tuple(_each(_golden(asked, synonyms, knowledge, data), key=lambda one: one.question))
    certified = tuple(_each(_certified(asked, agent, today), key=lambda one: one.question))
    return Proposals(synonyms, golden, certified)


def _synonyms(pairs: Iterable[Rephrased], agent: Agent, trial: Trial) -> Iterator[Synonym]:
    for pair in pairs:
        found = _synonym(pair, agent)
        if found and _helps(found, agent, trial):
            yield found


def _synonym(pair: Rephrased, agent: Agent) -> Synonym | None:
    """The word of a question that stands for what the other question has in the model's words."""
    change = change_between(pair.wrong.question, pair.instead)
    meant = agent.explain(pair.instead, caller=_REVIEWER) if change else None
    path = _path(change.meant, meant) if change and meant and meant.status == "answered" else None
    if change is None or path is None:
        return None
    language = pair.wrong.language
    return Synonym(change.said, (*path, "words", language), language, pair.wrong.question, pair.instead)


def _path(words: str, answer: Answer) -> tuple[str, ...] | None:
    """Where the model's small file has the words for what these words of a question mean."""
    shown = answer.plan
    word = next((one for one in shown.words if one.text.lower() == words), None) if shown else None
    if shown is None or word is None:
        return None
    if word.kind in _WORDS:
        return (_WORDS[word.kind], word.meaning)
    if word.kind != "value":
        return None
    holder = next((one.dimension for one in shown.plan.filters if word.meaning in map(str, one.values)), None)
    return ("dimensions", holder, "values", word.meaning) if holder else None


def _helps(found: Synonym, agent: Agent, trial: Trial) -> bool:
    """Whether with the word the question that went wrong is read as the other one is."""
    changed = trial(found)
    if changed is None:
        return False
    try:
        fixed = plan_of(found.wrong, found.language, changed.knowledge)
        return fixed is not None and fixed == plan_of(found.instead, found.language, agent.knowledge)
    finally:
        changed.close()


def _golden(
    asked: Sequence[Asked], synonyms: Sequence[Synonym], knowledge: Knowledge, data: DataSet
) -> Iterator[Golden]:
    """Questions that a synonym puts right, by the SQL of what they mean; and those whose answers were accepted."""
    for one in synonyms:
        sql = golden_sql(one.instead, one.language, knowledge, data)
        if sql:
            yield Golden(one.wrong, one.language, sql)
    for accepted in asked:
        sql = golden_sql(accepted.question, accepted.language, knowledge, data) if _sound(accepted) else None
        if sql:
            yield Golden(accepted.question, accepted.language, sql)


def _certified(asked: Sequence[Asked], agent: Agent, today: date) -> Iterator[CertifiedDraft]:
    for one in asked:
        if not _sound(one) or one.label != "computed":
            continue
        plan: Plan | None = plan_of(one.question, one.language, agent.knowledge)
        sql = certified_sql(plan, agent.knowledge) if plan else None
        if sql:
            yield CertifiedDraft(one.question, one.language, sql, one.said[-1].user, today)


def _sound(one: Asked) -> bool:
    """Whether an answer was accepted that stands by itself, and not on the questions before it."""
    return one.accepted and one.status == "answered" and one.label in ("computed", "certified")


def _each(found: Iterable[One], key: Callable[[One], object]) -> Iterator[One]:
    """Each of them once, the first of several."""
    seen: set[object] = set()
    for one in found:
        if key(one) not in seen:
            seen.add(key(one))
            yield one
