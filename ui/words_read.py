"""Which words of a question were taken to mean what, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.define import define
from agent.model import SemanticModel
from agent.numbers import write_window
from agent.placeholders import capitalised
from agent.plan import Plan
from agent.reply import Answer, Word
from ui.page_file import page_file


@dataclass(frozen=True)
class WordView:
    """A stretch of a question: as written, what kind of thing it was taken for, and which."""

    text: str
    kind: str
    meaning: str


def words_read(answer: Answer, model: SemanticModel) -> Iterator[WordView]:
    """Say it for every stretch of an answer's question that means something."""
    kinds = page_file().words[answer.language].kinds
    for word in answer.plan.words if answer.plan else ():
        kind = kinds.get(word.kind, _spaced(word.kind))
        yield WordView(word.text, kind, _meaning(word, answer, model))


def _meaning(word: Word, answer: Answer, model: SemanticModel) -> str:
    """What a stretch stands for; empty where its kind says all."""
    language, name = answer.language, word.meaning
    if name in model.measure or name in model.dimension:
        return capitalised(model.label(name, language))
    if name in model.notes.terms:
        return capitalised(define(name, model, language)[0])
    if word.kind == "intent" and name in model.intents:
        asked = model.intents[name].question
        return asked.get(language) or next(iter(asked.values()))
    if word.kind == "value" and answer.plan:
        return _value(name, answer.plan.plan, model, language)
    if word.kind == "time" and answer.window and _times(answer) == 1:
        return write_window(answer.window, language)
    return page_file().words[language].meanings.get(name, "")


def _value(value: str, plan: Plan, model: SemanticModel, language: str) -> str:
    """A value by its name, with what it is a value of."""
    for one in plan.filters:
        if value in one.values:
            name = capitalised(model.value_label(one.dimension, value, language))
            return f"{name} ({model.label(one.dimension, language)})"
    return _spaced(value)


def _times(answer: Answer) -> int:
    return sum(word.kind == "time" for word in answer.plan.words) if answer.plan else 0


def _spaced(name: str) -> str:
    return name.replace("_", " ")
