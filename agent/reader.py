"""What reads questions: the built-in reader, or one that has a chat model's help; one protocol for both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from agent.declined import Declined
from agent.follow import draft_in_talk
from agent.knowledge import Knowledge
from agent.model import SemanticModel
from agent.plan import Draft, Filter
from agent.planner import Caller
from agent.read import Reading, read_question
from agent.validate import Checked


class Unclear(Exception):  # noqa: N818 - an outcome, not an error
    """A question has several readings, and which one is meant matters.

    Args:
        readings: Each as a draft, the likeliest first.
    """

    def __init__(self, readings: tuple[Draft, ...]) -> None:
        super().__init__(f"{len(readings)} readings")
        self.readings = readings


@dataclass(frozen=True)
class Outcome:
    """What became of reading a question: a draft, or a query where no plan can say it, or why there is neither.

    Attributes:
        draft: What it says.
        query: A query that a chat model wrote, checked.
        stop: Why it can't be answered, or what to ask back; beside a query, what is left when that fails.
        reading: Which of its words mean what, where the built-in reader made the draft.
        remarks: What an answer has to say about how it was read, in the answer's language.
    """

    draft: Draft | None = None
    query: Checked | None = None
    stop: Declined | Unclear | None = None
    reading: Reading | None = None
    remarks: tuple[str, ...] = ()

    def remarked(self, *remarks: str) -> "Outcome":
        """The same, with more to say."""
        return replace(self, remarks=(*self.remarks, *remarks))


def readings_of(reading: Reading, draft: Draft, model: SemanticModel) -> tuple[Draft, ...]:
    """What a question may mean whose words the model leaves open; nothing where the rest of it settles that.

    Args:
        reading: The question with its words' meanings.
        draft: What it says apart from those words.
        model: The semantic model.
    """
    for span in reading.of("unsettled"):
        open_words = model.notes.ask_back[span.meaning.name]
        said = reading.of("measure") or set(draft.measures) & set(open_words.measures)
        if open_words.measures and not (said or draft.intent or draft.term):
            return tuple(draft.model_copy(update={"measures": (name,)}) for name in open_words.measures)
        named = {one.dimension for one in draft.filters}
        if open_words.values and not named & {dimension for dimension, _ in open_words.values}:
            filters = (Filter(dimension=dimension, values=(value,)) for dimension, value in open_words.values)
            return tuple(draft.model_copy(update={"filters": (*draft.filters, one)}) for one in filters)
    return ()


class Reader(Protocol):
    """Reads questions; whatever goes wrong, it returns an outcome."""

    def read(
        self, question: str, conversation: Sequence[str], knowledge: Knowledge, caller: Caller, language: str
    ) -> Outcome:
        """Read a question within its talk.

        Args:
            question: As it was asked.
            conversation: The earlier questions of the talk, oldest first.
            knowledge: What is known of the data.
            caller: Who asks.
            language: The language it is in, and that remarks are in.
        """
        ...


class BuiltIn:
    """Reads by the words of the language and of the semantic model: no key, no network."""

    def read(
        self, question: str, conversation: Sequence[str], knowledge: Knowledge, caller: Caller, language: str
    ) -> Outcome:
        """Read a question; see `Reader.read`."""
        reading = read_question(question, knowledge.lexicon(language))
        try:
            draft = draft_in_talk(reading, conversation, knowledge)
        except Declined as stop:
            return Outcome(stop=stop, reading=reading)
        choices = readings_of(reading, draft, knowledge.model)
        if choices:
            return Outcome(stop=Unclear(choices), reading=reading)
        if draft.empty:
            return Outcome(stop=Declined("nothing_asked"), reading=reading)
        return Outcome(draft=draft, reading=reading)
