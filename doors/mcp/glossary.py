"""What can be asked about, for programs: measures, dimensions and terms with their definitions. Pure."""

from collections.abc import Iterator
from typing import Any

from agent.define import define
from agent.knowledge import Knowledge
from agent.model import SemanticModel
from pipeline.errors import RequestError, did_you_mean


def measures(model: SemanticModel, language: str) -> list[dict[str, Any]]:
    """Every measure: its name, what people call it, its definition, how it is written, and by what it can be asked."""
    return [
        {
            **_defined(name, model, language),
            "unit": measure.format.type if measure.format else "number",
            "dimensions": sorted({one for view in model.views_with(name) for one in view.dimension}),
        }
        for name, measure in model.measure.items()
    ]


def dimensions(knowledge: Knowledge, language: str, most: int) -> list[dict[str, Any]]:
    """Every dimension: its name, what people call it, its definition, its kind and, where they are few, its values.

    Args:
        knowledge: The model, and the values that the data have.
        language: A language code.
        most: The most values that are listed of one.
    """
    model = knowledge.model
    return [
        {
            **_defined(name, model, language),
            "kind": model.kind(name),
            "values": _values(name, knowledge, language, most),
        }
        for name in model.dimension
    ]


def definitions(model: SemanticModel, language: str) -> list[dict[str, str]]:
    """Every measure, dimension and term with its definition."""
    return [_defined(name, model, language) for name in _names(model)]


def definition(name: str, model: SemanticModel, language: str) -> dict[str, str]:
    """The definition of one measure, dimension or term.

    Raises:
        RequestError: There is none of this name.
    """
    if name not in set(_names(model)):
        raise RequestError(404, f"there is no measure, dimension or term '{name}'.", did_you_mean(name, _names(model)))
    return _defined(name, model, language)


def _names(model: SemanticModel) -> Iterator[str]:
    yield from model.measure
    yield from (name for name in model.dimension if name not in model.measure)
    yield from (name for name in model.notes.terms if name not in model.measure and name not in model.dimension)


def _defined(name: str, model: SemanticModel, language: str) -> dict[str, str]:
    label, meaning = define(name, model, language)
    return {"name": name, "label": label, "definition": meaning}


def _values(name: str, knowledge: Knowledge, language: str, most: int) -> list[dict[str, str]]:
    held = sorted(map(str, knowledge.values.get(name, ())))
    if len(held) > most:
        return []
    return [{"value": value, "label": knowledge.model.value_label(name, value, language)} for value in held]
