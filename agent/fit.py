"""Fit metric views to a database: their tables, columns and dimensions found there, or an error that names the slip."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from agent.engine import Catalog
from agent.metric_view import FILTER, Join, MetricView, measure_named, plain_name
from agent.relations import DIALECT, SOURCE, is_query, relation
from pipeline.errors import SemanticError, did_you_mean

Columns = Mapping[str, str]
"""A relation's columns and their types."""
Asked = Callable[[exp.Expr], Columns]
"""Finds the columns of a query, by asking the database."""


@dataclass(frozen=True)
class Place:
    """Where in the model something stands, for a message."""

    view: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.view}.{self.part}" if self.part else self.view


def fit_view(view: MetricView, catalog: Catalog, columns: Asked, base: MetricView | None = None) -> MetricView:
    """Find what a view names in the data.

    Args:
        view: A view as it is in its file.
        catalog: The tables that may be read.
        columns: Finds the columns of a query.
        base: The fitted view that this one has as its source, if it has one.

    Raises:
        SemanticError: A table, join, column or dimension is not there; the message says which, and the nearest name.
    """
    return _Fitting(view, catalog, columns, base).fitted()


@dataclass
class _Fitting:
    view: MetricView
    catalog: Catalog
    columns: Asked
    base: MetricView | None
    scope: dict[str, dict[str, exp.Expr]] = field(default_factory=dict)
    trees: dict[str, exp.Expr] = field(default_factory=dict)
    fitting: list[str] = field(default_factory=list)

    def fitted(self) -> MetricView:
        source = self.base.source if self.base else self._resolved(self.view.source, Place(self.view.name))
        self.scope[SOURCE] = self._of_base() if self.base else self._known(source, SOURCE, Place(self.view.name))
        joins = tuple(self._joined(join, SOURCE) for join in self.view.joins)
        for one in self.view.fields:
            self._field(one.name)
        own = self._own_filter()
        changes = {
            "source": source,
            "joins": (*(self.base.joins if self.base else ()), *joins),
            "filter": own.sql(DIALECT) if own is not None else None,
        }
        if own is not None:
            self.trees[FILTER] = own
        return self.view.fitted(self.trees, {}, **changes)

    def _own_filter(self) -> exp.Expr | None:
        place = Place(self.view.name, "filter")
        own = self.view.condition()
        below = self.base.condition() if self.base else None
        fitted = [one for one in (below, own and self._tree(own, place)) if one is not None]
        return exp.and_(*fitted) if fitted else None

    def _of_base(self) -> dict[str, exp.Expr]:
        """What a view over another view sees: that one's dimensions."""
        base = self.base
        if base is None:
            return {}
        for join, _ in base.all_joins:
            self.scope[join.name.lower()] = self._known(join.source, join.name, Place(base.name, join.name))
        return {name: base.expression(name) for name in base.dimension}

    def _known(self, source: str, alias: str, place: Place) -> dict[str, exp.Expr]:
        found = self.columns(relation(source, alias)) if is_query(source) else self.catalog[source]
        if alias.lower() in self.scope:
            raise SemanticError(f"{place}: there are two joins named '{alias}'.")
        qualifier = alias if self._has_joins else None
        return {name.lower(): exp.column(exp.to_identifier(name), qualifier) for name in found}

    @property
    def _has_joins(self) -> bool:
        return bool(self.view.joins or (self.base and self.base.joins))

    def _resolved(self, source: str, place: Place) -> str:
        """A source with the full names of its tables, as they are spelled in the database."""
        tree = relation(source, SOURCE)
        named = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        for table in list(tree.find_all(exp.Table)):
            if not table.db and table.name.lower() in named:
                continue
            schema, _, name = self._table(table, place).rpartition(".")
            table.set("this", exp.to_identifier(name, quoted=table.this.args.get("quoted") or None))
            table.set("db", exp.to_identifier(schema))
            table.set("catalog", None)
        if isinstance(tree, exp.Table):
            return f"{tree.db}.{tree.name}"
        return str(tree.this.sql(DIALECT))

    def _table(self, table: exp.Table, place: Place) -> str:
        asked = [part.name.lower() for part in table.parts]
        for name in (".".join(asked[-2:]), asked[-1]):
            fits = [one for one in self.catalog if one.lower() == name or one.lower().endswith(f".{name}")]
            if len(fits) == 1:
                return fits[0]
            if len(fits) > 1:
                raise SemanticError(f"{place}: '{asked[-1]}' is a table of several schemas: {', '.join(fits)}.")
        written = ".".join(part.name for part in table.parts)
        raise SemanticError(f"{place}: no table '{written}'. {did_you_mean(written, self.catalog)}".strip())

    def _joined(self, join: Join, above: str) -> Join:
        place = Place(self.view.name, f"joins.{join.name}")
        source = self._resolved(join.source, place)
        self.scope[join.name.lower()] = self._known(source, join.name, place)
        if join.on:
            on = self._tree(exp.condition(join.on, dialect=DIALECT), place, within=(join.name, above))
        else:
            on = exp.and_(*(self._of(above, key, place).eq(self._of(join.name, key, place)) for key in join.using))
        nested = tuple(self._joined(one, join.name) for one in join.joins)
        return Join.model_construct(**(dict(join) | {"source": source, "on": on.sql(DIALECT), "joins": nested}))

    def _field(self, name: str) -> exp.Expr:
        """The fitted expression of a field; another that it refers to is fitted before it."""
        if name in self.fitting:
            raise SemanticError(f"{Place(self.view.name, name)} is defined by itself: {' → '.join(self.fitting)}.")
        if name not in self.trees:
            self.fitting.append(name)
            place = Place(self.view.name, name)
            one = self.view.measure.get(name) or self.view.dimension[name]
            self.trees[name] = self._tree(one.tree.copy(), place)
            self.fitting.pop()
        return self.trees[name]

    def _tree(self, tree: exp.Expr, place: Place, within: tuple[str, ...] = (SOURCE,)) -> exp.Expr:
        """An expression with every name in it looked up."""

        def looked_up(node: exp.Expr) -> exp.Expr:
            measure = measure_named(node)
            if measure is not None:
                return _whole(self._measure(measure, place))
            if isinstance(node, exp.Column) and not isinstance(node.this, exp.Star):
                return self._column(node, place, within)
            return node

        return tree.transform(looked_up)

    def _measure(self, name: str, place: Place) -> exp.Expr:
        if name in self.view.measure:
            return self._field(name)
        if self.base and name in self.base.measure:
            return self.base.aggregate(name)
        known = {*self.view.measure, *(self.base.measure if self.base else ())}
        raise SemanticError(f"{place}: there is no measure '{name}'. {did_you_mean(name, known)}".strip())

    def _column(self, column: exp.Column, place: Place, within: tuple[str, ...]) -> exp.Expr:
        """A column by its relation, a dimension by its name, or a column that one relation only has."""
        quoted = bool(column.this.args.get("quoted"))
        if column.table:
            return self._of(column.table, column.name, place, quoted=quoted)
        holders = [one for one, columns in self.scope.items() if self._key(one, column.name) in columns]
        for one in within:
            if one.lower() in holders:
                return self._of(one, column.name, place, quoted=quoted)
        dimension = plain_name(column.name)
        if dimension in self.view.dimension and dimension not in self.fitting[-1:]:
            return _whole(self._field(dimension))
        if len(holders) == 1:
            return self._of(holders[0], column.name, place, quoted=quoted)
        near = did_you_mean(column.name, self._sayable())
        raise SemanticError(f"{place}: no column '{column.name}'. {near}".strip())

    def _of(self, table: str, name: str, place: Place, *, quoted: bool = False) -> exp.Expr:
        columns = self.scope.get(table.lower())
        if columns is None:
            near = did_you_mean(table, self.scope)
            raise SemanticError(f"{place}: there is no join '{table}' for '{table}.{name}'. {near}".strip())
        found = columns.get(self._key(table, name))
        if found is None:
            near = did_you_mean(name, columns)
            raise SemanticError(f"{place}: no column '{name}' in '{table}'. {near}".strip())
        found = _whole(found)
        if quoted and isinstance(found, exp.Column):
            found.this.set("quoted", True)
        return found

    def _sayable(self) -> Iterator[str]:
        for table, columns in self.scope.items():
            yield from (name if table == SOURCE else f"{table}.{name}" for name in columns)
        yield from self.view.dimension

    def _key(self, table: str, name: str) -> str:
        """What a name is known by: a column by its spelling in any case, another view's dimension by its plain name."""
        return plain_name(name) if self.base and table.lower() == SOURCE else name.lower()


def _whole(tree: exp.Expr) -> exp.Expr:
    """An expression that can stand within another."""
    return tree.copy() if isinstance(tree, exp.Column | exp.Func | exp.Paren) else exp.paren(tree)
