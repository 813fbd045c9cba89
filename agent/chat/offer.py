"""What a chat model may know when a caller asks: names and their meaning, values if allowed, and the clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from agent.knowledge import Knowledge
from agent.metric_view import MetricView
from agent.model import SemanticModel
from agent.planner import Caller


@dataclass(frozen=True)
class Offer:
    """The part of what the agent knows that one caller's questions may take to a chat model.

    Views that the caller's role may not ask, and views of other databases (single journeys), are not in it, nor is
    anything that only they have.

    Attributes:
        knowledge: What the agent knows.
        caller: Who asks.
        tell_values: Whether values of dimensions may be told.
    """

    knowledge: Knowledge
    caller: Caller
    tell_values: bool

    @property
    def model(self) -> SemanticModel:
        """The semantic model, all of it."""
        return self.knowledge.model

    @cached_property
    def views(self) -> tuple[MetricView, ...]:
        """The views that may be asked, in the model's order; days to come are left to the built-in reader."""
        return tuple(
            view for view in self.model.ordered if self._open(view.name) and not self.model.about_view(view.name).ahead
        )

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures of these views."""
        return tuple(dict.fromkeys(name for view in self.views for name in view.measure))

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions of these views that a question can name; times are named by grain and window."""
        hidden = {name for view in self.views for name in self._of_time(view)}
        return tuple(dict.fromkeys(name for view in self.views for name in view.dimension if name not in hidden))

    @cached_property
    def intents(self) -> tuple[str, ...]:
        """The intents that these views can answer."""
        known = {view.name for view in self.views}
        return tuple(name for name, one in self.model.intents.items() if not one.views or known & set(one.views))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Whatever has a definition."""
        return tuple(dict.fromkeys([*self.measures, *self.dimensions, *self.model.notes.terms]))

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The learned values of each dimension, for checking; none of a dimension that a closed view has too."""
        return {
            name: tuple(value for value in values if value not in self._totals(name))
            for name, values in self.knowledge.values.items()
            if name in self.dimensions and not self._shared_with_closed(name)
        }

    @property
    def told(self) -> Mapping[str, tuple[str, ...]]:
        """The values that may be told."""
        return self.values if self.tell_values else {}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, str]]:
        """The tables that free SQL may read: those of the data, but for what closed views read."""
        closed = {_last(table) for view in self._closed() for table in view.tables}
        return {name: columns for name, columns in self.knowledge.catalog.items() if _last(name) not in closed}

    def _open(self, name: str) -> bool:
        about = self.model.about_view(name)
        return about.database == "main" and (not about.roles or self.caller.role in about.roles)

    def _closed(self) -> Iterator[MetricView]:
        return (view for view in self.model.ordered if not self._open(view.name))

    def _shared_with_closed(self, name: str) -> bool:
        """Whether values may have been learned from a view of the same database that is closed to the caller."""
        return any(
            name in view.dimension and self.model.about_view(view.name).database == "main" for view in self._closed()
        )

    def _totals(self, name: str) -> set[str]:
        """What stored totals have in place of a value of a dimension; it is none."""
        return {total for view in self.model.ordered if (total := self.model.about_view(view.name).rollup.get(name))}

    def _of_time(self, view: MetricView) -> Iterator[str]:
        about = self.model.about_view(view.name)
        yield from (name for grain, name in about.grains.items() if grain != "hour")
        yield from (name for name in (about.time, about.sample, about.stored and about.stored.dimension) if name)


def _last(table: str) -> str:
    """A table's own name, without its schema."""
    return table.rpartition(".")[2].lower()
