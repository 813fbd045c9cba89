"""What can be asked: for help, for a question that is declined, and to go on from an answer."""

from typing import Any

from agent.language import languages
from agent.model import SemanticModel
from agent.model_file import Clause
from agent.numbers import join


def what_can_be_asked(model: SemanticModel, language: str) -> dict[str, str]:
    """What texts about the agent itself need: the model's name, what it measures by what, and some questions."""
    asked = [f"“{one}”" for one in questions(model, language)]
    return {
        "model": model.notes.name,
        "measures": join([model.label(name, language).lower() for name in model.notes.headline], language),
        "dimensions": join([model.label(name, language).lower() for name in model.notes.slices], language),
        "questions": join(asked, language) + ".",
    }


def questions(model: SemanticModel, language: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The questions of some intents, or those that the model suggests to begin with."""
    intents = (model.intents[name].question for name in names or model.notes.suggestions)
    return tuple(one.get(language) or next(iter(one.values())) for one in intents)


def filled(clauses: tuple[Clause, ...], values: dict[str, Any]) -> str:
    """A language's sentences with their values in place."""
    return " ".join(clause.text.format(**values) for clause in clauses)


def saying(name: str, values: dict[str, Any], language: str) -> str:
    """One of a language's sayings with its values in place."""
    return filled(languages()[language].say[name], values)
