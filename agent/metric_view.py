"""Unity Catalog metric views (YAML 1.1): the part of the semantic model that also deploys to Databricks."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field
from sqlglot import exp, parse_one

DIALECT = "databricks"
SOURCE = "source"


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
    date_format: str | None = None
    time_format: str | None = None
    leading_zeros: bool = False


class Named(Strict):
    """What dimensions and measures have in common."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    expr: str
    display_name: str | None = None
    comment: str | None = None
    synonyms: tuple[str, ...] = ()
    format: Format | None = None

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


class Measure(Named):
    """An aggregate; ``MEASURE(name)`` in it stands for another measure of the view."""


def _on_is_not_true(raw: Any) -> Any:
    """YAML 1.1 reads an unquoted key ``on`` as the boolean true; give it its name back."""
    return {("on" if key is True else key): value for key, value in raw.items()} if isinstance(raw, dict) else raw


class Join(Strict):
    """A many-to-one join from the source (or from the join that it stands in) to a table of attributes."""

    name: str
    source: str
    on: str | None = None
    using: tuple[str, ...] = ()
    joins: tuple["JoinRead", ...] = ()


JoinRead = Annotated[Join, BeforeValidator(_on_is_not_true)]


class MetricView(Strict):
    """One metric view: a source, and the dimensions and measures that can be asked of it."""

    name: str
    version: Literal["1.1", "0.1"]
    source: str
    comment: str | None = None
    filter: str | None = None
    joins: tuple[JoinRead, ...] = ()
    dimensions: tuple[Dimension, ...] = Field(default=(), validation_alias=AliasChoices("dimensions", "fields"))
    measures: tuple[Measure, ...] = ()

    @cached_property
    def dimension(self) -> dict[str, Dimension]:
        """Dimensions by name."""
        return {dimension.name: dimension for dimension in self.dimensions}

    @cached_property
    def measure(self) -> dict[str, Measure]:
        """Measures by name."""
        return {measure.name: measure for measure in self.measures}

    @cached_property
    def source_tree(self) -> exp.Expr:
        """The source as what stands behind FROM, under the name ``source``."""
        if " " not in self.source.strip():
            return exp.alias_(exp.to_table(self.source, dialect=DIALECT), SOURCE, table=True)
        alias = exp.TableAlias(this=exp.to_identifier(SOURCE))
        return exp.Subquery(this=parse_one(self.source, read=DIALECT), alias=alias)

    def aggregate(self, name: str) -> exp.Expr:
        """The expression of a measure, with the measures it refers to put in its place."""
        return self.measure[name].tree.copy().transform(self._expand)

    def _expand(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.name.upper() == "MEASURE":
            return exp.paren(self.aggregate(node.expressions[0].name))
        return node
