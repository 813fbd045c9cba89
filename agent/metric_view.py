"""Unity Catalog metric views (YAML 1.1): the part of the semantic model that also deploys to Databricks."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator
from sqlglot import exp, parse_one

from agent.relations import DIALECT, SOURCE, relation

Kind = Literal["text", "number", "bool", "date", "timestamp", "other"]
"""What the values of a dimension or a measure are."""


class Strict(BaseModel):
    """A part of a file that is read strictly: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Decimals(Strict):
    """How many decimal places a number shows."""

    type: Literal["exact", "max", "all"] = "max"
    places: int = Field(default=0, ge=0, le=10)


class Format(Strict):
    """How a value is written for people, in the format's own words."""

    type: Literal["number", "currency", "percentage", "byte", "date", "date_time"] = "number"
    currency_code: str | None = None
    decimal_places: Decimals = Decimals()
    hide_group_separator: bool = False
    abbreviation: Literal["none", "compact", "scientific"] = "none"
    date_format: (
        Literal[
            "no_date", "locale_short_month", "locale_long_month", "year_month_day", "locale_number_month", "year_week"
        ]
        | None
    ) = None
    time_format: Literal["no_time", "locale_hour_minute", "locale_hour_minute_second"] | None = None
    leading_zeros: bool = False


def plain_name(title: str) -> str:
    """The name by which a plan and a result call a field: lower case, with underscores for what is no letter."""
    plain = re.sub(r"\W+", "_", title.strip().lower()).strip("_")
    return plain if plain[:1].isalpha() else f"n_{plain}"


def _with_a_plain_name(raw: Any) -> Any:
    """A name as people write it, such as ``Total Revenue``, is also its display name."""
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or not raw["name"].strip():
        return raw
    plain = plain_name(raw["name"])
    shown = {} if plain == raw["name"] or raw.get("display_name") else {"display_name": raw["name"]}
    return raw | {"name": plain} | shown


class Named(Strict):
    """What dimensions and measures have in common."""

    name: str = Field(min_length=1, max_length=255)
    expr: str = Field(min_length=1, coerce_numbers_to_str=True)
    display_name: str | None = Field(default=None, max_length=255)
    comment: str | None = None
    synonyms: tuple[str, ...] = ()
    format: Format | None = None

    _plain = model_validator(mode="before")(_with_a_plain_name)

    @property
    def label(self) -> str:
        """The name that people read."""
        return self.display_name or self.name.replace("_", " ")

    @cached_property
    def tree(self) -> exp.Expr:
        """The expression, parsed."""
        return parse_one(self.expr, read=DIALECT)


class Dimension(Named):
    """Something to group and filter by."""


def _refused(what: str, reason: str) -> BeforeValidator:
    def refuse(given: Any) -> Any:
        if given is None:
            return None
        raise ValueError(f"{what} are part of the format, but can't be answered here: {reason}")

    return BeforeValidator(refuse)


class Measure(Named):
    """An aggregate; ``MEASURE(name)`` in it stands for another measure of the view."""

    window: Annotated[
        None,
        _refused("window measures", "leave the measure out, or put its window function into the source's query"),
    ] = None


def _many_to_one(cardinality: Any) -> Any:
    if cardinality == "one_to_many":
        raise ValueError(
            "a one_to_many join would multiply the source's rows and is refused: "
            "give the many side a metric view of its own"
        )
    return cardinality


class Rely(Strict):
    """What a join's author promises of it; it is checked against the data all the same."""

    at_most_one_match: bool = False


class Join(Strict):
    """A many-to-one join from the source (or from the join that it stands in) to a table of attributes."""

    name: str = Field(min_length=1)
    source: str = Field(min_length=1)
    on: str | None = None
    using: tuple[str, ...] = ()
    rely: Rely | None = None
    cardinality: Annotated[Literal["many_to_one"], BeforeValidator(_many_to_one)] = "many_to_one"
    joins: tuple["Join", ...] = ()

    @model_validator(mode="after")
    def _has_one_condition(self) -> "Join":
        if bool(self.on) == bool(self.using):
            raise ValueError(f"the join '{self.name}' needs either 'on' or 'using'")
        return self

    @cached_property
    def tree(self) -> exp.Expr:
        """What is joined, under the join's name."""
        return relation(self.source, self.name)

    def condition(self, above: str) -> exp.Expr:
        """What must hold between a row of the relation above and the joined one: a tree of its own."""
        if self.on:
            return exp.condition(self.on, dialect=DIALECT)
        return exp.and_(*(exp.column(key, above).eq(exp.column(key, self.name)) for key in self.using))


class Materialized(Strict):
    """One stored result of a metric view on Databricks."""

    name: str
    type: Literal["aggregated", "unaggregated"]
    dimensions: tuple[str, ...] = Field(default=(), validation_alias=AliasChoices("dimensions", "fields"))
    measures: tuple[str, ...] = ()


class Materialization(Strict):
    """What Databricks stores to answer faster; it changes no answer, so it is read and left alone."""

    schedule: str | None = None
    mode: Literal["relaxed", "strict"] = "relaxed"
    materialized_views: tuple[Materialized, ...] = ()


class MetricView(Strict):
    """One metric view: a source, and the dimensions and measures that can be asked of it.

    A view as it is in its file has the expressions as written. ``fitted`` to the data, its tables and columns are those
    of the database, dimensions that others refer to stand in their place, and each field has a kind.
    """

    name: str
    version: Annotated[Literal["1.1", "0.1"], BeforeValidator(str)]
    source: str = Field(min_length=1)
    comment: str | None = None
    filter: str | None = None
    parameters: Annotated[None, _refused("parameters", "write their values into the expressions")] = None
    joins: tuple[Join, ...] = ()
    dimensions: tuple[Dimension, ...] = Field(default=(), validation_alias=AliasChoices("dimensions", "fields"))
    measures: tuple[Measure, ...] = ()
    materialization: Materialization | None = None

    _trees: dict[str, exp.Expr] = PrivateAttr(default_factory=dict)
    _kinds: dict[str, Kind] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _asks_something(self) -> "MetricView":
        if not self.dimensions and not self.measures:
            raise ValueError("there are neither dimensions nor measures")
        return self

    @cached_property
    def dimension(self) -> dict[str, Dimension]:
        """Dimensions by name."""
        return {dimension.name: dimension for dimension in self.dimensions}

    @cached_property
    def measure(self) -> dict[str, Measure]:
        """Measures by name."""
        return {measure.name: measure for measure in self.measures}

    @property
    def fields(self) -> tuple[Named, ...]:
        """Dimensions and measures."""
        return (*self.dimensions, *self.measures)

    @cached_property
    def source_tree(self) -> exp.Expr:
        """The source as what stands behind FROM, under the name ``source``."""
        return relation(self.source, SOURCE)

    @cached_property
    def all_joins(self) -> tuple[tuple[Join, str], ...]:
        """Every join and the relation that it starts from, outer ones first."""
        return tuple(_nested(self.joins, SOURCE))

    @property
    def trees(self) -> Mapping[str, exp.Expr]:
        """The fitted expressions by name; empty for a view as it stands in its file."""
        return self._trees

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What the values of each field are, by name."""
        return self._kinds

    def kind(self, name: str) -> Kind:
        """What the values of a dimension or measure are, in the data that the view is fitted to."""
        return self._kinds.get(name, "other")

    def expression(self, name: str) -> exp.Expr:
        """The expression of a dimension: a tree of its own."""
        return (self._trees.get(name) or self.dimension[name].tree).copy()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that the source and the joins read, as they are named there."""
        trees = (self.source_tree, *(join.tree for join, _ in self.all_joins))
        found = (table for tree in trees for table in tree.find_all(exp.Table))
        return tuple(dict.fromkeys(".".join(part.name for part in table.parts) for table in found))

    def aggregate(self, name: str) -> exp.Expr:
        """The expression of a measure, with the measures that it refers to in their place: a tree of its own."""
        if name in self._trees:
            return self._trees[name].copy()
        return self.measure[name].tree.copy().transform(self._expand)

    def condition(self) -> exp.Expr | None:
        """The view's own filter: a tree of its own."""
        if self.filter is None:
            return None
        return (self._trees.get(FILTER) or exp.condition(self.filter, dialect=DIALECT)).copy()

    def fitted(self, trees: Mapping[str, exp.Expr], kinds: Mapping[str, Kind], **changes: Any) -> "MetricView":
        """The same view with its expressions in the data's own words.

        Args:
            trees: The expression of each field by name, and of the filter.
            kinds: What the values of each field are.
            changes: The fields of this class that change.
        """
        view = MetricView.model_construct(**(dict(self) | changes))
        view._trees.update(trees)
        view._kinds.update(kinds)
        return view

    def _expand(self, node: exp.Expr) -> exp.Expr:
        name = measure_named(node)
        return node if name is None else exp.paren(self.aggregate(name))


FILTER = " filter "
"""What a view's own filter is kept under; no field can have that name."""


def measure_named(node: exp.Expr) -> str | None:
    """Which measure a ``MEASURE(name)`` stands for; None for any other part of an expression."""
    if isinstance(node, exp.Anonymous) and node.name.upper() == "MEASURE" and len(node.expressions) == 1:
        return plain_name(node.expressions[0].name)
    return None


def _nested(joins: tuple[Join, ...], above: str) -> Iterator[tuple[Join, str]]:
    for join in joins:
        yield join, above
        yield from _nested(join.joins, join.name)
