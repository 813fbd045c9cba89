"""The semantic model: metric views and, beside them, what that format can't say."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlglot import exp

from agent.metric_view import Dimension, Kind, Measure, MetricView
from agent.model_file import DimensionNotes, Intent, MeasureNotes, ModelFile, ViewNotes
from agent.model_read import read_notes, read_view
from pipeline.errors import SemanticError

NOTES = ("model.yml", "model.yaml")
DEFAULT_LANGUAGE = "en"
_ENDINGS = (".yml", ".yaml")


@dataclass(frozen=True)
class SemanticModel:
    """All that the agent knows of a trade: what can be measured, by what, in whose words.

    As it is read from files, fields have no kinds and what ``model.yml`` leaves out is empty. ``Knowledge.model`` is
    the same model fitted to the data: there every field has a kind, and times, grains and defaults are filled in.
    """

    notes: ModelFile
    view: dict[str, MetricView]

    def about_view(self, name: str) -> ViewNotes:
        """How a view is asked."""
        return self.notes.views.get(name, ViewNotes())

    def about_measure(self, name: str) -> MeasureNotes:
        """What the small file adds to a measure."""
        return self.notes.measures.get(name, MeasureNotes())

    def about_dimension(self, name: str) -> DimensionNotes:
        """What the small file adds to a dimension."""
        return self.notes.dimensions.get(name, DimensionNotes())

    @cached_property
    def fingerprint(self) -> str:
        """What tells one version of the model from another."""
        said = [self.notes.model_dump_json(), *(self.view[name].model_dump_json() for name in sorted(self.view))]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]

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
        """The views in the order of preference: those that the small file lists, then the others by name."""
        listed = [name for name in self.notes.views if name in self.view]
        return tuple(self.view[name] for name in (*listed, *sorted(set(self.view) - set(listed))))

    def views_with(self, *names: str) -> tuple[MetricView, ...]:
        """The views that have all of some measures and dimensions, in the order of preference."""
        return tuple(view for view in self.ordered if {*view.measure, *view.dimension} >= set(names))

    def kind(self, name: str, view: str | None = None) -> Kind:
        """What a dimension's or measure's values are: text, number, bool, date, timestamp or other.

        Args:
            name: The dimension or measure.
            view: In which view; without one, in the first that has it.
        """
        holders = (self.view[view],) if view else self.views_with(name)
        return holders[0].kind(name) if holders else "other"

    def time_of(self, view: str) -> str | None:
        """The dimension that a window of days is laid over; None for a view without time."""
        return self.about_view(view).time

    def other_times(self, view: str) -> tuple[str, ...]:
        """The other dates of a view: to group and to filter by, when a question names them."""
        main = {self.about_view(view).time, *self.about_view(view).grains.values()}
        held = self.view[view]
        return tuple(one for one in held.dimension if held.kind(one) in ("date", "timestamp") and one not in main)

    def default_measures(self, view: str | None = None) -> tuple[str, ...]:
        """What is measured when a question names no measure: of a view, or of the whole model."""
        return self.about_view(view).default_measures if view else self.notes.default_measures

    def adds_up(self, measure: str) -> bool:
        """Whether a measure's values may be summed over the rows of a result: sums and counts, and sums of those.

        Rates, averages, extremes and distinct counts do not; nor does what the small file says is stored ``per`` slice.
        """
        return adds(self.views_with(measure)[0].aggregate(measure)) and not self.about_measure(measure).per

    def label(self, name: str, language: str) -> str:
        """What people call a measure or a dimension."""
        found = self.measure.get(name) or self.dimension[name]
        notes = self.about_measure(name) if name in self.measure else self.about_dimension(name)
        return notes.label.get(language) or found.label

    def value_label(self, dimension: str, value: Any, language: str) -> str:
        """What people call a value of a dimension."""
        notes = self.about_dimension(dimension).values.get(str(value))
        return (notes and (notes.label.get(language) or notes.label.get(DEFAULT_LANGUAGE))) or _spaced(str(value))

    def changed(self, notes: ModelFile | None = None, view: dict[str, MetricView] | None = None) -> "SemanticModel":
        """The same model with another small file or other views."""
        return replace(self, notes=notes or self.notes, view=view or self.view)


def adds(tree: exp.Expr) -> bool:
    """Whether an aggregate of parts is the sum of the parts' aggregates."""
    if isinstance(tree, exp.Paren | exp.Filter | exp.Cast):
        return adds(tree.this)
    if isinstance(tree, exp.Sum | exp.Count | exp.CountIf):
        return tree.find(exp.Distinct) is None
    if isinstance(tree, exp.Coalesce):
        return adds(tree.this) and all(
            isinstance(one, exp.Literal) and one.name in ("0", "0.0") for one in tree.expressions
        )
    if isinstance(tree, exp.Add | exp.Sub):
        return adds(tree.this) and adds(tree.expression)
    if isinstance(tree, exp.Mul | exp.Div):
        scaled = isinstance(tree.expression, exp.Literal)
        return adds(tree.this) if scaled else _literal_first(tree)
    return isinstance(tree, exp.Neg) and adds(tree.this)


def _literal_first(tree: exp.Mul | exp.Div) -> bool:
    return isinstance(tree, exp.Mul) and isinstance(tree.this, exp.Literal) and adds(tree.expression)


def _spaced(value: str) -> str:
    """A value that is spelled like a column's name, as people would write it."""
    return value.replace("_", " ") if value.isidentifier() else value


def load_model(folder: Path | None = None) -> SemanticModel:
    """Read the semantic model in a folder; without one, the model that comes with the package.

    Raises:
        SemanticError: A file is not as it must be: an unknown key, a name that nothing has, words that clash.
    """
    from agent.model_check import checked

    if folder is None:
        with as_file(files("agent") / "semantic") as packaged:
            return load_model(Path(packaged))
    notes, views = _files(folder)
    model = SemanticModel(read_notes(notes, folder), {view.name: view for view in map(read_view, views)})
    return checked(model, folder, len(views))


def _files(folder: Path) -> tuple[Path | None, list[Path]]:
    """The small file, if there is one, and the files of the views."""
    if not folder.is_dir():
        raise SemanticError(f"{folder} is {'not a folder' if folder.exists() else 'not there'}.", _A_MODEL)
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file())
    except OSError as unreadable:
        raise SemanticError(f"{folder} can't be read: {unreadable.strerror}.") from None
    views = [path for path in found if path.name not in NOTES]
    if not views:
        raise SemanticError(f"{folder} has no metric view (*.yml) in it.", _A_MODEL)
    return next((path for path in found if path.name in NOTES), None), views


_A_MODEL = "A model is a folder of metric views, one .yml file each, with or without a model.yml beside them."


def dates_of(view: MetricView) -> Iterator[str]:
    """The dimensions of a view that hold dates or moments."""
    return (name for name in view.dimension if view.kind(name) in ("date", "timestamp"))
