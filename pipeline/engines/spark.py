"""Spark: the same SQL where one machine ends. Spark computes and writes Delta."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812
from sqlglot import exp

from pipeline.contract import Contract
from pipeline.delta import Saved, latest_version, saved
from pipeline.engines.protocol import Columns, RawFiles, plain_column
from pipeline.engines.spark_lines import as_glob, read_lines
from pipeline.engines.spark_session import configuration, open_session
from pipeline.errors import BuildError
from pipeline.settings import Settings
from pipeline.sql import render

_Result = TypeVar("_Result")


class SparkEngine:
    """A Spark session. Relations are its temporary views; kept rows lie in Parquet files of this run."""

    name = "spark"

    def __init__(self, settings: Settings) -> None:
        self._session = open_session(settings)
        self._kept = settings.state.absolute() / "spark"
        self._numbers = count()
        self._forget_kept()

    def read_raw(self, relation: str, rejected: str, files: RawFiles) -> None:
        """See ``Engine.read_raw``."""
        most = configuration()["lines"]["kept_characters"]
        fields = [
            F.nullif(F.get("fields", F.lit(place)), F.lit("")).alias(name) for place, name in enumerate(files.header)
        ]
        sound = F.col("reason").isNull()
        line = F.when(~sound, F.substring("line", 1, most)).alias("line")
        lines = read_lines(self._session, files).select(F.struct(*fields).alias("raw"), "file_path", line, "reason")
        read = self._keep(lines)
        read.where(sound).select("raw.*", "file_path").createOrReplaceTempView(_view(relation))
        read.where(~sound).select("file_path", "line", "reason").createOrReplaceTempView(_view(rejected))

    def load(self, relation: str, path: Path, version: int) -> None:
        """See ``Engine.load``."""
        table = self._session.read.format("delta").option("versionAsOf", version).load(str(path.absolute()))
        table.createOrReplaceTempView(_view(relation))

    def define(self, relation: str, query: exp.Query) -> None:
        """See ``Engine.define``."""
        self._run(relation, lambda: self._query(query).createOrReplaceTempView(_view(relation)))

    def create(self, relation: str, query: exp.Query) -> None:
        """See ``Engine.create``."""
        self._run(relation, lambda: self._keep(self._query(query)).createOrReplaceTempView(_view(relation)))

    def extend(self, relation: str, query: exp.Query) -> None:
        """See ``Engine.extend``."""
        kept = self._session.table(_view(relation))
        self._run(relation, lambda: kept.union(self._keep(self._query(query))).createOrReplaceTempView(_view(relation)))

    def rows(self, query: exp.Query) -> list[dict[str, Any]]:
        """See ``Engine.rows``."""
        found = self._run("a query", lambda: self._query(query).collect())
        return [{name: _aware(value) for name, value in row.asDict().items()} for row in found]

    def columns(self, query: exp.Query) -> Columns:
        """See ``Engine.columns``."""
        found = self._run("a query", lambda: self._query(query).toArrow())
        return {name: plain_column(found.column(name).to_numpy()) for name in found.column_names}

    def fill(self, relation: str, contract: Contract, rows: Sequence[Mapping[str, Any]]) -> None:
        """See ``Engine.fill``."""
        schema = ", ".join(f"`{name}` {column.type}" for name, column in contract.columns.items())
        listed = [tuple(row[name] for name in contract.columns) for row in rows]
        made = self._session.createDataFrame(listed, schema)
        self._run(relation, lambda: self._keep(made).createOrReplaceTempView(_view(relation)))

    def save(self, contract: Contract, query: exp.Query, path: Path, replaced: exp.Expr | None) -> Saved:
        """See ``Engine.save``."""
        before = latest_version(path)
        self._run(contract.table, lambda: self._write(query, path, replaced))
        after = saved(path)
        return after if after.version != before else replace(after, rows=0)

    def drop(self, relation: str) -> None:
        """See ``Engine.drop``."""
        self._session.catalog.dropTempView(_view(relation))

    def close(self) -> None:
        """See ``Engine.close``. Spark itself runs on, for the next run of this process."""
        for table in self._session.catalog.listTables():
            if table.isTemporary:
                self._session.catalog.dropTempView(table.name)
        self._forget_kept()

    def _query(self, query: exp.Query) -> DataFrame:
        return self._session.sql(render(query.transform(_as_view), "databricks"))

    def _write(self, query: exp.Query, path: Path, replaced: exp.Expr | None) -> None:
        """Write rows in one commit; Delta leaves the commit out when it would change nothing."""
        writer = self._query(query).write.format("delta").mode("append" if replaced == exp.false() else "overwrite")
        if replaced is not None and replaced != exp.false():
            writer = writer.option("replaceWhere", render(replaced, "databricks"))
        writer.save(str(path.absolute()))

    def _keep(self, rows: DataFrame) -> DataFrame:
        """Write rows down, so that they are computed once, and return them as read from there."""
        path = str(self._kept / str(next(self._numbers)))
        rows.write.parquet(path)
        return self._session.read.schema(rows.schema).parquet(as_glob(path))

    def _forget_kept(self) -> None:
        shutil.rmtree(self._kept, ignore_errors=True)

    def _run(self, what: str, work: Callable[[], _Result]) -> _Result:
        try:
            return work()
        except Exception as failed:  # Spark's own errors and those of its machine have no common family
            raise BuildError(f"{what} could not be computed: {_in_short(failed)}") from failed


def _view(relation: str) -> str:
    """Return the temporary view of a relation: such views have no schema."""
    return relation.replace(".", "__")


def _as_view(node: exp.Expr) -> exp.Expr:
    """Turn ``schema.table`` into its view, under the table's own name unless the query gives another."""
    if not isinstance(node, exp.Table) or not node.db:
        return node
    view = exp.to_identifier(_view(f"{node.db}.{node.name}"))
    alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
    return exp.Table(this=view, alias=alias, joins=node.args.get("joins"))


def _in_short(failed: Exception) -> str:
    """Return what an error says, without the calls that led to it."""
    return str(failed).partition("\n\tat ")[0]


def _aware(value: Any) -> Any:
    """Spark hands moments out in this machine's own time zone, without saying so."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value
