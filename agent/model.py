"""The semantic model: metric views and the small file beside them, read strictly and checked against each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from sqlglot import exp
from sqlglot.errors import SqlglotError

from agent.metric_view import Dimension, Measure, MetricView
from agent.model_file import DimensionNotes, Intent, MeasureNotes, ModelFile, ViewNotes
from pipeline.errors import SemanticError, did_you_mean

NOTES = "model.yml"
DEFAULT_LANGUAGE = "en"

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class SemanticModel:
    """All that the agent knows of a trade: what can be measured, by what, in whose words."""

    notes: ModelFile
    view: dict[str, MetricView]

    def about_view(self, name: str) -> ViewNotes:
        """How a view is asked."""
        return self.notes.views[name]

    def about_measure(self, name: str) -> MeasureNotes:
        """What the small file adds to a measure."""
        return self.notes.measures.get(name, MeasureNotes())

    def about_dimension(self, name: str) -> DimensionNotes:
        """What the small file adds to a dimension."""
        return self.notes.dimensions.get(name, DimensionNotes())

    @property
    def intents(self) -> dict[str, Intent]:
        """Questions of the trade by name."""
        return self.notes.intents

    @cached_property
    def measure(self) -> dict[str, Measure]:
        """Every measure by name; in the view that comes first where several have it."""
        return {name: measure for view in reversed(self.ordered) for name, measure in view.measure.items()}

    @cached_property
    def dimension(self) -> dict[str, Dimension]:
        """Every dimension by name; in the view that comes first where several have it."""
        return {name: found for view in reversed(self.ordered) for name, found in view.dimension.items()}

    @cached_property
    def ordered(self) -> tuple[MetricView, ...]:
        """The views in the order of preference that the small file lists them in."""
        return tuple(self.view[name] for name in self.notes.views)

    def adds_up(self, measure: str) -> bool:
        """Whether a measure's values may be summed over the rows of a result."""
        return isinstance(self.measure[measure].tree, exp.Sum | exp.Count) and not self.about_measure(measure).per

    def label(self, name: str, language: str) -> str:
        """What people call a measure or a dimension."""
        found = self.measure.get(name) or self.dimension[name]
        notes = self.about_measure(name) if name in self.measure else self.about_dimension(name)
        return notes.label.get(language) or found.label

    def value_label(self, dimension: str, value: Any, language: str) -> str:
        """What people call a value of a dimension."""
        notes = self.about_dimension(dimension).values.get(str(value))
        return (notes and (notes.label.get(language) or notes.label.get(DEFAULT_LANGUAGE))) or _spaced(str(value))


def _spaced(value: str) -> str:
    """A value that is spelled like a column's name, as people would write it."""
    return value.replace("_", " ") if value.isidentifier() else value


def load_model(folder: Path | None = None) -> SemanticModel:
    """Read the semantic model in a folder; without one, the model that comes with the package.

    Raises:
        SemanticError: A file is not as it must be: an unknown key, a name that nothing has, words that clash.
    """
    if folder is None:
        with as_file(files("agent") / "semantic") as packaged:
            return load_model(Path(packaged))
    if not (folder / NOTES).is_file():
        raise SemanticError(f"{folder} has no {NOTES}.", "A model is a folder of metric views and that file.")
    views = (_read(path, MetricView, name=path.stem) for path in sorted(folder.glob("*.yml")) if path.name != NOTES)
    model = SemanticModel(_read(folder / NOTES, ModelFile), {view.name: view for view in views})
    for complaint in _complaints(model):
        raise SemanticError(f"{folder}: {complaint}")
    return model


def _read(path: Path, shape: type[Shape], **more: str) -> Shape:
    try:
        return shape.model_validate((yaml.safe_load(path.read_text()) or {}) | more)
    except yaml.YAMLError as wrong:
        raise SemanticError(f"{path} is not YAML: {wrong}") from None
    except ValidationError as invalid:
        raise SemanticError(f"{path}: {_in_words(invalid, shape)}") from None


def _in_words(invalid: ValidationError, shape: type[BaseModel]) -> str:
    error = min(invalid.errors(), key=lambda one: one["type"] != "extra_forbidden")
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] != "extra_forbidden":
        return f"'{where}': {error['msg']}."
    return f"unknown key '{where}'. {did_you_mean(str(error['loc'][-1]), _keys(shape))}".strip()


def _keys(shape: type[BaseModel]) -> set[str]:
    nested = {part.__name__: part for part in _parts(shape)}
    return {key for part in nested.values() for key in part.model_fields}


def _parts(shape: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield shape
    for module in (MetricView.__module__, ModelFile.__module__):
        if shape.__module__ == module:
            found = vars(__import__(module, fromlist=["*"])).values()
            yield from (kind for kind in found if isinstance(kind, type) and issubclass(kind, BaseModel))


def _complaints(model: SemanticModel) -> Iterator[str]:
    yield from _unknown("view", model.notes.views, model.view, NOTES)
    yield from _unknown("view", model.view, model.notes.views, "the folder; list it in model.yml: views")
    yield from _unparsable(model)
    yield from _unknown("measure", model.notes.default_measures, model.measure, "default_measures")
    yield from _unknown("measure", model.notes.headline, model.measure, "headline")
    yield from _unknown("dimension", model.notes.slices, model.dimension, "slices")
    yield from _unknown("intent", model.notes.suggestions, model.intents, "suggestions")
    yield from _unknown("measure", model.notes.measures, model.measure, "measures")
    yield from _unknown("dimension", model.notes.dimensions, model.dimension, "dimensions")
    for name, measure in model.notes.measures.items():
        yield from _unknown("measure", measure.along, model.measure, f"measures.{name}.along")
        yield from _unknown(
            "dimension", (*measure.per, *measure.by, *measure.breakdown), model.dimension, f"measures.{name}"
        )
    for name in model.notes.views:
        yield from _view_complaints(model, name)
    for name in model.intents:
        yield from _intent_complaints(model, name)


def _unknown(kind: str, names: Iterable[str], known: Iterable[str], where: str) -> Iterator[str]:
    known = list(known)
    for name in names:
        if name not in known:
            yield f"{where}: there is no {kind} '{name}'. {did_you_mean(name, known)}".strip()


def _unparsable(model: SemanticModel) -> Iterator[str]:
    for view in model.ordered:
        for field in (*view.dimensions, *view.measures):
            try:
                _ = view.aggregate(field.name) if field.name in view.measure else field.tree
            except (SqlglotError, KeyError) as wrong:
                yield f"{view.name}.{field.name}: '{field.expr}' is not an expression: {wrong}"


def _view_complaints(model: SemanticModel, name: str) -> Iterator[str]:
    notes, view = model.about_view(name), model.view[name]
    used = [notes.time, notes.sample, notes.stored and notes.stored.dimension, *notes.grains.values(), *notes.rollup]
    yield from _unknown("dimension", [one for one in used if one], view.dimension, f"views.{name}")


def _intent_complaints(model: SemanticModel, name: str) -> Iterator[str]:
    intent, where = model.intents[name], f"intents.{name}"
    fields = {*model.measure, *model.dimension}
    yield from _unknown("view", intent.views, model.view, where)
    yield from _unknown("measure", intent.measures, model.measure, where)
    yield from _unknown("dimension", intent.dimensions, model.dimension, where)
    yield from _unknown("field", (one.lstrip("-") for one in intent.order), fields, where)
    yield from _unknown("field", intent.where, fields, where)
    yield from _unknown("intent", intent.next, model.intents, where)
    for side in intent.also.values():
        yield from _unknown("measure", side.measures, model.measure, f"{where}.also")
        yield from _unknown("dimension", side.dimensions, model.dimension, f"{where}.also")
